"""The ledger an inspector asks for: one line a meeting, what is missing, and the same as rows for files (domain.md section 13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from activities.meetings.choices import STATE_LOOKS, MeetingKind, MeetingState
from activities.meetings.queries.board import board_for, recent_bounds, year_bounds
from activities.meetings.queries.many import held_between, reading_pages
from activities.meetings.rules.requirements import CellState, line_label
from branches.models import Branch
from lawfirm_party.common.dates import Period, at, day_text, local, local_day, quarter_period
from lawfirm_party.common.documents.proof import Proof, code_of
from members.queries import roles_of

from .board import Switch, own_query

RECENT, WITH_CURRENT = "最近四个季度", "最近四个季度和本季度"
RECENT_KEY = "last4q"
BY_KIND, BY_QUARTER = "kind", "quarter"
YEARS_OFFERED = 4
COLUMNS = (  # heading and width of a line as a row; 0: as wide as what stands in it
    ("类型", 0),
    ("会议", 30),
    ("次数", 0),
    ("时间", 24),
    ("地点", 0),
    ("主持人", 0),
    ("记录人", 0),
    ("应到", 0),
    ("实到", 0),
    ("列席", 0),
    ("请假", 0),
    ("缺席", 0),
    ("请假、缺席、列席人员", 30),
    ("议题", 40),
    ("决议", 40),
    ("记录", 24),
)
NOT_EXPLAINED = "{what}，也没有说明"
EXPLAINED = "{what}。说明：{text}"
STILL_MISSING = "记录还没有归档，还缺：{words}"
READY = "记录齐全，还没有归档"


@dataclass(frozen=True)
class Span:
    """What a ledger covers: [start, end), its name in the address, and in words."""

    start: date
    end: date
    key: str
    label: str
    is_recent: bool = False
    with_current: bool = False

    @property
    def fields(self):
        """The parts of the address that name it."""
        current = {"current": "1"} if self.with_current else {}
        return {"period": self.key, **current}

    @property
    def name(self):
        """One word for the audit trail."""
        return f"{self.key}+current" if self.with_current else self.key


@dataclass(frozen=True)
class LedgerLine:
    """One meeting. Names are joined with 、 and carry only what everybody may know of a leave."""

    url: str
    place_in_order: tuple
    kind_label: str
    title: str
    number: str
    day: str
    hours: str
    quarter: Period
    place: str
    host: str
    recorder: str
    expected: int
    present: int
    guests: int
    leave: int
    absent: int
    guest_names: str
    leave_names: str
    absent_names: str
    agenda: tuple
    resolutions: tuple
    tone: str
    symbol: str
    state: str
    missing: str
    is_backfilled: bool

    @property
    def state_words(self):
        return f"{self.state}（补录）" if self.is_backfilled else self.state

    @property
    def names(self):
        """Who was not simply there: 请假：陈某·开庭；缺席：于某."""
        told = (("请假", self.leave_names), ("缺席", self.absent_names), ("列席", self.guest_names))
        return "；".join(f"{label}：{names}" for label, names in told if names)

    @property
    def row(self):
        """Plain values under COLUMNS."""
        return [
            self.kind_label,
            self.title,
            self.number,
            f"{self.day}{self.hours}",
            self.place,
            self.host,
            self.recorder,
            self.expected,
            self.present,
            self.guests,
            self.leave,
            self.absent,
            self.names,
            "；".join(self.agenda),
            "；".join(self.resolutions),
            "，".join(part for part in (self.state_words, self.missing and f"缺：{self.missing}") if part),
        ]


@dataclass(frozen=True)
class Gap:
    """One thing the ledger lacks, with the place where it is put right."""

    tone: str
    symbol: str
    state: str
    name: str
    words: str
    url: str


@dataclass(frozen=True)
class Group:
    heading: str
    lines: list


@dataclass(frozen=True)
class Ledger:
    """A branch's meetings of a span, everything read. `board` is the year board of the same months, `pages` the meetings themselves."""

    branch: Branch
    span: Span
    lines: list
    gaps: list
    board: object
    pages: list

    @property
    def title(self):
        return f"{self.branch.name}组织生活台账"

    @property
    def rows(self):
        return [line.row for line in self.lines]

    def groups(self, by):
        """The lines under headings: by kind of meeting, or by quarter."""
        found = {}
        for line in self.lines:
            found.setdefault(line.quarter.label if by == BY_QUARTER else line.kind_label, []).append(line)
        if by == BY_QUARTER:
            return [Group(heading, lines) for heading, lines in found.items()]
        groups = [Group(heading, lines) for heading, lines in found.items()]
        return sorted(groups, key=lambda group: group.lines[0].place_in_order)

    def proof(self, by, now):
        """The Proof of a file made of it. `by` names who exports."""
        return Proof(self.branch.short_name, self.span.label, by, now, len(self.lines), code_of(self.rows))


def ledger_branches_for(user, on):
    """The branches whose ledger a user may read: those in whose committee they sit (trust.md 3a)."""
    return Branch.objects.filter(pk__in=roles_of(user, on).committee_of)


def read_span(data, branch, today):
    """The Span of a query string or form; the last four complete quarters when it names nothing that is there."""
    given = data.get("period", "")
    if given in map(str, years_of(branch, today)):
        start, end = year_bounds(int(given))
        return Span(start, end, given, f"{given}年")
    start, end = recent_bounds(today)
    with_current = data.get("current") == "1"
    if with_current:
        end = quarter_period(today).end
    label = f"{quarter_period(start).label}至{quarter_period(end - timedelta(days=1)).label}"
    return Span(start, end, RECENT_KEY, label, True, with_current)


def years_of(branch, today):
    """The years a branch has a ledger of."""
    return range(branch.founded_on.year, today.year + 1)


def ledger_of(branch, span, now):
    """The Ledger of a branch; twelve queries, however many meetings there are."""
    board = board_for(branch, span.start, span.end, now)
    pages = reading_pages(held_between(branch.pk, at(span.start, 0), at(span.end, 0)), now)
    lines = [line_of(page) for page in pages]
    return Ledger(branch, span, lines, [*gaps_of_board(board, branch), *gaps_of_records(lines)], board, pages)


def line_of(page):
    """The LedgerLine of a MeetingPage."""
    meeting, counts = page.meeting, page.counts
    tone, symbol, state = page.look
    kind_label = line_label(meeting.kind, meeting.group)
    return LedgerLine(
        url=meeting.get_absolute_url(),
        place_in_order=(list(MeetingKind).index(meeting.kind), meeting.group.number if meeting.group else 0),
        kind_label=kind_label,
        title=meeting.title,
        number=page.number_words,
        day=day_text(page.day),
        hours=f"{local(meeting.starts_at):%H:%M}–{local(meeting.ends_at):%H:%M}",
        quarter=quarter_period(page.day),
        place=meeting.place,
        host=page.host,
        recorder=page.recorder,
        expected=counts.expected,
        present=counts.present,
        guests=counts.guests,
        leave=counts.leave,
        absent=counts.absent,
        guest_names="、".join(page.guests),
        leave_names="、".join(f"{leave.name}·{leave.words}" for leave in page.leaves),
        absent_names="、".join(page.absent),
        agenda=tuple(item.title for item in page.record.items),
        resolutions=tuple(resolution_words(line) for item in page.agenda for line in item.resolutions),
        tone=tone,
        symbol=symbol,
        state=state,
        missing="、".join(one.what for one in page.missing) if is_open(meeting) else "",
        is_backfilled=meeting.is_backfilled,
    )


def is_open(meeting):
    return meeting.state != MeetingState.ARCHIVED


def resolution_words(line):
    """同意接收……（赞成20、反对0、弃权0，通过）"""
    row = line.resolution
    if row.votes_for is None:
        return row.text
    text = row.text.removesuffix("。")
    votes = f"赞成{row.votes_for}、反对{row.votes_against or 0}、弃权{row.votes_abstained or 0}"
    return f"{text}（{'，'.join(part for part in (votes, line.words) if part)}）"


def gaps_of_board(board, branch):
    """Required and not held, in periods that are over: the board's own word for it."""
    return [
        Gap(
            cell.tone,
            cell.symbol,
            cell.state_label,
            f"{cell.slot.period.label}{cell.label}",
            not_held_words(cell),
            cell_address(cell, branch),
        )
        for cell in board.asked
        if cell.is_over and cell.state in {CellState.MISSING, CellState.EXPLAINED}
    ]


def not_held_words(cell):
    words = EXPLAINED if cell.state == CellState.EXPLAINED else NOT_EXPLAINED
    return words.format(what=cell.not_held, text=cell.explanation)


def cell_address(cell, branch):
    slot = cell.slot
    named = {"kind": slot.kind, "period": slot.period.key, "branch": branch.pk}
    if slot.group_id:
        named["group"] = slot.group_id
    return f"{reverse('explain')}?{urlencode(named)}"


def gaps_of_records(lines):
    """Held, and the record is not archived."""
    return [
        Gap(
            line.tone,
            line.symbol,
            line.state,
            line.title,
            STILL_MISSING.format(words=line.missing) if line.missing else READY,
            line.url,
        )
        for line in lines
        if line.state != STATE_LOOKS[MeetingState.ARCHIVED][2]
    ]


def ledger_page(branch, span, by, user, now):
    """Everything the page of the ledger shows."""
    today = local_day(now)
    ledger = ledger_of(branch, span, now)
    query = own_query(branch, user, today).replace("?", "&")
    return {
        "branch": branch,
        "ledger": ledger,
        "span": span,
        "by": by,
        "groups": ledger.groups(by),
        "figures": figures_of(ledger),
        "periods": period_switches(branch, span, by, query, today),
        "groupings": grouping_switches(span, by, query),
        "fields": {**span.fields, "by": by, "branch": branch.pk},
    }


def figures_of(ledger):
    """What stands above the lines."""
    archived = STATE_LOOKS[MeetingState.ARCHIVED][2]
    done = sum(line.state == archived for line in ledger.lines)
    held, open_records = len(ledger.lines), len(ledger.lines) - done
    not_held = len(ledger.gaps) - open_records
    figures = [("召开", held, "次"), ("已归档", done, "次"), ("记录未归档", open_records, "次")]
    return [{"label": label, "value": value, "unit": unit} for label, value, unit in figures] + [
        {"label": "应开未开", "value": not_held, "unit": "项"}
    ]


def address(fields, by, query):
    kept = {**fields, **({"by": by} if by != BY_KIND else {})}
    return f"{reverse('ledger')}?{urlencode(kept)}{query}"


def period_switches(branch, span, by, query, today):
    """The last four quarters, without and with the current one, then the years, newest first."""
    years = sorted(years_of(branch, today))[-YEARS_OFFERED:][::-1]
    shown = int(span.key) if span.key.isdigit() else None
    if shown and shown not in years:
        years.append(shown)
    recent = {"period": RECENT_KEY}
    return [
        Switch(RECENT, address(recent, by, query), span.is_recent and not span.with_current),
        Switch("含本季度", address({**recent, "current": "1"}, by, query), span.with_current),
        *[Switch(f"{year}年", address({"period": year}, by, query), year == shown) for year in years],
    ]


def grouping_switches(span, by, query):
    return [
        Switch("按会议类型", address(span.fields, BY_KIND, query), by == BY_KIND),
        Switch("按季度", address(span.fields, BY_QUARTER, query), by == BY_QUARTER),
    ]
