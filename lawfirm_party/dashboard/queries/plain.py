"""The home of everybody who runs no branch: my next meetings, my open items, what I have not read."""

from activities.meetings.choices import LeaveState
from activities.meetings.models import ActionItem, Guest
from activities.meetings.queries.expected import OwnTies
from activities.meetings.queries.lists import answers_of
from activities.meetings.queries.visible import meetings_for
from activities.notices.queries import notices_for
from lawfirm_party.common.dates import WEEKDAYS, local, local_day

MEETINGS_SHOWN = 5
ACTIONS_SHOWN = 5
NOTICES_SHOWN = 5
# A leave that was refused is no answer: the meeting still waits for one.
ANSWER_WORDS = {
    "come": "已答复：能参加",
    LeaveState.PENDING: "请假待审批",
    LeaveState.APPROVED: "请假已同意",
}


def plain_page(user, now):
    """Everything the plain home shows; a login without a person has nothing of this."""
    today = local_day(now)
    if user.person_id is None:
        return {"meetings": [], "actions": [], "notices": [], "first_open": None}
    meetings = my_next_meetings(user, now)
    return {
        "meetings": meetings,
        "first_open": next((row["meeting"].pk for row in meetings if row["may_answer"]), None),
        "actions": my_open_actions(user.person_id, today),
        "notices": list(notices_for(user).filter(read_at=None)[:NOTICES_SHOWN]),
    }


def my_next_meetings(user, now):
    """The next meetings the person is expected at or invited to, by time."""
    today = local_day(now)
    upcoming = list(meetings_for(user, today).upcoming(now).select_related("branch")[: MEETINGS_SHOWN * 6])
    if not upcoming:
        return []
    ties = OwnTies(user.person_id)
    guest_of = set(
        Guest.objects.filter(person=user.person_id, meeting__in=upcoming).values_list("meeting", flat=True)
    )
    mine = [
        meeting
        for meeting in upcoming
        if meeting.pk in guest_of or ties.is_expected(meeting, local_day(meeting.starts_at))
    ]
    mine = mine[:MEETINGS_SHOWN]
    answers = answers_of(user.person_id, mine)
    return [meeting_row(meeting, ANSWER_WORDS.get(answers.get(meeting.pk), ""), now) for meeting in mine]


def meeting_row(meeting, answer, now):
    wall = local(meeting.starts_at)
    return {
        "meeting": meeting,
        "day": f"{wall.month}月{wall.day}日",
        "time": f"周{WEEKDAYS[wall.weekday()]} {wall:%H:%M}",
        "answer": answer,
        "may_answer": not answer and now < meeting.starts_at,
    }


def my_open_actions(person_id, today):
    """One's own 议定事项 that are not done, the most urgent first."""
    rows = ActionItem.objects.filter(owner=person_id, done_on=None).select_related("meeting")
    return [
        {"action": row, "late": row.due_on < today, "days": abs((row.due_on - today).days)}
        for row in rows.order_by("due_on", "id")[:ACTIONS_SHOWN]
    ]
