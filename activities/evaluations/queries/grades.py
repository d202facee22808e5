"""The grades of years, as numbers: announced rounds, and the years that were evaluated on paper."""

from collections import defaultdict

from django.db.models import Count, Q

from members.queries import roles_of

from ..choices import Grade
from ..models import Appraisal, Round, YearTotals
from .rounds import TOLD


def grades_by_year(firm_id):
    """{year: {Grade: n}} of all branches of a firm, the latest first; two queries.

    A round counts once it is announced. Where a branch has both, the round stands for its paper.
    """
    found, told = defaultdict(lambda: dict.fromkeys(Grade, 0)), set()
    rows = Appraisal.objects.filter(
        participant__round__state__in=TOLD, participant__round__branch__firm=firm_id
    ).order_by()
    columns = ("participant__round__year", "participant__round__branch", "grade")
    for year, branch, grade, n in rows.values_list(*columns).annotate(n=Count("pk")):
        told.add((year, branch))
        found[year][Grade(grade)] += n
    for totals in YearTotals.objects.filter(branch__firm=firm_id):
        if (totals.year, totals.branch_id) not in told:
            for grade in Grade:
                found[totals.year][grade] += getattr(totals, grade.value)
    return dict(sorted(found.items(), reverse=True))


def told_rounds_for(user, on):
    """Rounds whose grades a user may read: announced, of the own committee's branch, for partners of the whole firm (trust.md 3a)."""
    roles = roles_of(user, on)
    mine = Q(branch__in=roles.committee_of)
    if roles.is_partner:
        mine |= Q(branch__firm=roles.firm_id)
    return Round.objects.filter(mine, state__in=TOLD)


def grades_told(rounds):
    """[Appraisal] of some rounds with person and branch, each branch by 姓氏笔画; one query."""
    rows = Appraisal.objects.filter(participant__round__in=rounds)
    rows = rows.select_related("participant__person", "participant__round__branch")
    return list(rows.order_by("participant__round__branch", "participant__position"))
