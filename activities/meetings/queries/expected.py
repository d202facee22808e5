"""Who is expected at a meeting, asked for its own day."""

from datetime import date
from typing import NamedTuple

from django.db.models import CharField, DateField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared
from members.choices import PersonKind
from members.models import GroupMembership, Membership, Partner, PartyStanding, Person, Restriction, Seat
from members.rules import PARTY_MEMBER, PartyFacts

from ..models import Guest
from ..rules.expected import Ties, expected_people, is_expected


def expected_at(branch_id, kind, group_id, on):
    """list[ExpectedPerson] of a kind of meeting on a day, in 姓氏笔画 order; one query."""
    return expected_people(kind, ties_on(branch_id, on), group_id)


def ties_on(branch_id, on):
    """The Ties of everybody of the branch's firm on a day; one query."""
    return [ties_of(row, on) for row in people_with_ties(branch_id, on)]


class TiedPerson(NamedTuple):
    """Somebody of a branch's firm, and what the person is to the branch on a day."""

    pk: int
    name: str
    stroke_rank: str
    kind: str
    joined_on: date
    left_on: date | None
    standing: str | None
    restriction: str | None
    relation: str | None
    elsewhere: bool
    group_here: int | None
    seated: bool
    partnered: bool


def tied_query(branch, on):
    person = OuterRef("pk")
    seats = Seat.objects.in_force(on).filter(person=person, term__branch=branch)
    partnerships = Partner.objects.in_force(on).filter(person=person, firm=OuterRef("firm"))
    memberships = Membership.objects.on(on).filter(person=person)
    groups = GroupMembership.objects.on(on).filter(person=person, group__branch=branch)
    return (
        Person.objects.filter(firm__branches=branch)
        .annotate(
            standing=Subquery(PartyStanding.objects.on(on).filter(person=person).values("standing")[:1]),
            restriction=Subquery(Restriction.objects.on(on).filter(person=person).values("kind")[:1]),
            relation=Subquery(memberships.filter(branch=branch).values("relation")[:1]),
            elsewhere=Exists(memberships.exclude(branch=branch)),
            group_here=Subquery(groups.values("group")[:1]),
            seated=Exists(seats),
            partnered=Exists(partnerships),
        )
        .by_stroke()
        .values_list(*TiedPerson._fields)
    )


TIED_PEOPLE = Prepared(tied_query, branch=AN_ID, on=A_DAY)


def people_with_ties(branch_id, on):
    """The TiedPeople of the branch's firm, in 姓氏笔画 order; one query."""
    return [TiedPerson._make(row) for row in TIED_PEOPLE.rows(branch=branch_id, on=on)]


def ties_of(row, on):
    facts = PartyFacts(
        row.pk,
        row.name,
        row.stroke_rank,
        standing=row.standing or "masses",
        relation=row.relation or "",
        restriction=row.restriction or "",
        group_id=row.group_here,
    )
    return Ties(
        facts=facts,
        has_seat=row.seated,
        is_partner=row.partnered,
        is_lawyer=row.kind == PersonKind.LAWYER and is_in_firm(row, on),
        in_other_branch=row.elsewhere,
    )


def is_in_firm(person, on):
    return person.joined_on <= on and not gone(person.left_on, on)


class Tie(NamedTuple):
    """One dated fact of a person: `unit` is the branch or group it is about, `word` what the person is there."""

    what: str
    since: date
    until: date | None
    unit: int
    word: str
    term_until: date | None

    def holds_on(self, day):
        return self.since <= day and not gone(self.until, day)


def tie_query(person):
    """One union of everything that decides at which meetings a person is expected."""
    never, nothing = Cast(Value(None), DateField()), Value("", output_field=CharField())

    def rows(query, what, unit, word=nothing, term_until=never):
        mine = query.filter(person=person).order_by()
        return mine.values_list(
            Value(what, output_field=CharField()), "since", "until", unit, Cast(word, CharField()), term_until
        )

    first, *others = [
        rows(Membership.objects, "membership", F("branch_id"), F("relation")),
        rows(PartyStanding.objects, "standing", F("id"), F("standing")),
        rows(GroupMembership.objects, "group", F("group_id")),
        rows(Seat.objects, "seat", F("term__branch_id"), term_until=F("term__until")),
        rows(Partner.objects, "partner", F("firm_id")),
    ]
    return first.union(*others, all=True)


TIE_ROWS = Prepared(tie_query, person=AN_ID)


class OwnTies:
    """One person's dated facts, read once (one query), to ask of any number of meetings whether the person is expected."""

    def __init__(self, person):
        self.person = person
        self.ties = {}
        for tie in map(Tie._make, TIE_ROWS.rows(person=person.pk)):
            self.ties.setdefault(tie.what, []).append(tie)

    def held(self, what, day):
        return [tie for tie in self.ties.get(what, []) if tie.holds_on(day)]

    def on(self, branch_id, firm_id, day):
        """The Ties to one branch on one day."""
        membership, standing, group = (
            next(iter(self.held(what, day)), None) for what in ("membership", "standing", "group")
        )
        here = membership is not None and membership.unit == branch_id
        person = self.person
        in_firm = person.firm_id == firm_id and is_in_firm(person, day)
        facts = PartyFacts(
            person.pk,
            person.name,
            person.stroke_rank,
            standing=standing.word if standing else "masses",
            relation=membership.word if here else "",
            group_id=group.unit if group else None,
        )
        outside = standing is not None and standing.word not in PARTY_MEMBER
        seats = [seat.unit for seat in self.held("seat", day) if not gone(seat.term_until, day)]
        return Ties(
            facts=facts,
            has_seat=in_firm and here and not outside and branch_id in seats,
            is_partner=in_firm and bool(self.held("partner", day)),
            is_lawyer=in_firm and person.kind == PersonKind.LAWYER,
            in_other_branch=membership is not None and not here,
        )

    def is_expected(self, meeting, day):
        ties = self.on(meeting.branch_id, meeting.branch.firm_id, day)
        return is_expected(meeting.kind, ties, meeting.group_id)


def gone(until, day):
    return until is not None and until <= day


def people_told(meeting):
    """Ids of everybody a meeting's notices go to: who is expected on its day, and who is invited."""
    on = local_day(meeting.starts_at)
    expected = {row.person_id for row in expected_at(meeting.branch_id, meeting.kind, meeting.group_id, on)}
    return expected | set(Guest.objects.filter(meeting=meeting).values_list("person", flat=True))
