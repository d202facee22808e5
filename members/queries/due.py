"""What this app has to tell: account mails, and terms of committees that come to their end."""

from datetime import timedelta

from django.urls import reverse

from branches.models import Branch
from branches.rules import TERM_WARNING_MONTHS, term_warning_days
from lawfirm_party.common.dates import at, day_text, local_day, moment_text
from lawfirm_party.common.due import DueItem

from ..choices import TO_AN_ADDRESS, AccountMailKind
from ..models import AccountMail, CommitteeTerm
from .logins import LINK_LIVES, token_of
from .party import committee_on


def due_items(since, now):
    """Account mails asked for, and terms that end in six or three months (R-COM-4), with since < due_at <= now."""
    yield from account_items(since, now)
    yield from term_items(since, now)


def account_items(since, now):
    mails = AccountMail.objects.filter(requested_at__gt=since, requested_at__lte=now)
    for mail in mails.exclude(user__person=None).select_related("user").order_by("requested_at", "pk"):
        yield DueItem(
            rule=mail.kind,
            object_id=str(mail.pk),
            occurrence="1",
            due_at=mail.requested_at,
            useful_until=mail.requested_at + LINK_LIVES,
            person_ids=(mail.user.person_id,),
            channels=("email",),
            holds=False,
            has_address=mail.kind in TO_AN_ADDRESS,
        )


def term_items(since, now):
    today = local_day(now)
    terms = CommitteeTerm.objects.on(today).filter(branch__in=Branch.objects.active(today))
    for term in terms.select_related("branch"):
        for months, day in zip(TERM_WARNING_MONTHS, term_warning_days(term.ends), strict=True):
            due_at = at(day, 9)
            if since < due_at <= now:
                yield DueItem(
                    rule="term_ending",
                    object_id=str(term.pk),
                    occurrence=f"{term.ends.isoformat()}:{months}",
                    due_at=due_at,
                    useful_until=at(term.ends, 0),
                    person_ids=tuple(person.pk for person in committee_on(term.branch_id, today)),
                    branch_id=term.branch_id,
                )


def notice_context(rule, object_id, occurrence, person):
    """What a notice of this app says, or None when there is nothing left to tell."""
    if rule == "term_ending":
        return term_context(object_id, occurrence)
    return account_context(rule, object_id)


def account_context(rule, object_id):
    mail = AccountMail.objects.filter(pk=object_id, kind=rule).select_related("user__person").first()
    if mail is None:
        return None
    return address_context(mail) if mail.kind in TO_AN_ADDRESS else link_context(mail, rule)


def address_context(mail):
    """What an address is told that a login left or took; also when the login was closed meanwhile."""
    left = mail.kind == AccountMailKind.ADDRESS_LEFT
    return {
        "title": "登录账号的邮箱已换成另一个" if left else "登录账号的邮箱换成了这一个",
        "text": "",
        "path": "",
        "username": mail.user.username,
        "changed_at": moment_text(mail.requested_at),
        "address": mail.address,
    }


def link_context(mail, rule):
    if not mail.user.is_active or mail.user.person_id is None:
        return None
    if rule == AccountMailKind.INVITATION and mail.user.last_login:
        return None
    invited = rule == AccountMailKind.INVITATION
    return {
        "title": "请设置密码，开通登录" if invited else "重新设置密码",
        "text": "",
        "path": reverse("set_password", args=[token_of(mail)]),
        "username": mail.user.username,
        "dead_after": moment_text(mail.requested_at + LINK_LIVES),
    }


def term_context(object_id, occurrence):
    term = CommitteeTerm.objects.filter(pk=object_id).select_related("branch").first()
    ends, _, months = occurrence.partition(":")
    if term is None or term.until is not None or term.ends.isoformat() != ends:
        return None
    last_day = day_text(term.ends - timedelta(days=1))
    return {
        "title": f"本届支委会{last_day}任期届满",
        "text": f"还有不到{months}个月。请提前向上级党组织请示，按期换届；提前或延期换届须经批准。",
        "path": term.branch.get_absolute_url(),
        "branch": term.branch,
        "last_day": last_day,
        "months": months,
    }
