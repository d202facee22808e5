from datetime import date

import pytest

from activities.meetings.choices import MeetingKind
from activities.meetings.models import Guest
from activities.meetings.queries.expected import OwnTies, expected_at, people_told
from branches.choices import MeetingKind as Kind
from members.choices import Relation, RestrictionKind, Standing
from members.models import CommitteeTerm, GroupMembership, Membership, PartyStanding, Restriction, Seat
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)


def names(cast, kind, day=DAY, group=None, branch=None):
    rows = expected_at((branch or cast.branch).pk, kind, group and group.pk, day)
    return {row.name for row in rows}


def voters(cast, kind, day=DAY):
    return {row.name for row in expected_at(cast.branch.pk, kind, None, day) if row.has_vote}


def members(cast):
    return {
        cast.people[role].name
        for role in (
            "secretary",
            "committee",
            "committee_only",
            "leader",
            "member",
            "fifth",
            "sixth",
            "seventh",
            "probationary",
        )
    }


def test_r_mtg_1_the_assembly_is_every_member_of_the_branch_on_that_day(cast):
    assert names(cast, Kind.ASSEMBLY) == members(cast)
    assert names(cast, Kind.ASSEMBLY, date(2026, 2, 28)) == members(cast) - {"郑预明"}
    assert voters(cast, Kind.ASSEMBLY) == members(cast) - {"郑预明"}


def test_example_5_and_6_inflow_restriction_and_suspension_change_the_counts(cast):
    factories.make_member(cast.branch, "流入员", relation=Relation.INFLOW)
    factories.make_member(cast.branch, "停籍员", standing=Standing.SUSPENDED)
    Restriction.objects.create(
        person=cast.people["sixth"], kind=RestrictionKind.PROBATION, since=DAY, until=date(2027, 11, 26)
    )
    assert names(cast, Kind.ASSEMBLY) == members(cast) | {"流入员"}
    assert voters(cast, Kind.ASSEMBLY) == members(cast) - {"郑预明", "周六明"}
    assert "周六明" in voters(cast, Kind.ASSEMBLY, date(2026, 11, 25))


def test_r_mtg_2_the_committee_is_who_sits_in_it_on_that_day(cast):
    assert names(cast, Kind.COMMITTEE) == {"高书明", "李组明", "王宣明"}
    assert names(cast, Kind.COMMITTEE, date(2025, 2, 28)) == set()
    Seat.objects.filter(person=cast.people["committee_only"]).update(until=DAY)
    assert names(cast, Kind.COMMITTEE) == {"高书明", "李组明"}
    CommitteeTerm.objects.update(until=DAY)
    assert names(cast, Kind.COMMITTEE) == set()


def test_two_seats_are_one_person(cast):
    factories.make_seat(cast.term, cast.people["secretary"], "organisation")
    assert len(expected_at(cast.branch.pk, Kind.COMMITTEE, None, DAY)) == 3


def test_r_mtg_3_a_group_is_who_belongs_to_it_on_that_day(cast):
    assert names(cast, Kind.GROUP, group=cast.group) == {"陈长明", "丁党明", "孙五明", "郑预明"}
    GroupMembership.objects.filter(person=cast.people["fifth"]).update(until=DAY)
    assert names(cast, Kind.GROUP, group=cast.group) == {"陈长明", "丁党明", "郑预明"}


def test_r_jnt_1_the_joint_meeting_is_committee_and_partners(cast):
    assert names(cast, Kind.PARTNERS) == {"高书明", "李组明", "王宣明", "褚伙明"}
    assert voters(cast, Kind.PARTNERS) == {"高书明", "李组明", "王宣明"}


def test_who_has_left_the_firm_or_the_branch_sits_there_no_more(cast):
    for role in ("committee", "partner"):
        cast.people[role].left_on = DAY
        cast.people[role].save()
    Membership.objects.filter(person=cast.people["committee_only"]).update(until=DAY)
    assert names(cast, Kind.COMMITTEE) == {"高书明"}
    assert names(cast, Kind.PARTNERS) == {"高书明"}
    assert len(names(cast, Kind.PARTNERS, date(2026, 11, 25))) == 4
    meeting = factories.make_meeting(cast.branch, Kind.PARTNERS)
    alone = {person.name for person in cast.people.values() if OwnTies(person).is_expected(meeting, DAY)}
    assert alone == {"高书明"}


def test_whose_standing_has_stopped_sits_there_no_more(cast):
    person = cast.people["committee_only"]
    PartyStanding.objects.filter(person=person).update(standing=Standing.SUSPENDED)
    assert names(cast, Kind.COMMITTEE) == {"高书明", "李组明"}
    meeting = factories.make_meeting(cast.branch, Kind.COMMITTEE)
    assert not OwnTies(person).is_expected(meeting, DAY)


def test_study_is_for_members_and_lawyers_but_not_for_other_branches(cast):
    assert names(cast, Kind.STUDY) == members(cast) | {"褚伙明", "卫律明"}
    lawyer = cast.people["lawyer"]
    Membership.objects.create(person=lawyer, branch=cast.other_branch, since=date(2026, 1, 1))
    assert "卫律明" not in names(cast, Kind.STUDY)


def test_who_has_left_the_firm_is_no_lawyer_of_it(cast):
    cast.people["lawyer"].left_on = DAY
    cast.people["lawyer"].save()
    assert "卫律明" not in names(cast, Kind.STUDY)
    assert "卫律明" in names(cast, Kind.STUDY, date(2026, 11, 25))


def test_people_of_another_firm_are_never_expected(cast):
    other = factories.make_branch()
    factories.make_member(other, "他所员")
    assert "他所员" not in names(cast, Kind.STUDY) | names(cast, Kind.ASSEMBLY)


def test_names_stand_in_stroke_order_and_carry_their_standing(cast):
    rows = expected_at(cast.branch.pk, Kind.COMMITTEE, None, DAY)
    assert [row.name for row in rows] == ["王宣明", "李组明", "高书明"]
    assert {row.standing for row in rows} == {Standing.FULL}


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_one_query_whoever_is_meant(cast, django_assert_num_queries, kind):
    with django_assert_num_queries(1):
        expected_at(cast.branch.pk, kind, cast.group.pk if kind == Kind.GROUP else None, DAY)


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_asking_one_person_or_everybody_gives_the_same_answer(cast, kind):
    group = cast.group if kind == Kind.GROUP else None
    meeting = factories.make_meeting(cast.branch, kind, group=group)
    expected = {row.person_id for row in expected_at(cast.branch.pk, kind, group and group.pk, DAY)}
    alone = {person.pk for person in cast.people.values() if OwnTies(person).is_expected(meeting, DAY)}
    assert alone == expected


def test_guests_are_told_too(cast):
    meeting = factories.make_meeting(cast.branch, Kind.COMMITTEE)
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    assert len(people_told(meeting)) == 4


def test_a_standing_that_ended_counts_no_more(cast):
    PartyStanding.objects.filter(person=cast.people["sixth"]).update(until=DAY)
    assert "周六明" not in names(cast, Kind.ASSEMBLY)
