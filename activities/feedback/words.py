"""What the client's page says, in both of its languages: the only page of the program that speaks anything but Chinese."""

from .choices import Dimension, Language, Satisfaction

ENGLISH = {
    Satisfaction.VERY_GOOD: "Very satisfied",
    Satisfaction.GOOD: "Satisfied",
    Satisfaction.FAIR: "Neither satisfied nor dissatisfied",
    Satisfaction.POOR: "Dissatisfied",
    Satisfaction.VERY_POOR: "Very dissatisfied",
    Dimension.SKILL: "Professional skill",
    Dimension.CONTACT: "Communication",
    Dimension.SPEED: "Efficiency",
    Dimension.INTEGRITY: "Integrity",
}
PAGE = {
    Language.CHINESE: {
        "tag": "zh-Hans",
        "title": "服务质量反馈",
        "intro": "您的意见由本所专人查看，承办律师看不到是谁说的。不用登录，不收集您的姓名和联系方式。",
        "matter": "案件编号",
        "lawyers": "承办律师",
        "overall": "您对这次法律服务满意吗？",
        "more": "分项评价（可以不填）",
        "skip": "不评价",
        "text": "还想说的话（可以不填）",
        "text_help": "最多500字。",
        "complaint": "我要投诉",
        "complaint_help": "勾选后，由本所主任指定专人处理，并记录处理经过和结果。",
        "send": "提交反馈",
        "required": "请选一项。",
        "too_long": "最多500字，请删减一些。",
        "errors": "请先改正下面的问题",
        "done": "谢谢，已收到您的反馈",
        "next": "本所专人会在工作日查看。不满意的地方和投诉会逐件处理，有了结果由本所与您联系。",
        "editable": "在{until}以前，用同一个链接还可以修改。",
        "final": "反馈已经收下，不能再修改。",
        "change": "修改反馈",
        "other": "English",
        "error": "错误：",
    },
    Language.ENGLISH: {
        "tag": "en",
        "title": "Your feedback",
        "intro": "Your feedback is read by a few people of the firm; your lawyer is not told who said what. No login, and we ask for neither your name nor your address.",
        "matter": "Matter",
        "lawyers": "Lawyers",
        "overall": "How satisfied are you with our service?",
        "more": "In detail (optional)",
        "skip": "No answer",
        "text": "Anything else (optional)",
        "text_help": "At most 500 characters.",
        "complaint": "I want to complain",
        "complaint_help": "Somebody named by the managing partner will follow it up, and each step is written down.",
        "send": "Send feedback",
        "required": "Please choose one.",
        "too_long": "At most 500 characters, please shorten it.",
        "errors": "Please correct this first",
        "done": "Thank you, we have received your feedback",
        "next": "It will be read on a working day. Complaints are followed up one by one, and the firm will tell you the result.",
        "editable": "Until {until} you can change it with the same link.",
        "final": "It can no longer be changed.",
        "change": "Change it",
        "other": "中文",
        "error": "Error: ",
    },
}


def choices_in(kind, language):
    """[(value, label)] of Satisfaction or Dimension in a language."""
    return [(one.value, one.label if language == Language.CHINESE else ENGLISH[one]) for one in kind]
