"""Whose calendar a token opens."""

import hashlib

from ..models import CalendarLink
from ..rules import is_open


def hash_of(token):
    """What is stored of a token of a calendar: it can be recognised, and not be read back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def calendar_link_of(user):
    """A login's CalendarLink, or None."""
    return CalendarLink.objects.filter(user=user).first()


def user_of_calendar(token, on):
    """The login whose calendar a token opens on a day, or None: unknown, revoked, closed and left are the same; one query."""
    links = CalendarLink.objects.filter(token_hash=hash_of(token), user__is_active=True)
    link = links.select_related("user__person").first()
    if link is None or link.user.person_id is None or not is_open(link.user.person.left_on, on):
        return None
    return link.user
