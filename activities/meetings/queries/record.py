"""Reads of a meeting's record: who came, what was said and decided, what is still missing. Plain rows: pages show many of them."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.prepared import AN_ID, Prepared
from members.models import Person

from ..choices import LeaveState, MarkedHow, MeetingState, Presence
from ..models import ActionItem, AgendaItem, Attendance, LeaveRequest, Meeting, Resolution
from ..rules.quorum import counts_of, quorum_of
from ..rules.record import (
    LEAVES_PAGE,
    ItemFacts,
    RecordFacts,
    ResolutionFacts,
    leaves_waiting,
    missing_for_archive,
    number_in_year,
    public_reason,
)


class AttendRow(NamedTuple):
    """One person of the list; `marked_by` is a name."""

    person_id: int
    name: str
    rank: str
    email: str
    is_guest: bool
    has_vote: bool
    standing: str
    presence: str
    leave_reason: str
    how: str
    marked_at: object
    marked_by: str | None
    asks_leave: bool

    @property
    def reason_words(self):
        """What may be said of the leave."""
        return public_reason(self.leave_reason) if self.presence == Presence.LEAVE else ""

    @property
    def how_words(self):
        return MarkedHow(self.how).label if self.how else ""


class ResolutionRow(NamedTuple):
    item_id: int
    pk: int
    text: str
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None
    is_public: bool


class ActionRow(NamedTuple):
    """A 议定事项; `owner` is a name."""

    item_id: int
    pk: int
    text: str
    owner_id: int
    owner: str
    owner_rank: str
    due_on: object
    done_on: object
    done_note: str
    done_by: str | None


@dataclass
class ItemRow:
    """One agenda item with everything under it."""

    pk: int
    title: str
    discussion: str
    needs_resolution: bool
    resolutions: list = field(default_factory=list)
    actions: list = field(default_factory=list)

    @property
    def is_written(self):
        return bool(self.discussion.strip())


def waiting_leaves():
    """For rows of attendance: the leave of the same person at the same meeting that nobody decided yet."""
    own = LeaveRequest.objects.filter(meeting=OuterRef("meeting"), person=OuterRef("person"))
    return own.filter(state=LeaveState.PENDING)


ATTEND_COLUMNS = (
    "person_id",
    "person__name",
    "person__stroke_rank",
    "person__email",
    "is_guest",
    "has_vote",
    "standing",
    "presence",
    "leave_reason",
    "how",
    "marked_at",
)
ITEM_COLUMNS = ("pk", "title", "discussion", "needs_resolution")
RESOLUTION_COLUMNS = (
    "item_id",
    "pk",
    "text",
    "votes_for",
    "votes_against",
    "votes_abstained",
    "is_public",
)
ACTION_COLUMNS = (
    "item_id",
    "pk",
    "text",
    "owner_id",
    "owner__name",
    "owner__stroke_rank",
    "due_on",
    "done_on",
    "done_note",
)
MARKED_BY = Coalesce("marked_by__person__name", "marked_by__username")
DONE_BY = Coalesce("done_by__person__name", "done_by__username")

ATTENDANCE_ROWS = Prepared(
    lambda meeting: (
        Attendance.objects.filter(meeting=meeting)
        .order_by("is_guest", "person__stroke_rank", "id")
        .values_list(*ATTEND_COLUMNS, MARKED_BY, Exists(waiting_leaves()))
    ),
    meeting=AN_ID,
)
ITEM_ROWS = Prepared(
    lambda meeting: (
        AgendaItem.objects.filter(meeting=meeting).order_by("position", "id").values_list(*ITEM_COLUMNS)
    ),
    meeting=AN_ID,
)
RESOLUTION_ROWS = Prepared(
    lambda meeting: (
        Resolution.objects.filter(meeting=meeting).order_by("id").values_list(*RESOLUTION_COLUMNS)
    ),
    meeting=AN_ID,
)
ACTION_ROWS = Prepared(
    lambda meeting: (
        ActionItem.objects.filter(meeting=meeting).order_by("id").values_list(*ACTION_COLUMNS, DONE_BY)
    ),
    meeting=AN_ID,
)


@dataclass
class Record:
    """One meeting's record as it stands: attendance rows, agenda with all below it, and what is missing."""

    meeting: Meeting
    rows: list = field(default_factory=list)
    items: list = field(default_factory=list)

    def __post_init__(self):
        self.counts = counts_of(self.rows)
        self.quorum = quorum_of(self.meeting.kind, self.counts)
        self.facts = facts_of(self.meeting, self.rows, self.items)
        self.missing = missing_for_archive(self.facts)

    @property
    def expected(self):
        return [row for row in self.rows if not row.is_guest]

    @property
    def guests(self):
        return [row for row in self.rows if row.is_guest]

    @property
    def stamp(self):
        """Another one as soon as anything changes that archiving freezes: a text raises the version, a mark does not."""
        marks = [(row.person_id, row.presence, row.leave_reason) for row in self.rows]
        return sha256(repr((self.meeting.version, marks)).encode()).hexdigest()[:16]

    @property
    def resolutions(self):
        return [resolution for item in self.items for resolution in item.resolutions]


def record_of(meeting):
    """The Record of one meeting; four queries. A row under an item that came after the items were read waits for the next look."""
    return assembled(
        meeting,
        ATTENDANCE_ROWS.rows(meeting=meeting.pk),
        ITEM_ROWS.rows(meeting=meeting.pk),
        RESOLUTION_ROWS.rows(meeting=meeting.pk),
        ACTION_ROWS.rows(meeting=meeting.pk),
    )


def assembled(meeting, marks, items, resolutions, actions):
    """The Record of a meeting from plain rows of the columns above."""
    by_id = {row[0]: ItemRow(*row) for row in items}
    for row in map(ResolutionRow._make, resolutions):
        if row.item_id in by_id:
            by_id[row.item_id].resolutions.append(row)
    for row in map(ActionRow._make, actions):
        if row.item_id in by_id:
            by_id[row.item_id].actions.append(row)
    return Record(meeting, list(map(AttendRow._make, marks)), list(by_id.values()))


def records_of(meetings):
    """{meeting id: Record} of many meetings; four queries, however many there are."""
    ids = [meeting.pk for meeting in meetings]
    marks = Attendance.objects.filter(meeting__in=ids).order_by("is_guest", "person__stroke_rank", "id")
    items = AgendaItem.objects.filter(meeting__in=ids).order_by("position", "id")
    resolutions = Resolution.objects.filter(meeting__in=ids).order_by("id")
    actions = ActionItem.objects.filter(meeting__in=ids).order_by("id")
    parts = [
        by_meeting(marks.values_list("meeting_id", *ATTEND_COLUMNS, MARKED_BY, Exists(waiting_leaves()))),
        by_meeting(items.values_list("meeting_id", *ITEM_COLUMNS)),
        by_meeting(resolutions.values_list("meeting_id", *RESOLUTION_COLUMNS)),
        by_meeting(actions.values_list("meeting_id", *ACTION_COLUMNS, DONE_BY)),
    ]
    return {
        meeting.pk: assembled(meeting, *[part.get(meeting.pk, []) for part in parts]) for meeting in meetings
    }


def by_meeting(rows):
    """{meeting id: the rest of its rows}; the first column is the meeting."""
    found = {}
    for meeting_id, *rest in rows:
        found.setdefault(meeting_id, []).append(rest)
    return found


def facts_of(meeting, rows, items):
    """The RecordFacts of a meeting from its attendance rows and agenda items, read for one meeting or for many."""
    return RecordFacts(
        kind=meeting.kind,
        counts=counts_of(rows),
        items=tuple(item_facts(number, item) for number, item in enumerate(items, 1)),
        has_place=bool(meeting.place.strip()),
        has_host=meeting.host_id is not None,
        has_recorder=meeting.recorder_id is not None,
        has_ended=meeting.held_at is not None,
        host_signed=meeting.host_signed_on is not None,
        recorder_signed=meeting.recorder_signed_on is not None,
        leaves_waiting=leaves_waiting(rows),
    )


def place_of(missing, meeting_id):
    """Where a missing thing is put right: the leaves of all meetings stand on one page, the rest has its field."""
    arguments = [] if missing.page == LEAVES_PAGE else [meeting_id]
    return f"{reverse(missing.page, args=arguments)}#{missing.anchor}"


def item_facts(number, item):
    return ItemFacts(
        pk=item.pk,
        number=number,
        has_discussion=item.is_written,
        needs_resolution=item.needs_resolution,
        resolutions=tuple(
            ResolutionFacts(row.pk, row.votes_for, row.votes_against, row.votes_abstained)
            for row in item.resolutions
        ),
    )


def next_number(meeting):
    """The number in the year that a meeting takes when it is archived now (第N次, by branch, kind and group)."""
    year = local_day(meeting.starts_at).year
    same = Meeting.objects.filter(
        branch=meeting.branch_id, kind=meeting.kind, group=meeting.group_id, starts_at__year=year
    )
    earlier = same.took_place().filter(starts_at__lt=meeting.starts_at).exclude(pk=meeting.pk).count()
    ties = same.took_place().filter(starts_at=meeting.starts_at, pk__lt=meeting.pk).count()
    taken = set(same.filter(state=MeetingState.ARCHIVED).values_list("number", flat=True))
    return number_in_year(earlier + ties + 1, taken)


def people_of_firm(firm_id):
    """Everybody the firm knows, in 姓氏笔画 order: who may have chaired or recorded a meeting."""
    return Person.objects.filter(firm=firm_id).by_stroke()


def people_at(record):
    """(id, name) of who may chair, record or take something on, in 姓氏笔画 order: those expected, those invited, and who does so already."""
    people = {row.person_id: (row.rank, row.name) for row in record.rows}
    leading = Person.objects.filter(pk__in=[record.meeting.host_id, record.meeting.recorder_id])
    people |= {pk: (rank, name) for pk, rank, name in leading.values_list("pk", "stroke_rank", "name")}
    for item in record.items:
        people |= {action.owner_id: (action.owner_rank, action.owner) for action in item.actions}
    return [(pk, name) for pk, (_, name) in sorted(people.items(), key=lambda one: (one[1][0], one[0]))]
