from django.db.models import TextChoices


class MeetingKind(TextChoices):
    """The kinds a branch holds. 民主生活会 is held by leading bodies and is not among them (example 18)."""

    ASSEMBLY = "assembly", "支部党员大会"
    COMMITTEE = "committee", "支部委员会会议"
    GROUP = "group", "党小组会"
    LECTURE = "lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    LIFE = "life", "组织生活会"
    PARTNERS = "partners", "支部与合伙人联席会议"
    UNION = "union", "党组织与工会联席会议"
    STUDY = "study", "政治与业务学习"


SHORT_KIND_LABELS = {
    MeetingKind.ASSEMBLY: "党员大会",
    MeetingKind.COMMITTEE: "支委会",
    MeetingKind.GROUP: "党小组会",
    MeetingKind.LECTURE: "党课",
    MeetingKind.THEME_DAY: "主题党日",
    MeetingKind.LIFE: "组织生活会",
    MeetingKind.PARTNERS: "合伙人联席会",
    MeetingKind.UNION: "工会联席会",
    MeetingKind.STUDY: "学习",
}
