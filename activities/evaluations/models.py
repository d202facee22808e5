"""Rounds of 民主评议党员: who takes part, what they and their colleagues wrote, what the committee decided, what is to be mended.

Ballots lie in their own slice: a round knows which polls are its own, and reads what they publish.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from branches.models import Branch
from lawfirm_party.common.history import kept
from members.models import Person, User

from .choices import CapBase, Disposal, DisposalStep, Grade, PeerMark, RoundState

LONGEST = 3000
NOBODY_GRADED = "请至少填写一个等次的人数。"


class Round(models.Model):
    """One branch's evaluation of one year. From the opening on its participants and its cap are frozen."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    year = models.PositiveSmallIntegerField("评议年度")
    state = models.CharField("状态", max_length=10, choices=RoundState, default=RoundState.PLANNED)
    plan = models.TextField("方案", max_length=LONGEST, blank=True)
    probationary_fill = models.BooleanField("预备党员填写自评和互评", default=True)
    with_masses = models.BooleanField("另行组织群众测评", default=False)
    cap_base = models.CharField("优秀名额按谁计算", max_length=10, choices=CapBase, default=CapBase.GRADED)
    study = models.ForeignKey(
        "activities.Meeting", models.PROTECT, null=True, related_name="+", verbose_name="学习会议"
    )
    self_until = models.DateField("自评截止", null=True)
    peers_until = models.DateField("互评截止", null=True)
    ballot_until = models.DateTimeField("测评截止", null=True)
    scrutineer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="监票人")
    members_poll = models.OneToOneField("activities.Poll", models.PROTECT, null=True, related_name="+")
    committee_poll = models.OneToOneField("activities.Poll", models.PROTECT, null=True, related_name="+")
    masses_poll = models.OneToOneField("activities.Poll", models.PROTECT, null=True, related_name="+")
    cap = models.PositiveSmallIntegerField("优秀名额", null=True)
    over_cap_reason = models.TextField("超出名额的原因", max_length=500, blank=True)
    meeting = models.ForeignKey(
        "activities.Meeting", models.PROTECT, null=True, related_name="+", verbose_name="评定的会议"
    )
    opened_at = models.DateTimeField("开始时间", null=True)
    decided_at = models.DateTimeField("评定时间", null=True)
    announced_at = models.DateTimeField("通报时间", null=True)
    archived_at = models.DateTimeField("归档时间", null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="制定人")
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ["-year", "branch"]
        constraints = [
            models.UniqueConstraint("branch", "year", name="round_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=RoundState.PLANNED) | Q(opened_at__isnull=False, cap__isnull=False),
                name="round_opened_with_a_cap",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RoundState.PLANNED, RoundState.RUNNING])
                | Q(meeting__isnull=False, decided_at__isnull=False),
                name="round_decided_in_a_meeting",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度民主评议党员"

    def get_absolute_url(self):
        return reverse("evaluation", args=[self.year])


class Participant(models.Model):
    """Somebody's part in a round, as it was on the day it opened. `fills`: writes self-review and peer reviews."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="党员")
    position = models.PositiveSmallIntegerField("次序")
    fills = models.BooleanField("填写", default=False)
    is_graded = models.BooleanField("评定等次", default=False)
    votes = models.BooleanField("参加测评", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "参加评议的人"
        ordering = ["round", "position"]
        constraints = [models.UniqueConstraint("round", "person", name="participant_once")]

    def __str__(self):
        return str(self.person)


class Talk(models.Model):
    """谈心谈话 between two people of the branch (R-MTG-8): that it took place, not what was said."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="talks")
    one = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话人")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话对象")
    on = models.DateField("日期")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "谈心谈话"
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(one=F("other")), name="talk_between_two")]

    def __str__(self):
        return f"{self.one}与{self.other}"


class SelfReview(models.Model):
    """What a member wrote of the own year; autosaved until it is handed in. `facts`: the year's own facts as they stood then."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="self_review")
    done = models.TextField("履职和表现", max_length=LONGEST, blank=True)
    lacking = models.TextField("存在的问题", max_length=LONGEST, blank=True)
    mending = models.TextField("整改措施", max_length=LONGEST, blank=True)
    facts = models.JSONField("本年事实", default=list)
    saved_at = models.DateTimeField("保存时间")
    handed_in_at = models.DateTimeField("提交时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "个人自评"
        ordering = ["participant"]

    def __str__(self):
        return str(self.participant)


class PeerReview(models.Model):
    by = models.ForeignKey(Participant, models.CASCADE, related_name="reviews_written")
    about = models.ForeignKey(Participant, models.CASCADE, related_name="reviews")
    mark = models.PositiveSmallIntegerField("评价", choices=PeerMark)
    words = models.TextField("意见", max_length=500, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "党员互评"
        ordering = ["about", "id"]
        constraints = [
            models.UniqueConstraint("by", "about", name="peer_review_once"),
            models.CheckConstraint(condition=~Q(by=F("about")), name="peer_review_of_another"),
            models.CheckConstraint(condition=Q(mark__in=PeerMark.values), name="peer_mark_known"),
        ]

    def __str__(self):
        return str(self.about)


@kept("participant", "grade", "told_at", "acknowledged_at")
class Appraisal(models.Model):
    """The committee's opinion of one person; nobody's grade comes from a count (R-EVA-3, R-EVA-5)."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="appraisal", verbose_name="党员"
    )
    grade = models.CharField("等次", max_length=12, choices=Grade)
    reasons = models.TextField("评定理由", max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("填写时间")
    told_at = models.DateTimeField("告知本人", null=True)
    acknowledged_at = models.DateTimeField("本人知悉", null=True)
    objection = models.TextField("异议", max_length=1000, blank=True)
    objected_at = models.DateTimeField("提出异议的时间", null=True)
    reply = models.TextField("答复", max_length=1000, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrected_in = models.ForeignKey(
        "activities.Meeting", models.PROTECT, null=True, related_name="+", verbose_name="更正等次的会议"
    )
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "组织评定"
        ordering = ["participant"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="appraisal_has_reasons"),
            models.CheckConstraint(
                condition=Q(objected_at=None, objection="")
                | (Q(objected_at__isnull=False) & ~Q(objection="")),
                name="objection_has_words",
            ),
            models.CheckConstraint(
                condition=Q(corrected_in=None) | Q(replied_at__isnull=False),
                name="grade_corrected_with_a_reply",
            ),
        ]

    def __str__(self):
        return f"{self.participant} {self.get_grade_display()}"


class MendItem(models.Model):
    """What somebody is to mend, carried into the evidence of the next year."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="mend_items")
    text = models.CharField("整改事项", max_length=200)
    due_on = models.DateField("期限", null=True)
    done_on = models.DateField("完成日期", null=True)
    note = models.CharField("完成情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        ordering = ["participant", "id"]

    def __str__(self):
        return self.text


class DisposalCase(models.Model):
    """The path that may follow 不合格 (R-DIS): a checklist with its clocks, never an act of the program."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="disposal")
    kind = models.CharField("处置", max_length=10, choices=Disposal, blank=True)
    opened_at = models.DateTimeField("开始时间")
    decided_on = models.DateField("决定日期", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    ending = models.CharField("结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织处置"
        ordering = ["-opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(ending=""), name="disposal_ends_with_words"
            )
        ]

    def __str__(self):
        return str(self.participant)


class DisposalDone(models.Model):
    case = models.ForeignKey(DisposalCase, models.CASCADE, related_name="done")
    step = models.CharField("步骤", max_length=12, choices=DisposalStep)
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "处置步骤"
        ordering = ["case", "id"]
        constraints = [models.UniqueConstraint("case", "step", name="disposal_step_once")]

    def __str__(self):
        return self.get_step_display()


class YearTotals(models.Model):
    """The grades of a year that was evaluated on paper, before the program."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    year = models.PositiveSmallIntegerField("年度")
    excellent = models.PositiveSmallIntegerField("优秀")
    qualified = models.PositiveSmallIntegerField("合格")
    basic = models.PositiveSmallIntegerField("基本合格", default=0)
    unqualified = models.PositiveSmallIntegerField("不合格", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "历年评议结果"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint("branch", "year", name="year_totals_once"),
            models.CheckConstraint(
                condition=Q(excellent__gt=0) | Q(qualified__gt=0) | Q(basic__gt=0) | Q(unqualified__gt=0),
                name="year_totals_of_somebody",
                violation_error_message=NOBODY_GRADED,
            ),
        ]

    def __str__(self):
        return f"{self.year}年"
