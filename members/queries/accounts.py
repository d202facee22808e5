"""Who has a login and how far it is: the people whose accounts a user keeps (trust.md 3a)."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When

from lawfirm_party.common.dates import day_text, local_day, moment_text

from ..choices import AccountMailKind, AccountState
from ..models import AccountMail, Membership, Person, User
from .logins import LINK_LIVES
from .people import find_people
from .roles import people_for, roles_of

# Who may be sent the link to a first password: nobody sent one, or it ran out.
TO_INVITE = (AccountState.NONE, AccountState.EXPIRED)
TONES = {
    AccountState.NONE: "muted",
    AccountState.NO_EMAIL: "warn",
    AccountState.INVITED: "info",
    AccountState.EXPIRED: "warn",
    AccountState.UNUSED: "muted",
    AccountState.ACTIVE: "ok",
    AccountState.DISABLED: "bad",
    AccountState.CLOSED: "muted",
}
BRANCH, OTHERS = "branch", "others"


def accounts_for(user, now):
    """The people whose accounts a user keeps, each with `state` and `invited_at`, by pinyin.

    The admin keeps all of the firm; a secretary those of the own branch and, as there is nobody else to invite them, those
    who never belonged to any (permissions.can_invite answers the same). Who left without a login is not there.
    """
    today = local_day(now)
    roles = roles_of(user, today)
    people = people_for(user, today)
    ever = Membership.objects.filter(person=OuterRef("pk"))
    if not roles.is_admin:
        ours = Q(branch__in=roles.secretary_of)
        people = people.filter(
            Exists(ever.on(today).filter(ours))
            | ~Exists(ever)
            | (Exists(ever.filter(ours)) & ~Exists(ever.on(today)))
        )
    mails = AccountMail.objects.filter(user__person=OuterRef("pk"), kind=AccountMailKind.INVITATION)
    people = people.annotate(
        invited_at=Subquery(mails.order_by("-requested_at").values("requested_at")[:1]),
        in_branch=Exists(ever),
    ).exclude(left_on__lte=today, user=None)
    return people.annotate(state=state_of(today, now)).order_by("pinyin", "id")


def state_of(today, now):
    """The AccountState as an expression over people with `invited_at`; the first that fits."""
    has_password = ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX) & ~Q(user__password="")
    return Case(
        When(left_on__lte=today, then=Value(AccountState.CLOSED)),
        When(user__is_active=False, then=Value(AccountState.DISABLED)),
        When(user__last_login__isnull=False, then=Value(AccountState.ACTIVE)),
        When(has_password, user__isnull=False, then=Value(AccountState.UNUSED)),
        When(email="", then=Value(AccountState.NO_EMAIL)),
        When(invited_at__gt=now - LINK_LIVES, then=Value(AccountState.INVITED)),
        When(invited_at__isnull=False, then=Value(AccountState.EXPIRED)),
        default=Value(AccountState.NONE),
        output_field=CharField(),
    )


def narrow(people, *, circle="", q=""):
    """Those who belong or belonged to a branch, or the others; by name."""
    if circle:
        people = people.filter(in_branch=circle == BRANCH)
    return find_people(people, q)


def count_states(people):
    """{AccountState: how many}; one query."""
    counted = people.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in counted}


@dataclass(frozen=True)
class AccountRow:
    """One line: `words` say since when, `invite` and `switch` are the labels of buttons, empty where there is none."""

    person: Person
    username: str
    state: str
    tone: str
    words: str
    invite: str
    switch: str


def account_rows(people, user, now):
    """AccountRows for people of accounts_for with their login at hand; only the admin switches, and never the own login."""
    roles = roles_of(user, local_day(now))
    return [account_row(person, now, roles) for person in people]


def account_row(person, now, roles):
    login = getattr(person, "user", None)
    state = AccountState(person.state)
    may_switch = roles.is_admin and login and login.pk != roles.user_id and not login.is_superuser
    return AccountRow(
        person=person,
        username=login.username if login else "",
        state=state.label,
        tone=TONES[state],
        words=words_of(person, login, state, now),
        invite=invite_label(state),
        switch=switch_label(state) if may_switch else "",
    )


def invite_label(state):
    if state == AccountState.NONE:
        return "邀请"
    return "再次邀请" if state in {AccountState.INVITED, AccountState.EXPIRED} else ""


def switch_label(state):
    if state == AccountState.DISABLED:
        return "启用"
    return "" if state == AccountState.CLOSED else "停用"


def words_of(person, login, state, now):
    """What stands beside the state, and the day on which leaving the firm will close the login."""
    today = local_day(now)
    said = {
        AccountState.NO_EMAIL: "请先登记邮箱",
        AccountState.INVITED: f"{invited(person, today)}，链接{dead_after(person, today)}前有效",
        AccountState.EXPIRED: f"{invited(person, today)}，一直没有设置密码",
        AccountState.UNUSED: "已有密码，还没有登录过",
        AccountState.ACTIVE: f"最近登录 {moment_text(login.last_login, today)}"
        if state == AccountState.ACTIVE
        else "",
        AccountState.CLOSED: f"{leaving(person, today)}离所，登录随之关闭",
    }.get(state, "")
    if person.left_on and state != AccountState.CLOSED:
        said = "；".join(filter(None, [said, f"{leaving(person, today)}离所，届时自动关闭"]))
    return said


def invited(person, today):
    return f"{day_text(local_day(person.invited_at), today)}邀请" if person.invited_at else ""


def dead_after(person, today):
    return moment_text(person.invited_at + LINK_LIVES, today) if person.invited_at else ""


def leaving(person, today):
    """The last day in the firm, inclusive."""
    return day_text(person.left_on - timedelta(days=1), today) if person.left_on else ""


def logins_without_person(user, now):
    """Logins that stand for nobody; they are of no firm, so only an admin who stands for nobody sees them."""
    roles = roles_of(user, local_day(now))
    if not roles.is_admin or roles.firm_id:
        return []
    return list(User.objects.filter(person=None).order_by("username")[:20])
