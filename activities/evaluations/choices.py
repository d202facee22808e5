from django.db.models import IntegerChoices, TextChoices


class Grade(TextChoices):
    """The four grades of R-EVA-2; the values are those of a ballot's marks."""

    EXCELLENT = "excellent", "优秀"
    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"


# What else a ballot can say of one person.
ABSTAIN = {"abstain": "弃权"}


class RoundState(TextChoices):
    PLANNED = "planned", "制定方案"
    RUNNING = "running", "正在进行"
    DECIDED = "decided", "已评定，待通报"
    ANNOUNCED = "announced", "已通报"
    ARCHIVED = "archived", "已归档"


class Step(IntegerChoices):
    """The seven steps of a round (R-EVA-1); 3 to 5 may overlap."""

    PLAN = 1, "方案"
    STUDY = 2, "学习与谈心谈话"
    SELF = 3, "个人自评"
    PEERS = 4, "党员互评"
    BALLOT = 5, "民主测评"
    OPINION = 6, "组织评定"
    ANNOUNCED = 7, "通报与归档"


class CapBase(TextChoices):
    """What the third of 优秀 is taken of: safe in both readings of the regulation, or its letter (example 9)."""

    GRADED = "graded", "评定等次的党员"
    EVERYBODY = "everybody", "全体党员（含预备党员）"


class PeerMark(IntegerChoices):
    VERY_GOOD = 5, "很好"
    GOOD = 4, "较好"
    FAIR = 3, "一般"
    POOR = 2, "较差"
    VERY_POOR = 1, "差"


class Disposal(TextChoices):
    """组织处置 (R-DIS-1): nothing else, and never by itself."""

    CORRECT = "correct", "限期改正"
    PERSUADE = "persuade", "劝其退党"
    REMOVE = "remove", "除名"


class DisposalStep(TextChoices):
    """The path of R-DIS-6, in its order."""

    PROPOSED = "proposed", "支部委员会提出处置意见"
    FILED = "filed", "报基层党委备案"
    CHECKED = "checked", "调查核实"
    TALKED = "talked", "同本人谈话"
    PRECHECKED = "prechecked", "报基层党委预审"
    VOTED = "voted", "支部党员大会讨论表决，本人可以申辩"
    DECIDED = "decided", "基层党委审批决定"
    TOLD = "told", "宣布并告知本人可以申诉"
