"""A branch's settings change from a day on; what held before stays written. Its groups are founded, put right and dissolved."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import row_version, stored

from .models import Branch, BranchSetting, KindSetting, PartyGroup
from .queries import settings_for
from .rules import check_later, check_period, check_rhythm, check_since

STALE = "别人刚刚改过这项设置，请核对后再保存。"
NOTHING_NEW = "和当天生效的设置相同，没有要改的。"
NOT_THERE = "没有这一天起的设置，可能已经撤回。"
GROUP_CHANGED = "打开这个页面之后，别人刚刚修改过这个党小组。您填写的内容还在，请核对后再保存一次。"
NUMBER_TAKEN = "序号 {number} 已经用于{name}，请另选。"
NAME_TAKEN = "本支部已经有一个{name}，请另起名称。"
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


@transaction.atomic
def found_group(*, user, branch_id, number, name, founded_on, now):
    """Found a 党小组 of a branch on a day (R-GRP-1); returns the PartyGroup.

    Raises Refusal (with the form's field) for a number or name in use, or a day before the branch was founded.
    """
    branch = Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    group = PartyGroup(branch=branch, number=number, name=name, founded_on=founded_on)
    check_not_taken(group)
    stored(group)
    note_group(user, group, "founded", now)
    return group


@transaction.atomic
def change_group(*, user, group_id, number, name, founded_on, now, version=None):
    """Rename a 党小组, or put its number or its day of founding right; returns the PartyGroup.

    Raises Refusal as `found_group`, and for a day of founding after somebody was in it; Conflict when the group is not that
    of `version` any more.
    """
    group = locked_group(group_id, version)
    group.number, group.name, group.founded_on = number, name, founded_on
    check_not_taken(group)
    stored(group)
    note_group(user, group, "changed", now)
    return group


@transaction.atomic
def dissolve_group(*, user, group_id, dissolved_on, now, version=None):
    """Let a 党小组 end on a day (exclusive), or with None go on after all; returns the PartyGroup.

    Raises Refusal while people are in it or it meets on that day or later (R-GRP-1); Conflict as `change_group`.
    """
    group = locked_group(group_id, version)
    group.dissolved_on = dissolved_on
    stored(group)
    note_group(user, group, "dissolved" if dissolved_on else "kept", now)
    return group


def locked_group(group_id, version):
    """The group, its branch locked before it as where a meeting is planned. Raises Conflict when it is another by now."""
    Branch.objects.select_for_update(no_key=True).get(groups=group_id)
    group = (
        PartyGroup.objects.select_for_update(no_key=True, of=("self",))
        .select_related("branch")
        .get(pk=group_id)
    )
    if version is not None and row_version(group) != version:
        raise Conflict(GROUP_CHANGED, group)
    return group


def check_not_taken(group):
    """A number stands for one group for ever, a name for one at a time. Raises Refusal."""
    others = PartyGroup.objects.filter(branch=group.branch).exclude(pk=group.pk)
    same = others.filter(number=group.number).first()
    if same:
        raise Refusal(NUMBER_TAKEN.format(number=group.number, name=same.name), "number")
    if (
        others.filter(name=group.name)
        .filter(Q(dissolved_on=None) | Q(dissolved_on__gt=group.founded_on))
        .exists()
    ):
        raise Refusal(NAME_TAKEN.format(name=group.name), "name")


def note_group(user, group, what, now):
    write_down(user=user, action=AuditAction.SETTINGS_CHANGED, thing=f"group:{group.pk}:{what}", now=now)
