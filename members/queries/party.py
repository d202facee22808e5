"""Who is what in a branch, its committee and the firm on a day. Every read that counts takes the day it is asked for."""

from django.db.models import Prefetch

from lawfirm_party.common.prepared import A_DAY, A_LATER_DAY, AN_ID, Prepared

from ..choices import Relation, SeatRole, Standing
from ..models import (
    CommitteeTerm,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
    Seat,
)
from ..rules import PartyFacts, is_full_member
from .roles import SECRETARIES


def party_facts(branch_id, on):
    """PartyFacts of everybody whose relation touches the branch on a day, in 姓氏笔画 order; four queries."""
    memberships = (
        Membership.objects.on(on)
        .filter(branch=branch_id)
        .select_related("person")
        .order_by("person__stroke_rank", "person_id")
    )
    rows = list(memberships)
    ids = [row.person_id for row in rows]
    standings = dict(PartyStanding.objects.on(on).filter(person__in=ids).values_list("person", "standing"))
    restrictions = dict(Restriction.objects.on(on).filter(person__in=ids).values_list("person", "kind"))
    groups = {
        row.person_id: row
        for row in GroupMembership.objects.on(on).filter(person__in=ids, group__branch=branch_id)
    }
    return [
        PartyFacts(
            person_id=row.person_id,
            name=row.person.name,
            stroke_rank=row.person.stroke_rank,
            standing=standings.get(row.person_id, "masses"),
            relation=row.relation,
            restriction=restrictions.get(row.person_id, ""),
            group_id=groups[row.person_id].group_id if row.person_id in groups else None,
            is_leader=row.person_id in groups and groups[row.person_id].is_leader,
        )
        for row in rows
    ]


FULL_MEMBER_ROWS = Prepared(
    lambda branch, start, end: (
        PartyStanding.objects.touching(start, end)
        .filter(
            standing=Standing.FULL,
            person__memberships__branch=branch,
            person__memberships__relation__in=set(Relation) - {Relation.INFLOW},
        )
        .order_by()
        .values_list("since", "until", "person__memberships__since", "person__memberships__until")
    ),
    branch=AN_ID,
    start=A_DAY,
    end=A_LATER_DAY,
)


def full_member_spans(branch_id, start, end):
    """(since, until) of every 正式党员 of the branch within [start, end): `until` is exclusive, capped at `end`; one query."""
    spans = []
    for since, until, here_since, here_until in FULL_MEMBER_ROWS.rows(branch=branch_id, start=start, end=end):
        first, last = max(since, here_since, start), min(until or end, here_until or end, end)
        if first < last:
            spans.append((first, last))
    return spans


def term_in_force(branch_id, on):
    """The CommitteeTerm in force on a day with its seats of that day (`seats_now`), or None; two queries."""
    seats = Seat.objects.in_force(on).select_related("person").order_by("id")
    return (
        CommitteeTerm.objects.on(on)
        .filter(branch=branch_id)
        .select_related("branch")
        .prefetch_related(Prefetch("seats", seats, to_attr="seats_now"))
        .first()
    )


def committee_on(branch_id, on):
    """The people (Person) with a seat on a day, each once, in 姓氏笔画 order; one query."""
    seats = Seat.objects.in_force(on).filter(term__branch=branch_id)
    return list(Person.objects.filter(pk__in=seats.values("person")).by_stroke())


def secretaries_on(branch_id, on):
    """The people holding 书记 or 副书记 on a day, 书记 first."""
    seats = Seat.objects.in_force(on).filter(term__branch=branch_id, role__in=SECRETARIES)
    first = sorted(seats.select_related("person"), key=lambda seat: seat.role != SeatRole.SECRETARY)
    return [seat.person for seat in first]


def partners_on(firm_id, on):
    """The firm's partners on a day (Person), in 姓氏笔画 order; one query."""
    partners = Partner.objects.in_force(on).filter(firm=firm_id)
    return list(Person.objects.filter(pk__in=partners.values("person")).by_stroke())


def still_open(person, on, branch_id=None):
    """Words for what is entered without an end before a day, though the person leaves the firm, or the branch, on it."""
    seats = Seat.objects.running(on).filter(person=person)
    groups = GroupMembership.objects.on(on).filter(person=person).select_related("group")
    partnerships = Partner.objects.on(on).filter(person=person)
    if branch_id:
        seats, groups = seats.filter(term__branch=branch_id), groups.filter(group__branch=branch_id)
        partnerships = partnerships.none()
    return [
        *(seat.get_role_display() for seat in seats),
        *(row.group.name for row in groups),
        *("合伙人" for _ in partnerships),
    ]


def count_full_members(branch_id, on):
    return sum(map(is_full_member, party_facts(branch_id, on)))
