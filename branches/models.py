"""The units: firm, branch, group, and what a branch has set from which day on. They know nobody."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from lawfirm_party.common.dates import Every
from lawfirm_party.common.history import kept

from .choices import MeetingKind

END_BEFORE_START = "结束日期必须晚于开始日期。"
BEFORE_FIRM = "不能早于律师事务所成立日期。"
BEFORE_FOUNDING = "不能早于支部成立日期。"
EARLIER_ROWS = "已经登记了更早的人员、任期或设置，成立日期不能晚于它们。"


def check_founding(unit):
    """Refuse a day of founding after the beginning of anything dated that belongs to the unit, in whatever app it lies."""
    if not (unit.pk and unit.founded_on):
        return
    for relation in unit._meta.related_objects:
        names = {field.name for field in relation.related_model._meta.concrete_fields}
        for day in {"since", "founded_on"} & names:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: unit})
            if rows.filter(**{f"{day}__lt": unit.founded_on}).exists():
                raise ValidationError({"founded_on": EARLIER_ROWS})


def check_end(unit):
    """Refuse a new day of dissolving from which on something of the unit still goes on, in whatever app it lies.

    A model that points to a unit says so by `keeps_unit(unit, day)`: a sentence, or "" when nothing of its stands against it.
    """
    stored = type(unit).objects.filter(pk=unit.pk).first()
    if not (stored and unit.dissolved_on) or stored.dissolved_on == unit.dissolved_on:
        return
    for relation in unit._meta.related_objects:
        ask = getattr(relation.related_model, "keeps_unit", None)
        reason = ask(unit, unit.dissolved_on) if ask else ""
        if reason:
            raise ValidationError({"dissolved_on": reason})


def check_since(setting):
    if setting.branch_id and setting.since and setting.since < setting.branch.founded_on:
        raise ValidationError({"since": BEFORE_FOUNDING})


@kept("name", "short_name", "founded_on", "partnership_since")
class Firm(models.Model):
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    founded_on = models.DateField("成立日期")
    partnership_since = models.DateField("改为合伙制日期", null=True, blank=True)
    feedback_days = models.PositiveSmallIntegerField(
        "反馈卡有效天数",
        default=30,
        db_default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="客户在这些天内可以反馈，以后制作的卡按新的天数。",
    )
    feedback_reminder_days = models.PositiveSmallIntegerField(
        "反馈卡提醒天数",
        default=7,
        db_default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="过了这些天还没有反馈，提醒制卡人再联系客户一次。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "律师事务所"
        ordering = ["id"]

    def __str__(self):
        return self.short_name

    def clean(self):
        if self.founded_on and self.partnership_since and self.partnership_since < self.founded_on:
            raise ValidationError({"partnership_since": BEFORE_FIRM})


class UnitQuerySet(models.QuerySet):
    def active(self, on):
        return self.filter(founded_on__lte=on).filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on))


@kept("firm", "name", "short_name", "superior", "founded_on", "dissolved_on", "reminders_since")
class Branch(models.Model):
    firm = models.ForeignKey(Firm, models.PROTECT, verbose_name="律师事务所", related_name="branches")
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    superior = models.CharField("上级党组织", max_length=60, blank=True)
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    reminders_since = models.DateTimeField(
        "从何时起发提醒", help_text="此前的事不再通知任何人：导入或恢复旧资料时用。"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党支部"
        ordering = ["founded_on", "id"]
        constraints = [
            models.UniqueConstraint("firm", "name", name="branch_name_unique_in_firm"),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gt=F("founded_on")),
                name="branch_dissolved_after_founded",
                violation_error_message=END_BEFORE_START,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("branch", args=[self.pk])

    def clean(self):
        if self.founded_on and self.dissolved_on and self.dissolved_on <= self.founded_on:
            raise ValidationError({"dissolved_on": END_BEFORE_START})
        check_founding(self)


@kept("branch", "number", "name", "founded_on", "dissolved_on")
class PartyGroup(models.Model):
    """党小组: only where members are many or scattered (R-GRP-1). `dissolved_on` is exclusive."""

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="groups")
    number = models.PositiveSmallIntegerField(
        "序号", validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    name = models.CharField("名称", max_length=30)
    founded_on = models.DateField("设立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True, help_text="从这一天起不再存在。")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ["branch", "number"]
        constraints = [
            models.UniqueConstraint("branch", "number", name="group_number_unique_in_branch"),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gt=F("founded_on")),
                name="group_dissolved_after_founded",
                violation_error_message=END_BEFORE_START,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.branch_id and self.founded_on and self.founded_on < self.branch.founded_on:
            raise ValidationError({"founded_on": BEFORE_FOUNDING})
        if self.founded_on and self.dissolved_on and self.dissolved_on <= self.founded_on:
            raise ValidationError({"dissolved_on": END_BEFORE_START})
        check_founding(self)
        check_end(self)


@kept(
    "branch",
    "since",
    "quiet_from",
    "quiet_until",
    "minutes_due_days",
    "lapse_warning_days",
    "founding_period_counts",
)
class BranchSetting(models.Model):
    """What holds for the whole branch from `since` until the next row takes over; without a row the defaults hold."""

    branch = models.ForeignKey(Branch, models.CASCADE, verbose_name="党支部", related_name="settings")
    since = models.DateField("从这一天起", help_text="以前的日期按以前的设置，总表不会因此改变。")
    quiet_from = models.TimeField("免打扰开始", default=time(21, 0))
    quiet_until = models.TimeField("免打扰结束", default=time(7, 30))
    minutes_due_days = models.PositiveSmallIntegerField(
        "会后几天内归档", default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    lapse_warning_days = models.PositiveSmallIntegerField(
        "到期前几天提醒未安排", default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    founding_period_counts = models.BooleanField(
        "成立当期也要求", default=False, help_text="默认从成立后的第一个完整周期起要求。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "支部设置"
        ordering = ["branch", "-since"]
        constraints = [models.UniqueConstraint("branch", "since", name="branch_setting_unique_since")]

    def __str__(self):
        return f"{self.branch} 自 {self.since}"

    def clean(self):
        check_since(self)


@kept(
    "branch",
    "kind",
    "since",
    "every",
    "times",
    "on_rest_days",
    "start_time",
    "minutes_long",
    "place",
    "remind_3_days",
    "remind_1_day",
    "remind_same_day",
    "by_email",
    "by_robot",
)
class KindSetting(models.Model):
    """How one kind of meeting runs in a branch from `since` until the next row of that kind takes over."""

    branch = models.ForeignKey(Branch, models.CASCADE, verbose_name="党支部", related_name="kind_settings")
    kind = models.CharField("会议类型", max_length=20, choices=MeetingKind)
    since = models.DateField("从这一天起", help_text="以前的日期按以前的设置，总表不会因此改变。")
    every = models.CharField("频次", max_length=10, choices=Every)
    times = models.PositiveSmallIntegerField(
        "每周期次数", default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    on_rest_days = models.BooleanField("可在休息日召开", default=False)
    start_time = models.TimeField("惯常时间", default=time(15, 0))
    minutes_long = models.PositiveSmallIntegerField(
        "时长（分钟）", default=90, validators=[MinValueValidator(10), MaxValueValidator(600)]
    )
    place = models.CharField("惯常地点", max_length=60, default="会议室")
    remind_3_days = models.BooleanField("提前3天提醒", default=True)
    remind_1_day = models.BooleanField("提前1天提醒", default=True)
    remind_same_day = models.BooleanField("当天提醒", default=True)
    by_email = models.BooleanField("同时发邮件", default=True)
    by_robot = models.BooleanField("同时发到群里", default=True, db_default=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议类型设置"
        ordering = ["branch", "kind", "-since"]
        constraints = [models.UniqueConstraint("branch", "kind", "since", name="kind_setting_unique_since")]

    def __str__(self):
        return f"{self.branch} {self.get_kind_display()} 自 {self.since}"

    def clean(self):
        check_since(self)
