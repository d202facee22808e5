"""A branch's settings change from a day on; what held before stays written."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction

from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal

from .models import Branch, BranchSetting, KindSetting
from .queries import settings_for
from .rules import check_later, check_period, check_rhythm, check_since

STALE = "别人刚刚改过这项设置，请核对后再保存。"
NOTHING_NEW = "和当天生效的设置相同，没有要改的。"
NOT_THERE = "没有这一天起的设置，可能已经撤回。"
ALREADY_IN_FORCE = "这项设置已经生效，不能撤回，请从今天起另设。"


@transaction.atomic
def set_kind_rules(*, user, branch_id, since, rules, version, now):
    """Let KindRules hold from `since` (inclusive, today or later) on, until the next row; returns the KindSetting.

    A row that begins on the same day is replaced. Raises Refusal (with the form's field) for less than a regulation asks, a
    day in the past, a rhythm that changes inside a period, or nothing new; Conflict when the settings are not those of
    `version` any more.
    """
    settings = locked(branch_id, since, version, now)
    check_rhythm(rules.kind, rules.every, rules.times)
    old = settings.kind(rules.kind, since)
    if old == rules:
        raise Refusal(NOTHING_NEW)
    check_period(old, rules, since)
    check_later(rules, settings.kind_rows.get(rules.kind, []), since)
    values = asdict(rules)
    row, _ = KindSetting.objects.update_or_create(
        branch_id=branch_id, kind=values.pop("kind"), since=since, defaults=values
    )
    account(user, branch_id, rules.kind, since, now)
    return row


@transaction.atomic
def set_branch_rules(*, user, branch_id, since, rules, version, now):
    """Let BranchRules hold from `since` (inclusive, today or later) on; as `set_kind_rules`."""
    settings = locked(branch_id, since, version, now)
    if settings.branch(since) == rules:
        raise Refusal(NOTHING_NEW)
    row, _ = BranchSetting.objects.update_or_create(branch_id=branch_id, since=since, defaults=asdict(rules))
    account(user, branch_id, "branch", since, now)
    return row


@transaction.atomic
def withdraw(*, user, branch_id, kind, since, now):
    """Take back a change that has not begun yet; `kind` "" is the whole branch.

    Raises Refusal once it holds, and when a later change would then begin inside a period.
    """
    Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    if since <= local_day(now):
        raise Refusal(ALREADY_IN_FORCE)
    if kind:
        settings = settings_for(branch_id)
        before = settings.kind(kind, since - timedelta(days=1))
        check_later(before, settings.kind_rows.get(kind, []), since)
    model, which = (KindSetting, {"kind": kind}) if kind else (BranchSetting, {})
    gone, _ = model.objects.filter(branch=branch_id, since=since, **which).delete()
    if not gone:
        raise Refusal(NOT_THERE)
    account(user, branch_id, f"{kind or 'branch'}:withdrawn", since, now)


def locked(branch_id, since, version, now):
    """The DatedSettings under the branch's lock, after what every change is checked for."""
    branch = Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    settings = settings_for(branch_id)
    if settings.version != version:
        raise Conflict(STALE, settings)
    check_since(since, local_day(now), branch.founded_on)
    return settings


def account(user, branch_id, what, since, now):
    thing = f"settings:{branch_id}:{what}:{since:%Y-%m-%d}"
    write_down(user=user, action=AuditAction.SETTINGS_CHANGED, thing=thing, now=now)
