"""Writes about logins and about who may see what."""

from datetime import timedelta
from itertools import count

from axes.utils import reset as reset_attempts
from django.contrib.auth.models import Group
from django.db import transaction

from branches.models import Branch, Firm
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from lawfirm_party.common.throttle import forget, text_key

from ..choices import TO_AN_ADDRESS, AccountMailKind, PersonKind
from ..models import AccountMail, Person, User
from ..queries import is_set_up, logs_in, mail_of_token, open_logins
from ..rules import is_open

NO_ADDRESS = "这位同事还没有登记邮箱。请录入员在后台登记，再发邀请。"
HAS_LEFT = "这位同事已离所，不能开通登录。"
HAS_LOGIN = "这位同事已在使用登录账号；忘记密码时，可由本人在登录页点“忘记密码”。"
LOGIN_CLOSED = "这个账号已停用，请先由管理员启用。"
DEAD_LINK = "链接已失效。"
ALREADY_SET_UP = "已经有资料了，不能再次初始化。"
# Within this time a second click means the first one.
SAME_CLICK = timedelta(seconds=30)
# Leaves room for a number: a login name has 150 characters at most.
LONGEST_LOGIN = 140
# How often a login's password may be tried, from wherever.
LOGIN_TRIES_PER_HOUR = 30
TRIES_WINDOW = timedelta(hours=1)
STAFF_GROUPS = ("clerk", "admin")


@transaction.atomic
def invite(*, person_id, by, now):
    """Give a person a login, if there is none, and ask for the mail with the link to set its first password.

    Returns the AccountMail; a second call within half a minute returns the same one. Refuses who has left, who has no
    address and who already logs in.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if not is_open(person.left_on, local_day(now)):
        raise Refusal(HAS_LEFT)
    if not person.email:
        raise Refusal(NO_ADDRESS)
    if logs_in(person):
        raise Refusal(HAS_LOGIN)
    user = User.objects.filter(person=person).first() or make_login(person)
    if not user.is_active:
        raise Refusal(LOGIN_CLOSED)
    return ask_for_mail(user, AccountMailKind.INVITATION, by, now)


def make_login(person):
    """A login named after the person's 全拼, with a number when that name is taken.

    Makers take turns on the firm's row, so that two people of one name never get one login.
    """
    Firm.objects.select_for_update().get(pk=person.firm_id)
    letters = "".join(char for char in person.pinyin if char.isascii() and char.isalnum())
    base = letters[:LONGEST_LOGIN] or "user"
    for number in count(1):
        username = base if number == 1 else f"{base}{number}"
        if not User.objects.filter(username=username).exists():
            return User.objects.create_user(username, person=person)


def ask_for_mail(user, kind, by, now):
    recent = AccountMail.objects.filter(user=user, kind=kind, requested_at__gt=now - SAME_CLICK).first()
    return recent or AccountMail.objects.create(user=user, kind=kind, requested_by=by, requested_at=now)


@transaction.atomic
def request_password_reset(*, text, now):
    """Ask for a reset mail for every open login that a login name or an address stands for; returns how many.

    Whoever calls must answer the same whatever is returned.
    """
    users = open_logins(text, local_day(now))
    for user in users:
        locked = User.objects.select_for_update().get(pk=user.pk)
        ask_for_mail(locked, AccountMailKind.PASSWORD_RESET, None, now)
    return len(users)


@transaction.atomic
def set_password(*, token, password, now):
    """Set the password of the login a mailed token was made for, which kills the token. Raises Refusal for a dead one."""
    found = mail_of_token(token, now)
    if found is None:
        raise Refusal(DEAD_LINK)
    user = User.objects.select_for_update().get(pk=found.user_id)
    if mail_of_token(token, now) is None:
        raise Refusal(DEAD_LINK)
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_failures(user)
    return user


def forget_failures(user):
    """Let a login in again at once: whoever holds the mailed link is the one the wrong passwords were to be kept from."""
    reset_attempts(username=user.username)
    forget(login_key(user.username))


def login_key(name):
    """What the tries of a login, from wherever, are counted by."""
    return text_key("login", name)


@transaction.atomic
def change_password(*, user, password):
    """Give a login a new password; its other sessions end by themselves."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def reveal_id_number(*, person_id, by, now):
    """The ID number of a person in full, written into the audit trail before it is shown. Raises Unreadable."""
    person = Person.objects.get(pk=person_id)
    write_down(user=by, action=AuditAction.REVEALED, thing=f"person:{person.pk}:id_number", now=now)
    return person.read_id_number()


def note_sign_in(*, user, now):
    """Write a login into the audit trail."""
    write_down(user=user, action=AuditAction.SIGNED_IN, thing=f"user:{user.pk}", now=now)


@transaction.atomic
def note_new_address(*, person, old, by, now):
    """Write down that a person's e-mail address changed, and have the `old` one and the new one told of it.

    Whoever reads the mails of an address can set the login's password: who loses it must hear of that where they still read.
    """
    write_down(user=by, action=AuditAction.ADDRESS_CHANGED, thing=f"person:{person.pk}:email", now=now)
    user = User.objects.filter(person=person, is_active=True).first()
    if user:
        tell_addresses(user, old, person.email, by, now)


def tell_addresses(user, old, new, by, now):
    """Ask for a mail to the address that a login had, and for one to that it has now."""
    for kind, address in zip(TO_AN_ADDRESS, (old, new), strict=True):
        if address:
            mail = AccountMail(user=user, kind=kind, requested_by=by, requested_at=now)
            mail.send_to(address)
            mail.save()


@transaction.atomic
def note_new_owner(*, user, old, by, now):
    """Write down that a login stands for somebody else, and have the addresses told: that of the person `old` (or None), and the new."""
    write_down(user=by, action=AuditAction.ROLE_CHANGED, thing=f"user:{user.pk}:person", now=now)
    if user.is_active and user.person:
        tell_addresses(user, old.email if old else "", user.person.email, by, now)


def note_login(*, user, what, by, now):
    """Write down what was done to a login by its keeper: "made", or its "password" set by another hand than its owner's."""
    write_down(user=by, action=AuditAction.ROLE_CHANGED, thing=f"user:{user.pk}:{what}", now=now)


@transaction.atomic
def follow_groups(*, user, by, now):
    """Let a login into the admin site exactly while it is in a staff group, and write the change of rights down."""
    names = set(user.groups.values_list("name", flat=True))
    user.is_staff = user.is_superuser or bool(names & set(STAFF_GROUPS))
    user.save(update_fields=["is_staff"])
    write_down(user=by, action=AuditAction.ROLE_CHANGED, thing=f"user:{user.pk}", now=now)


@transaction.atomic
def set_up(*, data, now):
    """Make the firm, its first branch and the first administrator, who may also keep the master data.

    `data`: firm_name, firm_short_name, firm_founded_on, branch_name, branch_short_name, superior, branch_founded_on,
    username, password, and person_name and person_email (without a name the login stands for nobody). Refuses when
    anything is there.
    """
    groups = [Group.objects.get_or_create(name=name)[0] for name in STAFF_GROUPS]
    list(Group.objects.select_for_update().filter(pk__in=[group.pk for group in groups]))
    if is_set_up():
        raise Refusal(ALREADY_SET_UP)
    firm = Firm.objects.create(
        name=data["firm_name"], short_name=data["firm_short_name"], founded_on=data["firm_founded_on"]
    )
    Branch.objects.create(
        firm=firm,
        name=data["branch_name"],
        short_name=data["branch_short_name"],
        superior=data["superior"],
        founded_on=data["branch_founded_on"],
        reminders_since=now,
    )
    person = None
    if data["person_name"]:
        person = Person.objects.create(
            firm=firm,
            name=data["person_name"],
            email=data["person_email"],
            kind=PersonKind.STAFF,
            joined_on=local_day(now),
        )
    user = User.objects.create_user(data["username"], data["password"], person=person, is_staff=True)
    user.groups.set(groups)
    return user
