"""What somebody answers to an invitation: can come, asks for leave; and what the secretary says to that."""

from django.db import transaction

from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import LeaveReason, LeaveState, MarkedHow, MeetingState, Presence
from ..models import Attendance, LeaveRequest, Meeting, Rsvp
from ..queries.expected import people_told
from ..queries.lists import is_for_older_time
from ..rules.scheduling import refuse_unless
from .attendance import settle_state
from .changes import note_change

TOO_LATE = "会议已经开始，请假要在会前提出。"
NOT_INVITED = "您不在这次会议的应到和列席名单里。"
MOVED_MEANWHILE = "会议刚刚改期，请按新的时间答复。"
REASON_NEEDED = "请选择请假的事由。"
TEXT_NEEDED = "事由选“其他”时，请写明原因，只有书记看得到。"
ALREADY_APPROVED = "请假已经同意，不必重复申请。"
NO_LEAVE = "没有可以撤回的请假。"
ALREADY_DECIDED = "这条请假已经处理过了。"
NO_NEEDS_REASON = "不同意请假，请写一句理由，会转告本人。"
NOT_DECIDED = "这条请假还没有审批，或者本人已经撤回。"
BEGUN_ALREADY = "会议已经开始，不能再撤回审批。"
ANSWERED_ANEW = "审批以后，本人又有新的答复，请按新的答复办理。"
MOVED_SINCE = "会议已经改期，原来的请假不再有效。"
RECORD_CLOSED = "会议已经归档或取消，不能再审批。"


def come(*, meeting_id, person_id, now, revision=None):
    """Note that somebody can come; an open leave is taken back. The same answer twice is one row. Returns the Rsvp.

    Raises Refusal when the meeting has begun or the person was not invited, Conflict when it was moved since `revision`.
    """
    with transaction.atomic():
        meeting = lock_for_answer(meeting_id, person_id, now, revision)
        open_leave(meeting, person_id).update(state=LeaveState.WITHDRAWN)
        answer, _ = Rsvp.objects.update_or_create(
            meeting=meeting, person_id=person_id, defaults={"revision": meeting.revision, "at": now}
        )
        return answer


def ask_leave(*, meeting_id, person_id, reason, now, text="", revision=None):
    """Ask for leave before the meeting (R-MTG-11). A pending one is rewritten, so two clicks are one row. Returns the LeaveRequest.

    Raises Refusal without a reason, once the meeting has begun, or when leave is already approved; Conflict when moved.
    """
    text = text.strip()
    if reason not in LeaveReason.values:
        raise Refusal(REASON_NEEDED, "reason")
    if reason == LeaveReason.OTHER and not text:
        raise Refusal(TEXT_NEEDED, "text")
    with transaction.atomic():
        meeting = lock_for_answer(meeting_id, person_id, now, revision)
        leave = open_leave(meeting, person_id).first()
        if leave and leave.state == LeaveState.APPROVED:
            raise Refusal(ALREADY_APPROVED)
        leave = leave or LeaveRequest(meeting=meeting, person_id=person_id, asked_at=now)
        leave.reason, leave.text = reason, text
        leave.save()
        Rsvp.objects.filter(meeting=meeting, person=person_id).delete()
        return leave


def withdraw_leave(*, meeting_id, person_id, now):
    """Take back an open leave before the meeting begins. Raises Refusal when there is none."""
    with transaction.atomic():
        meeting = lock_for_answer(meeting_id, person_id, now)
        if not open_leave(meeting, person_id).update(state=LeaveState.WITHDRAWN):
            raise Refusal(NO_LEAVE)


def decide_leave(*, leave_id, user, now, approve, reason=""):
    """The secretary's yes or no, a no with its reason for the person. Said after the beginning, a yes also mends the row of attendance.

    Returns the LeaveRequest. Raises Refusal without a reason, when it was decided or taken back already, or the record is closed.
    """
    reason = "" if approve else reason.strip()
    with transaction.atomic():
        meeting, leave = lock_leave(leave_id)
        if leave.state != LeaveState.PENDING:
            raise Refusal(ALREADY_DECIDED)
        if meeting.state in {MeetingState.ARCHIVED, MeetingState.CANCELLED}:
            raise Refusal(RECORD_CLOSED)
        if not approve and not reason:
            raise Refusal(NO_NEEDS_REASON, "reason")
        leave.state = LeaveState.APPROVED if approve else LeaveState.REFUSED
        leave.refused_because = reason
        leave.decided_by, leave.decided_at = user, now
        leave.save()
        if approve and meeting.took_place:
            mend_attendance(meeting, leave, user, now)
        settle_state(meeting)
        return leave


def undo_decision(*, leave_id, now):
    """Take the yes or no back: the leave waits again. Returns the LeaveRequest.

    Raises Refusal once the meeting has begun, was moved, or the person said something else since.
    """
    with transaction.atomic():
        meeting, leave = lock_leave(leave_id)
        if leave.state not in {LeaveState.APPROVED, LeaveState.REFUSED}:
            raise Refusal(NOT_DECIDED)
        if meeting.state != MeetingState.SCHEDULED or now >= meeting.starts_at:
            raise Refusal(BEGUN_ALREADY)
        if is_for_older_time(leave, meeting):
            raise Refusal(MOVED_SINCE)
        if was_answered_anew(meeting, leave):
            raise Refusal(ANSWERED_ANEW)
        leave.state, leave.refused_because = LeaveState.PENDING, ""
        leave.decided_by = leave.decided_at = None
        leave.save()
        return leave


def lock_leave(leave_id):
    """(Meeting, LeaveRequest), both locked, the meeting first."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(leaves=leave_id)
    return meeting, LeaveRequest.objects.select_for_update(no_key=True).get(pk=leave_id)


def was_answered_anew(meeting, leave):
    comes = Rsvp.objects.filter(meeting=meeting, person=leave.person_id, revision=meeting.revision)
    return comes.exists() or open_leave(meeting, leave.person_id).exclude(pk=leave.pk).exists()


def lock_for_answer(meeting_id, person_id, now, revision=None):
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    refuse_unless("answer", meeting.state)
    if now >= meeting.starts_at:
        raise Refusal(TOO_LATE)
    if revision is not None and revision != meeting.revision:
        raise Conflict(MOVED_MEANWHILE, current=meeting)
    if person_id not in people_told(meeting):
        raise Refusal(NOT_INVITED)
    return meeting


def open_leave(meeting, person_id):
    return LeaveRequest.objects.filter(
        meeting=meeting, person=person_id, state__in=[LeaveState.PENDING, LeaveState.APPROVED]
    )


def mend_attendance(meeting, leave, user, now):
    """Who was not there and now has leave is no longer absent."""
    rows = Attendance.objects.filter(
        meeting=meeting,
        person=leave.person_id,
        is_guest=False,
        presence__in=[Presence.UNMARKED, Presence.ABSENT],
    )
    changed = rows.update(
        presence=Presence.LEAVE,
        leave_reason=leave.reason,
        how=MarkedHow.FROM_LEAVE,
        marked_by=user,
        marked_at=now,
    )
    if changed:
        note_change(meeting, user, now)
        meeting.save(update_fields=["version", "changed_by", "changed_at"])
