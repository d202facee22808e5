from django.db.models import TextChoices


class PollState(TextChoices):
    PREPARED = "prepared", "待监票人启动"
    KEYED = "keyed", "口令已生成"
    OPEN = "open", "正在投票"
    TALLIED = "tallied", "已计票，待清理"
    PUBLISHED = "published", "已公布"
    SHREDDED = "shredded", "选票已销毁"
    VOID = "void", "已作废"


class Mark(TextChoices):
    """What a ballot says of one person: the four grades of R-EVA-2, or nothing."""

    EXCELLENT = "excellent", "优秀"
    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"
    ABSTAIN = "abstain", "弃权"


class Shows(TextChoices):
    """How much of a result may be known, by how many voted (trust.md section 2)."""

    NOTHING = "nothing", "不作电子计票"
    FACTS = "facts", "只公布两项结论"
    COUNTS = "counts", "公布票数"


# A key may still be made anew, and nothing is frozen.
BEFORE_OPEN = (PollState.PREPARED, PollState.KEYED)
# Its result is there for those it is meant for.
WITH_RESULT = (PollState.PUBLISHED, PollState.SHREDDED)
