"""能参加, 请假 and what the secretary says to it (R-MTG-11)."""

from datetime import date, datetime, timedelta

import pytest

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind, MeetingState, Presence
from activities.meetings.commands import answers
from activities.meetings.commands.answers import ask_leave, come, decide_leave, undo_decision, withdraw_leave
from activities.meetings.commands.attendance import begin_meeting, close_meeting, mark
from activities.meetings.models import Attendance, Guest, LeaveRequest, Rsvp
from activities.meetings.rules.scheduling import NOT_NOW
from lawfirm_party.common.dates import SHANGHAI, at
from lawfirm_party.common.refusal import Conflict, Refusal
from tests import factories
from tests.activities.meetings.record_world import make_planned, write_everything

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def meeting(cast):
    return factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY)


@pytest.fixture
def me(cast, meeting):
    return {"meeting_id": meeting.pk, "person_id": cast.people["member"].pk, "now": NOW}


def refused(call, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(**kwargs)
    return caught.value.sentence


def test_the_same_answer_twice_is_one_row(me):
    come(**me)
    come(**me)
    assert Rsvp.objects.count() == 1


def test_a_leave_asked_twice_is_one_row_and_takes_the_answer_back(me):
    come(**me)
    ask_leave(**me, reason=LeaveReason.COURT)
    leave = ask_leave(**me, reason=LeaveReason.TRAVEL)
    assert not Rsvp.objects.exists()
    assert LeaveRequest.objects.get() == leave
    assert (leave.reason, leave.state) == (LeaveReason.TRAVEL, LeaveState.PENDING)


def test_who_can_come_after_all_takes_the_leave_back(me):
    ask_leave(**me, reason=LeaveReason.COURT)
    come(**me)
    assert LeaveRequest.objects.get().state == LeaveState.WITHDRAWN


@pytest.mark.parametrize(
    ("reason", "text", "sentence"),
    [
        ("", "", answers.REASON_NEEDED),
        ("holiday", "", answers.REASON_NEEDED),
        (LeaveReason.OTHER, "  ", answers.TEXT_NEEDED),
    ],
)
def test_r_mtg_11_a_leave_needs_a_reason(me, reason, text, sentence):
    assert refused(ask_leave, **me, reason=reason, text=text) == sentence


def test_r_mtg_11_a_leave_is_asked_before_the_meeting(me, meeting):
    me["now"] = meeting.starts_at - timedelta(seconds=1)
    assert ask_leave(**me, reason=LeaveReason.COURT).pk
    me["now"] = meeting.starts_at
    assert refused(ask_leave, **me, reason=LeaveReason.COURT) == answers.TOO_LATE
    assert refused(come, **me) == answers.TOO_LATE
    assert refused(withdraw_leave, **me) == answers.TOO_LATE


@pytest.mark.parametrize("role", ["outsider", "lawyer", "partner"])
def test_who_is_not_invited_has_nothing_to_answer(cast, meeting, role):
    call = {"meeting_id": meeting.pk, "person_id": cast.people[role].pk, "now": NOW}
    assert refused(come, **call) == answers.NOT_INVITED
    assert refused(ask_leave, **call, reason=LeaveReason.COURT) == answers.NOT_INVITED


def test_a_guest_may_answer(cast, meeting):
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    assert come(meeting_id=meeting.pk, person_id=cast.people["lawyer"].pk, now=NOW).pk


def test_an_answer_to_an_older_revision_is_a_conflict(me, meeting):
    meeting.revision = 1
    meeting.save()
    with pytest.raises(Conflict, match=answers.MOVED_MEANWHILE):
        come(**me, revision=0)
    assert come(**me, revision=1).revision == 1


@pytest.mark.parametrize(
    "state", [s for s in MeetingState if s not in {MeetingState.SCHEDULED, MeetingState.ARCHIVED}]
)
def test_only_a_scheduled_meeting_is_answered(me, meeting, state):
    meeting.state = state
    meeting.save()
    assert refused(come, **me) == NOT_NOW["answer"]


def test_a_leave_is_decided_once(cast, me):
    leave = ask_leave(**me, reason=LeaveReason.COURT)
    decide = {"leave_id": leave.pk, "user": cast.users["secretary"], "now": NOW}
    assert decide_leave(**decide, approve=True).state == LeaveState.APPROVED
    assert refused(decide_leave, **decide, approve=False) == answers.ALREADY_DECIDED
    assert refused(ask_leave, **me, reason=LeaveReason.COURT) == answers.ALREADY_APPROVED


def test_after_a_no_one_may_ask_again_and_after_a_yes_take_it_back(cast, me):
    leave = ask_leave(**me, reason=LeaveReason.COURT)
    decide_leave(leave_id=leave.pk, user=cast.users["secretary"], now=NOW, approve=False, reason="要表决")
    again = ask_leave(**me, reason=LeaveReason.SICK)
    assert again.pk != leave.pk
    decide_leave(leave_id=again.pk, user=cast.users["secretary"], now=NOW, approve=True)
    withdraw_leave(**me)
    assert refused(withdraw_leave, **me) == answers.NO_LEAVE


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (Presence.UNMARKED, Presence.LEAVE),
        (Presence.ABSENT, Presence.LEAVE),
        (Presence.PRESENT, Presence.PRESENT),
    ],
)
def test_a_yes_after_the_beginning_mends_the_attendance_of_who_was_not_there(cast, me, meeting, was, becomes):
    leave = ask_leave(**me, reason=LeaveReason.COURT)
    meeting.state = MeetingState.HELD
    meeting.save()
    row = Attendance.objects.create(meeting=meeting, person=cast.people["member"], presence=was)
    decide_leave(
        leave_id=leave.pk, user=cast.users["secretary"], now=at(date(2026, 11, 26), 17), approve=True
    )
    row.refresh_from_db()
    assert row.presence == becomes


@pytest.mark.parametrize("approve", [True, False])
def test_a_late_decision_that_was_the_last_thing_missing_completes_the_record(cast, approve):
    meeting, leave = held_with_leave(cast)
    decide_leave(leave_id=leave.pk, user=cast.users["secretary"], now=NOW, approve=approve, reason="要表决")
    meeting.refresh_from_db()
    assert meeting.state == (MeetingState.RECORDED if approve else MeetingState.HELD)


def test_after_it_the_record_can_be_archived_from_its_page(cast, frozen):
    meeting, leave = held_with_leave(cast)
    decide_leave(leave_id=leave.pk, user=cast.users["secretary"], now=NOW, approve=True)
    page = cast.client("secretary").get(f"/meetings/{meeting.pk}/").content.decode()
    assert f'action="/meetings/{meeting.pk}/archive/"' in page


def held_with_leave(cast):
    """A meeting of three of whom one asked for leave and is not marked yet; everything else is there."""
    meeting = make_planned(cast, hour=15)
    absent = cast.people["committee"].pk
    leave = ask_leave(meeting_id=meeting.pk, person_id=absent, reason=LeaveReason.COURT, now=NOW)
    act = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW}
    begin_meeting(**act)
    for role in ("secretary", "committee_only"):
        mark(**act, person_id=cast.people[role].pk, presence=Presence.PRESENT)
    close_meeting(**act)
    return write_everything(meeting, votes=2), leave


def test_nothing_is_decided_about_a_cancelled_meeting(cast, me, meeting):
    leave = ask_leave(**me, reason=LeaveReason.COURT)
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    decide = {"leave_id": leave.pk, "user": cast.users["secretary"], "now": NOW}
    assert refused(decide_leave, **decide, approve=True) == answers.RECORD_CLOSED


class TestANoWithItsReason:
    @pytest.fixture
    def leave(self, cast, me):
        return ask_leave(**me, reason=LeaveReason.COURT)

    def decide(self, cast, leave, approve=False, now=NOW, reason="  当天要表决  "):
        user = cast.users["secretary"]
        return decide_leave(leave_id=leave.pk, user=user, now=now, approve=approve, reason=reason)

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_no_needs_one(self, cast, leave, reason):
        with pytest.raises(Refusal, match=answers.NO_NEEDS_REASON):
            self.decide(cast, leave, reason=reason)
        leave.refresh_from_db()
        assert leave.state == LeaveState.PENDING

    def test_it_is_kept_with_the_no_and_not_with_a_yes(self, cast, leave):
        assert self.decide(cast, leave).refused_because == "当天要表决"
        undo_decision(leave_id=leave.pk, now=NOW)
        assert self.decide(cast, leave, approve=True).refused_because == ""

    def test_taken_back_the_leave_waits_again(self, cast, leave):
        self.decide(cast, leave)
        back = undo_decision(leave_id=leave.pk, now=NOW)
        assert (back.state, back.decided_by, back.decided_at) == (LeaveState.PENDING, None, None)
        assert back.refused_because == ""

    def test_until_the_meeting_begins_and_not_a_second_later(self, cast, leave, meeting):
        self.decide(cast, leave)
        last = meeting.starts_at - timedelta(seconds=1)
        assert undo_decision(leave_id=leave.pk, now=last).state == LeaveState.PENDING
        self.decide(cast, leave)
        assert refused(undo_decision, leave_id=leave.pk, now=meeting.starts_at) == answers.BEGUN_ALREADY

    def test_not_when_the_person_said_something_else_since(self, cast, leave, me):
        self.decide(cast, leave)
        ask_leave(**me, reason=LeaveReason.SICK)
        assert refused(undo_decision, leave_id=leave.pk, now=NOW) == answers.ANSWERED_ANEW

    def test_not_when_the_person_comes(self, cast, leave, me):
        self.decide(cast, leave)
        come(**me)
        assert refused(undo_decision, leave_id=leave.pk, now=NOW) == answers.ANSWERED_ANEW

    def test_not_when_the_meeting_was_moved(self, cast, leave, meeting):
        self.decide(cast, leave)
        meeting.moved_at = NOW + timedelta(minutes=1)
        meeting.save()
        assert refused(undo_decision, leave_id=leave.pk, now=NOW) == answers.MOVED_SINCE
