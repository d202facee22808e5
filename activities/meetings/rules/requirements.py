"""Which meetings a branch must hold in which period, and how each of them stands (R-MTG-1 to R-MTG-6, ux 1.6)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import TextChoices

from branches.choices import SHORT_KIND_LABELS, MeetingKind
from branches.rules import DEFAULT_KINDS, BranchRules, needs_committee, setting_on
from lawfirm_party.common import regulations
from lawfirm_party.common.dates import Every, Period, month_period, period_of

# R-MTG-6: the yearly 组织生活会 may be held until this day of the next year.
LIFE_UNTIL = (3, 31)

WHY_AS_NEEDED = "按需召开，不作次数要求。"
WHY_CHANGED = "频次设置在这一期内有变动，不作要求。"
WHY_BRANCH = "支部在这一期内不是每一天都存在，不作要求。"
WHY_GROUP = "该党小组在这一期内不是每一天都存在，不作要求。"
WHY_COMMITTEE = "这一期内正式党员不是每一天都满 7 人，可以不设支委会。"

# What a requirement rests on.
SOURCES = {
    MeetingKind.ASSEMBLY: regulations.ASSEMBLY.says("一般每季度召开1次"),
    MeetingKind.COMMITTEE: regulations.COMMITTEE.says("一般每月召开1次"),
    MeetingKind.GROUP: regulations.GROUP.says("一般每月召开1次"),
    MeetingKind.THEME_DAY: regulations.THEME_DAY.says("每月1次"),
    MeetingKind.LIFE: regulations.LIFE.says("每年至少1次，一般在第四季度"),
}
USUAL = {
    MeetingKind.ASSEMBLY: Every.QUARTER,
    MeetingKind.COMMITTEE: Every.MONTH,
    MeetingKind.GROUP: Every.MONTH,
    MeetingKind.THEME_DAY: Every.MONTH,
    MeetingKind.LIFE: Every.YEAR,
}


class CellState(TextChoices):
    HELD = "held", "已开"
    INCOMPLETE = "incomplete", "记录未完"
    SCHEDULED = "scheduled", "已排"
    WAITING = "waiting", "待安排"
    LAPSING = "lapsing", "将到期"
    MISSING = "missing", "缺"
    EXPLAINED = "explained", "已说明"
    NOT_APPLICABLE = "not_applicable", "不适用"


# Nothing is held or scheduled, and it still can be.
OPEN_STATES = frozenset({CellState.WAITING, CellState.LAPSING})
COUNTED_WHEN_OVER = frozenset({CellState.HELD, CellState.MISSING, CellState.EXPLAINED, CellState.INCOMPLETE})


@dataclass(frozen=True)
class GroupFacts:
    """A 党小组 and the days on which it existed; `dissolved_on` is exclusive."""

    id: int
    name: str
    founded_on: date
    dissolved_on: date | None = None


@dataclass(frozen=True)
class BranchFacts:
    """Everything that decides what is required of a branch.

    `committee_spans` are the stretches of R-COM-1 (see `committee_spans`); `kind_rows` {kind: [(since, KindRules)]} and
    `branch_rows` [(since, BranchRules)] are the dated settings. `dissolved_on` is exclusive.
    """

    founded_on: date
    dissolved_on: date | None = None
    groups: tuple = ()
    committee_spans: tuple = ()
    kind_rows: dict | None = None
    branch_rows: tuple = ()


@dataclass(frozen=True)
class Slot:
    """One kind (of one group) in one period. When it is not required, `why_not` says why."""

    kind: str
    group_id: int | None
    period: Period
    times: int = 1
    why_not: str = ""

    @property
    def required(self):
        return not self.why_not

    @property
    def as_needed(self):
        return self.why_not == WHY_AS_NEEDED

    @cached_property
    def deadline(self):
        """The last day (inclusive) on which it can still be held for this period (R-MTG-6)."""
        if self.kind == MeetingKind.LIFE and self.period.months == 12:
            return date(self.period.start.year + 1, *LIFE_UNTIL)
        return self.period.last_day

    def is_over(self, today):
        return today > self.deadline

    def takes(self, day, own_year=None):
        """Whether a meeting on that day counts here; the yearly 组织生活会 goes by the year it carries (`own_year`)."""
        if self.kind == MeetingKind.LIFE and self.period.months == 12:
            belongs = (own_year or day.year) == self.period.start.year
            return belongs and self.period.start <= day <= self.deadline
        return day in self.period


def committee_spans(full_member_spans):
    """R-COM-1: the stretches [since, until) on whose every day there are at least seven 正式党员."""
    steps = Counter()
    for since, until in full_member_spans:
        steps[since] += 1
        steps[until] -= 1
    spans, members, begun = [], 0, None
    for day in sorted(steps):
        members += steps[day]
        if needs_committee(members) and begun is None:
            begun = day
        elif not needs_committee(members) and begun is not None:
            spans.append((begun, day))
            begun = None
    return tuple(spans)


def settings_within(rows, start, end, default):
    """Every setting in force on some day of [start, end)."""
    if not rows:
        return [default]
    return [setting_on(rows, start, default), *(value for since, value in rows if start < since < end)]


def kind_rules_within(facts, kind, start, end):
    rows = (facts.kind_rows or {}).get(kind, ())
    return settings_within(rows, start, end, DEFAULT_KINDS[MeetingKind(kind)])


def exists_throughout(facts, thing, period):
    """Whether branch or group existed on every day of the period; from its founding only, where the founding period counts."""
    starts = thing.founded_on <= period.start
    if not starts and thing.founded_on < period.end:
        rules = settings_within(facts.branch_rows, thing.founded_on, period.end, BranchRules())
        starts = all(each.founding_period_counts for each in rules)
    return starts and (thing.dissolved_on is None or thing.dissolved_on >= period.end)


def why_not_asked(facts, kind, group, period):
    """Why the rules do not ask this of the branch in the period, or "". A period asks what applied on every one of its days."""
    if not exists_throughout(facts, facts, period):
        return WHY_BRANCH
    if group and not exists_throughout(facts, group, period):
        return WHY_GROUP
    if kind == MeetingKind.COMMITTEE:
        first = max(period.start, facts.founded_on)
        if not any(since <= first and period.end <= until for since, until in facts.committee_spans):
            return WHY_COMMITTEE
    return ""


def slot_at(facts, kind, group, day, may_have_begun=False):
    """The slot that begins on `day`, the first of a month; `may_have_begun`: its period may have begun before."""
    group_id = group.id if group else None
    month = month_period(day)
    every = kind_rules_within(facts, kind, day, day)[0].every
    if every == Every.AS_NEEDED:
        return Slot(kind, group_id, month, why_not=WHY_AS_NEEDED)
    period = period_of(every, day)
    rules = kind_rules_within(facts, kind, period.start, period.end)
    whole = may_have_begun or period.start == day
    if whole and all(each.every == every for each in rules):
        times = min(each.times for each in rules)
        return Slot(kind, group_id, period, times, why_not_asked(facts, kind, group, period))
    return Slot(kind, group_id, month, why_not=WHY_CHANGED)


def slots_of(facts, kind, group, start, end):
    """The slots of one kind (of one group) that cover the months [start, end); a year may reach beyond both ends."""
    slots, day = [], start
    while day < end:
        slots.append(slot_at(facts, kind, group, day, may_have_begun=day == start))
        day = slots[-1].period.end
    return slots


def lines_of(facts, start, end):
    """(kind, group or None) of every line of the board over [start, end): without groups there is no line of 党小组会 (R-MTG-3)."""
    lines = []
    for kind in MeetingKind:
        if kind == MeetingKind.GROUP:
            lines += [(kind, group) for group in facts.groups if existed_within(group, start, end)]
        else:
            lines.append((kind, None))
    return lines


def existed_within(thing, start, end):
    return thing.founded_on < end and (thing.dissolved_on is None or thing.dissolved_on > start)


def state_of(slot, *, complete, incomplete, scheduled, explained, today, warning_days=7):
    """The state of ux 1.6, from the counts of meetings held with a complete record, held without one, and still to come."""
    if not slot.required:
        return CellState.NOT_APPLICABLE
    if complete >= slot.times:
        return CellState.HELD
    if complete + incomplete >= slot.times:
        return CellState.INCOMPLETE
    if slot.is_over(today):
        return CellState.EXPLAINED if explained else CellState.MISSING
    if complete + incomplete + scheduled >= slot.times:
        return CellState.SCHEDULED
    days_left = (slot.deadline - today).days
    return CellState.LAPSING if days_left <= warning_days else CellState.WAITING


def rate_of(states):
    """达标率 in percent, rounded down, from the states of periods that are over; None when none of them counts."""
    counts = Counter(states)
    base = sum(counts[state] for state in COUNTED_WHEN_OVER)
    return counts[CellState.HELD] * 100 // base if base else None


def rhythm(rules):
    """每月1次, or 按需."""
    if rules.every == Every.AS_NEEDED:
        return Every.AS_NEEDED.label
    return f"{Every(rules.every).label}{rules.times}次"


def source_of(kind, rules):
    """The rule a line rests on: the regulation where the branch asks just that, else the branch's own setting."""
    if USUAL.get(kind) == rules.every and rules.times == 1:
        return SOURCES[kind]
    return f"本支部设置：{SHORT_KIND_LABELS[kind]}{rhythm(rules)}"


def line_label(kind, group=None):
    """How a line of the board is called: 支委会, 第一党小组会."""
    if group is None:
        return SHORT_KIND_LABELS[kind]
    return f"{group.name}会" if group.name.endswith("组") else f"{group.name}（党小组会）"
