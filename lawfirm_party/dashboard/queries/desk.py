"""The secretary's and the committee's home: what is overdue, due and waiting, each line with its reason, rule and one button."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse

from activities.evaluations.queries.waiting import waiting_of
from activities.feedback.models import Handling
from activities.meetings.choices import LeaveState, MeetingState
from activities.meetings.models import ActionItem, LeaveRequest, Nudge
from activities.meetings.queries.board import board_for
from activities.meetings.queries.requirements_due import last_year_start, left_text
from activities.meetings.rules.requirements import CellState
from branches.choices import SHORT_KIND_LABELS, MeetingKind
from branches.rules import term_end, term_state
from lawfirm_party.common import regulations
from lawfirm_party.common.dates import (
    SHANGHAI,
    WEEKDAYS,
    add_months,
    at,
    local,
    local_day,
    month_period,
    quarter_period,
)
from lawfirm_party.common.prepared import A_DAY, AN_ID, Prepared
from members.models import CommitteeTerm, GroupMembership
from members.queries import roles_of

from .evaluation_lines import evaluation_lines
from .lines import (
    BACKWARD,
    OVERDUE,
    WAITING,
    Desk,
    TodoLine,
    feedback_lines,
    few,
    missing_lines,
    open_lines,
    passed_lines,
    record_lines,
    scheduled_meetings,
)

ACTIONS_AHEAD = 7
TERM_LAW = regulations.TERM.says("支部委员会任期一般为3年")
TERM_CUSTOM = "一般在届满前6个月由上级党组织提醒换届"

A_DAY_AHEAD = date(1803, 4, 5)


def row_of(what, *, number=None, person=None, day=None, other_day=None, text="", name="", flag=False):
    """One shape for every part of the union below: what is not given is empty."""
    return (
        Value(what, output_field=CharField()),
        Cast(number, BigIntegerField()),
        Cast(person, BigIntegerField()),
        Cast(day, DateField()),
        Cast(other_day, DateField()),
        Cast(text if isinstance(text, F) else Value(text), CharField()),
        Cast(name if isinstance(name, F) else Value(name), CharField()),
        flag if isinstance(flag, F) else Cast(Value(flag), BooleanField()),
    )


def waiting_query(branch, day, ahead, morning, reader):
    """Leaders (with whether they were reminded today), leaves to decide, 议定事项 due, the term, feedback that the reader handles: one union."""
    in_force = (Q(until=None) | Q(until__gt=day)) & Q(since__lte=day)
    reminded = Nudge.objects.filter(group=OuterRef("group"), person=OuterRef("person"), at__gte=morning)
    leaders = GroupMembership.objects.filter(in_force, group__branch=branch, is_leader=True)
    leaders = leaders.annotate(reminded=Exists(reminded))
    leaves = LeaveRequest.objects.filter(meeting__branch=branch, state=LeaveState.PENDING)
    leaves = leaves.exclude(meeting__state__in=[MeetingState.ARCHIVED, MeetingState.CANCELLED])
    actions = ActionItem.objects.filter(meeting__branch=branch, done_on=None, due_on__lte=ahead)
    terms = CommitteeTerm.objects.filter(in_force, branch=branch)
    handlings = Handling.objects.filter(owner=reader, closed_at=None)
    parts = [
        (leaders, row_of("leader", number=F("group"), person=F("person"), name=F("person__name"), flag=F("reminded"))),
        (leaves, row_of("leave", number=F("id"), name=F("person__name"))),
        (actions, row_of("action", number=F("id"), day=F("due_on"), text=F("text"), name=F("owner__name"))),
        (handlings, row_of("feedback", number=F("answer"), day=F("opened_at"), text=F("answer__card__matter_code"), flag=F("answer__is_complaint"))),
        (terms, row_of("term", number=F("years"), day=F("since"), other_day=F("delayed_until"))),
    ]  # fmt: skip
    first, *others = [query.order_by().values_list(*row) for query, row in parts]
    return first.union(*others, all=True)


WAITING_ROWS = Prepared(
    waiting_query,
    branch=AN_ID,
    day=A_DAY,
    ahead=A_DAY_AHEAD,
    morning=datetime(1801, 2, 3, tzinfo=SHANGHAI),
    reader=AN_ID + 1,
)


class WaitingRow(NamedTuple):
    what: str
    number: int | None
    person_id: int | None
    day: date | None
    other_day: date | None
    text: str
    name: str
    flag: bool


def desk_page(branch, user, now):
    """Everything the home of a committee shows."""
    today = local_day(now)
    quarter = quarter_period(today)
    board = board_for(
        branch,
        add_months(quarter.start, -3 * BACKWARD),
        add_months(quarter.end, 1),
        now,
        yearly_from=last_year_start(today),
        only_asked=True,
    )
    desk = Desk(
        branch, board, user, roles_of(user, today), now, today, waiting_rows(branch, today, user.person_id)
    )
    lines = todo_lines(desk)
    planned = planned_meetings(desk)
    asked = [cell for cell in board.asked if cell.slot.period.last_day in quarter]
    return {
        "branch": branch,
        "lines": lines,
        "has_met": bool(board.meetings),
        "week": [week_line(meeting, today) for meeting in planned if meeting.day < next_monday(today)],
        "quarter": quarter,
        "asked": len(asked),
        "done": sum(cell.state == CellState.HELD for cell in asked),
        "board_url": reverse("board", args=[today.year]),
        "all_done": None if lines else all_done(desk, planned),
    }


def waiting_rows(branch, today, person_id):
    """All WaitingRows of a branch, and of the feedback that one person handles; one query."""
    rows = WAITING_ROWS.rows(
        branch=branch.pk,
        day=today,
        ahead=today + timedelta(days=ACTIONS_AHEAD),
        morning=at(today, 0),
        reader=person_id,
    )
    return [WaitingRow(*row) for row in rows]


def todo_lines(desk):
    """All lines, sorted; the first one's button is the page's only filled one."""
    lines = [
        *record_lines(desk),
        *passed_lines(desk),
        *missing_lines(desk),
        *open_lines(desk),
        *leave_lines(desk),
        *action_lines(desk),
        *term_lines(desk),
        *feedback_lines((row.day, row.number, row.text, row.flag) for row in desk.rows("feedback")),
        *evaluation_lines(waiting_of(desk.user.person_id, desk.now, desk.branch.pk), desk.today),
    ]
    lines.sort(key=lambda line: line.order)
    return [lines[0].as_primary(), *lines[1:]] if lines else []


# -- waiting ----------------------------------------------------------------------------------------------------


def leave_lines(desk):
    """请假申请: the secretary's, for meetings that are not archived or called off."""
    if desk.branch.pk not in desk.roles.secretary_of:
        return []
    names = [row.name for row in sorted(desk.rows("leave"), key=lambda row: row.number)]
    if not names:
        return []
    return [
        TodoLine(
            order=(WAITING, desk.today, 1),
            tone="info",
            status="待审批",
            title=f"请假申请 {len(names)} 份",
            reason=few(names),
            button="审批",
            url=reverse("leaves"),
        )
    ]


def action_lines(desk):
    """议定事项 that are overdue, and those due within a week."""
    rows = sorted(desk.rows("action"), key=lambda row: (row.day, row.number))
    late = [row for row in rows if row.day < desk.today]
    soon = [row for row in rows if row.day >= desk.today]
    lines = []
    if late:
        days = (desk.today - late[0].day).days
        lines.append(action_line((OVERDUE, late[0].day, 3), "bad", f"逾期{days}天", "已到期未办结", late))
    if soon:
        days = (soon[0].day - desk.today).days
        status = left_text(days) if days else "今天到期"
        lines.append(action_line((WAITING, soon[0].day, 2), "info", status, "即将到期", soon))
    return lines


def action_line(order, tone, status, what, rows):
    return TodoLine(
        order=order,
        tone=tone,
        status=status,
        title=f"议定事项 {len(rows)} 项{what}",
        reason=few([f"{row.text}（{row.name}）" for row in rows]),
        button="查看",
        url=reverse("decisions"),
    )


def term_lines(desk):
    """R-COM-4: the end of the term, from six months before it."""
    rows = desk.rows("term")
    if not rows:
        return []
    ends = rows[0].other_day or term_end(rows[0].day, rows[0].number)
    state = term_state(ends, desk.today)
    if state == "quiet":
        return []
    days = (ends - desk.today).days
    over = state == "over"
    last = ends - timedelta(days=1)
    return [
        TodoLine(
            order=(OVERDUE if over else WAITING, ends, 4),
            tone="bad" if over else "warn" if state == "soon" else "info",
            status="已届满" if over else left_text(days),
            title="本届支部委员会任期已满，请换届" if over else "本届支部委员会即将届满",
            reason=f"任期至 {last.year}年{last.month}月{last.day}日" + ("" if over else f"，{TERM_CUSTOM}"),
            law=TERM_LAW,
            button="查看",
            url=reverse("branch", args=[desk.branch.pk]),
        )
    ]


# -- beside the lines -------------------------------------------------------------------------------------------


def planned_meetings(desk):
    """Every scheduled meeting of the branch from today on, by time."""
    return [meeting for meeting in scheduled_meetings(desk) if meeting.day >= desk.today]


def next_monday(day):
    return day + timedelta(days=7 - day.weekday())


def week_line(meeting, today):
    wall = local(meeting.starts_at)
    when = "今天" if meeting.day == today else f"周{WEEKDAYS[wall.weekday()]}"
    return {
        "when": f"{when} {wall:%H:%M}",
        "title": meeting.title,
        "place": meeting.place,
        "url": reverse("meeting", args=[meeting.id]),
    }


def all_done(desk, planned):
    """What stands there when nothing is left to do: the next meeting, and the way to plan next month's."""
    ahead = month_period(add_months(desk.today, 1))
    text = "本月事项已全部办结。"
    if planned:
        first = planned[0]
        text += f"下一项：{first.day.month}月{first.day.day}日 {SHORT_KIND_LABELS[MeetingKind(first.kind)]}。"
    query = urlencode({"type": MeetingKind.COMMITTEE, "period": ahead.key})
    may = desk.branch.pk in desk.roles.secretary_of
    return {
        "text": text,
        "button": f"提前安排{ahead.start.month}月" if may else "",
        "url": f"{reverse('meeting_new')}?{query}" if may else "",
    }


def date_line(today):
    return f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}"
