"""What the reminders ask of the board: a requirement that is about to lapse with nothing held or scheduled.

It is told when its warning days begin, and again when a meeting is called off or moved away during them.
"""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from branches.models import Branch
from lawfirm_party.common import clock
from lawfirm_party.common.dates import at, local_day, parse_period, quarter_period
from lawfirm_party.common.due import DueItem
from members.models import GroupMembership
from members.queries import secretaries_on

from ..models import Meeting
from ..rules.requirements import OPEN_STATES
from .board import address_of, board_for, cell_for

RULE = "requirement_lapsing"
MORNING = 9


def due_items(since, now):
    """DueItems of requirements whose warning day (9:00, some days before the period ends), or reopening, lies in (since, now]."""
    gone = meetings_gone(since, now)
    branches = Branch.objects.active(local_day(now)).order_by("id")
    if not holds_a_morning(since, now):
        if not gone:
            return []
        branches = branches.filter(pk__in={meeting.branch_id for meeting in gone})
    return [
        item for branch in branches for item in lapsing_in(branch, now, gone) if since < item.due_at <= now
    ]


def meetings_gone(since, now):
    """Announced meetings that were called off or moved in (since, now]; one query."""
    called_off = Q(cancelled_at__gt=since, cancelled_at__lte=now)
    moved = Q(moved_at__gt=since, moved_at__lte=now)
    return list(Meeting.objects.filter(called_off | moved, published_at__isnull=False))


def holds_a_morning(since, now):
    """Whether 9:00 of some day lies in (since, now]: at any other minute only what reopens can fall due."""
    morning = at(local_day(now), MORNING)
    latest = morning if morning <= now else morning - timedelta(days=1)
    return latest > since


def lapsing_in(branch, now, gone=()):
    """An item for each open requirement of a branch, due when its warning days begin, and one for each meeting that left it open."""
    today = local_day(now)
    board = board_for(branch, last_year_start(today), quarter_period(today).end, now)
    told = [person.pk for person in secretaries_on(branch.id, today)]
    leaders = leaders_of(branch.id, today)
    for cell in open_cells(board):
        people = tuple(dict.fromkeys([*told, *leaders.get(cell.slot.group_id, [])]))
        warned_at = at(cell.slot.deadline - timedelta(days=board.rules.lapse_warning_days), MORNING)
        yield lapsing_item(branch, cell, cell.slot.period.key, warned_at, people)
        for meeting in gone:
            gone_at = gone_from(cell.slot, meeting)
            if gone_at and gone_at > warned_at and meeting.branch_id == branch.pk:
                occurrence = f"{cell.slot.period.key}@{meeting.pk}-{meeting.revision}"
                yield lapsing_item(branch, cell, occurrence, gone_at, people)


def lapsing_item(branch, cell, occurrence, due_at, people):
    return DueItem(
        rule=RULE,
        object_id=object_id_of(branch, cell),
        occurrence=occurrence,
        due_at=due_at,
        useful_until=at(cell.slot.deadline + timedelta(days=1), 0),
        person_ids=people,
        branch_id=branch.pk,
    )


def gone_from(slot, meeting):
    """When a meeting that was called off or moved stopped counting for a slot; None when it never did, or still does."""
    if (meeting.kind, meeting.group_id) != (slot.kind, slot.group_id):
        return None
    stands_here = slot.takes(local_day(meeting.starts_at), meeting.evaluation_year)
    if meeting.cancelled_at:
        return meeting.cancelled_at if stands_here else None
    return None if stands_here else meeting.moved_at


def open_cells(board):
    """Required cells that can still be held today, with nothing held or scheduled."""
    return [cell for cell in board.cells if cell.is_current and cell.state in OPEN_STATES]


def last_year_start(today):
    """From here on the board holds every period that may still run: the 组织生活会 of last year until 31 March (R-MTG-6)."""
    return date(today.year - 1, 1, 1)


def leaders_of(branch_id, on):
    """{group id: [person ids of its leader]} on a day; one query."""
    rows = GroupMembership.objects.on(on).filter(group__branch=branch_id, is_leader=True)
    found = {}
    for group_id, person_id in rows.values_list("group", "person"):
        found.setdefault(group_id, []).append(person_id)
    return found


def object_id_of(branch, cell):
    return f"{branch.pk}:{cell.slot.kind}:{cell.slot.group_id or ''}"


def notice_context(rule, object_id, occurrence, person, now=None):
    """What the message about a lapsing requirement says; None when it no longer needs telling."""
    branch_id, kind, group_id = object_id.split(":")
    branch = Branch.objects.filter(pk=branch_id).first()
    if rule != RULE or branch is None:
        return None
    period = parse_period(occurrence.partition("@")[0])
    cell = cell_for(branch, kind, int(group_id) if group_id else None, period, now or clock.now())
    if cell is None or cell.state not in OPEN_STATES:
        return None
    return {
        "title": f"{cell.name}{cell.not_scheduled}，{left_text(cell.days_left)}",
        "text": cell.source,
        "path": f"{reverse('meeting_new')}?{address_of(cell.slot)}",
        "what": f"{cell.name}{cell.not_scheduled}",
        "left": left_text(cell.days_left),
        "law": cell.source,
        "branch": branch,
        "last_day": cell.slot.deadline,
    }


def left_text(days):
    return f"还剩{days}天" if days else "今天是最后一天"
