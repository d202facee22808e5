"""One's own in-app notices are read."""

from ..models import Notice


def mark_all_read(*, person_id, now):
    """Mark every unread notice of a person as read; returns how many there were."""
    return Notice.objects.filter(person=person_id, read_at=None).update(read_at=now)


def mark_read(*, notice_id, now):
    """Mark one notice as read; its first reading is kept."""
    Notice.objects.filter(pk=notice_id, read_at=None).update(read_at=now)
