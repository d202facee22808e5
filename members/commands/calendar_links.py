"""The address under which a login's calendar can be subscribed to: made, made anew, and taken back."""

import secrets

from django.db import transaction

from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.refusal import Refusal

from ..models import CalendarLink, User
from ..queries.calendar_links import hash_of

NO_PERSON = "这个账号没有对应的人员，没有日程可以订阅。"
TOKEN_BYTES = 32


@transaction.atomic
def make_calendar_link(*, user, now):
    """A new address for a login's calendar; returns its token, which is known this once only. An older one is dead at once.

    That it was made is written down: whoever holds the address reads the calendar without a password.
    Raises Refusal for a login that stands for nobody.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if user.person_id is None:
        raise Refusal(NO_PERSON)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarLink.objects.update_or_create(user=user, defaults={"token_hash": hash_of(token), "made_at": now})
    note(user, "made", now)
    return token


@transaction.atomic
def revoke_calendar_link(*, user, now):
    """Take the address of a login's calendar back, if there is one, which is written down; returns whether there was."""
    was_there = CalendarLink.objects.filter(user=user).delete()[0] > 0
    if was_there:
        note(user, "revoked", now)
    return was_there


def note(user, what, now):
    thing = f"user:{user.pk}:calendar:{what}"
    write_down(user=user, action=AuditAction.SETTINGS_CHANGED, thing=thing, now=now)
