"""The register of measures and the three zeros."""

from dataclasses import dataclass

from django.db.models import Max

from branches.models import Firm
from members.queries import roles_of

from ..choices import MeasureKind
from ..models import Measure
from ..rules import full_years, reads_register


def measures_for(user, on):
    """The measures a user may read: partners, committees and those who keep the register, of the own firm."""
    roles = roles_of(user, on)
    if not reads_register(roles):
        return Measure.objects.none()
    if roles.firm_id is None:
        return Measure.objects.all()
    return Measure.objects.filter(firm=roles.firm_id)


def measures_of(person_ids, year):
    """[(person id, word of the kind)] of the measures about people given by id that came in during a year; one query."""
    rows = Measure.objects.filter(person__in=list(person_ids), received_on__year=year).order_by(
        "received_on", "id"
    )
    return [(person_id, MeasureKind(kind).label) for person_id, kind in rows.values_list("person", "kind")]


@dataclass(frozen=True)
class Zero:
    """One of the three counters: how long nothing of a kind came in. `since`: the last of them, else the firm's founding."""

    label: str
    days: int
    years: int
    last: object = None

    @property
    def value(self):
        return f"{self.days:,}"

    @property
    def note(self):
        if self.last:
            return f"最近一次 {self.last.year}年{self.last.month}月{self.last.day}日"
        return f"建所以来没有，已 {self.years} 年" if self.years else "建所以来没有"


def zeros_of(firm_id, on):
    """The three Zeros of a firm on a day; two queries.

    What was received on a later day is not known yet on that day.
    """
    founded_on = Firm.objects.values_list("founded_on", flat=True).get(pk=firm_id)
    rows = Measure.objects.filter(firm=firm_id, received_on__lte=on).order_by()
    last = dict(rows.values_list("kind").annotate(day=Max("received_on")))
    return [
        Zero(f"零{kind.label}", (on - since).days, full_years(since, on), last.get(kind))
        for kind in MeasureKind
        for since in [last.get(kind, founded_on)]
    ]
