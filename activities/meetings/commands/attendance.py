"""Begin a meeting, mark who came, and close it. Everything runs under the lock of the meeting's own row."""

from datetime import timedelta

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import OPEN_RECORD, LeaveState, MarkedHow, MeetingState, Presence
from ..models import Attendance, Guest, LeaveRequest, Meeting
from ..queries.expected import expected_at
from ..queries.record import record_of
from .changes import note_change

A_MINUTE = timedelta(minutes=1)
NOT_TODAY = "会议只能在召开当天开始；已经开过的会议请补录。"
NOT_SCHEDULED = "这次会议不是“已安排”的状态，不能开始。"
ALREADY_OVER = "这次会议已经散会，不能再次开始。"
NOBODY_EXPECTED = "这一天没有应到会的人员，请先核对名册或委员任期。"
NOT_BEGUN = "会议还没有开始，不能登记考勤。"
ARCHIVED = "会议已经归档，记录不能再改；如有错误请写更正说明。"
CANCELLED = "会议已经取消。"
NOT_ON_THE_LIST = "这个人不在本次会议的名单里。"
GUESTS_TAKE_NO_LEAVE = "列席人员只登记到会或未到。"
MARKED_MEANWHILE = "{name}的考勤刚刚被改为“{presence}”，请核对后再登记。"
NOT_YET_OVER = "只有当天没有开始、日期已过的会议才需要补录。"


def locked(meeting_id):
    """The meeting's row, locked for the rest of the transaction."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)


def refuse_closed_record(meeting):
    """Refusal unless the record may still be written."""
    if meeting.state == MeetingState.ARCHIVED:
        raise Refusal(ARCHIVED)
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal(CANCELLED)
    if meeting.state not in OPEN_RECORD:
        raise Refusal(NOT_BEGUN)


@transaction.atomic
def begin_meeting(*, meeting_id, user, now):
    """Freeze who is expected and open the attendance; on the meeting's own day in Shanghai only. A second click changes nothing.

    Raises Refusal from any state but scheduled and begun.
    """
    meeting = locked(meeting_id)
    if meeting.state == MeetingState.BEGUN:
        return meeting
    if meeting.state in OPEN_RECORD:
        raise Refusal(ALREADY_OVER)
    if meeting.state != MeetingState.SCHEDULED:
        raise Refusal(ARCHIVED if meeting.state == MeetingState.ARCHIVED else NOT_SCHEDULED)
    if local_day(meeting.starts_at) != local_day(now):
        raise Refusal(NOT_TODAY)
    freeze_expected(meeting, user, now)
    meeting.state = MeetingState.BEGUN
    meeting.begun_at = now
    meeting.changed_by, meeting.changed_at = user, now
    meeting.save()
    return meeting


@transaction.atomic
def backfill_scheduled(*, meeting_id, user, now):
    """A scheduled meeting whose day has passed without a beginning is entered afterwards (补录), by whom and when kept.

    Expected are those of the meeting's own day. Raises Refusal before its day is over and from any other state.
    """
    meeting = locked(meeting_id)
    if meeting.state == MeetingState.HELD and meeting.is_backfilled:
        return meeting
    if meeting.state != MeetingState.SCHEDULED:
        raise Refusal(NOT_SCHEDULED)
    if local_day(meeting.starts_at) >= local_day(now):
        raise Refusal(NOT_YET_OVER)
    freeze_expected(meeting, user, now)
    meeting.is_backfilled = True
    meeting.backfilled_by, meeting.backfilled_at = user, now
    note_change(meeting, user, now)
    meeting.begun_at, meeting.held_at = meeting.starts_at, meeting.ends_at
    meeting.state = MeetingState.HELD
    meeting.save()
    return meeting


def freeze_expected(meeting, user, now):
    """Write the attendance rows of the meeting's own day, approved leaves filled in, and the two counts. Refusal when nobody is expected."""
    day = local_day(meeting.starts_at)
    people = expected_at(meeting.branch_id, meeting.kind, meeting.group_id, day)
    if not people:
        raise Refusal(NOBODY_EXPECTED)
    leaves = dict(
        LeaveRequest.objects.filter(meeting=meeting, state=LeaveState.APPROVED).values_list(
            "person", "reason"
        )
    )
    rows = [
        Attendance(
            meeting=meeting,
            person_id=person.person_id,
            has_vote=person.has_vote,
            standing=person.standing,
            **presence_from_leave(leaves.get(person.person_id), user, now),
        )
        for person in people
    ]
    known = {person.person_id for person in people}
    guests = Guest.objects.filter(meeting=meeting).exclude(person__in=known)
    rows += [Attendance(meeting=meeting, person_id=guest.person_id, is_guest=True) for guest in guests]
    Attendance.objects.bulk_create(rows)
    meeting.expected_count = len(people)
    meeting.voting_count = sum(person.has_vote for person in people)


def presence_from_leave(reason, user, now):
    if reason is None:
        return {}
    return {
        "presence": Presence.LEAVE,
        "leave_reason": reason,
        "how": MarkedHow.FROM_LEAVE,
        "marked_by": user,
        "marked_at": now,
    }


@transaction.atomic
def mark_all_present(*, meeting_id, user, now):
    """全部到会: everybody not yet marked came; leaves and earlier marks stay. Returns how many were marked."""
    meeting = locked(meeting_id)
    refuse_closed_record(meeting)
    number = Attendance.objects.filter(meeting=meeting, presence=Presence.UNMARKED).update(
        presence=Presence.PRESENT, how=how_marked(meeting, MarkedHow.ALL), marked_by=user, marked_at=now
    )
    settle_state(meeting)
    return number


@transaction.atomic
def mark(*, meeting_id, person_id, presence, user, now, reason="", seen=None):
    """Mark one person, until the record is archived; by whom, when and how is kept.

    `seen` is what the page showed: when somebody else has changed it since to something else again, Conflict.
    Raises Refusal for a person not on the list and for a leave of a guest.
    """
    meeting = locked(meeting_id)
    refuse_closed_record(meeting)
    row = Attendance.objects.select_related("person").filter(meeting=meeting, person=person_id).first()
    if row is None:
        raise Refusal(NOT_ON_THE_LIST)
    if row.is_guest and presence == Presence.LEAVE:
        raise Refusal(GUESTS_TAKE_NO_LEAVE)
    if seen is not None and row.presence not in {seen, presence}:
        raise Conflict(MARKED_MEANWHILE.format(name=row.person.name, presence=row.get_presence_display()))
    reason = leave_reason_of(row, presence, reason)
    if (row.presence, row.leave_reason) != (presence, reason):
        row.presence, row.leave_reason = presence, reason
        row.how, row.marked_by, row.marked_at = how_marked(meeting, MarkedHow.BY_HAND), user, now
        row.save()
        settle_state(meeting)
    return row


def leave_reason_of(row, presence, reason):
    """A leave keeps its reason when none is given anew; one that nobody gave is not made up."""
    if presence != Presence.LEAVE:
        return ""
    return reason or row.leave_reason


def how_marked(meeting, how):
    return MarkedHow.BACKFILLED if meeting.is_backfilled else how


@transaction.atomic
def close_meeting(*, meeting_id, user, now, end_is_known=False):
    """散会: the meeting is held, its hours as they were. A second click changes nothing.

    `end_is_known` says that the stored end was on the page that was sent: it stands unless it is still to come.
    """
    meeting = locked(meeting_id)
    refuse_closed_record(meeting)
    if meeting.state != MeetingState.BEGUN:
        return meeting
    if not (end_is_known and meeting.ends_at <= now):
        note_hours(meeting, now)
    meeting.held_at = now
    meeting.state = MeetingState.HELD
    note_change(meeting, user, now)
    meeting.save()
    settle_state(meeting)
    return meeting


def note_hours(meeting, now):
    """What is closed on its own day, or before the planned end, ends now. Who begins some minutes early waits for the planned hour;
    a meeting that was over before that hour began when it was begun."""
    minute = now.replace(second=0, microsecond=0)
    if now <= meeting.starts_at:
        meeting.starts_at = meeting.begun_at.replace(second=0, microsecond=0)
    if local_day(meeting.starts_at) == local_day(now) or meeting.ends_at > now:
        meeting.ends_at = max(minute, meeting.starts_at + A_MINUTE)


def settle_state(meeting):
    """A held meeting is recorded as soon as nothing is missing, and held again when something is."""
    if meeting.state not in {MeetingState.HELD, MeetingState.RECORDED}:
        return
    state = MeetingState.HELD if record_of(meeting).missing else MeetingState.RECORDED
    if state != meeting.state:
        meeting.state = state
        meeting.save(update_fields=["state"])
