"""Polls whose marks lie sealed. No history, no admin, no audit line touches these tables (trust.md section 2).

Keys of rows are random, so that they tell no order; who voted (`Roll`) has neither a time nor a tie to a box.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from branches.models import Branch
from members.models import Person

from .choices import BEFORE_OPEN, Mark, PollState
from .rules import COUNTS_FROM, LEAST_CAST

WITHOUT_KEY = (PollState.PREPARED, PollState.SHREDDED, PollState.VOID)
COUNTED = (PollState.TALLIED, PollState.PUBLISHED, PollState.SHREDDED)
FREE = "('prepared', 'keyed')"

# From the opening on nobody changes who may vote, about whom, and until when.
TERMS_STAND = pgtrigger.Trigger(
    name="terms_stand_once_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__opened_at__isnull=False)
    & (
        pgtrigger.Q(old__closes_at__df=pgtrigger.F("new__closes_at"))
        | pgtrigger.Q(old__opened_at__df=pgtrigger.F("new__opened_at"))
        | pgtrigger.Q(old__public_key__df=pgtrigger.F("new__public_key"), new__public_key__isnull=False)
        | pgtrigger.Q(old__scrutineer__df=pgtrigger.F("new__scrutineer"))
        | pgtrigger.Q(old__least_cast__df=pgtrigger.F("new__least_cast"))
        | pgtrigger.Q(old__counts_from__df=pgtrigger.F("new__counts_from"))
    ),
    func="RAISE EXCEPTION 'the terms of an open poll stand';",
)
PEOPLE_STAND = pgtrigger.Trigger(
    name="people_stand_once_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (SELECT 1 FROM activities_poll WHERE uuid = COALESCE(NEW.poll_id, OLD.poll_id) AND state NOT IN {FREE})
        THEN RAISE EXCEPTION 'who is marked in an open poll stands'; END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)
# The tally writes the roll again in sorted order, in the state it has just set.
ROLL_STANDS = pgtrigger.Trigger(
    name="roll_stands_once_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF TG_OP = 'UPDATE' AND NOT OLD.cast AND NEW.cast AND OLD.person_id = NEW.person_id AND OLD.poll_id = NEW.poll_id
            AND EXISTS (SELECT 1 FROM activities_poll WHERE uuid = OLD.poll_id AND state = 'open')
        THEN RETURN NEW; END IF;
        IF EXISTS (SELECT 1 FROM activities_poll WHERE uuid = COALESCE(NEW.poll_id, OLD.poll_id)
            AND state NOT IN {FREE} AND state <> 'tallied') OR TG_OP = 'UPDATE'
        THEN RAISE EXCEPTION 'the roll of an open poll stands'; END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


class Poll(models.Model):
    """One secret vote of a branch about some people. `subject` names what it is part of, so that two results can be kept apart."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    subject = models.CharField("主题", max_length=80)
    title = models.CharField("名称", max_length=80)
    scrutineer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="监票人")
    excellent_limit = models.PositiveSmallIntegerField("优秀名额", null=True)
    least_cast = models.PositiveSmallIntegerField("最少票数", default=LEAST_CAST)
    counts_from = models.PositiveSmallIntegerField("公布票数的最少票数", default=COUNTS_FROM)
    state = models.CharField("状态", max_length=10, choices=PollState, default=PollState.PREPARED)
    prepared_at = models.DateTimeField("准备时间")
    opened_at = models.DateTimeField("开始时间", null=True)
    closes_at = models.DateTimeField("截止时间")
    tallied_at = models.DateTimeField("计票时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    ended_at = models.DateTimeField("销毁或作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=120, blank=True)
    public_key = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    cast_count = models.PositiveSmallIntegerField("投票人数", null=True)
    result_hash = models.CharField("结果校验码", max_length=64, blank=True)
    on_paper = models.BooleanField("纸质计票", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "无记名投票"
        ordering = ["-prepared_at", "uuid"]
        indexes = [models.Index(fields=["branch", "subject"], name="poll_subject")]
        triggers = [TERMS_STAND]
        constraints = [
            models.CheckConstraint(condition=Q(least_cast__gte=LEAST_CAST), name="poll_least_never_lowered"),
            models.CheckConstraint(
                condition=Q(counts_from__gte=COUNTS_FROM, counts_from__gt=F("least_cast")),
                name="poll_counts_never_lowered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITHOUT_KEY, wrapped_key=None)
                | Q(on_paper=True, wrapped_key=None)
                | (
                    ~Q(state__in=WITHOUT_KEY)
                    & Q(on_paper=False, wrapped_key__isnull=False, salt__isnull=False)
                ),
                name="poll_key_by_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_OPEN, PollState.VOID]) | Q(opened_at__isnull=False),
                name="poll_opened_before_all_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=COUNTED) | Q(cast_count__isnull=False, tallied_at__isnull=False),
                name="poll_tally_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=PollState.VOID) | ~Q(void_reason=""), name="poll_void_has_reason"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("poll", args=[self.pk])


class PollEvaluatee(models.Model):
    """Somebody the ballot asks about; `person` None for the committee as a whole, which `title` names."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="evaluatees")
    position = models.PositiveSmallIntegerField("次序")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    title = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "被测评人"
        ordering = ["poll", "position"]
        triggers = [PEOPLE_STAND]
        constraints = [
            models.UniqueConstraint("poll", "position", name="poll_position_unique"),
            models.UniqueConstraint("poll", "person", name="poll_person_unique"),
        ]

    def __str__(self):
        return self.title


class Roll(models.Model):
    """Who may vote, and whether they have: no time, no tie to a box."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cast = models.BooleanField("已投票", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "投票名单"
        ordering = ["poll", "person"]
        triggers = [ROLL_STANDS]
        constraints = [models.UniqueConstraint("poll", "person", name="roll_once")]

    def __str__(self):
        return str(self.person)


class SealedBox(models.Model):
    """One ballot, sealed: without person, time or order."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="boxes")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "封存的选票"
        ordering = ["poll", "uuid"]

    def __str__(self):
        return str(self.uuid)


class MarkCount(models.Model):
    """How many ballots said so of one person; written once, by the tally or from paper."""

    evaluatee = models.ForeignKey(PollEvaluatee, models.CASCADE, related_name="counts")
    mark = models.CharField("意见", max_length=12, choices=Mark)
    n = models.PositiveSmallIntegerField("票数")

    class Meta:
        verbose_name = verbose_name_plural = "计票"
        ordering = ["evaluatee", "id"]
        triggers = [pgtrigger.Protect(name="counted_once", operation=pgtrigger.Update)]
        constraints = [models.UniqueConstraint("evaluatee", "mark", name="mark_counted_once")]

    def __str__(self):
        return f"{self.get_mark_display()} {self.n}"


class MarkFacts(models.Model):
    """All that is known of one person's marks when few voted."""

    evaluatee = models.OneToOneField(PollEvaluatee, models.CASCADE, related_name="facts")
    excellent_majority = models.BooleanField("优秀过半")
    failing_third = models.BooleanField("不合格达三分之一")

    class Meta:
        verbose_name = verbose_name_plural = "计票结论"
        ordering = ["evaluatee"]
        triggers = [pgtrigger.Protect(name="found_once", operation=pgtrigger.Update)]

    def __str__(self):
        return str(self.evaluatee)


class ReceiptList(models.Model):
    """The receipts of all ballots, sorted, one a line."""

    poll = models.OneToOneField(Poll, models.CASCADE, related_name="receipts")
    text = models.TextField("回执")

    class Meta:
        verbose_name = verbose_name_plural = "回执名单"
        ordering = ["poll"]

    def __str__(self):
        return str(self.poll)
