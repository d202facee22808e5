"""The list of people as it is or was on a day, as far as the reader may know.

`today` decides what a reader may read; `day` is the one the list is about, the same or an earlier one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from branches.models import Branch, Firm, PartyGroup
from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import date_text, month_text
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared

from ..choices import PersonKind, Standing
from ..models import GroupMembership, Membership, Partner, PartyStanding, Seat
from ..rules import PARTY_MEMBER, answers
from .people import (
    branches_by_person,
    branches_on,
    find_people,
    group_text,
    partner_text,
    readable_condition,
    relation_rows,
    seat_words,
)
from .roles import branches_for, people_for, roles_of

# A filter beside the single standings: 正式 and 预备 together.
PARTY = "party"


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to, which day it is about, and its order."""

    today: date
    day: date
    q: str = ""
    kind: str = ""
    standing: str = ""
    branch: int | None = None
    group: int | None = None
    partner: bool = False
    left: bool = False
    by_stroke: bool = False

    @property
    def is_past(self):
        return self.day < self.today

    @property
    def standings(self):
        return PARTY_MEMBER if self.standing == PARTY else {self.standing}


def filter_people(user, asked):
    """The people a user sees that meet the filters, by pinyin or 姓氏笔画; on today's list who joins later stands already.

    Party filters reach only whom the user may read about.
    """
    day = asked.day
    gone = Q(left_on__lte=day)
    people = people_for(user, asked.today)
    people = people.filter(gone) if asked.left else people.exclude(gone)
    if asked.is_past:
        people = people.filter(joined_on__lte=day)
    if asked.kind:
        people = people.filter(kind=asked.kind)
    if asked.partner:
        people = people.filter(Exists(Partner.objects.in_force(day).filter(person=OuterRef("pk"))))
    people = filter_by_party(people, user, asked)
    order = ("stroke_rank", "id") if asked.by_stroke else ("pinyin", "id")
    return find_people(people, asked.q).order_by(*order)


def filter_by_party(people, user, asked):
    day = asked.day
    if asked.standing or asked.group or asked.branch:
        people = people.filter(readable_on(user, asked))
    if asked.standing:
        people = people.filter(of_standing(asked))
    if asked.branch:
        people = people.filter(holding(Membership, day, branch=asked.branch))
    if asked.group:
        people = people.filter(holding(GroupMembership, day, group=asked.group))
    return people


def of_standing(asked):
    """The condition of people that they are what was asked for on the day; who has no row is 群众."""
    held = holding(PartyStanding, asked.day, standing__in=asked.standings)
    return held | ~holding(PartyStanding, asked.day) if asked.standing == Standing.MASSES else held


def holding(model, day, **conditions):
    """The condition of people that a dated row of theirs holds on a day."""
    return Exists(model.objects.on(day).filter(person=OuterRef("pk"), **conditions))


def readable_on(user, asked):
    """The condition of people whose Party data of the day a user may read: whom they answer for now, and who was of their branch then."""
    roles = roles_of(user, asked.today)
    readable = readable_condition(roles, asked.today)
    if not asked.is_past or roles.is_clerk or not roles.committee_of:
        return readable
    return readable | holding(Membership, asked.day, branch__in=roles.committee_of)


class Counts(NamedTuple):
    """How many a list holds: (words, number) of each kind; of 党员 and of the other standings, as far as the reader may know."""

    total: int
    kinds: list
    members: int
    of_members: list
    others: list


# Members are counted apart, and of the 群众 most have no row.
NOT_COUNTED = PARTY_MEMBER | {Standing.MASSES}
# 正式 before 预备: so a branch counts itself.
MEMBER_WORDS = ((Standing.FULL, "正式"), (Standing.PROBATIONARY, "预备"))


def counts_of(found, user, asked, with_party):
    """The Counts over all pages of a list; three queries, one without the Party columns."""
    kind_by_id = dict(found.order_by().values_list("pk", "kind"))
    kinds = Counter(kind_by_id.values())
    standings = standing_counts(list(kind_by_id), user, asked) if with_party else {}
    of_members = [(word, standings[value]) for value, word in MEMBER_WORDS if value in standings]
    return Counts(
        total=len(kind_by_id),
        kinds=[(label, kinds[value]) for value, label in PersonKind.choices if value in kinds],
        members=sum(number for _, number in of_members),
        of_members=of_members,
        others=[
            (label, standings[value])
            for value, label in Standing.choices
            if value in standings and value not in NOT_COUNTED
        ],
    )


def standing_counts(ids, user, asked):
    """{standing: how many} among those of the ids whose Party data the user may read; two queries."""
    readable = readable_among(ids, user, asked)
    return Counter(standing for _, standing in STANDING_ROWS.rows(ids=readable, on=asked.day))


STANDINGS_BY_BRANCH = Prepared(
    lambda on: (
        PartyStanding.objects.on(on)
        .order_by()
        .annotate(
            branch=Subquery(Membership.objects.on(on).filter(person=OuterRef("person")).values("branch")[:1])
        )
        .values_list("standing", "branch", "person__firm")
        .distinct()
    ),
    on=A_DAY,
)


def standings_found(roles, day):
    """(value, label) of the standings that occur on a day among the people of the firm a reader answers for, or who belong to no branch.

    群众 is always one of them: who has no row.
    """
    found = {
        value
        for value, branch, firm in STANDINGS_BY_BRANCH.rows(on=day)
        if roles.firm_id in {None, firm}
        and (roles.is_clerk or branch is None or branch in roles.committee_of)
    }
    return [(value, label) for value, label in Standing.choices if value in found | {Standing.MASSES}]


class Unit(NamedTuple):
    pk: int
    name: str


GROUP_NAMES = Prepared(
    lambda branches, on: (
        PartyGroup.objects.active(on).filter(branch__in=[branches]).values_list("pk", "name")
    ),
    branches=AN_ID,
    on=A_DAY,
)


def scope_name(user, asked):
    """Whose people the list shows, for the head of what is printed or taken away: a branch asked for, else the firm."""
    if asked.branch:
        return Branch.objects.get(pk=asked.branch).name
    roles = roles_of(user, asked.today)
    if asked.standing and len(roles.committee_of) == 1 and not roles.is_clerk:
        return Branch.objects.get(pk=min(roles.committee_of)).name
    firm = Firm.objects.filter(pk=roles.firm_id).first() if roles.firm_id else Firm.objects.first()
    return firm.name if firm else ""


def units_found(user, asked):
    """(branches, groups) of the day whose members a user may read about, as Units; no branches where there is only one."""
    roles = roles_of(user, asked.today)
    branches = []
    if roles.is_clerk or len(roles.committee_of) > 1:
        known = branches_for(user, asked.today).active(asked.day)
        known = known if roles.is_clerk else known.filter(pk__in=roles.committee_of)
        branches = [Unit(*row) for row in known.values_list("pk", "short_name")]
    ids = [unit.pk for unit in branches] or list(roles.committee_of)
    groups = [Unit(*row) for row in GROUP_NAMES.rows(branches=ids, on=asked.day)]
    return (branches if len(branches) > 1 else []), groups


class PersonRow(NamedTuple):
    """One line of the list, in words; the Party columns are empty for whom the reader may not read about."""

    url: str
    name: str
    kind: str
    licence_number: str
    practising_since: str
    partner: str = ""
    standing: str = ""
    group: str = ""
    seats: str = ""


def rows_of(people, user, asked, with_party):
    """A PersonRow for each of the people; five queries however many, one without the Party columns."""
    ids = [person.pk for person in people]
    partners, address = partner_words(asked.day), address_by_id("person")
    readable = readable_among(ids, user, asked) if with_party else []
    standings, groups, seats = party_columns(readable, asked.day) if with_party else ({}, {}, {})
    return [
        PersonRow(
            url=address(person.pk),
            name=person.name,
            kind=kind_words(person, asked.day),
            licence_number=person.licence_number,
            practising_since=month_text(person.practising_since) if person.practising_since else "",
            partner=partners.get(person.pk, ""),
            standing=standings.get(person.pk, ""),
            group=groups.get(person.pk, ""),
            seats=seats.get(person.pk, ""),
        )
        for person in people
    ]


def kind_words(person, on):
    """律师, and from which day on when that is still to come."""
    kind, day = person.get_kind_display(), person.joined_on
    return kind if day <= on else f"{kind}（{date_text(day)}入所）"


PARTNER_ROWS = Prepared(
    lambda on: Partner.objects.in_force(on).order_by().values_list("person", "is_founding", "is_managing"),
    on=A_DAY,
)
STANDING_ROWS = Prepared(
    lambda ids, on: (
        PartyStanding.objects.on(on).filter(person__in=[ids]).order_by().values_list("person", "standing")
    ),
    ids=AN_ID,
    on=A_DAY,
)
GROUP_ROWS = Prepared(
    lambda ids, on: (
        GroupMembership.objects.on(on)
        .filter(person__in=[ids])
        .order_by()
        .values_list("person", "group__name", "is_leader")
    ),
    ids=AN_ID,
    on=A_DAY,
)
# Partners and seats are a handful in any firm, so all of them are read.
SEAT_ROWS = Prepared(lambda on: Seat.objects.in_force(on).order_by().values_list("person", "role"), on=A_DAY)


def partner_words(on):
    """{id: words} of the partners on a day; one query."""
    return {pk: partner_text(*facts) for pk, *facts in PARTNER_ROWS.rows(on=on)}


def readable_among(ids, user, asked):
    """Those of the ids whose Party data of the day a user may read, as readable_on says; one query."""
    roles = roles_of(user, asked.today)
    rows = relation_rows(ids)
    now = branches_by_person(rows, asked.today)
    then = branches_on(rows, asked.day) if asked.is_past else {}
    return [
        pk
        for pk in ids
        if roles.is_clerk
        or pk == roles.person_id
        or answers(roles.committee_of, now.get(pk, frozenset()))
        or bool(roles.committee_of & then.get(pk, set()))
    ]


def party_columns(ids, on):
    """What people are in the Party on a day, in words: {id: standing}, {id: group}, {id: seats}; three queries."""
    readable, seats = set(ids), {}
    for pk, role in SEAT_ROWS.rows(on=on):
        if pk in readable:
            seats.setdefault(pk, []).append(role)
    return (
        {pk: Standing(value).label for pk, value in STANDING_ROWS.rows(ids=ids, on=on)},
        {pk: group_text(*facts) for pk, *facts in GROUP_ROWS.rows(ids=ids, on=on)},
        {pk: seat_words(roles) for pk, roles in seats.items()},
    )
