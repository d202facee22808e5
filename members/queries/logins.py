"""Logins and the links that open them."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from branches.models import Firm
from lawfirm_party.common.dates import local_day

from ..choices import WITH_LINK
from ..models import AccountMail
from ..rules import is_open

LINK_LIVES = timedelta(days=3)


def is_set_up():
    """Whether anybody or anything is there; before that the first-run page is the only one."""
    return get_user_model().objects.exists() or Firm.objects.exists()


def logs_in(person):
    """Whether a person has a login with a password, so that an invitation would come too late."""
    user = get_user_model().objects.filter(person=person).first()
    return user is not None and (user.last_login is not None or user.has_usable_password())


def open_logins(text, on):
    """The open logins that a login name or an e-mail address stands for, with an address to write to; five at most."""
    rows = (
        get_user_model()
        .objects.filter(Q(username=text) | Q(person__email__iexact=text), is_active=True)
        .exclude(person=None)
        .exclude(person__email="")
        .exclude(person__left_on__lte=on)
        .select_related("person")
        .order_by("pk")
    )
    return list(rows[:5])


def token_of(mail):
    """The token of an AccountMail's link: dead as soon as the login, its password or its address changes."""
    user = mail.user
    seen = user.last_login.isoformat() if user.last_login else ""
    text = f"{mail.pk}|{user.pk}|{user.password}|{seen}|{user.person.email if user.person_id else ''}"
    return f"{mail.pk}-{salted_hmac('members.set_password', text, algorithm='sha256').hexdigest()}"


def mail_of_token(token, now):
    """The AccountMail a token was made for, or None: unknown, used up and too old are the same."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    mails = AccountMail.objects.select_related("user__person").filter(
        pk=number, kind__in=WITH_LINK, requested_at__gt=now - LINK_LIVES
    )
    mail = mails.first()
    if mail is None or not constant_time_compare(token_of(mail), token):
        return None
    left_on = mail.user.person.left_on if mail.user.person_id else None
    return mail if mail.user.is_active and is_open(left_on, local_day(now)) else None
