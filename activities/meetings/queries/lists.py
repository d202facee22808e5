"""Meetings as lists, and one's own schedule."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, CharField, DateTimeField, F, IntegerField, Value, When
from django.db.models.functions import Cast

from lawfirm_party.common.dates import (
    Period,
    add_months,
    at,
    local_day,
    moment_text,
    month_period,
    parse_period,
    quarter_period,
)

from ..choices import (
    OPEN_RECORD,
    SHORT_KIND_LABELS,
    STATE_LOOKS,
    LeaveState,
    MeetingKind,
    MeetingState,
    Presence,
)
from ..models import ActionItem, Attendance, LeaveRequest, Meeting, Rsvp
from .expected import OwnTies
from .visible import meetings_for

PER_PAGE = 50
COMING = "come"
QUARTERS_OFFERED = 5
RECENT = 10
AHEAD = timedelta(days=120)
STATE_ORDER = (
    MeetingState.BEGUN,
    MeetingState.SCHEDULED,
    MeetingState.HELD,
    MeetingState.RECORDED,
    MeetingState.DRAFT,
    MeetingState.ARCHIVED,
    MeetingState.CANCELLED,
)
LEFT_OPEN, THIS_MONTH, LATER, EARLIER = range(4)
# Of an earlier month: what still waits for somebody to enter it or to finish its record.
OPEN_STATES = OPEN_RECORD | {MeetingState.SCHEDULED}


@dataclass(frozen=True)
class Filter:
    """What the list shows, from the query string; every part may be empty."""

    kind: str = ""
    quarter: Period | None = None
    state: str = ""

    def query(self, **changes):
        """The query string of this filter with some parts changed ("" removes one)."""
        parts = {"type": self.kind, "quarter": self.quarter.key if self.quarter else "", "state": self.state}
        return urlencode({name: value for name, value in {**parts, **changes}.items() if value})

    @property
    def is_empty(self):
        return not (self.kind or self.quarter or self.state)


def read_filter(data):
    """The Filter of a query string; what names nothing is left out."""
    kind, state, quarter = data.get("type", ""), data.get("state", ""), None
    try:
        quarter = parse_period(data.get("quarter", ""))
    except ValueError:
        quarter = None
    return Filter(
        kind=kind if kind in MeetingKind.values else "",
        quarter=quarter if quarter and quarter.months == 3 else None,
        state=state if state in MeetingState.values else "",
    )


@dataclass
class Line:
    """One meeting in a list; `heading` is printed where it changes."""

    meeting: Meeting
    heading: str
    tone: str
    symbol: str
    state_word: str
    when: str


def filtered(user, today, asked):
    meetings = meetings_for(user, today)
    if asked.kind:
        meetings = meetings.filter(kind=asked.kind)
    if asked.state:
        meetings = meetings.filter(state=asked.state)
    if asked.quarter:
        meetings = within(meetings, asked.quarter)
    return meetings


def within(meetings, period):
    return meetings.filter(starts_at__gte=at(period.start, 0), starts_at__lt=at(period.end, 0))


def meeting_page(user, today, asked, page):
    """A Page of Line: what an earlier month left open, this month by state, then what comes later, then what was earlier; two queries."""
    month = month_period(today)
    bucket = Case(
        When(starts_at__lt=at(month.start, 0), state__in=OPEN_STATES, then=Value(LEFT_OPEN)),
        When(starts_at__lt=at(month.start, 0), then=Value(EARLIER)),
        When(starts_at__gte=at(month.end, 0), then=Value(LATER)),
        default=Value(THIS_MONTH),
        output_field=IntegerField(),
    )
    rank = Case(
        *[When(state=state, then=Value(place)) for place, state in enumerate(STATE_ORDER)],
        output_field=IntegerField(),
    )
    meetings = (
        filtered(user, today, asked)
        .annotate(bucket=bucket)
        .annotate(
            rank=Case(When(bucket=THIS_MONTH, then=rank), default=Value(0)),
            earlier_start=Case(When(bucket=EARLIER, then=F("starts_at")), default=None),
        )
        .select_related("group")
        .order_by("bucket", "rank", F("earlier_start").desc(nulls_first=True), "starts_at", "id")
    )
    found = Paginator(meetings, PER_PAGE).get_page(page)
    found.object_list = [line_of(meeting, today) for meeting in found.object_list]
    return found


def line_of(meeting, today):
    tone, symbol, _ = STATE_LOOKS[meeting.state]
    word = state_word(meeting, today)
    if meeting.bucket == THIS_MONTH:
        heading = f"本月 · {word}"
    elif meeting.bucket == LEFT_OPEN:
        heading = "以前还没有办完的"
    elif meeting.bucket == LATER:
        heading = "以后的安排"
    else:
        heading = month_period(local_day(meeting.starts_at)).label
    if word == NOT_BEGUN:
        tone, symbol = "bad", "✕"
    return Line(meeting, heading, tone, symbol, word, moment_text(meeting.starts_at, today))


NOT_BEGUN = "到期未开"


def state_word(meeting, today):
    """The word on the chip: a scheduled meeting whose day is over says so."""
    if meeting.state == MeetingState.SCHEDULED and local_day(meeting.starts_at) < today:
        return NOT_BEGUN
    return STATE_LOOKS[meeting.state][2]


def chips_of(asked, today):
    """The filter chips: [(name, [(label, query, is on)])] for type, quarter and state."""
    quarters = [quarter_period(add_months(today.replace(day=1), 3 - 3 * n)) for n in range(QUARTERS_OFFERED)]
    if asked.quarter and asked.quarter not in quarters:
        quarters.append(asked.quarter)

    def chip(name, value, label, current):
        return label, asked.query(**{name: "" if value == current else value}), value == current

    current = asked.quarter.key if asked.quarter else ""
    return [
        ("类型", [chip("type", kind, SHORT_KIND_LABELS[kind], asked.kind) for kind in MeetingKind]),
        ("季度", [chip("quarter", period.key, period.label, current) for period in quarters]),
        ("状态", [chip("state", s, STATE_LOOKS[s][2], asked.state) for s in STATE_ORDER]),
    ]


ANSWERS = {  # tone, symbol and word of what one has answered
    "": ("warn", "!", "请答复"),
    "come": ("ok", "✓", "能参加"),
    LeaveState.PENDING: ("info", "◔", "请假待审"),
    LeaveState.APPROVED: ("muted", "○", "已准假"),
    LeaveState.REFUSED: ("warn", "!", "请假未同意"),
}
PRESENCE_TONES = {Presence.PRESENT: "ok", Presence.LEAVE: "muted", Presence.ABSENT: "bad"}
WAITING_LEAVES, DECIDED_LEAVES = "待审批", "已审批"
OLDER_TIME = "改期前的时间，会议后来改期"
LEAVE_TONES = {LeaveState.PENDING: "info", LeaveState.APPROVED: "ok", LeaveState.REFUSED: "bad"}


@dataclass
class Invited:
    """A coming meeting of one's own with what one has answered: "", "come", "pending", "approved" or "refused"."""

    meeting: Meeting
    when: str
    answer: str = ""
    because: str = ""
    can_answer: bool = True
    is_first_open: bool = False

    @property
    def has_leave(self):
        return self.answer in {LeaveState.PENDING, LeaveState.APPROVED}

    @property
    def is_open(self):
        return self.can_answer and self.answer in {"", LeaveState.REFUSED}

    @property
    def tone(self):
        return ANSWERS[self.answer][0]

    @property
    def symbol(self):
        return ANSWERS[self.answer][1]

    @property
    def word(self):
        return ANSWERS[self.answer][2]


@dataclass
class MyDays:
    coming: list
    actions: list
    attended: list


def my_days(user, now):
    """What concerns one person: the coming meetings they are expected at or invited to, open items, last attendance; seven queries."""
    today = local_day(now)
    if not user.person_id:
        return MyDays([], [], [])
    own = OwnTies(user.person)
    meetings = (
        meetings_for(user, today)
        .upcoming(now)
        .filter(starts_at__lt=now + AHEAD)
        .select_related("branch", "group")
    )
    invited = set(own_guest_ids(user.person_id))
    mine = [m for m in meetings if m.pk in invited or own.is_expected(m, local_day(m.starts_at))]
    answers, reasons = answers_and_reasons(user.person_id, mine)
    return MyDays(
        coming=invitations(mine, answers, now, reasons),
        actions=list(ActionItem.objects.filter(owner=user.person_id, done_on=None).select_related("meeting")),
        attended=last_attended(user.person_id),
    )


def invitations(meetings, answers, now, reasons=None):
    """Invited lines of meetings; the first that still waits for an answer is marked. `reasons` of leaves that were refused."""
    reasons = reasons or {}
    today = local_day(now)
    lines = [
        Invited(
            meeting,
            when=moment_text(meeting.starts_at, today),
            answer=answers.get(meeting.pk, ""),
            because=reasons.get(meeting.pk, ""),
            can_answer=now < meeting.starts_at,
        )
        for meeting in meetings
    ]
    first = next((line for line in lines if line.is_open), None)
    if first:
        first.is_first_open = True
    return lines


def last_attended(person_id):
    rows = Attendance.objects.filter(person=person_id).select_related("meeting")
    rows = list(rows.order_by("-meeting__starts_at", "-id")[:RECENT])
    for row in rows:
        row.tone = PRESENCE_TONES.get(row.presence, "plain")
    return rows


def own_guest_ids(person_id):
    return Meeting.objects.filter(guests__person=person_id).values_list("pk", flat=True)


def answers_of(person_id, meetings):
    """{meeting id: answer} of one person for meetings as they stand; an answer to an older time, or its refusal, is none. One query."""
    return answers_and_reasons(person_id, meetings)[0]


def answers_and_reasons(person_id, meetings):
    """answers_of, and {meeting id: why} of the leaves among them that were refused; one query."""
    by_id, answers, reasons = {meeting.pk: meeting for meeting in meetings}, {}, {}
    given = [GivenAnswer(*row) for row in given_rows(person_id, by_id)]
    for row in given:
        if row.state == COMING and row.revision == by_id[row.meeting_id].revision:
            answers[row.meeting_id] = COMING
    for row in sorted((row for row in given if row.state != COMING), key=lambda row: (row.asked_at, row.id)):
        if is_for_older_time(row, by_id[row.meeting_id]):
            continue
        if row.state != LeaveState.REFUSED or row.meeting_id not in answers:
            answers[row.meeting_id] = row.state
            reasons[row.meeting_id] = row.refused_because
    return answers, reasons


class GivenAnswer(NamedTuple):
    """An Rsvp, or a leave that was asked for, as one row."""

    id: int
    meeting_id: int
    state: str
    revision: int | None
    asked_at: object
    refused_because: str


def given_rows(person_id, meeting_ids):
    rsvps = Rsvp.objects.filter(person=person_id, meeting__in=meeting_ids).order_by()
    leaves = LeaveRequest.objects.filter(person=person_id, meeting__in=meeting_ids).order_by()
    leaves = leaves.exclude(state=LeaveState.WITHDRAWN)
    no_time, no_number = Cast(None, DateTimeField()), Cast(None, IntegerField())
    text = CharField()
    return rsvps.values_list(
        "id", "meeting", Value(COMING, output_field=text), "revision", no_time, Value("", output_field=text)
    ).union(leaves.values_list("id", "meeting", "state", no_number, "asked_at", "refused_because"), all=True)


def is_for_older_time(leave, meeting):
    """Whether a leave was asked before the meeting was moved: an open one lapses then, and the rest was about another day."""
    return meeting.moved_at is not None and leave.asked_at < meeting.moved_at


def leaves_for(branch_ids):
    """Leave requests for the branches' meetings: what waits first, then the newest."""
    waiting = Case(When(state=LeaveState.PENDING, then=Value(0)), default=Value(1))
    return (
        LeaveRequest.objects.filter(meeting__branch__in=branch_ids)
        .exclude(state=LeaveState.WITHDRAWN)
        .select_related("person", "meeting", "decided_by__person")
        .annotate(waiting=waiting)
        .order_by("waiting", "-asked_at", "-id")
    )


def leave_page(branch_ids, now, page):
    """A Page of leave requests with `when` (of the time they were about, if it still stands), `heading`, `tone` and `can_undo`; two queries."""
    today = local_day(now)
    found = Paginator(leaves_for(branch_ids), PER_PAGE).get_page(page)
    for leave in found.object_list:
        stands = not is_for_older_time(leave, leave.meeting)
        leave.when = moment_text(leave.meeting.starts_at, today) if stands else OLDER_TIME
        leave.heading = WAITING_LEAVES if leave.state == LeaveState.PENDING else DECIDED_LEAVES
        leave.tone = LEAVE_TONES[leave.state]
        waits = leave.meeting.state == MeetingState.SCHEDULED and now < leave.meeting.starts_at
        leave.can_undo = leave.state != LeaveState.PENDING and stands and waits
    return found


def my_leave_page(person_id, today, page):
    """A Page of one's own leave requests, newest first, with `when` and `tone`; two queries."""
    own = LeaveRequest.objects.filter(person=person_id).exclude(person=None).select_related("meeting")
    found = Paginator(own.order_by("-asked_at", "-id"), PER_PAGE).get_page(page)
    for leave in found.object_list:
        stands = not is_for_older_time(leave, leave.meeting)
        leave.when = moment_text(leave.meeting.starts_at, today) if stands else OLDER_TIME
        leave.tone = LEAVE_TONES.get(leave.state, "muted")
    return found
