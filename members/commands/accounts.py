"""Many invitations at once, logins switched off and on, and old account mails thrown away."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.refusal import Refusal

from ..choices import AccountMailKind
from ..models import AccountMail, User
from ..sessions import end_all_of
from .logins import invite

OWN_LOGIN = "不能停用自己的账号。"
NOT_YOURS = "这个账号不能在这里停用。"
MAILS_LIVE = timedelta(days=30)


@transaction.atomic
def invite_all(*, person_ids, by, now):
    """Invite everybody of the ids who can be; returns how many mails were asked for. Who meanwhile logs in or left is passed over."""
    asked = 0
    for person_id in sorted(person_ids):
        try:
            with transaction.atomic():
                invite(person_id=person_id, by=by, now=now)
            asked += 1
        except Refusal:
            continue
    return asked


@transaction.atomic
def switch_login(*, person_id, active, by, now):
    """Close or open the login of a person, which is written down; its sessions end. Returns the User.

    Raises Refusal for the own login and for one above the admin; User.DoesNotExist without a login.
    """
    user = User.objects.select_for_update().get(person=person_id)
    if user.pk == by.pk:
        raise Refusal(OWN_LOGIN)
    if user.is_superuser and not by.is_superuser:
        raise Refusal(NOT_YOURS)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        note_switch(user=user, by=by, now=now)
    return user


def note_switch(*, user, by, now):
    """Write down that a login was closed or opened; a closed one's sessions end for good."""
    word = "opened" if user.is_active else "closed"
    write_down(user=by, action=AuditAction.ROLE_CHANGED, thing=f"user:{user.pk}:{word}", now=now)
    if not user.is_active:
        end_all_of(user)


def throw_away_mails(*, now):
    """Delete account mails of more than 30 days ago; returns how many.

    An invitation that never led to a login stays: the list of accounts still says when it was.
    """
    waits = Q(kind=AccountMailKind.INVITATION, user__last_login=None)
    old = AccountMail.objects.filter(requested_at__lt=now - MAILS_LIVE).exclude(waits)
    return old.delete()[0]
