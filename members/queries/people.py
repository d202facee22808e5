"""The list of people and a person's page, as far as the reader may know."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Replace

from branches.models import PartyGroup
from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import month_text, until_text
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared

from ..choices import Relation, SeatRole, Standing
from ..models import GroupMembership, Membership, Partner, PartyStanding, Person, Seat
from ..rules import answers, years_in_party
from .roles import branches_for, people_for, roles_of

MEMBERSHIP_ROWS = Prepared(
    lambda ids: (
        Membership.objects.filter(person__in=[ids])
        .order_by()
        .values_list("person", "branch", "since", "until")
    ),
    ids=AN_ID,
)


def branch_ids_by_person(ids, on):
    """{person id: branch_ids_of(person, on)} for everybody of the ids who ever had a 组织关系; one query."""
    ever, current = {}, {}
    for pk, branch, since, until in MEMBERSHIP_ROWS.rows(ids=list(ids)):
        ever.setdefault(pk, set()).add(branch)
        if since <= on and (until is None or on < until):
            current.setdefault(pk, set()).add(branch)
    return {pk: frozenset(current.get(pk) or branches) for pk, branches in ever.items()}


def branch_ids_of(person_id, on):
    """The branches whose committee answers for a person on a day: where the 组织关系 is, else wherever it was; else none."""
    return branch_ids_by_person([person_id], on).get(person_id, frozenset())


def party_data_readable(user, on):
    """The people whose Party data a user may read on a day (trust.md 3a): the same answer as permissions.can_read_party_data."""
    roles = roles_of(user, on)
    people = people_for(user, on)
    if roles.is_clerk:
        return people
    own = Q(pk=roles.person_id)
    if not roles.committee_of:
        return people.filter(own)
    ever = Membership.objects.filter(person=OuterRef("pk"))
    ours = Q(branch__in=roles.committee_of)
    return people.filter(
        own
        | Exists(ever.on(on).filter(ours))
        | ~Exists(ever)
        | (Exists(ever.filter(ours)) & ~Exists(ever.on(on)))
    )


def find_people(people, text):
    """People whose name holds the text, or whose 全拼 or 首字母 do: 高, gaowen, gw."""
    letters = "".join(text.lower().split())
    if not letters:
        return people
    if not letters.isascii():
        return people.filter(name__contains="".join(text.split()))
    spelled = people.annotate(spelled=Replace("pinyin", Value(" "), Value("")))
    return spelled.filter(Q(spelled__contains=letters) | Q(initials__contains=letters))


def filter_people(user, on, *, q="", kind="", standing="", group=None, left=False):
    """The people a user sees that meet the filters, by pinyin; who joins later is listed already.

    Party filters reach only whom the user may read about.
    """
    people = people_for(user, on)
    gone = Q(left_on__lte=on)
    people = people.filter(gone) if left else people.exclude(gone)
    if kind:
        people = people.filter(kind=kind)
    if standing or group:
        people = people.filter(pk__in=party_data_readable(user, on).values("pk"))
    if standing:
        people = people.filter(pk__in=PartyStanding.objects.on(on).filter(standing=standing).values("person"))
    if group:
        people = people.filter(pk__in=GroupMembership.objects.on(on).filter(group=group).values("person"))
    return find_people(people, q).order_by("pinyin", "id")


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


def standings_found(roles, on):
    """(value, label) of the standings that occur among the people of the firm a reader answers for, or who belong to no branch."""
    found = {
        value
        for value, branch, firm in STANDINGS_BY_BRANCH.rows(on=on)
        if roles.firm_id in {None, firm}
        and (roles.is_clerk or branch is None or branch in roles.committee_of)
    }
    return [(value, label) for value, label in Standing.choices if value in found]


class GroupName(NamedTuple):
    pk: int
    name: str


GROUP_NAMES = Prepared(
    lambda branches, on: (
        PartyGroup.objects.active(on).filter(branch__in=[branches]).values_list("pk", "name")
    ),
    branches=AN_ID,
    on=A_DAY,
)


def groups_found(user, on):
    """GroupNames of the groups whose members a user may read about on a day, in their order."""
    roles = roles_of(user, on)
    branches = branches_for(user, on).values_list("pk", flat=True) if roles.is_clerk else roles.committee_of
    return [GroupName(*row) for row in GROUP_NAMES.rows(branches=list(branches), on=on)]


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


def rows_of(people, user, on, with_party):
    """A PersonRow for each of the people; five queries however many, one without the Party columns."""
    ids = [person.pk for person in people]
    partners, address = partner_words(on), address_by_id("person")
    standings, groups, seats = (
        party_columns(readable_among(ids, user, on), on) if with_party else ({}, {}, {})
    )
    return [
        PersonRow(
            url=address(person.pk),
            name=person.name,
            kind=kind_words(person, on),
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
    return kind if day <= on else f"{kind}（{day.year}年{day.month}月{day.day}日入所）"


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


def readable_among(ids, user, on):
    """Those of the ids whose Party data a user may read on a day; one query, asked one by one like on a person's page."""
    roles = roles_of(user, on)
    branches = branch_ids_by_person(ids, on)
    return [
        pk
        for pk in ids
        if roles.is_clerk
        or pk == roles.person_id
        or answers(roles.committee_of, branches.get(pk, frozenset()))
    ]


def party_columns(ids, on):
    """What people are in the Party on a day, in words: {id: standing}, {id: group}, {id: seats}; three queries."""
    seats = {}
    for pk, role in SEAT_ROWS.rows(on=on):
        if pk in ids:
            seats.setdefault(pk, []).append(role)
    return (
        {pk: Standing(value).label for pk, value in STANDING_ROWS.rows(ids=ids, on=on)},
        {pk: group_text(*facts) for pk, *facts in GROUP_ROWS.rows(ids=ids, on=on)},
        {pk: seat_words(roles) for pk, roles in seats.items()},
    )


def seat_words(roles):
    """书记、组织委员 in the order of SeatRole."""
    return "、".join(role.label for role in SeatRole if role in roles)


def group_text(name, is_leader):
    return f"{name}（组长）" if is_leader else name


def group_word(row):
    return group_text(row.group.name, row.is_leader)


def partner_text(is_founding, is_managing):
    words = ["创始合伙人" if is_founding else "合伙人"]
    return "、".join(words + (["主任"] if is_managing else []))


def partner_word(row):
    return partner_text(row.is_founding, row.is_managing) if row else ""


@dataclass(frozen=True)
class DatedFact:
    """One line of a person's history. `since` is inclusive; `ends` is how the end is said, or empty."""

    since: date
    text: str
    ends: str = ""


@dataclass(frozen=True)
class PartySide:
    """What a person is in the Party on a day; words, empty where there is nothing to say."""

    standing: str
    years: int | None
    relation: str
    restriction: str
    exemption: str
    group: str
    seats: str


@dataclass(frozen=True)
class PersonPage:
    person: Person
    role_words: str
    partner: str
    party: PartySide | None
    history: list = field(default_factory=list)


def person_page(person, on, with_party):
    """The page of a person as it stands on a day; six queries more with the Party's side."""
    partnerships = list(person.partnerships.all())
    held = (row for row in partnerships if row.holds_on(on) and person.is_in_firm(on))
    partner = partner_word(next(held, None))
    party, facts = party_side(person, on) if with_party else (None, [])
    words = [party.seats, party.group if "组长" in party.group else ""] if party else []
    history = sorted([*firm_facts(person, partnerships), *facts], key=lambda fact: fact.since, reverse=True)
    return PersonPage(person, "、".join(filter(None, [*words, partner])), partner, party, history)


def firm_facts(person, partnerships):
    facts = [DatedFact(person.joined_on, "入所")]
    if person.practising_since:
        facts.append(DatedFact(person.practising_since, "首次执业"))
    if person.left_on:
        facts.append(DatedFact(person.left_on, "离所"))
    return facts + [DatedFact(row.since, partner_word(row), until_text(row.until)) for row in partnerships]


def relation_words(row):
    """The branch, and how somebody stands to it where that is not simply a member of it."""
    name = row.branch.short_name
    return name if row.relation == Relation.HERE else f"{name}（{row.get_relation_display()}）"


def party_side(person, on):
    """(PartySide, history) of a person on a day, from all dated rows; six queries."""
    memberships = list(person.memberships.select_related("branch"))
    axes = {
        "standing": [(row, row.get_standing_display()) for row in person.standings.all()],
        "relation": [(row, relation_words(row)) for row in memberships],
        "restriction": [(row, row.get_kind_display()) for row in person.restrictions.all()],
        "exemption": [(row, row.get_ground_display()) for row in person.exemptions.all()],
        "group": [(row, group_word(row)) for row in person.group_memberships.select_related("group")],
    }
    seats = list(person.seats.select_related("term"))
    here = {row.branch_id for row in memberships if row.holds_on(on) and person.is_in_firm(on)}
    running = [seat for seat in seats if seat.holds_on(on) and seat.term.holds_on(on)]
    held = [seat.role for seat in running if seat.term.branch_id in here]
    now = {axis: next((text for row, text in rows if row.holds_on(on)), "") for axis, rows in axes.items()}
    full = [row.since for row, _ in axes["standing"] if row.standing == Standing.FULL and row.since <= on]
    years = years_in_party(min(full), on) if full and now["standing"] == Standing.FULL.label else None
    now["standing"] = now["standing"] or Standing.MASSES.label
    facts = [
        DatedFact(row.since, text, until_text(row.until)) for rows in axes.values() for row, text in rows
    ]
    facts += [
        DatedFact(row.since, row.get_role_display(), until_text(row.until or row.term.until)) for row in seats
    ]
    return PartySide(years=years, seats=seat_words(held), **now), facts
