from dataclasses import replace
from datetime import date, timedelta

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.commands import backfill as b
from activities.meetings.commands.backfill import backfill_meeting
from activities.meetings.models import ActionItem, Attendance, Meeting
from activities.meetings.rules import scheduling
from activities.meetings.rules.scheduling import Plan
from lawfirm_party.common.dates import at
from lawfirm_party.common.refusal import Refusal
from members.models import PartyStanding
from tests.conftest import NOW, TODAY
from tests.factories import make_meeting, make_member

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 10)


def plan_of(cast, kind=MeetingKind.ASSEMBLY, day=DAY, **changes):
    plan = Plan(
        branch_id=cast.branch.pk,
        kind=kind,
        starts_at=at(day, 15),
        ends_at=at(day, 16, 30),
        title="2026年第二季度支部党员大会",
        place="会议室",
        host_id=cast.people["secretary"].pk,
        recorder_id=cast.people["committee"].pk,
        agenda=(("传达学习", False), ("审议报告", True)),
    )
    return replace(plan, **changes)


def enter(cast, plan, now=NOW):
    return backfill_meeting(user=cast.users["secretary"], now=now, data=plan)


def test_a_past_meeting_is_held_and_marked_with_who_and_when(cast):
    meeting = enter(cast, plan_of(cast))
    assert (meeting.state, meeting.is_backfilled) == (MeetingState.HELD, True)
    assert (meeting.created_by, meeting.created_at) == (cast.users["secretary"], NOW)
    assert meeting.published_at is None
    assert [item.title for item in meeting.agenda.all()] == ["传达学习", "审议报告"]


def test_expected_are_those_of_the_meetings_own_day(cast):
    make_member(cast.branch, "新来明", since=date(2026, 9, 1))
    PartyStanding.objects.filter(person=cast.people["probationary"]).update(since=date(2026, 7, 1))
    meeting = enter(cast, plan_of(cast))
    assert (meeting.expected_count, meeting.voting_count) == (8, 8)
    names = set(Attendance.objects.filter(meeting=meeting).values_list("person__name", flat=True))
    assert not names & {"新来明", "郑预明"}


def test_example_18_an_old_democratic_life_meeting_is_stored_as_what_a_branch_holds(cast):
    plan = plan_of(
        cast, MeetingKind.LIFE, date(2026, 3, 10), title="2025年度民主生活会", evaluation_year=2025
    )
    meeting = enter(cast, plan)
    assert meeting.kind == MeetingKind.LIFE
    assert meeting.title == "2025年度组织生活会"
    assert meeting.original_title == "2025年度民主生活会"
    assert "民主生活会" not in MeetingKind.labels


def test_r_mtg_6_a_life_meeting_outside_its_year_is_not_entered(cast):
    late = plan_of(cast, MeetingKind.LIFE, date(2026, 4, 1), evaluation_year=2025)
    with pytest.raises(Refusal, match="2025年度") as caught:
        enter(cast, late)
    assert caught.value.field == "evaluation_year"
    assert not Meeting.objects.exists()


def test_example_18_the_word_under_another_kind_is_refused(cast):
    with pytest.raises(Refusal, match=b.NOT_LIFE_KIND):
        enter(cast, plan_of(cast, title="民主生活会"))


def test_any_other_title_has_no_original(cast):
    assert enter(cast, plan_of(cast)).original_title == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": at(TODAY, 9), "ends_at": NOW + timedelta(minutes=1)}, b.NOT_PAST),
        ({"starts_at": at(DAY, 15), "ends_at": at(DAY, 15)}, scheduling.END_BEFORE_START),
        ({"starts_at": at(DAY, 15), "ends_at": at(DAY + timedelta(days=2), 15)}, scheduling.TOO_LONG),
        (
            {"starts_at": at(date(1999, 1, 5), 9), "ends_at": at(date(1999, 1, 5), 10)},
            scheduling.BEFORE_FOUNDING,
        ),
        ({"kind": MeetingKind.GROUP}, scheduling.GROUP_MISSING),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_written(cast, changes, sentence):
    with pytest.raises(Refusal, match=sentence):
        enter(cast, plan_of(cast, **changes))
    assert not Meeting.objects.exists()


def test_a_meeting_of_today_that_is_over_may_be_entered(cast):
    plan = plan_of(cast, starts_at=at(TODAY, 8), ends_at=NOW)
    assert enter(cast, plan).state == MeetingState.HELD


def test_the_same_meeting_is_not_entered_twice(cast):
    enter(cast, plan_of(cast))
    with pytest.raises(Refusal, match=b.ENTERED_BEFORE):
        enter(cast, plan_of(cast))


def test_a_foreign_person_neither_chairs_nor_records(cast):
    from tests.factories import make_firm, make_person

    stranger = make_person(make_firm())
    with pytest.raises(Refusal, match=b.OTHER_FIRM):
        enter(cast, plan_of(cast, host_id=stranger.pk))


def test_a_day_without_a_committee_expects_nobody(cast):
    with pytest.raises(Refusal):
        enter(cast, plan_of(cast, MeetingKind.COMMITTEE, day=date(2010, 5, 4)))


def test_another_one_in_a_period_that_has_its_meeting_must_be_meant(cast):
    enter(cast, plan_of(cast))
    with pytest.raises(Refusal, match="已有 1 次") as caught:
        enter(cast, plan_of(cast, day=DAY - timedelta(days=30)))
    assert caught.value.field == "confirm_another"
    assert enter(cast, plan_of(cast, day=DAY - timedelta(days=100))).pk
    user = cast.users["secretary"]
    again = plan_of(cast, day=DAY - timedelta(days=30))
    assert backfill_meeting(user=user, now=NOW, data=again, confirm_another=True).pk


def undo(cast, meeting, reason="重复补录"):
    return b.undo_backfill(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, reason=reason)


def test_an_entry_made_by_mistake_is_undone_with_a_reason_and_leaves_no_attendance(cast):
    meeting = enter(cast, plan_of(cast))
    with pytest.raises(Refusal, match=b.UNDO_REASON_MISSING):
        undo(cast, meeting, reason=" ")
    undone = undo(cast, meeting)
    assert (undone.state, undone.cancel_reason) == (MeetingState.CANCELLED, "重复补录")
    assert (undone.changed_by, undone.changed_at) == (cast.users["secretary"], NOW)
    assert not Attendance.objects.exists()
    assert enter(cast, plan_of(cast)).pk


def test_an_entry_under_which_something_was_decided_is_not_undone(cast):
    meeting = enter(cast, plan_of(cast))
    ActionItem.objects.create(
        meeting=meeting,
        item=meeting.agenda.first(),
        text="联系社区",
        owner=cast.people["member"],
        due_on=TODAY,
    )
    with pytest.raises(Refusal, match=b.DECIDED_THERE):
        undo(cast, meeting)


@pytest.mark.parametrize("state", sorted(set(MeetingState) - {MeetingState.HELD, MeetingState.RECORDED}))
def test_nothing_but_an_open_entry_is_undone(cast, state):
    archived = {"number": 1, "archived_at": NOW} if state == MeetingState.ARCHIVED else {}
    meeting = make_meeting(cast.branch, state=state, is_backfilled=True, **archived)
    with pytest.raises(Refusal):
        undo(cast, meeting)


def test_a_meeting_that_was_held_in_its_time_is_not_undone(cast):
    meeting = make_meeting(cast.branch, state="held")
    with pytest.raises(Refusal, match=scheduling.NOT_NOW["cancel"]):
        undo(cast, meeting)
