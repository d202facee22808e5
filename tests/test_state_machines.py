"""Every state × every step: where it leads, and that whatever is not in the table is refused (trust.md section 3, row 12).

The steps of a record that begin with the meeting itself are in tests/activities/meetings/commands/test_record_states.py.
"""

from datetime import timedelta

import pytest

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind, MeetingState, Presence
from activities.meetings.commands.answers import (
    ask_leave,
    come,
    decide_leave,
    undo_decision,
    withdraw_leave,
)
from activities.meetings.commands.attendance import backfill_scheduled, mark, mark_all_present
from activities.meetings.commands.scheduling import (
    cancel_meeting,
    edit_meeting,
    move_meeting,
    publish_meeting,
)
from activities.meetings.models import Attendance, LeaveRequest, Meeting
from activities.meetings.rules.scheduling import Plan
from activities.notices.choices import OutboxState
from activities.notices.commands import call_back_row, cancel_rows, deliver_due, resend_row
from activities.notices.models import OutboxRow
from lawfirm_party.common.refusal import Refusal

from .activities.meetings.record_world import make_begun, make_planned
from .activities.notices.outbox import Post, make_row, never_quiet, say
from .conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
M, OUT, L, P = MeetingState, OutboxState, LeaveState, Presence


def outcome(step, row):
    """The state after a step; None when it was refused, and then nothing of the row has changed."""
    before = type(row).objects.filter(pk=row.pk).values().get()
    try:
        step()
    except Refusal:
        assert type(row).objects.filter(pk=row.pk).values().get() == before
        return None
    row.refresh_from_db()
    return row.state


# ---- a meeting before it begins


def edited(meeting):
    return Plan(
        branch_id=meeting.branch_id,
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title="改了名称",
        place="二号会议室",
        host_id=meeting.host_id,
        recorder_id=meeting.recorder_id,
        agenda=(("议题", False),),
    )


def later(meeting):
    return {
        "starts_at": meeting.starts_at + timedelta(days=1),
        "ends_at": meeting.ends_at + timedelta(days=1),
    }


PLANNING = {
    "publish": lambda m, who: publish_meeting(meeting_id=m.pk, **who),
    "edit": lambda m, who: edit_meeting(meeting_id=m.pk, **who, data=edited(m), version=m.version),
    "move": lambda m, who: move_meeting(meeting_id=m.pk, **who, **later(m)),
    "cancel": lambda m, who: cancel_meeting(meeting_id=m.pk, **who, reason="书记出差"),
}
MEETING_TABLE = {
    "publish": {M.DRAFT: M.SCHEDULED},
    "edit": {M.DRAFT: M.DRAFT, M.SCHEDULED: M.SCHEDULED},
    "move": {M.SCHEDULED: M.SCHEDULED},
    "cancel": {M.DRAFT: M.CANCELLED, M.SCHEDULED: M.CANCELLED},
}


def meeting_in(cast, state, day=TODAY + timedelta(days=1), kind=MeetingKind.COMMITTEE):
    meeting = make_planned(cast, kind, day=day)
    archived = {"number": 1, "archived_at": NOW} if state == M.ARCHIVED else {}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **archived)
    meeting.refresh_from_db()
    return meeting


@pytest.mark.parametrize("step", PLANNING)
def test_planning_a_meeting(cast, frozen, step):
    who = {"user": cast.users["secretary"], "now": NOW}
    reached = {}
    for state in M:
        meeting = meeting_in(cast, state)
        reached[state] = outcome(lambda meeting=meeting: PLANNING[step](meeting, who), meeting)
    assert reached == {state: MEETING_TABLE[step].get(state) for state in M}


def test_entering_a_meeting_whose_day_has_passed(cast, frozen):
    who = {"user": cast.users["secretary"], "now": NOW}
    reached = {}
    for state in M:
        meeting = meeting_in(cast, state, day=TODAY - timedelta(days=1))
        reached[state] = outcome(lambda pk=meeting.pk: backfill_scheduled(meeting_id=pk, **who), meeting)
    assert reached == {state: M.HELD if state == M.SCHEDULED else None for state in M}


# ---- a leave

LEAVE_STEPS = {
    "ask": lambda leave, who, user: ask_leave(reason=LeaveReason.TRAVEL, **who),
    "come": lambda leave, who, user: come(**who),
    "withdraw": lambda leave, who, user: withdraw_leave(**who),
    "approve": lambda leave, who, user: decide_leave(leave_id=leave.pk, user=user, now=NOW, approve=True),
    "refuse": lambda leave, who, user: decide_leave(
        leave_id=leave.pk, user=user, now=NOW, approve=False, reason="人数不够"
    ),
    "undo": lambda leave, who, user: undo_decision(leave_id=leave.pk, now=who["now"]),
}
# A closed leave stays as it is when one asks again (a new one is made) or says that one can come.
LEAVE_TABLE = {
    "ask": {L.PENDING: L.PENDING, L.REFUSED: L.REFUSED, L.WITHDRAWN: L.WITHDRAWN},
    "come": {L.PENDING: L.WITHDRAWN, L.APPROVED: L.WITHDRAWN, L.REFUSED: L.REFUSED, L.WITHDRAWN: L.WITHDRAWN},
    "withdraw": {L.PENDING: L.WITHDRAWN, L.APPROVED: L.WITHDRAWN},
    "approve": {L.PENDING: L.APPROVED},
    "refuse": {L.PENDING: L.REFUSED},
    "undo": {L.APPROVED: L.PENDING, L.REFUSED: L.PENDING},
}


def leave_in(cast, meeting, state):
    LeaveRequest.objects.filter(meeting=meeting).delete()
    return LeaveRequest.objects.create(
        meeting=meeting,
        person=cast.people["member"],
        reason=LeaveReason.COURT,
        state=state,
        asked_at=NOW - timedelta(hours=1),
    )


def leave_outcome(cast, meeting, state, step, now=NOW):
    leave = leave_in(cast, meeting, state)
    who = {"meeting_id": meeting.pk, "person_id": leave.person_id, "now": now}
    return outcome(lambda: LEAVE_STEPS[step](leave, who, cast.users["secretary"]), leave)


@pytest.mark.parametrize("step", LEAVE_STEPS)
def test_a_leave(cast, frozen, step):
    meeting = meeting_in(cast, M.SCHEDULED, kind=MeetingKind.ASSEMBLY)
    reached = {state: leave_outcome(cast, meeting, state, step) for state in L}
    assert reached == {state: LEAVE_TABLE[step].get(state) for state in L}


@pytest.mark.parametrize("step", LEAVE_STEPS)
def test_a_leave_in_each_state_of_its_meeting(cast, frozen, step):
    allowed = {M.SCHEDULED}
    if step in {"approve", "refuse"}:
        allowed = set(M) - {M.CANCELLED, M.ARCHIVED}
    reached = set()
    for state in M:
        meeting = meeting_in(cast, state, kind=MeetingKind.ASSEMBLY)
        before = L.REFUSED if step == "undo" else L.PENDING
        if leave_outcome(cast, meeting, before, step) is not None:
            reached.add(state)
    assert reached == allowed


@pytest.mark.parametrize("step", ["ask", "come", "withdraw"])
def test_no_answer_once_the_hour_has_come(cast, frozen, step):
    meeting = meeting_in(cast, M.SCHEDULED, kind=MeetingKind.ASSEMBLY)
    assert leave_outcome(cast, meeting, L.PENDING, step, now=meeting.starts_at) is None


# ---- attendance


def test_attendance_may_be_marked_from_each_to_each_but_never_unmarked(cast, frozen):
    meeting = make_begun(cast)
    person = cast.people["committee"]
    row = Attendance.objects.get(meeting=meeting, person=person)
    for before in P:
        for after in (P.PRESENT, P.LEAVE, P.ABSENT):
            Attendance.objects.filter(pk=row.pk).update(presence=before, leave_reason="")
            mark(
                meeting_id=meeting.pk,
                person_id=person.pk,
                presence=after,
                user=cast.users["secretary"],
                now=NOW,
            )
            row.refresh_from_db()
            assert (row.presence, row.leave_reason) == (after, "")
    page = cast.client("secretary").post(
        f"/meetings/{meeting.pk}/attendance/", {"mark": f"{person.pk}:unmarked"}
    )
    row.refresh_from_db()
    assert (page.status_code, row.presence) == (422, P.ABSENT)


@pytest.mark.parametrize("before", P)
def test_all_present_touches_only_who_was_not_marked(cast, frozen, before):
    meeting = make_begun(cast)
    Attendance.objects.filter(meeting=meeting).update(presence=before)
    mark_all_present(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    after = {P.UNMARKED: P.PRESENT}.get(before, before)
    assert set(Attendance.objects.filter(meeting=meeting).values_list("presence", flat=True)) == {after}


# ---- a row of the outbox

PROBLEM = {OUT.DEAD, OUT.UNCERTAIN, OUT.MISSED}
BY_HAND = {
    "resend": lambda row: resend_row(row_id=row.pk, now=NOW),
    "call back": lambda row: call_back_row(row_id=row.pk),
    "no longer needed": lambda row: cancel_rows(object_id=row.object_id, rules=[row.rule]),
    "deliver": lambda row: deliver_due(now_func=lambda: NOW, render=say, hold=never_quiet, gateway=Post()),
}
OUTBOX_TABLE = {
    "resend": dict.fromkeys(PROBLEM, OUT.QUEUED),
    "call back": dict.fromkeys({OUT.QUEUED, OUT.CLAIMED} | PROBLEM, OUT.CANCELLED),
    # What is gone out, going out or settled stays as it is.
    "no longer needed": {
        state: OUT.CANCELLED if state in {OUT.QUEUED, OUT.CLAIMED} else state for state in OUT
    },
    "deliver": {state: OUT.SENT if state == OUT.QUEUED else state for state in OUT},
}


@pytest.mark.parametrize("step", BY_HAND)
def test_a_row_of_the_outbox(cast, frozen, step):
    reached = {}
    for state in OUT:
        row = make_row(cast.people["member"], state=state, error="连不上邮件服务器。")
        reached[state] = outcome(lambda row=row: BY_HAND[step](row), row)
        OutboxRow.objects.all().delete()
    assert reached == {state: OUTBOX_TABLE[step].get(state) for state in OUT}
