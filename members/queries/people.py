"""The list of people and a person's page, as far as the reader may know."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Replace

from lawfirm_party.common.dates import until_text

from ..choices import Relation, SeatRole, Standing
from ..models import GroupMembership, Membership, Partner, PartyStanding, Person, Seat
from ..rules import years_in_party
from .roles import people_for, roles_of


def branch_ids_of(person_id, on):
    """The branches whose committee answers for a person on a day: where the 组织关系 is, else wherever it was; else none."""
    rows = list(Membership.objects.filter(person=person_id).only("branch_id", "since", "until"))
    current = {row.branch_id for row in rows if row.holds_on(on)}
    return frozenset(current or {row.branch_id for row in rows})


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
    """The people a user sees that meet the filters, by pinyin. Party filters reach only whom the user may read about."""
    people = people_for(user, on)
    people = people.filter(left_on__lte=on) if left else people.in_firm(on)
    if kind:
        people = people.filter(kind=kind)
    if standing or group:
        people = people.filter(pk__in=party_data_readable(user, on).values("pk"))
    if standing:
        people = people.filter(pk__in=PartyStanding.objects.on(on).filter(standing=standing).values("person"))
    if group:
        people = people.filter(pk__in=GroupMembership.objects.on(on).filter(group=group).values("person"))
    return find_people(people, q).order_by("pinyin", "id")


def standings_found(user, on):
    """(value, label) of the standings that occur among the people a user may read about; one query."""
    rows = PartyStanding.objects.on(on).filter(person__in=party_data_readable(user, on).values("pk"))
    found = set(rows.order_by().values_list("standing", flat=True).distinct())
    return [(value, label) for value, label in Standing.choices if value in found]


@dataclass(frozen=True)
class PersonRow:
    """One line of the list; the Party columns are empty for whom the reader may not read about."""

    person: Person
    partner: str = ""
    standing: str = ""
    group: str = ""
    seats: str = ""


def rows_of(people, user, on, with_party):
    """A PersonRow for each of the people; five queries however many, two without the Party columns."""
    ids = [person.pk for person in people]
    partners = {row.person_id: row for row in Partner.objects.on(on).filter(person__in=ids).order_by()}
    readable, standings, groups, seats = [], {}, {}, {}
    if with_party:
        readable = list(party_data_readable(user, on).filter(pk__in=ids).values_list("pk", flat=True))
        standings = {
            row.person_id: row for row in PartyStanding.objects.on(on).filter(person__in=readable).order_by()
        }
        groups = {
            row.person_id: row
            for row in GroupMembership.objects.on(on)
            .filter(person__in=readable)
            .order_by()
            .select_related("group")
        }
        for seat in seats_on(on).filter(person__in=readable).order_by():
            seats.setdefault(seat.person_id, []).append(seat.role)
    return [
        PersonRow(
            person=person,
            partner=partner_word(partners.get(person.pk)),
            standing=standings[person.pk].get_standing_display() if person.pk in standings else "",
            group=group_word(groups.get(person.pk)),
            seats=seat_words(seats.get(person.pk, [])),
        )
        for person in people
    ]


def seats_on(on):
    """The seats held on a day in terms that are not over."""
    return Seat.objects.on(on).filter(Q(term__until=None) | Q(term__until__gt=on))


def seat_words(roles):
    """书记、组织委员 in the order of SeatRole."""
    return "、".join(role.label for role in SeatRole if role in roles)


def group_word(row):
    if row is None:
        return ""
    return f"{row.group.name}（组长）" if row.is_leader else row.group.name


def partner_word(row):
    if row is None:
        return ""
    words = ["创始合伙人" if row.is_founding else "合伙人"]
    return "、".join(words + (["主任"] if row.is_managing else []))


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
    partner = partner_word(next((row for row in partnerships if row.holds_on(on)), None))
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
    axes = {
        "standing": [(row, row.get_standing_display()) for row in person.standings.all()],
        "relation": [(row, relation_words(row)) for row in person.memberships.select_related("branch")],
        "restriction": [(row, row.get_kind_display()) for row in person.restrictions.all()],
        "exemption": [(row, row.get_ground_display()) for row in person.exemptions.all()],
        "group": [(row, group_word(row)) for row in person.group_memberships.select_related("group")],
    }
    seats = list(person.seats.select_related("term"))
    held = [seat.role for seat in seats if seat.holds_on(on) and seat.term.holds_on(on)]
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
