"""What the demo's meetings are about: places, themes, agendas, what was said and decided. No client, no case, no real person."""

from activities.evaluations.choices import Grade
from branches.choices import MeetingKind

PLACES = {
    MeetingKind.ASSEMBLY: "大会议室",
    MeetingKind.COMMITTEE: "一号会议室",
    MeetingKind.GROUP: "二号会议室",
    MeetingKind.LECTURE: "大会议室",
    MeetingKind.THEME_DAY: "党员活动室",
    MeetingKind.LIFE: "大会议室",
    MeetingKind.PARTNERS: "一号会议室",
    MeetingKind.UNION: "二号会议室",
    MeetingKind.STUDY: "大会议室",
}
THEMES = (
    "重温入党誓词",
    "送法下乡",
    "送法进社区",
    "义务法律咨询",
    "信访接待志愿服务",
    "禁毒宣传",
    "国家宪法日普法",
    "结对助学走访",
    "义务帮教",
    "执业纪律警示教育",
)
# Each agenda: (title, needs_resolution, what was decided).
AGENDAS = {
    MeetingKind.ASSEMBLY: (
        (
            ("传达学习上级文件精神", False, ""),
            ("听取并审议支部委员会工作报告", True, "同意支部委员会工作报告。"),
        ),
        (("学习党章党规", False, ""), ("讨论支部季度工作安排", True, "同意支部季度工作安排。")),
    ),
    MeetingKind.COMMITTEE: (
        (("传达学习上级文件精神", False, ""), ("研究本月主题党日安排", True, "同意本月主题党日方案。")),
        (
            ("学习上级会议精神", False, ""),
            ("研究入党积极分子培养教育情况", True, "同意对入党积极分子的考察意见。"),
        ),
        (("检查上次议定事项落实情况", False, ""), ("研究党员示范岗评选办法", True, "同意示范岗评选办法。")),
        (("分析党员思想状况", False, ""), ("研究公益法律服务安排", True, "同意公益法律服务安排。")),
    ),
    MeetingKind.GROUP: (
        (("学习讨论", False, ""), ("交流党员履行义务情况", False, "")),
        (("学习讨论", False, ""), ("谈心交流近期工作", False, "")),
    ),
    MeetingKind.LECTURE: (
        (("讲授党课：党员律师的初心与操守", False, ""), ("交流讨论", False, "")),
        (("讲授党课：诚信执业与党性修养", False, ""), ("交流讨论", False, "")),
    ),
    MeetingKind.THEME_DAY: ((("集中学习", False, ""), ("主题活动", False, "")),),
    MeetingKind.LIFE: (
        (
            ("通报支部委员会检视问题情况", False, ""),
            ("党员查摆问题，开展批评和自我批评", False, ""),
            ("研究整改措施", True, "同意整改清单，由支部委员会督促落实。"),
        ),
    ),
    MeetingKind.PARTNERS: (
        (
            ("通报支部与本所近期工作", False, ""),
            ("研究本所党建经费预算", True, "党组织意见：同意。合伙人决议：同意。"),
        ),
        (
            ("通报支部与本所近期工作", False, ""),
            ("研究青年律师培养计划", True, "党组织意见：同意。合伙人决议：同意。"),
        ),
    ),
    MeetingKind.UNION: (
        (
            ("通报支部与工会近期工作", False, ""),
            ("研究职工活动安排", True, "同意职工活动安排，由工会组织实施。"),
        ),
    ),
    MeetingKind.STUDY: (
        (("政治学习", False, ""), ("业务学习：新法解读", False, "")),
        (("政治学习", False, ""), ("业务学习：执业风险防范", False, "")),
        (("警示教育", False, ""), ("业务学习：类案研讨", False, "")),
    ),
}
ADMISSION = "讨论接收预备党员"
ADMITTED = "同意接收{name}为中共预备党员。"
SAID = (
    "结合本职工作谈了学习体会，提出要把党建要求落到办案质量上。",
    "汇报了近期工作，建议把好的做法固定下来。",
    "提出青年律师的困难，建议由党员律师一对一帮带。",
    "介绍了参加公益法律服务的情况，建议提前排好班次。",
    "对照要求查找不足，表示按期改进。",
    "同意前面同志的意见，补充了具体的时间和分工。",
)
ACTIONS = (
    "整理本季度公益法律服务统计",
    "更新党员活动室宣传栏",
    "拟定青年律师帮带名单",
    "联系社区确定普法时间",
    "汇总党员学习笔记",
    "报送上级党委季度工作小结",
)
MISSED = "组长在外地开庭，组员多人出差，当月未能集中；已于次月初补开。"
LEAVE_TEXT = "当天上午有庭审，地点在外地，赶不回来。"
PLAN = """目的：总结一年的思想、工作和作风，肯定成绩，找准差距，明确整改。
步骤：集中学习和谈心谈话、个人自评、党员互评、民主测评、组织评定、通报和归档。
要求：自评实事求是，互评出于公心；测评无记名；客户反馈和出勤、学习情况作参考，不折算成票，也不直接决定等次。"""
SELF_REVIEW = {
    "done": (
        "按时参加组织生活，完成支部交办的工作；办理案件认真负责，当事人反映较好。",
        "坚持学习，参加送法进社区两次；带教实习律师一名，共同办理案件。",
        "参加信访接待和义务咨询，遵守执业纪律，没有投诉。",
    ),
    "lacking": (
        "业务繁忙时学习不够系统，心得写得少。",
        "与年轻同志谈心不够，主动了解困难不多。",
        "参加公益活动的次数比去年少。",
    ),
    "mending": (
        "每周固定半天学习，每季度写一篇体会。",
        "每季度至少与两名青年律师谈心一次。",
        "明年参加公益活动不少于四次。",
    ),
}
PEERS_SAID = ("", "", "", "工作扎实，愿意帮助别人。", "建议多参加集体学习。", "办案认真，带教有耐心。")
REASONS = {
    Grade.EXCELLENT: "理论学习扎实，带头参加公益活动，客户评价好，发挥了先锋模范作用。",
    Grade.QUALIFIED: "按时参加组织生活，认真履行党员义务，完成了支部交办的工作。",
    Grade.BASIC: "能参加组织生活，但学习和公益活动参加较少，需要改进。",
}
TO_MEND = ("制定学习计划，每季度写一篇心得", "参加公益活动不少于四次", "主动与青年律师谈心")
