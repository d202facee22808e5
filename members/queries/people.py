"""The list of people and a person's page, as far as the reader may know."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, Value, prefetch_related_objects
from django.db.models.functions import Replace

from lawfirm_party.common.dates import until_text
from lawfirm_party.common.prepared import AN_ID, Prepared

from ..choices import Relation, SeatRole, Standing
from ..models import (
    DutyExemption,
    GroupMembership,
    Membership,
    PartyStanding,
    Person,
    Restriction,
    Seat,
)
from ..rules import PARTY_MEMBER, party_dates, years_in_party
from .roles import people_for, roles_of

# A person's dated rows, each with what it names.
FACTS = {
    "standings": PartyStanding.objects,
    "memberships": Membership.objects.select_related("branch"),
    "restrictions": Restriction.objects,
    "exemptions": DutyExemption.objects,
    "group_memberships": GroupMembership.objects.select_related("group"),
    "seats": Seat.objects.select_related("term"),
}
RECORDERS = ("recorded_by__person", "ended_by__person")

MEMBERSHIP_ROWS = Prepared(
    lambda ids: (
        Membership.objects.filter(person__in=[ids])
        .order_by()
        .values_list("person", "branch", "since", "until")
    ),
    ids=AN_ID,
)


def relation_rows(ids):
    """(person, branch, since, until) of every 组织关系 of the ids; one query."""
    return MEMBERSHIP_ROWS.rows(ids=list(ids))


def branches_on(rows, on):
    """{person id: branches} of the relation_rows that hold on a day."""
    found = {}
    for pk, branch, since, until in rows:
        if since <= on and (until is None or on < until):
            found.setdefault(pk, set()).add(branch)
    return found


def branches_by_person(rows, on):
    """{person id: branch_ids_of(person, on)} from relation_rows, for everybody who ever had a 组织关系."""
    ever, current = {}, branches_on(rows, on)
    for pk, branch, *_ in rows:
        ever.setdefault(pk, set()).add(branch)
    return {pk: frozenset(current.get(pk) or branches) for pk, branches in ever.items()}


def branch_ids_of(person_id, on):
    """The branches whose committee answers for a person on a day: where the 组织关系 is, else wherever it was; else none."""
    return branches_by_person(relation_rows([person_id]), on).get(person_id, frozenset())


def party_data_readable(user, on):
    """The people whose Party data a user may read on a day (trust.md 3a): the same answer as permissions.can_read_party_data."""
    return people_for(user, on).filter(readable_condition(roles_of(user, on), on))


def readable_condition(roles, on):
    """party_data_readable as a condition of people: index look-ups for each of them, so that the plan needs no statistics."""
    if roles.is_clerk:
        return Q()
    own = Q(pk=roles.person_id)
    if not roles.committee_of:
        return own
    ever = Membership.objects.filter(person=OuterRef("pk"))
    ours = Q(branch__in=roles.committee_of)
    return (
        own
        | Exists(ever.on(on).filter(ours))
        | ~Exists(ever)
        | (Exists(ever.filter(ours)) & ~Exists(ever.on(on)))
    )


def find_people(people, text):
    """People whose name holds the text, or whose 全拼 or 首字母 do: 高, gaowen, gw."""
    letters = "".join(text.lower().split()).replace("ü", "v")
    if not letters:
        return people
    if not letters.isascii():
        return people.filter(name__contains="".join(text.split()))
    spelled = people.annotate(spelled=Replace("pinyin", Value(" "), Value("")))
    return spelled.filter(Q(spelled__contains=letters) | Q(initials__contains=letters))


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


def fetch_facts(person):
    """Have the person's dated rows at hand, with who wrote them down; six queries the first time, then none."""
    prefetch_related_objects(
        [person], *(Prefetch(name, rows.select_related(*RECORDERS)) for name, rows in FACTS.items())
    )


def party_side(person, on):
    """(PartySide, history) of a person on a day, from all dated rows; six queries."""
    fetch_facts(person)
    memberships, standings = person.memberships.all(), person.standings.all()
    axes = {
        "standing": [(row, row.get_standing_display()) for row in standings],
        "relation": [(row, relation_words(row)) for row in memberships],
        "restriction": [(row, row.get_kind_display()) for row in person.restrictions.all()],
        "exemption": [(row, row.get_ground_display()) for row in person.exemptions.all()],
        "group": [(row, group_word(row)) for row in person.group_memberships.all()],
    }
    now = {axis: next((text for row, text in rows if row.holds_on(on)), "") for axis, rows in axes.items()}
    dates = party_dates([(row.standing, row.since, row.until) for row in standings], on)
    is_full = now["standing"] == Standing.FULL.label
    years = years_in_party(dates.full_since, on) if is_full else None
    now["standing"] = now["standing"] or Standing.MASSES.label
    facts = [
        DatedFact(row.since, text, until_text(row.until)) for rows in axes.values() for row, text in rows
    ]
    facts += [
        DatedFact(row.since, row.get_role_display(), until_text(row.until or row.term.until))
        for row in person.seats.all()
    ]
    return PartySide(years=years, seats=seat_words(seats_held(person, on)), **now), facts


def seats_held(person, on):
    """The roles of the seats somebody holds on a day, by the dated rows at hand: the same answer as Seat's in_force."""
    is_out = any(row.holds_on(on) and row.standing not in PARTY_MEMBER for row in person.standings.all())
    if is_out or not person.is_in_firm(on):
        return []
    here = {row.branch_id for row in person.memberships.all() if row.holds_on(on)}
    return [
        seat.role
        for seat in person.seats.all()
        if seat.holds_on(on) and seat.term.holds_on(on) and seat.term.branch_id in here
    ]
