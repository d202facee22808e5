"""Archive a complete record for good, and put a dated note beside an archived one."""

from django.db import transaction

from branches.models import Branch
from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import LeaveState, MeetingState
from ..models import CorrectionNote, LeaveRequest, Meeting
from ..queries.record import next_number, record_of
from .attendance import A_MINUTE, locked, refuse_closed_record
from .changes import note_change

NOT_COMPLETE = "还不能归档，还缺：{missing}。"
ENDS_LATER = "还不能归档：散会时间晚于现在，请先在记录里改正。"
CHANGED_MEANWHILE = "别人刚刚修改了这份记录，还没有归档。请核对后再归档。"
ONLY_ARCHIVED = "只有已归档的会议才写更正说明；没有归档的可以直接修改记录。"


@transaction.atomic
def archive_meeting(*, meeting_id, user, now, seen=None):
    """Freeze a complete record and give it its number in the year; there is no way back. A second click changes nothing.

    The branch's row is locked first, so that no two meetings take one number. Raises Refusal naming what is missing, Conflict
    when the record is not the one whose stamp was `seen`.
    """
    branch_id = Meeting.objects.values_list("branch", flat=True).get(pk=meeting_id)
    Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    meeting = locked(meeting_id)
    if meeting.state == MeetingState.ARCHIVED:
        return meeting
    refuse_closed_record(meeting)
    record = record_of(meeting)
    if record.missing:
        raise Refusal(NOT_COMPLETE.format(missing="、".join(one.what for one in record.missing)))
    if seen is not None and seen != record.stamp:
        raise Conflict(CHANGED_MEANWHILE, current=meeting)
    if meeting.ends_at > now + A_MINUTE:
        raise Refusal(ENDS_LATER)
    # Who came after all needs no leave any more.
    LeaveRequest.objects.filter(meeting=meeting, state=LeaveState.PENDING).update(state=LeaveState.WITHDRAWN)
    meeting.number = next_number(meeting)
    meeting.state = MeetingState.ARCHIVED
    meeting.archived_at, meeting.archived_by = now, user
    note_change(meeting, user, now)
    meeting.save()
    return meeting


@transaction.atomic
def correct_meeting(*, meeting_id, user, now, text):
    """Put a dated note beside an archived record, which itself never changes. Refusal before the archiving."""
    meeting = locked(meeting_id)
    if meeting.state != MeetingState.ARCHIVED:
        raise Refusal(ONLY_ARCHIVED)
    return CorrectionNote.objects.create(meeting=meeting, text=text, by=user, at=now)
