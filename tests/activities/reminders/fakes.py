"""A slice that answers what is due without an object behind it."""

from datetime import timedelta

from lawfirm_party.common.due import DueItem


class Slice:
    """Holds DueItems and answers the window of them, as every slice's `due_items` does."""

    def __init__(self, *items):
        self.items = list(items)
        self.windows = []

    def due_items(self, since, now):
        self.windows.append((since, now))
        return [item for item in self.items if since < item.due_at <= now]


def failing(since, now):
    raise RuntimeError("this slice is broken")


def item(due_at, *people, number=1, useful=timedelta(days=1), **fields):
    defaults = {
        "rule": "nudge",
        "object_id": str(number),
        "occurrence": "1",
        "useful_until": due_at + useful,
        "person_ids": tuple(person.pk for person in people),
        "channels": ("email",),
    }
    return DueItem(due_at=due_at, **{**defaults, **fields})
