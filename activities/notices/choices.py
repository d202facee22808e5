from django.db.models import TextChoices


class Channel(TextChoices):
    IN_APP = "in_app", "站内"
    EMAIL = "email", "邮件"
    ROBOT = "robot", "群消息"


class RobotKind(TextChoices):
    """The services whose groups can be told something by a robot."""

    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"


class OutboxState(TextChoices):
    QUEUED = "queued", "待发送"
    CLAIMED = "claimed", "已领取"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    DEAD = "dead", "发送失败"
    UNCERTAIN = "uncertain", "结果不明"
    MISSED = "missed", "过期未发"
    CANCELLED = "cancelled", "已取消"


class Rule(TextChoices):
    """What a row is about. The slice that owns the rule decides when it is due and what is said."""

    MEETING_PUBLISHED = "meeting_published", "会议通知"
    MEETING_MOVED = "meeting_moved", "会议改期"
    MEETING_PLACE_CHANGED = "meeting_place_changed", "会议地点变更"
    MEETING_CANCELLED = "meeting_cancelled", "会议取消"
    MEETING_TAKEN_OFF = "meeting_taken_off", "不必参加"
    MEETING_IN_3_DAYS = "meeting_in_3_days", "会前3天提醒"
    MEETING_TOMORROW = "meeting_tomorrow", "会前1天提醒"
    MEETING_TODAY = "meeting_today", "当天提醒"
    MINUTES_MISSING = "minutes_missing", "记录未完"
    REQUIREMENT_LAPSING = "requirement_lapsing", "即将到期"
    TERM_ENDING = "term_ending", "换届提醒"
    ACTION_DUE = "action_due", "议定事项到期"
    LEAVE_WAITING = "leave_waiting", "请假待审"
    LEAVE_DECIDED = "leave_decided", "请假审批结果"
    NUDGE = "nudge", "催办"
    POLL_OPEN = "poll_open", "可以投票"
    POLL_CLOSING = "poll_closing", "投票即将截止"
    POLL_TO_COUNT = "poll_to_count", "请计票"
    FEEDBACK_REMIND = "feedback_remind", "客户尚未反馈"
    FEEDBACK_TO_HANDLE = "feedback_to_handle", "请处理客户反馈"
    EVALUATION_OPEN = "evaluation_open", "民主评议开始"
    SELF_REVIEW_DUE = "self_review_due", "自评未提交"
    PEERS_DUE = "peers_due", "互评未完成"
    GRADE_TOLD = "grade_told", "评定结果通报"
    GRADE_OBJECTED = "grade_objected", "请答复异议"
    OBJECTION_REPLIED = "objection_replied", "异议已答复"
    INVITATION = "invitation", "账号邀请"
    PASSWORD_RESET = "password_reset", "重设密码"
    ADDRESS_LEFT = "address_left", "邮箱变更（告知原邮箱）"
    ADDRESS_TAKEN = "address_taken", "邮箱变更（告知新邮箱）"


ABOUT_A_MEETING = frozenset(
    {
        Rule.MEETING_PUBLISHED,
        Rule.MEETING_MOVED,
        Rule.MEETING_PLACE_CHANGED,
        Rule.MEETING_CANCELLED,
        Rule.MEETING_TAKEN_OFF,
        Rule.MEETING_IN_3_DAYS,
        Rule.MEETING_TOMORROW,
        Rule.MEETING_TODAY,
        Rule.MINUTES_MISSING,
    }
)
