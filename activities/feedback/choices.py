from django.db.models import IntegerChoices, TextChoices


class MatterKind(TextChoices):
    CRIMINAL = "criminal", "刑事"
    CIVIL = "civil", "民商事"
    ADMINISTRATIVE = "administrative", "行政"
    NON_LITIGATION = "non_litigation", "非诉讼"
    ADVISER = "adviser", "法律顾问"
    LEGAL_AID = "legal_aid", "法律援助"
    OTHER = "other", "其他"


class Satisfaction(IntegerChoices):
    """The five worded answers; the number is for arithmetic only and is shown to no client."""

    VERY_GOOD = 5, "非常满意"
    GOOD = 4, "满意"
    FAIR = 3, "一般"
    POOR = 2, "不满意"
    VERY_POOR = 1, "非常不满意"


class Dimension(TextChoices):
    """What a client may judge apart, each stored under its own name."""

    SKILL = "skill", "专业水平"
    CONTACT = "contact", "沟通及时"
    SPEED = "speed", "办案效率"
    INTEGRITY = "integrity", "廉洁诚信"


class Outcome(TextChoices):
    """How the handling of a complaint or a low answer ended."""

    UPHELD = "upheld", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"
    OPINION = "opinion", "属于意见建议"


class MeasureKind(TextChoices):
    """What breaks one of the three zeros: registered from the bar association or an authority, never from an answer here."""

    COMPLAINT = "complaint", "投诉"
    DISCIPLINE = "discipline", "惩戒"
    PENALTY = "penalty", "处罚"


class MeasureSource(TextChoices):
    BAR = "bar", "律师协会"
    JUSTICE = "justice", "司法行政机关"
    OTHER = "other", "其他机关"


class Language(TextChoices):
    CHINESE = "zh", "中文"
    ENGLISH = "en", "English"
