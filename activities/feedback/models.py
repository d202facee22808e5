"""Cards that ask clients, what they answered, how it was handled, and the register of measures.

Nothing here names a client: who was asked is known to the lawyer who hands over the card, and to nobody else.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from branches.models import Firm
from lawfirm_party.common.history import kept
from members.models import Person, User

from .choices import Language, MatterKind, MeasureKind, MeasureSource, Outcome, Satisfaction
from .rules import LONGEST_TEXT


class FeedbackCard(models.Model):
    """One card for one matter. Of its link only the SHA-256 of the token is stored; `link_number` rises with every new link."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name="律师事务所")
    matter_code = models.CharField("案件编号", max_length=40)
    kind = models.CharField("案件类型", max_length=16, choices=MatterKind)
    is_finished = models.BooleanField("已经办结", default=True)
    lawyers = models.ManyToManyField(Person, related_name="+", verbose_name="承办律师")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="制卡人")
    made_at = models.DateTimeField("制卡时间")
    link_number = models.PositiveSmallIntegerField("第几个链接", default=1)
    link_at = models.DateTimeField("链接生成时间")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "反馈卡"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("link_at")), name="card_ends_later"),
            models.UniqueConstraint(
                "firm", "matter_code", condition=Q(revoked_at=None), name="card_one_a_matter"
            ),
        ]

    def __str__(self):
        return self.matter_code


class Answer(models.Model):
    """What a client said. `text` is for those who handle it; the lawyers read `shown_text`, once somebody has let it through."""

    card = models.OneToOneField(FeedbackCard, models.PROTECT, related_name="answer")
    overall = models.PositiveSmallIntegerField("总体评价", choices=Satisfaction)
    skill = models.PositiveSmallIntegerField("专业水平", choices=Satisfaction, null=True)
    contact = models.PositiveSmallIntegerField("沟通及时", choices=Satisfaction, null=True)
    speed = models.PositiveSmallIntegerField("办案效率", choices=Satisfaction, null=True)
    integrity = models.PositiveSmallIntegerField("廉洁诚信", choices=Satisfaction, null=True)
    text = models.TextField("意见", blank=True, max_length=LONGEST_TEXT)
    is_complaint = models.BooleanField("投诉", default=False)
    language = models.CharField("语言", max_length=2, choices=Language, default=Language.CHINESE)
    answered_at = models.DateTimeField("反馈时间", db_index=True)
    changed_at = models.DateTimeField("修改时间")
    shown_text = models.TextField("给承办律师看的文字", blank=True, max_length=LONGEST_TEXT)
    shown_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="整理人")
    shown_at = models.DateTimeField("整理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "客户反馈"
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(overall__in=Satisfaction.values), name="answer_overall_known"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__in": Satisfaction.values}),
                    name=f"answer_{name}_known",
                )
                for name in ("skill", "contact", "speed", "integrity")
            ),
            models.CheckConstraint(
                condition=Q(shown_by=None, shown_at=None, shown_text="")
                | Q(shown_by__isnull=False, shown_at__isnull=False),
                name="answer_shown_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.card} {self.get_overall_display()}"

    def get_absolute_url(self):
        return reverse("feedback_answer", args=[self.pk])


@kept("owner", "outcome", "closed_at")
class Handling(models.Model):
    """A complaint or a low answer is followed up, step by step, to a result."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="handling", verbose_name="客户反馈")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="处理人")
    owner_since = models.DateTimeField("交办时间")
    opened_at = models.DateTimeField("开始处理时间")
    outcome = models.CharField("结论", max_length=12, choices=Outcome, blank=True)
    result = models.TextField("处理结果", blank=True, max_length=LONGEST_TEXT)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="办结人")

    class Meta:
        verbose_name = verbose_name_plural = "反馈处理"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="", result="", closed_by=None)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="") & ~Q(result="")),
                name="handling_ends_with_a_result",
            )
        ]

    def __str__(self):
        return str(self.answer)


class HandlingStep(models.Model):
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="steps")
    text = models.TextField("经过", max_length=LONGEST_TEXT)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "处理经过"
        ordering = ["at", "id"]

    def __str__(self):
        return self.text[:30]


@kept(
    "firm",
    "kind",
    "person",
    "received_on",
    "source",
    "document_number",
    "summary",
    "outcome",
    "closed_on",
    "recorded_by",
)
class Measure(models.Model):
    """A complaint, discipline or penalty that came from the bar association or an authority; `person` None when it meets the firm."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name="律师事务所")
    kind = models.CharField("类别", max_length=12, choices=MeasureKind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="涉及人员")
    received_on = models.DateField("收到日期")
    source = models.CharField("来源", max_length=12, choices=MeasureSource)
    document_number = models.CharField("文号", max_length=60, blank=True)
    summary = models.CharField("事由", max_length=200)
    outcome = models.CharField("结果", max_length=200, blank=True)
    closed_on = models.DateField("办结日期", null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField("版本", default=0, validators=[MaxValueValidator(2_000_000_000)])

    class Meta:
        verbose_name = verbose_name_plural = "投诉惩戒处罚"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | (Q(closed_on__gte=F("received_on")) & ~Q(outcome="")),
                name="measure_ends_with_an_outcome",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.received_on}"
