"""The shape of a meeting's own page: figures, agenda, leaves, delivery; only what the reader may see is read."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce

from activities.notices.queries import delivery_figures
from lawfirm_party.common.dates import local, local_day, moment_text
from lawfirm_party.common.prepared import AN_ID, Prepared
from lawfirm_party.common.richtext import rich_text
from members.models import Person, User

from ..choices import (
    OPEN_RECORD,
    STATE_LOOKS,
    TOOK_PLACE,
    LeaveReason,
    LeaveState,
    MeetingKind,
    MeetingState,
    Presence,
)
from ..models import CorrectionNote, Guest, LeaveRequest, Meeting, Rsvp
from ..rules.quorum import counts_of, outcome_of, quorum_of
from ..rules.record import LEAVES_PAGE, SIGNATURES, public_reason
from .expected import expected_at
from .next_step import next_step_of
from .record import ItemRow, ResolutionRow, place_of, record_of
from .steps import steps_of

CAN_DECIDE = "{base_label} {base} 人，到会 {present} 人，达到二分之一（{needed} 人），可以作出决定；通过决定须 {majority} 票"
CAN_NOT_PASS = "；现到会 {present} 人，不可能通过"
CANNOT_DECIDE = "{base_label} {base} 人，到会 {present} 人，不足二分之一（{needed} 人），不能作出决定"
NO_NUMBER_ASKED = "这类会议没有统一的法定到会人数"
PASSED = "通过"
NOT_PASSED = "未通过"
NO_QUORUM = "到会人数不足，不能作出决议"
NEEDED = "须{base_label} {base} 人的过半数，即 {needed} 票"

ANNOUNCING = ("meeting_published", "meeting_moved")


NAMES = Prepared(
    lambda host, recorder, creator, archivist, backfiller, changer, mover: (
        Person.objects.filter(pk__in=[host, recorder])
        .order_by()
        .values_list(Value("person", output_field=CharField()), "pk", "name")
        .union(
            User.objects.filter(pk__in=[creator, archivist, backfiller, changer, mover])
            .order_by()
            .values_list(Value("user", output_field=CharField()), "pk", Coalesce("person__name", "username")),
            all=True,
        )
    ),
    host=AN_ID,
    recorder=AN_ID + 1,
    creator=AN_ID + 2,
    archivist=AN_ID + 3,
    backfiller=AN_ID + 4,
    changer=AN_ID + 5,
    mover=AN_ID + 6,
)
LEAVE_ROWS = Prepared(
    lambda meeting: (
        LeaveRequest.objects.filter(meeting=meeting, state__in=[LeaveState.PENDING, LeaveState.APPROVED])
        .order_by("person__stroke_rank", "id")
        .values_list("person_id", "person__name", "reason", "text", "state")
    ),
    meeting=AN_ID,
)
CORRECTION_ROWS = Prepared(
    lambda meeting: (
        CorrectionNote.objects.filter(meeting=meeting)
        .order_by("at", "id")
        .values_list("text", "at", Coalesce("by__person__name", "by__username"))
    ),
    meeting=AN_ID,
)


class AskedLeave(NamedTuple):
    """An open leave; its text is for the secretary alone."""

    person_id: int
    name: str
    reason: str
    text: str
    state: str

    @property
    def reason_label(self):
        return LeaveReason(self.reason).label

    @property
    def state_label(self):
        return LeaveState(self.state).label


class Correction(NamedTuple):
    text: str
    at: object
    by: str


@dataclass(frozen=True)
class Rights:
    """What the reader may do with this meeting."""

    manage: bool = False
    record: bool = False
    read: bool = False
    decide_leave: bool = False
    read_leave_text: bool = False
    see_delivery: bool = False


@dataclass(frozen=True)
class ResolutionLine:
    """A resolution, and what became of it in words; `tone` is empty where no rule names a majority."""

    resolution: ResolutionRow
    words: str = ""
    rule: str = ""
    tone: str = ""


@dataclass(frozen=True)
class AgendaLine:
    item: ItemRow
    discussion: str = ""
    resolutions: tuple = ()


@dataclass(frozen=True)
class LeaveLine:
    """Who is on leave and what may be said of it; `text` is filled for the secretary alone."""

    name: str
    words: str
    text: str = ""


@dataclass
class MeetingPage:
    """One meeting as one reader may see it on a day. Everything is read on first use."""

    meeting: Meeting
    rights: Rights
    person_id: int | None
    now: object

    @cached_property
    def today(self):
        return local_day(self.now)

    @cached_property
    def day(self):
        return local_day(self.meeting.starts_at)

    @cached_property
    def has_begun(self):
        return self.meeting.state in TOOK_PLACE

    @cached_property
    def record(self):
        return record_of(self.meeting)

    @cached_property
    def when(self):
        return when_text(self.meeting)

    @cached_property
    def look(self):
        """Tone, symbol and word of the state."""
        return STATE_LOOKS[self.meeting.state]

    @cached_property
    def names(self):
        """{("person" or "user", id): name} of those the page names."""
        meeting = self.meeting
        rows = NAMES.rows(
            host=meeting.host_id or 0,
            recorder=meeting.recorder_id or 0,
            creator=meeting.created_by_id or 0,
            archivist=meeting.archived_by_id or 0,
            backfiller=meeting.backfilled_by_id or 0,
            changer=meeting.changed_by_id or 0,
            mover=meeting.moved_by_id or 0,
        )
        return {(what, pk): name for what, pk, name in rows}

    @cached_property
    def host(self):
        return self.names.get(("person", self.meeting.host_id), "")

    @cached_property
    def recorder(self):
        return self.names.get(("person", self.meeting.recorder_id), "")

    def user_at(self, user_id, moment):
        """高书明 于 2026年11月18日（周三）10:00, or "" when nobody was noted."""
        name = self.names.get(("user", user_id))
        return f"{name} 于 {moment_text(moment)}" if name and moment else ""

    @cached_property
    def cancelled_by(self):
        return self.user_at(self.meeting.changed_by_id, self.meeting.cancelled_at)

    @cached_property
    def change_words(self):
        """Who moved it, before it begins; who wrote in the record last, until it is archived."""
        meeting = self.meeting
        if meeting.state == MeetingState.SCHEDULED:
            moved = self.user_at(meeting.moved_by_id, meeting.moved_at)
            return f"{moved} 改期" if moved else ""
        changed = self.user_at(meeting.changed_by_id, meeting.changed_at)
        return f"{changed} 最后修改" if changed and meeting.state in OPEN_RECORD else ""

    @cached_property
    def archivist(self):
        return self.names.get(("user", self.meeting.archived_by_id), "")

    # ---- who ----

    @cached_property
    def expected(self):
        """Attendance rows once it has begun, else the ExpectedPerson of its day."""
        if self.has_begun:
            return self.record.expected
        meeting = self.meeting
        return expected_at(meeting.branch_id, meeting.kind, meeting.group_id, self.day)

    @cached_property
    def guests(self):
        """The 列席 by name; once it has begun those who came."""
        if self.has_begun:
            return [row.name for row in self.record.guests if row.presence == Presence.PRESENT]
        return [guest.person.name for guest in self.invited]

    @cached_property
    def invited(self):
        rows = Guest.objects.filter(meeting=self.meeting).select_related("person")
        return list(rows.order_by("person__stroke_rank", "id"))

    @cached_property
    def is_expected(self):
        return any(row.person_id == self.person_id for row in self.expected)

    @cached_property
    def is_invited(self):
        rows = self.record.guests if self.has_begun else self.invited
        return any(row.person_id == self.person_id for row in rows)

    @cached_property
    def sees_agenda(self):
        """列席 see time, place and agenda; who only reads what was made public sees no agenda."""
        return self.rights.read or self.is_invited or self.person_id == self.meeting.host_id

    @cached_property
    def counts(self):
        return self.record.counts if self.has_begun else counts_of([])

    @cached_property
    def unmarked(self):
        return self.counts.unmarked + self.counts.guests_unmarked

    @cached_property
    def figures(self):
        return figures_begun(self.counts) if self.has_begun else self.figures_before()

    def figures_before(self):
        voting = sum(person.has_vote for person in self.expected)
        figures = [figure("应到", len(self.expected))]
        if voting:
            figures.append(figure("应到会有表决权", voting))
        if self.meeting.state == MeetingState.SCHEDULED:
            figures += [figure("能参加", self.coming), figure("请假", len(self.approved_leaves))]
        return [*figures, figure("列席", len(self.invited))]

    @cached_property
    def coming(self):
        answers = Rsvp.objects.filter(meeting=self.meeting, revision=self.meeting.revision)
        self.answered = set(answers.values_list("person", flat=True))
        return len(self.answered)

    @cached_property
    def has_answered(self):
        return self.coming > 0 and self.person_id in self.answered

    @cached_property
    def quorum(self):
        return quorum_of(self.meeting.kind, self.counts)

    @cached_property
    def quorum_words(self):
        quorum = self.quorum
        if not quorum.asked:
            return NO_NUMBER_ASKED
        words = CAN_DECIDE if quorum.met else CANNOT_DECIDE
        if quorum.met and quorum.present < quorum.majority:
            words += CAN_NOT_PASS
        return words.format(**vars(quorum), majority=quorum.majority)

    # ---- leaves ----

    @cached_property
    def asked_leaves(self):
        return list(map(AskedLeave._make, LEAVE_ROWS.rows(meeting=self.meeting.pk)))

    @cached_property
    def approved_leaves(self):
        return [leave for leave in self.asked_leaves if leave.state == LeaveState.APPROVED]

    @cached_property
    def waiting_leaves(self):
        if self.has_begun and not self.record.facts.leaves_waiting:
            return []
        return [self.leave_line(leave) for leave in self.asked_leaves if leave.state == LeaveState.PENDING]

    @cached_property
    def own_leave(self):
        """The reader's own open leave, or None."""
        return next((leave for leave in self.asked_leaves if leave.person_id == self.person_id), None)

    @cached_property
    def leaves(self):
        """Everybody on leave: as marked once it has begun, as approved before."""
        if not self.has_begun:
            return [self.leave_line(leave) for leave in self.approved_leaves]
        reads_texts = self.rights.read_leave_text and self.counts.leave
        texts = {leave.person_id: leave for leave in self.approved_leaves} if reads_texts else {}
        return [
            LeaveLine(
                row.name,
                row.reason_words,
                self.leave_text(texts.get(row.person_id)),
            )
            for row in self.record.expected
            if row.presence == Presence.LEAVE
        ]

    def leave_line(self, leave):
        return LeaveLine(leave.name, public_reason(leave.reason), self.leave_text(leave))

    def leave_text(self, leave):
        if leave is None or not self.rights.read_leave_text:
            return ""
        return "，".join(part for part in (leave.reason_label, leave.text) if part)

    @cached_property
    def absent(self):
        return [row.name for row in self.record.expected if row.presence == Presence.ABSENT]

    @cached_property
    def present(self):
        return [row.name for row in self.record.expected if row.presence == Presence.PRESENT]

    # ---- what was said and decided ----

    @cached_property
    def agenda(self):
        return [self.agenda_line(item) for item in self.record.items]

    def agenda_line(self, item):
        return AgendaLine(
            item,
            rich_text(item.discussion) if item.is_written else "",
            tuple(self.resolution_line(row) for row in item.resolutions),
        )

    def resolution_line(self, resolution):
        outcome = outcome_of(self.meeting.kind, self.counts, resolution.votes_for)
        if outcome.passed is None:
            return ResolutionLine(resolution)
        rule = NEEDED.format(base_label=outcome.base_label, base=outcome.base, needed=outcome.needed)
        if not self.quorum.met:
            return ResolutionLine(resolution, NO_QUORUM, rule, "bad")
        return ResolutionLine(
            resolution, PASSED if outcome.passed else NOT_PASSED, rule, "ok" if outcome.passed else "bad"
        )

    @cached_property
    def public_lines(self):
        """What the committee made public, for those who may not read its minutes."""
        return [
            self.resolution_line(resolution)
            for resolution in self.record.resolutions
            if resolution.is_public and self.meeting.state == MeetingState.ARCHIVED
        ]

    @cached_property
    def has_actions(self):
        return any(item.actions for item in self.record.items)

    @cached_property
    def may_nudge(self):
        """Somebody else keeps the minutes, and they are not done."""
        unfinished = self.meeting.state in {MeetingState.BEGUN, MeetingState.HELD}
        return unfinished and self.meeting.recorder_id not in {None, self.person_id}

    @cached_property
    def shows_publicity(self):
        return self.meeting.kind == MeetingKind.COMMITTEE

    @cached_property
    def corrections(self):
        if self.meeting.state != MeetingState.ARCHIVED:
            return []
        return list(map(Correction._make, CORRECTION_ROWS.rows(meeting=self.meeting.pk)))

    @cached_property
    def has_files(self):
        """Whether there is a paper that the reader may take away."""
        if self.meeting.state == MeetingState.CANCELLED:
            return False
        return self.rights.record or (self.rights.read and self.has_begun)

    # ---- who was told ----

    @cached_property
    def delivery(self):
        """Who was told of the meeting as it stands: of its first time by the notice, of a later one by the move."""
        return delivery_figures(ANNOUNCING, self.meeting.pk, self.meeting.revision)

    @cached_property
    def shows_delivery(self):
        """Who was told concerns the committee, and only what this program told."""
        if self.meeting.state == MeetingState.CANCELLED:
            return False
        told = self.meeting.published_at is not None and self.rights.see_delivery
        return told and (not self.has_begun or self.delivery.people > 0)

    @cached_property
    def without_address(self):
        """Names of those to be told who have no e-mail address."""
        if self.has_begun:
            return [row.name for row in self.record.rows if not row.email]
        told = [row.person_id for row in (*self.expected, *self.invited)]
        return list(Person.objects.filter(pk__in=told, email="").by_stroke().values_list("name", flat=True))

    # ---- what is next ----

    @cached_property
    def missing(self):
        return self.record.missing if self.has_begun else []

    @cached_property
    def steps(self):
        return steps_of(self)

    @cached_property
    def step_number(self):
        """The first step that is not done, counted from 1."""
        open_steps = [n for n, step in enumerate(self.steps, 1) if step.state not in {"done", "off"}]
        return open_steps[0] if open_steps else len(self.steps)

    @cached_property
    def missing_links(self):
        """(what, address) of everything missing, straight to the field."""
        return [(one.what, self.place_of(one)) for one in self.missing]

    @cached_property
    def missing_words(self):
        """What is still to be written before the record is printed and signed: the signatures come after that."""
        return "、".join(one.what for one in self.missing if one.what not in SIGNATURES)

    def place_of(self, missing):
        """Who does not decide on leaves stays here: the page of leaves is not theirs."""
        if missing.page == LEAVES_PAGE and not self.rights.decide_leave:
            return f"{self.meeting.get_absolute_url()}#main"
        return place_of(missing, self.meeting.pk)

    @cached_property
    def next_step(self):
        return next_step_of(self)

    @cached_property
    def may_answer(self):
        """Somebody who should come, before the meeting begins."""
        scheduled = self.meeting.state == MeetingState.SCHEDULED and not self.is_past
        return scheduled and (self.is_expected or self.is_invited)

    @cached_property
    def is_today(self):
        return self.day == self.today

    @cached_property
    def is_past(self):
        return self.day < self.today

    @cached_property
    def number_words(self):
        if self.meeting.number is None:
            return ""
        return f"{self.day.year}年第{self.meeting.number}次"

    @cached_property
    def backfilled_words(self):
        """By whom and when it was entered afterwards."""
        meeting = self.meeting
        if not meeting.is_backfilled:
            return ""
        by, when = meeting.backfilled_by_id, meeting.backfilled_at
        # What was entered before these were kept apart has them as its first entry.
        entered = self.user_at(by, when) or self.user_at(meeting.created_by_id, meeting.created_at)
        return f"{entered} 补录"


def figure(label, value, note=""):
    return {"label": label, "value": value, "note": note}


def figures_begun(counts):
    """应到, 应到会有表决权, 实到, 请假, 缺席, 列席."""
    figures = [figure("应到", counts.expected)]
    if counts.voting:
        figures.append(figure("应到会有表决权", counts.voting))
    figures += [
        figure("实到", counts.present),
        figure("请假", counts.leave),
        figure("缺席", counts.absent),
        figure("列席", counts.guests),
    ]
    if counts.unmarked + counts.guests_unmarked:
        figures.append(figure("未登记", counts.unmarked + counts.guests_unmarked))
    return figures


def when_text(meeting):
    """2026年11月26日（周四）15:00–16:30: with the year, because these pages are printed and kept."""
    return f"{moment_text(meeting.starts_at)}–{local(meeting.ends_at):%H:%M}"
