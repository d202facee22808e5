"""What the unfinished records of a branch still lack, for the home page: three queries, however many there are."""

from typing import NamedTuple

from django.db.models import Exists

from lawfirm_party.common.prepared import AN_ID, Prepared

from ..choices import OPEN_RECORD
from ..models import AgendaItem, Attendance, Meeting
from ..rules.record import ResolutionFacts, missing_for_archive
from .record import ItemRow, facts_of, waiting_leaves

OPEN = sorted(OPEN_RECORD)
MEETING_COLUMNS = (
    "pk",
    "branch_id",
    "kind",
    "group_id",
    "state",
    "title",
    "starts_at",
    "place",
    "host_id",
    "recorder_id",
    "held_at",
    "host_signed_on",
    "recorder_signed_on",
)
MEETING_ROWS = Prepared(
    lambda branch: (
        Meeting.objects.filter(branch=branch, state__in=OPEN)
        .order_by("starts_at", "id")
        .values_list(*MEETING_COLUMNS)
    ),
    branch=AN_ID,
)
ATTENDANCE_ROWS = Prepared(
    lambda branch: (
        Attendance.objects.filter(meeting__branch=branch, meeting__state__in=OPEN)
        .order_by()
        .values_list("meeting", "is_guest", "has_vote", "presence", Exists(waiting_leaves()))
    ),
    branch=AN_ID,
)
AGENDA_ROWS = Prepared(
    lambda branch: (
        AgendaItem.objects.filter(meeting__branch=branch, meeting__state__in=OPEN)
        .order_by("meeting", "position", "id", "resolutions__id")
        .values_list(
            "meeting",
            "id",
            "discussion",
            "needs_resolution",
            "resolutions__id",
            "resolutions__votes_for",
            "resolutions__votes_against",
            "resolutions__votes_abstained",
        )
    ),
    branch=AN_ID,
)


class Mark(NamedTuple):
    meeting_id: int
    is_guest: bool
    has_vote: bool
    presence: str
    asks_leave: bool


class Unfinished(NamedTuple):
    """A meeting that took place and is not archived."""

    pk: int
    branch_id: int
    kind: str
    group_id: int | None
    state: str
    title: str
    starts_at: object
    place: str
    host_id: int | None
    recorder_id: int | None
    held_at: object
    host_signed_on: object
    recorder_signed_on: object


def unfinished_of(branch_id):
    """[(Unfinished, [Missing])] of a branch by time; three queries, one when every record is archived."""
    meetings = [Unfinished(*row) for row in MEETING_ROWS.rows(branch=branch_id)]
    if not meetings:
        return []
    marks, items = {}, {}
    for row in ATTENDANCE_ROWS.rows(branch=branch_id):
        marks.setdefault(row[0], []).append(Mark(*row))
    for row in AGENDA_ROWS.rows(branch=branch_id):
        items.setdefault(row[0], {}).setdefault(row[1], []).append(row)
    return [
        (
            meeting,
            missing_for_archive(
                facts_of(meeting, marks.get(meeting.pk, []), map(item_of, items.get(meeting.pk, {}).values()))
            ),
        )
        for meeting in meetings
    ]


def item_of(rows):
    """One agenda item from its rows, one for each resolution, or a single one without any; nobody here asks for its title."""
    _, pk, discussion, needs_resolution, *_ = rows[0]
    resolutions = [ResolutionFacts(*row[4:]) for row in rows if row[4] is not None]
    return ItemRow(pk, "", discussion, needs_resolution, resolutions)
