"""Dated rows that must not overlap: the database says so, without an extension."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value

from .dates import until_text

END_BEFORE_START = "结束日期必须晚于开始日期。"


class IdRange(Func):
    """A number as a range of one: plain GiST then compares it without btree_gist."""

    function = "INT8RANGE"
    output_field = BigIntegerRangeField()


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


def no_overlap(name, owner, sentence, *, condition=None, since="since", until="until"):
    """No two rows of one owner (a foreign key's name) overlap in [since, until), among rows that meet the condition."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (IdRange(F(owner), F(owner), Value("[]")), RangeOperators.OVERLAPS),
            (DateRange(F(since), F(until), RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=sentence,
    )


def ends_after_start(name, since="since", until="until"):
    return models.CheckConstraint(
        condition=Q(**{until: None}) | Q(**{f"{until}__gt": F(since)}),
        name=name,
        violation_error_message=END_BEFORE_START,
    )


def name_other(sentence, other, *, since, until, before):
    """The sentence of a clash with the record it is about, and what to do when that one was only left open."""
    found = f"{sentence.removesuffix('。')}：{other}（{since.year}年{since.month}月{since.day}日起"
    if until is None and since < before:
        return f"{found}），还没有填结束日期，请先填。"
    return f"{found}，{until_text(until).replace(' ', '')}）。"


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows in force on a day: since <= day < until."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))

    def touching(self, start, end):
        """Rows in force on at least one day of [start, end)."""
        return self.filter(since__lt=end).filter(Q(until=None) | Q(until__gt=start))


class Dated(models.Model):
    """A fact that holds from `since` (inclusive) until `until` (exclusive; empty: still)."""

    since = models.DateField("开始日期")
    until = models.DateField(
        "结束日期", null=True, blank=True, help_text="从这一天起不再有效；空着表示至今。"
    )

    objects = DatedQuerySet.as_manager()
    # Numbers of rows that a form shows beside this one and judges by what is typed there.
    judged_with = ()

    class Meta:
        abstract = True

    def holds_on(self, day):
        return self.since <= day and (self.until is None or day < self.until)

    def check_alone(self, sentence, **same):
        """Refuse the row, with the name of the other one, when one with the same values holds at the same time."""
        if not self.since or None in same.values():
            return
        others = type(self).objects.filter(**same).exclude(pk=self.pk).exclude(pk__in=self.judged_with)
        other = others.touching(self.since, self.until or date.max).order_by("since").first()
        if other:
            raise ValidationError(
                {
                    "since": name_other(
                        sentence, other, since=other.since, until=other.until, before=self.since
                    )
                }
            )

    def clean(self):
        super().clean()
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": END_BEFORE_START})
