"""What a slice answers when asked "who must be told what?"."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DueItem:
    """One thing to be told, to some people or in some groups, once per `occurrence`.

    `due_at` and `useful_until` are aware datetimes. `holds` says whether the branch's quiet hours may hold it back.
    `robot_ids` are the robots of groups; `channels` are those to people.
    `has_address`: its mail goes to an address of its own, so that the person need have none.
    `branch_id` None means that no branch's `reminders_since` or quiet hours apply (account mails).
    """

    rule: str
    object_id: str
    occurrence: str
    due_at: datetime
    useful_until: datetime
    person_ids: tuple[int, ...]
    branch_id: int | None = None
    channels: tuple[str, ...] = ("in_app", "email")
    holds: bool = True
    robot_ids: tuple[int, ...] = ()
    has_address: bool = False
