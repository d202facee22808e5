"""The home of everybody who runs no branch: what is theirs to do, their next meeting, and what comes after it."""

from django.urls import reverse

from activities.evaluations.queries.waiting import waiting_of
from activities.feedback.queries.figures import open_handlings_of
from activities.meetings.choices import MeetingState
from activities.meetings.models import ActionItem, Guest
from activities.meetings.queries.board import board_for
from activities.meetings.queries.expected import OwnTies
from activities.meetings.queries.lists import answers_of, invitations
from activities.meetings.queries.requirements_due import last_year_start, left_text
from activities.meetings.queries.visible import meetings_for
from branches.choices import SHORT_KIND_LABELS, MeetingKind
from branches.queries import settings_for
from lawfirm_party.common.dates import add_months, day_text, local_day, month_period
from members.queries import people_for, roles_of

from ..faces import Face
from .board import own_branch
from .evaluation_lines import evaluation_lines
from .lines import (
    BACKWARD,
    DUE,
    OVERDUE,
    WAITING,
    Desk,
    TodoLine,
    feedback_lines,
    missing_lines,
    open_lines,
    own_records,
    passed_lines,
)

MEETINGS_SHOWN = 5
ACTIONS_SHOWN = 5
JOINT_SHOWN = 3


def plain_page(user, now, face):
    """Everything the plain home shows a Face; a login without a person has nothing of this."""
    today = local_day(now)
    if user.person_id is None:
        return {"next": None, "later": [], "lines": [], "all_done": "", "joint": []}
    roles = roles_of(user, today)
    coming = my_next_meetings(user, now)
    first, later = (coming[0] if coming else None), coming[1:]
    lines = [
        *evaluation_lines(waiting_of(user.person_id, now), today),
        *hand_lines(user, roles, now),
        *answer_lines(later),
        *action_lines(user.person_id, today),
        *handling_lines(roles),
    ]
    if not (first and first.is_open) and lines:
        lines[0] = lines[0].as_primary()
    return {
        "next": first,
        "later": later,
        "lines": lines,
        "all_done": all_done(first, today),
        "joint": joint_meetings(user, now) if face == Face.PARTNER else [],
        "people": firm_figures(user, today) if face == Face.PARTNER else [],
    }


def my_next_meetings(user, now):
    """The next meetings (Invited) the person is expected at or invited to, by time."""
    today = local_day(now)
    visible = meetings_for(user, today).upcoming(now).select_related("branch", "group")
    upcoming = list(visible[: MEETINGS_SHOWN * 6])
    if not upcoming:
        return []
    ties = OwnTies(user.person)
    guest_of = set(
        Guest.objects.filter(person=user.person_id, meeting__in=upcoming).values_list("meeting", flat=True)
    )
    mine = [
        meeting
        for meeting in upcoming
        if meeting.pk in guest_of or ties.is_expected(meeting, local_day(meeting.starts_at))
    ][:MEETINGS_SHOWN]
    return invitations(mine, answers_of(user.person_id, mine), now)


# -- what is theirs to do ---------------------------------------------------------------------------------------


def hand_lines(user, roles, now):
    """What the branch waits for from this person: the own group's meetings of a leader, and records in their hand."""
    today = local_day(now)
    if roles.leads:
        return leader_lines(user, roles, now)
    if not roles.member_of:
        return []
    branch_id = min(roles.member_of)
    records = own_records(
        branch_id, roles, today, lambda: settings_for(branch_id).branch(today).minutes_due_days
    )
    return sorted(records, key=lambda line: line.order)


def leader_lines(user, roles, now):
    """This month's 党小组会 of the own group first, then what is overdue, then records in hand."""
    today = local_day(now)
    branch = own_branch(user, today)
    if branch is None:
        return []
    month = month_period(today)
    start = add_months(month.start, -BACKWARD)
    board = board_for(branch, start, month.end, now, yearly_from=last_year_start(today), only_asked=True)
    board.lines = [line for line in board.lines if line.cells and line.cells[0].slot.group_id in roles.leads]
    board.meetings = [meeting for meeting in board.meetings if meeting.group_id in roles.leads]
    desk = Desk(branch, board, user, roles, now, today, [])
    records = own_records(branch.pk, roles, today, lambda: board.rules.minutes_due_days)
    rest = [*passed_lines(desk), *missing_lines(desk), *records]
    return [*open_lines(desk), *sorted(rest, key=lambda line: line.order)]


def handling_lines(roles):
    """Feedback that a partner is to bring to its end."""
    if not roles.is_partner:
        return []
    rows = open_handlings_of(roles.person_id)
    return feedback_lines(
        (local_day(row.opened_at), row.answer_id, row.answer.card.matter_code, row.answer.is_complaint)
        for row in rows
    )


def answer_lines(later):
    """Meetings after the next one that still wait for an answer."""
    return [
        TodoLine(
            order=(DUE, local_day(line.meeting.starts_at), 0),
            tone=line.tone,
            symbol=line.symbol,
            status=line.word,
            title=line.meeting.title,
            reason=f"{line.when} · {line.meeting.place}",
            button="答复",
            url=reverse("my"),
        )
        for line in later
        if line.is_open
    ]


def action_lines(person_id, today):
    """One's own 议定事项 that are not done, the most urgent first; each is done with one button."""
    rows = ActionItem.objects.filter(owner=person_id, done_on=None).select_related("meeting")
    return [action_line(row, today) for row in rows.order_by("due_on", "id")[:ACTIONS_SHOWN]]


def action_line(action, today):
    days = (action.due_on - today).days
    return TodoLine(
        order=(OVERDUE if days < 0 else WAITING, action.due_on, 1),
        tone="bad" if days < 0 else "info",
        status=f"逾期{-days}天" if days < 0 else left_text(days),
        title=action.text,
        reason=f"{day_text(action.due_on, today)}前 · {action.meeting.title}",
        button="标记办结",
        url=reverse("action_done", args=[action.pk]),
        post=True,
    )


def all_done(first, today):
    """What stands there when nothing is left to do, with the next meeting if there is one."""
    if first is None:
        return "本月事项已全部办结。近期没有需要您参加的会议。"
    day = local_day(first.meeting.starts_at)
    kind = SHORT_KIND_LABELS[MeetingKind(first.meeting.kind)]
    year = "" if day.year == today.year else f"{day.year}年"
    return f"本月事项已全部办结。下一项：{year}{day.month}月{day.day}日 {kind}。"


# -- a partner's side -------------------------------------------------------------------------------------------


def joint_meetings(user, now):
    """The latest 支部与合伙人联席会议 that took place or are planned, newest first."""
    found = meetings_for(user, local_day(now)).filter(kind=MeetingKind.PARTNERS)
    found = found.exclude(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED])
    return list(found.order_by("-starts_at", "-id")[:JOINT_SHOWN])


def firm_figures(user, today):
    """[(label, number)] of the people of the firm on a day, by what they do; one query."""
    kinds = [person.get_kind_display() for person in people_for(user, today).in_firm(today).only("kind")]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(sorted(kinds, key=kinds.count, reverse=True))]
