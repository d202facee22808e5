"""Who is expected at a meeting, asked for its own day."""

from django.db.models import Q

from branches.models import Branch
from lawfirm_party.common.dates import local_day
from members.choices import PersonKind
from members.models import GroupMembership, Membership, Partner, PartyStanding, Person, Restriction, Seat
from members.queries import committee_on, partners_on, party_facts
from members.rules import PartyFacts

from ..choices import MeetingKind
from ..models import Guest
from ..rules.expected import Ties, expected_people, is_expected

WITH_SEATS = frozenset({MeetingKind.COMMITTEE, MeetingKind.PARTNERS, MeetingKind.UNION})


def expected_at(branch_id, kind, group_id, on):
    """list[ExpectedPerson] of a kind of meeting on a day, in 姓氏笔画 order; at most eight queries."""
    return expected_people(kind, ties_on(branch_id, kind, on), group_id)


def ties_on(branch_id, kind, on):
    """The Ties of everybody whom this kind of meeting may mean."""
    facts = {row.person_id: row for row in party_facts(branch_id, on)}
    committee, partners, lawyers = [], [], []
    if kind in WITH_SEATS:
        committee = committee_on(branch_id, on)
    if kind == MeetingKind.PARTNERS:
        partners = partners_on(firm_of(branch_id), on)
    if kind == MeetingKind.STUDY:
        people = Person.objects.in_firm(on).filter(firm=firm_of(branch_id), kind=PersonKind.LAWYER)
        lawyers = list(people)
    others = {person.pk: person for person in [*committee, *partners, *lawyers] if person.pk not in facts}
    facts.update(facts_of_others(others, on))
    seated, partnered, practising = (
        {person.pk for person in people} for people in (committee, partners, lawyers)
    )
    elsewhere = set()
    if others:
        elsewhere = set(
            Membership.objects.on(on)
            .filter(person__in=others)
            .exclude(branch=branch_id)
            .values_list("person", flat=True)
        )
    return [
        Ties(
            facts=row,
            has_seat=pk in seated,
            is_partner=pk in partnered,
            is_lawyer=pk in practising,
            in_other_branch=pk in elsewhere,
        )
        for pk, row in facts.items()
    ]


def firm_of(branch_id):
    return Branch.objects.values_list("firm", flat=True).get(pk=branch_id)


def facts_of_others(people, on):
    """PartyFacts of people whose relation does not touch the branch: their standing, no relation."""
    if not people:
        return {}
    standings = dict(PartyStanding.objects.on(on).filter(person__in=people).values_list("person", "standing"))
    restrictions = dict(Restriction.objects.on(on).filter(person__in=people).values_list("person", "kind"))
    return {
        pk: PartyFacts(
            pk,
            person.name,
            person.stroke_rank,
            standing=standings.get(pk, "masses"),
            restriction=restrictions.get(pk, ""),
        )
        for pk, person in people.items()
    }


class OwnTies:
    """One person's dated facts, read once (seven queries), to ask of any number of meetings whether the person is expected."""

    def __init__(self, person_id):
        self.person = Person.objects.get(pk=person_id)
        mine = Q(person=person_id)
        self.memberships = list(Membership.objects.filter(mine))
        self.standings = list(PartyStanding.objects.filter(mine))
        self.groups = list(GroupMembership.objects.filter(mine))
        self.seats = list(Seat.objects.filter(mine).select_related("term"))
        self.partnerships = list(Partner.objects.filter(mine))

    def on(self, branch_id, firm_id, day):
        """The Ties to one branch on one day."""
        membership = held(self.memberships, day)
        here = membership is not None and membership.branch_id == branch_id
        standing, group = held(self.standings, day), held(self.groups, day)
        person = self.person
        in_firm = person.firm_id == firm_id and person.joined_on <= day and not gone(person.left_on, day)
        facts = PartyFacts(
            person.pk,
            person.name,
            person.stroke_rank,
            standing=standing.standing if standing else "masses",
            relation=membership.relation if here else "",
            group_id=group.group_id if group else None,
        )
        seats = (seat for seat in self.seats if seat.holds_on(day) and not gone(seat.term.until, day))
        return Ties(
            facts=facts,
            has_seat=any(seat.term.branch_id == branch_id for seat in seats),
            is_partner=any(row.firm_id == firm_id and row.holds_on(day) for row in self.partnerships),
            is_lawyer=in_firm and person.kind == PersonKind.LAWYER,
            in_other_branch=membership is not None and not here,
        )

    def is_expected(self, meeting, day):
        ties = self.on(meeting.branch_id, meeting.branch.firm_id, day)
        return is_expected(meeting.kind, ties, meeting.group_id)


def held(rows, day):
    return next((row for row in rows if row.holds_on(day)), None)


def gone(until, day):
    return until is not None and until <= day


def people_told(meeting):
    """Ids of everybody a meeting's notices go to: who is expected on its day, and who is invited."""
    on = local_day(meeting.starts_at)
    expected = {row.person_id for row in expected_at(meeting.branch_id, meeting.kind, meeting.group_id, on)}
    return expected | set(Guest.objects.filter(meeting=meeting).values_list("person", flat=True))


def without_address(meeting):
    """The people (Person) a meeting's notices go to who have no e-mail address, in 姓氏笔画 order ("3 人无邮箱")."""
    return list(Person.objects.filter(pk__in=people_told(meeting), email="").by_stroke())
