"""The year board: what was required of a branch month by month, and how each cell stands. Six queries, however long the life."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from branches.choices import MeetingKind
from branches.models import PartyGroup
from branches.queries import settings_for
from branches.rules import BranchRules, setting_on
from lawfirm_party.common.dates import (
    SHANGHAI,
    Every,
    Period,
    add_months,
    at,
    local,
    month_period,
    quarter_period,
    year_period,
)
from lawfirm_party.common.prepared import AN_ID, Prepared
from members.queries import full_member_spans

from ..choices import TOOK_PLACE, MeetingState
from ..models import Explanation, Meeting
from ..rules.requirements import (
    BranchFacts,
    CellState,
    GroupFacts,
    Slot,
    committee_spans,
    kind_rules_within,
    line_label,
    lines_of,
    rate_of,
    rhythm,
    slot_at,
    slots_of,
    source_of,
    state_of,
)

LOOKS = {  # tone, symbol
    CellState.HELD: ("ok", "✓"),
    CellState.INCOMPLETE: ("warn", "◑"),
    CellState.SCHEDULED: ("info", "◔"),
    CellState.WAITING: ("plain", ""),
    CellState.LAPSING: ("warn", "!"),
    CellState.MISSING: ("bad", "✕"),
    CellState.EXPLAINED: ("muted", "○"),
    CellState.NOT_APPLICABLE: ("plain", "—"),
}
COLUMNS = (
    "id",
    "kind",
    "group_id",
    "state",
    "starts_at",
    "title",
    "is_backfilled",
    "evaluation_year",
    "place",
)
AT_1, AT_2, AT_3, AT_4 = (datetime(1800 + n, 1, 1, tzinfo=SHANGHAI) for n in range(4))
GROUP_ROWS = Prepared(
    lambda branch: (
        PartyGroup.objects.filter(branch=branch)
        .order_by("number")
        .values_list("id", "name", "founded_on", "dissolved_on")
    ),
    branch=AN_ID,
)
# Neither drafts nor cancelled ones. A 组织生活会 may be held outside the months that its year is shown in.
MEETING_ROWS = Prepared(
    lambda branch, start, end, life_start, life_end: (
        Meeting.objects.filter(
            Q(starts_at__gte=start, starts_at__lt=end)
            | Q(kind=MeetingKind.LIFE, starts_at__gte=life_start, starts_at__lt=life_end),
            branch=branch,
        )
        .exclude(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED])
        .order_by("starts_at", "id")
        .values_list(*COLUMNS)
    ),
    branch=AN_ID,
    start=AT_1,
    end=AT_2,
    life_start=AT_3,
    life_end=AT_4,
)
EXPLANATION_ROWS = Prepared(
    lambda branch: (
        Explanation.objects.filter(branch=branch).order_by().values_list("kind", "group_id", "period", "text")
    ),
    branch=AN_ID,
)


class HeldOrPlanned(NamedTuple):
    """A meeting as the board knows it; `day` is its day in Shanghai."""

    id: int
    kind: str
    group_id: int | None
    state: str
    starts_at: object
    title: str
    is_backfilled: bool
    evaluation_year: int | None
    place: str
    day: date

    @property
    def is_complete(self):
        """A complete record is an archived one."""
        return self.state == MeetingState.ARCHIVED

    @property
    def state_label(self):
        return MeetingState(self.state).label


class Records(NamedTuple):
    """Meetings and explanations by (kind, group id) and (kind, group id, period key), as of a day."""

    meetings: dict
    explanations: dict
    today: date


@dataclass
class Cell:
    """A slot with what was held or planned for it. `span` is its width in months of the board."""

    slot: Slot
    state: str
    today: date
    span: int
    held: tuple = ()
    planned: tuple = ()
    passed: tuple = ()
    explanation: str | None = None
    source: str = ""
    label: str = ""
    url: str = ""

    @property
    def is_over(self):
        return self.slot.is_over(self.today)

    @property
    def days_left(self):
        return (self.slot.deadline - self.today).days

    @property
    def is_current(self):
        return self.slot.period.start <= self.today <= self.slot.deadline

    @property
    def state_label(self):
        return CellState(self.state).label

    @property
    def tone(self):
        if self.state == CellState.NOT_APPLICABLE and (self.held or self.planned):
            return "ok" if self.held else "info"
        return LOOKS[self.state][0]

    @property
    def symbol(self):
        if self.state == CellState.NOT_APPLICABLE and (self.held or self.planned):
            return "✓" if self.held else "◔"
        return LOOKS[self.state][1]

    @property
    def text(self):
        """What stands in the cell: 1, 12-05, 缺; with its year where the board shows a part of a year only."""
        clipped = self.span < self.slot.period.months
        return f"{self.slot.period.label} {self.short_text}" if clipped else self.short_text

    @property
    def short_text(self):
        if self.state == CellState.NOT_APPLICABLE:
            if self.held:
                return held_text(self.held)
            if self.planned:
                return f"{self.planned[0].day:%m-%d}"
            return "" if self.slot.as_needed else "不适用"
        if self.state == CellState.HELD:
            return held_text([meeting for meeting in self.held if meeting.is_complete])
        if self.state == CellState.INCOMPLETE:
            return "未完"
        if self.state == CellState.SCHEDULED:
            return f"{self.planned[0].day:%m-%d}"
        if self.slot.times > 1 and self.held:
            return f"{self.state_label}{len(self.held)}/{self.slot.times}"
        return self.state_label

    @property
    def name(self):
        """What is due, in words: 11月支委会, with the year when it is not today's."""
        period = self.slot.period
        here = period.start.year == self.today.year
        return f"{period.short_label if here else period.label}{self.label}"

    @property
    def not_held(self):
        """未召开; where several are asked and some were held, how many: 应开2次，只开了1次."""
        return f"应开{self.slot.times}次，只开了{len(self.held)}次" if self.held else "未召开"

    @property
    def not_scheduled(self):
        """尚未安排; where several are asked and some are there, how many are not: 还有1次尚未安排."""
        there = len(self.held) + len(self.planned)
        return f"还有{self.slot.times - there}次尚未安排" if there else "尚未安排"

    @property
    def words(self):
        """The cell in words, for who hears the board: 2026年10月 缺."""
        if self.slot.as_needed:
            held = f"已开{len(self.held)}次" if self.held else "没有召开"
            return f"{self.slot.period.label} {'已排' if self.planned and not self.held else held}"
        return f"{self.slot.period.label} {self.state_label}"


def held_text(meetings):
    return f"{len(meetings)}补录" if any(each.is_backfilled for each in meetings) else str(len(meetings))


@dataclass
class Line:
    """One kind, of one group for 党小组会, over the months of the board."""

    kind: str
    label: str
    rhythm: str
    cells: list
    end: date

    @cached_property
    def asked(self):
        """The required cells whose period ends within the board: what it counts."""
        return [cell for cell in self.cells if cell.slot.required and cell.slot.period.end <= self.end]

    @property
    def done(self):
        return sum(cell.state == CellState.HELD for cell in self.asked)

    @property
    def total(self):
        """累计/应开: 9/12; the number held where nothing is required."""
        if self.asked:
            return f"{self.done}/{len(self.asked)}"
        held = sum(len(cell.held) for cell in self.cells)
        return f"{held}次" if held else "—"


@dataclass
class Board:
    """`meetings` are all that were read for it, those too that no cell takes."""

    start: date
    end: date
    today: date
    lines: list
    months: list
    rules: BranchRules
    meetings: list

    @cached_property
    def asked(self):
        return [cell for line in self.lines for cell in line.asked]

    @cached_property
    def rate(self):
        return rate_of(cell.state for cell in self.asked if cell.is_over)

    def count(self, state):
        return sum(cell.state == state for cell in self.asked)

    @property
    def cells(self):
        return (cell for line in self.lines for cell in line.cells)


def board_for(branch, start, end, now, *, yearly_from=None, only_asked=False):
    """The Board of a branch over the months [start, end); six queries.

    What is yearly may begin earlier, with `yearly_from`; `only_asked` leaves out the lines of what is held as needed.
    """
    today = local(now).date()
    first = min(yearly_from or start, start)
    facts = facts_of(branch, first, end)
    records = Records(
        meetings_between(branch.id, start, end, life_from=first), explanations_of(branch.id), today
    )
    lines = []
    for kind, group in lines_of(facts, start, end):
        if only_asked and not is_asked(facts, kind, first, end):
            continue
        is_yearly = kind_rules_within(facts, kind, first, first)[0].every == Every.YEAR
        span = Period(first if is_yearly else start, end)
        lines.append(line_of(facts, records, kind, group, span))
    months = [month_period(day) for day in first_days(start, end)]
    meetings = [meeting for of_one_line in records.meetings.values() for meeting in of_one_line]
    return Board(start, end, today, lines, months, rules_of(facts, today), meetings)


def is_asked(facts, kind, start, end):
    return any(rules.every != Every.AS_NEEDED for rules in kind_rules_within(facts, kind, start, end))


def cell_for(branch, kind, group_id, period, now):
    """The Cell of one kind (of one group of the branch) in one period, or None when the board has no such cell; six queries."""
    facts = facts_of(branch, period.start, period.end)
    group = next((each for each in facts.groups if each.id == group_id), None)
    if (group is None) != (kind != MeetingKind.GROUP):
        return None
    slot = slot_at(facts, kind, group, period.start)
    if slot.period != period:
        return None
    meetings = meetings_between(branch.id, period.start, period.end)
    records = Records(meetings, explanations_of(branch.id), local(now).date())
    return dress(cell_of(facts, records, slot), facts, group)


def make_ups_for(branch_id, cell):
    """The meetings that may be named as a make-up of a cell: same kind and group, held after its last day."""
    later = at(cell.slot.deadline + timedelta(days=1), 0)
    same = Meeting.objects.filter(branch=branch_id, kind=cell.slot.kind, group=cell.slot.group_id)
    return same.took_place().filter(starts_at__gte=later).order_by("starts_at")


def year_bounds(year):
    period = year_period(date(year, 1, 1))
    return period.start, period.end


def recent_bounds(today):
    """最近四个季度: the last four complete quarters, [start, end)."""
    end = quarter_period(today).start
    return add_months(end, -12), end


def facts_of(branch, start, end):
    """The BranchFacts that decide the months [start, end); four queries."""
    settings = settings_for(branch.id)
    first = year_period(start).start
    last = year_period(end - timedelta(days=1)).end
    return BranchFacts(
        founded_on=branch.founded_on,
        dissolved_on=branch.dissolved_on,
        groups=tuple(GroupFacts(*row) for row in GROUP_ROWS.rows(branch=branch.id)),
        committee_spans=committee_spans(full_member_spans(branch.id, first, last)),
        kind_rows=settings.kind_rows,
        branch_rows=tuple(settings.branch_rows),
    )


def meetings_between(branch_id, start, end, life_from=None):
    """{(kind, group id): meetings by time} that may fill a slot of [start, end); neither drafts nor cancelled ones; one query."""
    first, last = year_period(life_from or start).start, year_period(end - timedelta(days=1)).end
    rows = MEETING_ROWS.rows(
        branch=branch_id,
        start=at(start, 0),
        end=at(end, 0),
        life_start=at(first, 0),
        life_end=at(add_months(last, 3), 0),
    )
    found = {}
    for row in rows:
        meeting = HeldOrPlanned(*row, day=local(row[4]).date())
        found.setdefault((meeting.kind, meeting.group_id), []).append(meeting)
    return found


def explanations_of(branch_id):
    """{(kind, group id, period key): text} of a branch; one query."""
    return {
        (kind, group_id, period): text
        for kind, group_id, period, text in EXPLANATION_ROWS.rows(branch=branch_id)
    }


def line_of(facts, records, kind, group, span):
    cells = []
    for slot in slots_of(facts, kind, group, span.start, span.end):
        cell = cell_of(facts, records, slot)
        cell.span = months_between(max(slot.period.start, span.start), min(slot.period.end, span.end))
        cells.append(dress(cell, facts, group))
    return Line(
        kind, line_label(kind, group), rhythm_text(facts, kind, span.start, span.end), cells, span.end
    )


def cell_of(facts, records, slot):
    """The Cell of a slot, from what was held, planned and explained."""
    today = records.today
    meetings = records.meetings.get((slot.kind, slot.group_id), [])
    first = bisect_left(meetings, slot.period.start, key=lambda meeting: meeting.day)
    held, planned, passed, complete = [], [], [], 0
    for meeting in meetings[first:]:
        if meeting.day > slot.deadline:
            break
        if not slot.takes(meeting.day, meeting.evaluation_year):
            continue
        if meeting.state in TOOK_PLACE:
            held.append(meeting)
            complete += meeting.is_complete
        else:
            (planned if meeting.day >= today else passed).append(meeting)
    explanation = records.explanations.get((slot.kind, slot.group_id, slot.period.key))
    state = state_of(
        slot,
        complete=complete,
        incomplete=len(held) - complete,
        scheduled=len(planned),
        explained=explanation is not None,
        today=today,
        warning_days=rules_of(facts, today).lapse_warning_days,
    )
    return Cell(
        slot, state, today, slot.period.months, tuple(held), tuple(planned), tuple(passed), explanation
    )


def dress(cell, facts, group):
    """Give the cell its words: what it is called, and the rule it rests on."""
    cell.label = line_label(cell.slot.kind, group)
    if cell.slot.required:
        rules = kind_rules_within(facts, cell.slot.kind, cell.slot.period.start, cell.slot.period.start)[0]
        cell.source = source_of(cell.slot.kind, rules)
    else:
        cell.source = cell.slot.why_not
    return cell


def rules_of(facts, today):
    return setting_on(facts.branch_rows, today, BranchRules())


def rhythm_text(facts, kind, start, end):
    """每月1次; with a change within the board: 每季度1次 → 每月1次."""
    texts = [rhythm(rules) for rules in kind_rules_within(facts, kind, start, end)]
    return " → ".join(text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1])


def months_between(start, end):
    return (end.year - start.year) * 12 + end.month - start.month


def first_days(start, end):
    return [add_months(start, n) for n in range(months_between(start, end))]


def address_of(slot):
    """The query string that opens a form or a cell for this slot."""
    named = {"type": slot.kind, "period": slot.period.key}
    if slot.group_id:
        named["group"] = slot.group_id
    return urlencode(named)
