"""Reads of a meeting's record: who came, what was said and decided, what is still missing."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from lawfirm_party.common.dates import local_day
from members.models import Person

from ..choices import MeetingState
from ..models import ActionItem, AgendaItem, Attendance, Meeting, Resolution
from ..rules.quorum import counts_of, quorum_of
from ..rules.record import (
    ItemFacts,
    RecordFacts,
    ResolutionFacts,
    missing_for_archive,
    number_in_year,
    public_reason,
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
        self.missing = missing_for_archive(facts_of(self))

    @property
    def expected(self):
        return [row for row in self.rows if not row.is_guest]

    @property
    def guests(self):
        return [row for row in self.rows if row.is_guest]

    @property
    def resolutions(self):
        return [resolution for item in self.items for resolution in item.resolutions.all()]


def facts_of(record):
    meeting = record.meeting
    return RecordFacts(
        kind=meeting.kind,
        counts=record.counts,
        items=tuple(item_facts(number, item) for number, item in enumerate(record.items, 1)),
        has_place=bool(meeting.place.strip()),
        has_host=meeting.host_id is not None,
        has_recorder=meeting.recorder_id is not None,
        has_ended=meeting.held_at is not None,
        host_signed=meeting.host_signed_on is not None,
        recorder_signed=meeting.recorder_signed_on is not None,
    )


def item_facts(number, item):
    return ItemFacts(
        pk=item.pk,
        number=number,
        has_discussion=bool(item.discussion.strip()),
        needs_resolution=item.needs_resolution,
        resolutions=tuple(
            ResolutionFacts(row.pk, row.votes_for, row.votes_against, row.votes_abstained)
            for row in item.resolutions.all()
        ),
    )


def records_of(meetings):
    """{meeting id: Record} for meetings, with four queries however many."""
    by_id = {meeting.pk: meeting for meeting in meetings}
    rows, items = {pk: [] for pk in by_id}, {pk: [] for pk in by_id}
    attendance = Attendance.objects.filter(meeting__in=by_id).select_related("person", "marked_by__person")
    for row in attendance.order_by("is_guest", "person__stroke_rank", "id"):
        row.public_reason = public_reason(row.leave_reason) if row.leave_reason else ""
        rows[row.meeting_id].append(row)
    agenda = AgendaItem.objects.filter(meeting__in=by_id).prefetch_related(
        Prefetch("resolutions", Resolution.objects.order_by("id")),
        Prefetch("actions", ActionItem.objects.select_related("owner").order_by("id")),
    )
    for item in agenda.order_by("position", "id"):
        items[item.meeting_id].append(item)
    return {pk: Record(meeting, rows[pk], items[pk]) for pk, meeting in by_id.items()}


def record_of(meeting):
    """The Record of one meeting."""
    return records_of([meeting])[meeting.pk]


def missing_for(meetings):
    """{meeting id: [Missing]} for meetings that took place: what the home page and the board say of each."""
    return {pk: record.missing for pk, record in records_of(meetings).items()}


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
    meeting = record.meeting
    people = [row.person for row in record.rows]
    people += [person for person in (meeting.host, meeting.recorder) if person]
    people += [action.owner for item in record.items for action in item.actions.all()]
    known = {person.pk: person for person in people}
    return [
        (person.pk, person.name)
        for person in sorted(known.values(), key=lambda one: (one.stroke_rank, one.pk))
    ]
