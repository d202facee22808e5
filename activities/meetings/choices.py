from django.db.models import IntegerChoices, TextChoices

from branches.choices import SHORT_KIND_LABELS, MeetingKind

__all__ = ["BRANCH_KINDS", "SHORT_KIND_LABELS", "MeetingKind"]

# What belongs to all Party members of a branch (trust.md 3a).
BRANCH_KINDS = frozenset({MeetingKind.ASSEMBLY, MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE})

# What a branch's group may be told: what concerns everybody in it. The matters of the committee, of a 党小组, and of
# partners and union are told to those whom they concern, one by one.
FOR_THE_GROUP = BRANCH_KINDS | {MeetingKind.STUDY}


class MeetingState(TextChoices):
    DRAFT = "draft", "草稿"
    SCHEDULED = "scheduled", "已安排"
    BEGUN = "begun", "进行中"
    HELD = "held", "已召开"
    RECORDED = "recorded", "已记录"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


STATE_LOOKS = {  # tone, symbol, words
    MeetingState.DRAFT: ("plain", "—", "草稿"),
    MeetingState.SCHEDULED: ("info", "◔", "已安排"),
    MeetingState.BEGUN: ("info", "◔", "进行中"),
    MeetingState.HELD: ("warn", "◑", "记录未完"),
    MeetingState.RECORDED: ("warn", "◑", "待归档"),
    MeetingState.ARCHIVED: ("ok", "✓", "已归档"),
    MeetingState.CANCELLED: ("muted", "○", "已取消"),
}

# A meeting that took place, however far its record has come.
TOOK_PLACE = (MeetingState.BEGUN, MeetingState.HELD, MeetingState.RECORDED, MeetingState.ARCHIVED)

# A meeting whose record may still be written.
OPEN_RECORD = frozenset({MeetingState.BEGUN, MeetingState.HELD, MeetingState.RECORDED})


class Presence(TextChoices):
    UNMARKED = "unmarked", "未登记"
    PRESENT = "present", "到会"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class LeaveReason(TextChoices):
    COURT = "court", "开庭"
    TRAVEL = "travel", "出差"
    SICK = "sick", "病假"
    OTHER = "other", "其他"


class LeaveState(TextChoices):
    PENDING = "pending", "待审批"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class MarkedHow(TextChoices):
    BY_HAND = "by_hand", "登记"
    ALL = "all", "全部到会"
    FROM_LEAVE = "from_leave", "请假审批"
    BACKFILLED = "backfilled", "补录"


class Step(IntegerChoices):
    AGENDA = 1, "议程"
    NOTICE = 2, "通知"
    ATTENDANCE = 3, "考勤"
    MINUTES = 4, "记录"
    RESOLUTIONS = 5, "决议"
    ARCHIVE = 6, "归档"
