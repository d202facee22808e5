"""Lines of a to-do list: each with its state, reason, rule and one button. What is made from a branch's board is here."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from activities.meetings.choices import MeetingState
from activities.meetings.permissions import can_explain, can_record, can_schedule
from activities.meetings.queries.board import address_of
from activities.meetings.queries.record import place_of
from activities.meetings.queries.requirements_due import left_text, open_cells
from activities.meetings.queries.unfinished import unfinished_of
from activities.meetings.rules.record import ATTENDANCE_PAGE, LEAVES_PAGE
from activities.meetings.rules.requirements import CellState
from branches.choices import MeetingKind
from branches.models import Branch
from lawfirm_party.common.dates import day_text, local_day

OVERDUE, DUE, WAITING = range(3)
BACKWARD = 2
RECORD_BUTTONS = {ATTENDANCE_PAGE: "登记考勤", LEAVES_PAGE: "审批请假"}


@dataclass(frozen=True)
class TodoLine:
    """One line of 要办的事. `order` sorts it: overdue, due, waiting, and by day in each; `post` makes the button a form."""

    order: tuple
    tone: str
    status: str
    title: str
    reason: str = ""
    law: str = ""
    button: str = ""
    url: str = ""
    post: bool = False
    primary: bool = False
    symbol: str = ""

    def as_primary(self):
        """The same, with the page's only filled button."""
        return replace(self, primary=True)


@dataclass(frozen=True)
class Desk:
    """What the lines are made from: the branch, its board, who asks and when."""

    branch: Branch
    board: object
    user: object
    roles: object
    now: object
    today: date
    waiting: list

    def rows(self, what):
        return [row for row in self.waiting if row.what == what]


# -- overdue ----------------------------------------------------------------------------------------------------


def record_lines(desk):
    """Meetings that took place and are not archived: overdue after the days the branch has set, until then in hand."""
    due_days = desk.board.rules.minutes_due_days
    return [
        record_line(desk.roles, desk.today, due_days, meeting, missing)
        for meeting, missing in unfinished_of(desk.branch.pk)
    ]


def own_records(branch_id, roles, today, due_days):
    """The same of those alone that somebody may write themselves; `due_days()` is asked when there are any."""
    mine = [(meeting, missing) for meeting, missing in unfinished_of(branch_id) if can_record(roles, meeting)]
    days = due_days() if mine else 0
    return [record_line(roles, today, days, meeting, missing) for meeting, missing in mine]


def record_line(roles, today, due_days, meeting, missing):
    days_late = (today - local_day(meeting.starts_at)).days - due_days
    url = reverse("meeting", args=[meeting.pk])
    may = can_record(roles, meeting)
    if may and missing:
        url = place_of(missing[0], meeting.pk)
    late = days_late > 0
    return TodoLine(
        order=(OVERDUE if late else WAITING, today - timedelta(days=days_late), 0),
        tone="bad" if late else "info",
        status=f"逾期{days_late}天" if late else "记录中",
        title=f"{meeting.title}记录未归档",
        reason=f"缺：{'、'.join(one.what for one in missing)}" if missing else "记录已齐，可以归档",
        button=(RECORD_BUTTONS.get(missing[0].page, "补记录") if missing else "归档") if may else "查看",
        url=url,
    )


def passed_lines(desk):
    """Scheduled meetings whose day went by and that never began."""
    return [
        TodoLine(
            order=(OVERDUE, meeting.day, 1),
            tone="bad",
            status="未登记",
            title=f"{meeting.title}到期没有登记",
            reason=f"原定 {day_text(meeting.day, desk.today)}：开过的请补录，没有开的请改期或取消",
            button="查看",
            url=reverse("meeting", args=[meeting.id]),
        )
        for meeting in scheduled_meetings(desk)
        if meeting.day < desk.today
    ]


def missing_lines(desk):
    """What was not held in the last two periods of each line, and nobody explained."""
    explains = can_explain(desk.roles, desk.branch.pk)
    return [
        TodoLine(
            order=(OVERDUE, cell.slot.deadline, 2),
            tone="bad",
            status=f"逾期{(desk.today - cell.slot.deadline).days}天",
            title=f"{cell.name}{cell.not_held}",
            reason=f"开过的请补录，没有开的{'请' if explains else '由书记'}说明原因",
            law=cell.source,
            button=verb(desk, cell, "补录或说明" if explains else "补录"),
            url=cell_url(cell),
        )
        for line in desk.board.lines
        for cell in [cell for cell in line.cells if cell.slot.required and cell.is_over][-BACKWARD:]
        if cell.state == CellState.MISSING
    ]


# -- due --------------------------------------------------------------------------------------------------------


def open_lines(desk):
    """What the running periods still ask for and nobody has scheduled."""
    cells = open_cells(desk.board)
    leaders = {row.number: row for row in desk.rows("leader")}
    return [open_line(desk, cell, leaders.get(cell.slot.group_id)) for cell in cells]


def open_line(desk, cell, leader):
    lapsing = cell.state == CellState.LAPSING
    line = TodoLine(
        order=(DUE, cell.slot.deadline, list(MeetingKind).index(cell.slot.kind)),
        tone="warn" if lapsing else "info",
        status=left_text(cell.days_left) if cell.days_left else "今天截止",
        title=f"{cell.name}{cell.not_scheduled}",
        reason=longer_than_its_period(cell.slot),
        law=cell.source,
        button=verb(desk, cell, "安排会议"),
        url=f"{reverse('meeting_new')}?{address_of(cell.slot)}"
        if may_schedule(desk, cell)
        else cell_url(cell),
    )
    if not leader or leader.person_id == desk.roles.person_id or not desk.roles.secretary_of:
        return line
    if leader.flag:
        return replace(line, reason=f"今天已提醒组长{leader.name}", button="查看", url=cell_url(cell))
    url = f"{reverse('nudge_leader', args=[leader.number])}?{urlencode({'period': cell.slot.period.key})}"
    return replace(line, reason=f"组长：{leader.name}", button="提醒组长", url=url, post=True)


def longer_than_its_period(slot):
    """R-MTG-6: a 组织生活会 may be held after its year is over; until when, is said."""
    last = slot.deadline
    return "" if last in slot.period else f"截至{last.year}年{last.month}月{last.day}日"


def may_schedule(desk, cell):
    return can_schedule(desk.roles, desk.branch.pk, cell.slot.kind, cell.slot.group_id)


def verb(desk, cell, word):
    return word if may_schedule(desk, cell) else "查看"


def cell_url(cell):
    return f"{reverse('explain')}?{address_of(cell.slot).replace('type=', 'kind=', 1)}"


def scheduled_meetings(desk):
    """Every scheduled meeting that the board read, by time, whether a cell takes it or not."""
    found = [meeting for meeting in desk.board.meetings if meeting.state == MeetingState.SCHEDULED]
    return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.id))


def few(words, shown=2, unit="项"):
    """The first of them, and how many there are."""
    rest = len(words) - shown
    return "、".join(words[:shown]) + (f" 等 {len(words)} {unit}" if rest > 0 else "")


def feedback_lines(rows):
    """One line for all feedback that somebody handles: rows of (day, answer id, matter, is a complaint)."""
    rows = sorted(rows)
    if not rows:
        return []
    day, answer_id, _, complaint = rows[0]
    what = "客户投诉" if complaint else "客户不满意的反馈"
    return [
        TodoLine(
            order=(WAITING, day, 0),
            tone="warn",
            status="待处理",
            title=f"{what} {len(rows)} 件" if len(rows) > 1 else f"{what}待处理",
            reason=few([matter for _, _, matter, _ in rows], 3, "件"),
            button="处理",
            url=f"{reverse('feedback')}?state=open"
            if len(rows) > 1
            else reverse("feedback_answer", args=[answer_id]),
        )
    ]
