"""议定事项: what was decided that somebody must do, as far as a user may see it."""

from dataclasses import dataclass

from ..models import ActionItem


@dataclass(frozen=True)
class DecisionLine:
    """One item of the list. `may_finish` and `may_nudge` say which buttons stand there."""

    action: ActionItem
    days_late: int
    meeting_url: str
    may_finish: bool
    may_undo: bool
    may_nudge: bool

    @property
    def late_words(self):
        return f" {self.days_late} 天"


def actions_visible(user_meetings, person_id, may_read):
    """ActionItems of the meetings given (a queryset) whose minutes `may_read` allows, and the person's own; by due date."""
    actions = ActionItem.objects.select_related(
        "owner", "meeting__branch", "meeting__group", "item", "done_by__person"
    )
    seen = actions.filter(meeting__in=user_meetings) | actions.filter(owner=person_id)
    return [
        action
        for action in seen.distinct().order_by("due_on", "id")
        if action.owner_id == person_id or may_read(action.meeting)
    ]


def decision_line(action, today, *, sees_meeting, may_finish, may_nudge):
    return DecisionLine(
        action=action,
        days_late=0 if action.done_on else max((today - action.due_on).days, 0),
        meeting_url=action.meeting.get_absolute_url() if sees_meeting else "",
        may_finish=may_finish and action.done_on is None,
        may_undo=may_finish and action.done_on is not None,
        may_nudge=may_nudge and action.done_on is None,
    )
