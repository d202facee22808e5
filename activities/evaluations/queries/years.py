"""Which years of a branch were evaluated, here or before the program."""

from typing import NamedTuple

from django.db.models import BooleanField, CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast

from lawfirm_party.common.prepared import AN_ID, Prepared

from ..choices import RoundState
from ..models import Participant, Round, YearTotals

NOBODY = 0


class EvaluatedYear(NamedTuple):
    """`is_visible`: whether its page may be opened."""

    year: int
    state: str
    is_visible: bool


def years_query(branch, person):
    taking = Exists(Participant.objects.filter(round=OuterRef("pk"), person=person))
    rounds = Round.objects.filter(branch=branch).order_by().values_list("year", "state", taking)
    totals = YearTotals.objects.filter(branch=branch).order_by()
    before = Value(RoundState.ARCHIVED, output_field=CharField())
    return rounds.union(totals.values_list("year", before, Cast(None, BooleanField())), all=True)


YEAR_ROWS = Prepared(years_query, branch=AN_ID, person=AN_ID + 1)


def years_of(branch_id, roles):
    """[EvaluatedYear] of a branch for somebody with these Roles, rounds before totals of the same year; one query."""
    sees_all = branch_id in roles.committee_of
    rows = YEAR_ROWS.rows(branch=branch_id, person=roles.person_id or NOBODY)
    return [
        EvaluatedYear(year, state, is_visible(state, takes_part, sees_all))
        for year, state, takes_part in rows
    ]


def is_visible(state, takes_part, sees_all):
    """`takes_part` is None for totals of a year before the program: there is no page of them."""
    if takes_part is None:
        return False
    return sees_all or (takes_part and state != RoundState.PLANNED)
