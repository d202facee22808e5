"""Rows are added, called back, and tried again by hand."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from branches.models import Branch
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.models import Heartbeat
from lawfirm_party.common.refusal import Refusal
from members.models import Membership, Person

from ..choices import Channel, OutboxState
from ..models import OutboxRow, Robot
from ..rules import EXTRA_TIME_BY_HAND, RECALLABLE, can_call_back, can_resend, dedupe_key

MISSED_WHILE_DOWN = "轮到发送时已过有效时间。"
NO_LONGER_NEEDED = "事情已变更，不再需要通知。"
CALLED_BACK_BY_HAND = "已手工取消。"
ALREADY_SENT = "这条通知已经发送。"
ALREADY_CANCELLED = "这条通知已经取消。"
BEING_SENT = "这条通知正在发送，请稍后再看。"
ALREADY_WAITING = "这条通知正在等待发送，不必重发。"
WHY_NOT_RESENT = {
    OutboxState.QUEUED: ALREADY_WAITING,
    OutboxState.CLAIMED: ALREADY_WAITING,
    OutboxState.SENDING: BEING_SENT,
    OutboxState.SENT: ALREADY_SENT,
    OutboxState.CANCELLED: ALREADY_CANCELLED,
}
WHY_NOT_CALLED_BACK = {
    OutboxState.SENDING: BEING_SENT,
    OutboxState.SENT: ALREADY_SENT,
    OutboxState.CANCELLED: ALREADY_CANCELLED,
}


def beat(name, now, *, reached=None):
    """Store that a part of the program was alive at `now` (aware), and how far it had come, if it says so."""
    fields = ["seen_at"] if reached is None else ["seen_at", "reached"]
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=now, reached=reached)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=fields,
    )


@transaction.atomic
def add_rows(*, items, now):
    """Insert the rows of DueItems, one for each recipient and channel and one for each robot, and return how many are new.

    A second call with the same items adds nothing. People without an address get no mail row; what is no longer useful
    is stored as missed, so that nothing vanishes.
    """
    items = list(items)
    addresses = addresses_of({pk for item in items for pk in item.person_ids}, local_day(now))
    robots = active_robots({pk for item in items for pk in item.robot_ids})
    branches = set(
        Branch.objects.filter(pk__in={item.branch_id for item in items}).values_list("pk", flat=True)
    )
    rows = {
        row.dedupe_key: row
        for item in items
        if item.branch_id is None or item.branch_id in branches
        for row in (*rows_of(item, addresses, now), *group_rows_of(item, robots, now))
    }
    known = set(OutboxRow.objects.filter(dedupe_key__in=rows).values_list("dedupe_key", flat=True))
    # In one order everywhere: two planners that insert the same keys wait for each other, but never in a circle.
    fresh = [rows[key] for key in sorted(rows) if key not in known]
    OutboxRow.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    return len(fresh)


def addresses_of(ids, today):
    """{person id: e-mail or ""} of those of these people who are still of the firm or of a branch: nobody else is told anything."""
    member = Membership.objects.on(today).filter(person=OuterRef("pk"))
    still_here = Q(left_on=None) | Q(left_on__gt=today) | Exists(member)
    return dict(Person.objects.filter(still_here, pk__in=ids).values_list("pk", "email"))


def active_robots(ids):
    """{robot id: branch id} of those of these robots that are not switched off."""
    if not ids:
        return {}
    return dict(Robot.objects.filter(pk__in=ids, is_active=True).values_list("pk", "branch"))


def rows_of(item, addresses, now):
    for person_id in item.person_ids:
        if person_id not in addresses:
            continue
        for channel in item.channels:
            if channel == Channel.EMAIL and not (addresses[person_id] or item.has_address):
                continue
            yield row_of(item, person_id, channel, now, recipient_id=person_id)


def group_rows_of(item, robots, now):
    """A robot tells nothing but what belongs to its own branch."""
    for robot_id in item.robot_ids:
        if item.branch_id and robots.get(robot_id) == item.branch_id:
            yield row_of(item, f"robot-{robot_id}", Channel.ROBOT, now, robot_id=robot_id)


def row_of(item, whom, channel, now, **address):
    over = item.useful_until <= now
    return OutboxRow(
        dedupe_key=dedupe_key(item.rule, item.object_id, item.occurrence, whom, channel),
        rule=item.rule,
        object_id=item.object_id,
        occurrence=item.occurrence,
        branch_id=item.branch_id,
        channel=channel,
        holds=item.holds,
        due_at=item.due_at,
        useful_until=item.useful_until,
        next_try_at=item.due_at,
        state=OutboxState.MISSED if over else OutboxState.QUEUED,
        error=MISSED_WHILE_DOWN if over else "",
        created_at=now,
        **address,
    )


def cancel_rows(*, object_id, rule_prefix="", rules=(), except_occurrence=None):
    """Call back the unsent rows about an object whose rule begins with `rule_prefix` or is one of `rules`.

    Rows of `except_occurrence` stay. Returns how many were called back. A row that is going out at this moment stays too;
    should that fail, its next attempt finds that there is nothing left to tell.
    """
    if not rule_prefix and not rules:
        raise ValueError("cancel_rows needs a rule_prefix or rules")
    about = Q(rule__in=rules)
    if rule_prefix:
        about |= Q(rule__startswith=rule_prefix)
    rows = OutboxRow.objects.filter(about, object_id=str(object_id), state__in=RECALLABLE)
    if except_occurrence is not None:
        rows = rows.exclude(occurrence=str(except_occurrence))
    return rows.update(
        state=OutboxState.CANCELLED, claim_token=None, claimed_until=None, error=NO_LONGER_NEEDED
    )


@transaction.atomic
def resend_row(*, row_id, now):
    """Queue a dead, uncertain or missed row again, from the first attempt and useful for another day at least.

    Who asks for it by hand means now: quiet hours do not hold it back any more.
    Raises Refusal for a row that is sent, cancelled or still waiting.
    """
    row = OutboxRow.objects.select_for_update().get(pk=row_id)
    if not can_resend(row.state):
        raise Refusal(WHY_NOT_RESENT[row.state])
    row.state, row.attempts, row.interrupted, row.error = OutboxState.QUEUED, 0, 0, ""
    row.next_try_at, row.holds = now, False
    row.useful_until = max(row.useful_until, now + EXTRA_TIME_BY_HAND)
    row.save()
    return row


@transaction.atomic
def call_back_row(*, row_id):
    """Cancel a row that waits, or lay one aside that failed; its reason stays readable. Raises Refusal once it is sent."""
    row = OutboxRow.objects.select_for_update().get(pk=row_id)
    if not can_call_back(row.state):
        raise Refusal(WHY_NOT_CALLED_BACK[row.state])
    row.state, row.claim_token, row.claimed_until = OutboxState.CANCELLED, None, None
    row.error = f"{row.error}{CALLED_BACK_BY_HAND}"[:200]
    row.save()
    return row
