"""The year board as a page: whose it is, where each cell leads, and the figures above it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from activities.meetings.permissions import can_explain, can_schedule
from activities.meetings.queries.board import address_of, board_for, recent_bounds, year_bounds
from activities.meetings.queries.visible import meetings_for
from activities.meetings.rules.requirements import CellState
from branches.models import Branch
from lawfirm_party.common.addresses import address_by_id
from lawfirm_party.common.dates import at, local_day
from lawfirm_party.common.prepared import AN_ID, Prepared
from members.queries import roles_of

from .evaluation_row import add_evaluations

RECENT = "最近四个季度"
LEGEND = (
    ("✓", "已开（补录另注）"),
    ("◑", "记录未完"),
    ("◔", "已排"),
    ("", "待安排：还没有安排会议"),
    ("!", "将到期"),
    ("✕", "缺（逾期未开）"),
    ("○", "已说明"),
    ("—", "不适用"),
)

COLUMNS = [field.attname for field in Branch._meta.concrete_fields]
BRANCH_ROWS = Prepared(lambda pk: Branch.objects.filter(pk=pk).order_by().values_list(*COLUMNS), pk=AN_ID)


@dataclass(frozen=True)
class Figure:
    label: str
    value: object
    unit: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Switch:
    label: str
    url: str
    active: bool


def board_branches_for(user, on):
    """The branches whose board a user may read: those of which the user is a Party member or sits in the committee."""
    return Branch.objects.filter(pk__in=roles_of(user, on).branches)


def own_branch(user, on):
    """The branch a user works in: where they sit in the committee, else of which they are a member; None without any; one query."""
    roles = roles_of(user, on)
    ids = roles.committee_of or roles.member_of
    rows = BRANCH_ROWS.rows(pk=min(ids)) if ids else []
    return Branch.from_db("default", COLUMNS, rows[0]) if rows else None


def board_page(branch, user, now, year=None):
    """Everything the page shows, for a year or, without one, for the last four complete quarters; nine queries."""
    today = local_day(now)
    start, end = year_bounds(year) if year else recent_bounds(today)
    board = board_for(branch, start, end, now)
    link(board, branch, user, today)
    add_evaluations(board, branch, roles_of(user, today))
    return {
        "branch": branch,
        "board": board,
        "heads": heads_of(board.months, today),
        "title": f"{year}年度组织生活达标总表" if year else f"{RECENT}组织生活达标总表",
        "subtitle": f"{branch.short_name}，{start.year}年{start.month}月至{board.months[-1].label}",
        "figures": figures_of(board),
        "switches": switches_of(branch, user, year, today),
        "legend": LEGEND,
    }


def heads_of(months, today):
    """(year or "", 11月, whether it is now) of each column; the year only where the board spans two."""
    both = months[0].start.year != months[-1].start.year
    return [
        (
            f"{month.start.year}年" if both and (place == 0 or month.start.month == 1) else "",
            f"{month.start.month}月",
            today in month,
        )
        for place, month in enumerate(months)
    ]


def figures_of(board):
    rate = "—" if board.rate is None else f"{board.rate}%"
    return [
        Figure("应开", len(board.asked), "项"),
        Figure("已开", board.count(CellState.HELD), "项"),
        Figure("逾期未开", board.count(CellState.MISSING), "项"),
        Figure("记录未完", board.count(CellState.INCOMPLETE), "项"),
        Figure("达标率", rate, note="只算已过的周期"),
    ]


def switches_of(branch, user, year, today):
    """The years beside this one, this year's, and the last four quarters."""
    here = year or today.year
    years = {here - 1, here, here + 1, today.year} & set(range(branch.founded_on.year, today.year + 2))
    query = own_query(branch, user, today)
    chips = [Switch(str(each), reverse("board", args=[each]) + query, each == year) for each in sorted(years)]
    return [*chips, Switch(RECENT, reverse("board_recent") + query, year is None)]


def own_query(branch, user, today, **more):
    """The query string that names the branch, where a user has more than one."""
    if len(roles_of(user, today).branches) > 1:
        more["branch"] = branch.pk
    return f"?{urlencode(more)}" if more else ""


def link(board, branch, user, today):
    """Give each cell its address: its one meeting's page, else the page of the cell; nothing where there is nothing to see."""
    visible = visible_ids(board, branch, user, today)
    base = reverse("explain")
    more = own_query(branch, user, today).replace("?", "&")
    meeting_url = address_by_id("meeting")
    for cell in board.cells:
        meetings = cell.held or cell.planned
        if len(meetings) == 1 and (visible is None or meetings[0].id in visible):
            cell.url = meeting_url(meetings[0].id)
        elif meetings or cell.slot.required:
            cell.url = f"{base}?{address_of(cell.slot).replace('type=', 'kind=', 1)}{more}"


def visible_ids(board, branch, user, today):
    """Ids of the board's meetings that a user may open; None: all of them, as for the committee."""
    if branch.pk in roles_of(user, today).committee_of:
        return None
    meetings = meetings_for(user, today).filter(branch=branch, starts_at__gte=at(board.start, 0))
    return set(meetings.values_list("pk", flat=True))


def cell_page(branch, cell, user, now):
    """The page of one cell: what is there, and what this user may do about it."""
    today = local_day(now)
    roles = roles_of(user, today)
    slot = cell.slot
    may = can_schedule(roles, branch.pk, slot.kind, slot.group_id)
    held, planned = cell.held, cell.planned
    shown = [*held, *planned, *cell.passed]
    visible = visible_of(shown, branch, user, today)
    query = "?" + address_of(slot)
    missing = cell.state in {CellState.MISSING, CellState.EXPLAINED}
    begun = slot.period.start <= today
    return {
        "branch": branch,
        "cell": cell,
        "title": f"{slot.period.label}{cell.label}",
        "board_url": reverse("board", args=[slot.period.start.year]) + own_query(branch, user, today),
        "meetings": [meeting for meeting in shown if meeting.id in visible],
        "hidden_count": len(shown) - len(visible),
        "schedule_url": reverse("meeting_new") + query if may and not cell.is_over else "",
        "backfill_url": reverse("meeting_backfill") + query if may and begun else "",
        "may_explain": missing and can_explain(roles, branch.pk),
        "may_read": branch.pk in roles.committee_of,
    }


def visible_of(meetings, branch, user, today):
    if not meetings:
        return set()
    ids = [meeting.id for meeting in meetings]
    return set(meetings_for(user, today).filter(pk__in=ids).values_list("pk", flat=True))
