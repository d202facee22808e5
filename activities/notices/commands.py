"""Writes of the outbox: rows are added, called back, delivered, and tried again by hand (trust.md section 1).

    queued → claimed → sending → sent | queued (again) | dead | uncertain | missed | cancelled

Every move is a compare-and-swap on the state and the claim's token, so that two senders never both believe a row is theirs.
"""

import logging
import random
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q

from branches.models import Branch
from lawfirm_party.common.models import Heartbeat
from lawfirm_party.common.refusal import Refusal
from members.models import Person

from .channels import DeliveryError, EmailGateway, Undeliverable, build_email
from .choices import Channel, OutboxState
from .models import Notice, OutboxRow
from .rules import (
    EXTRA_TIME_BY_HAND,
    LEASE,
    LEASE_FROM_THE_FUTURE,
    RECALLABLE,
    RENEW_AFTER,
    SENDER,
    can_call_back,
    can_resend,
    dedupe_key,
    message_id,
    retry_delay,
)

log = logging.getLogger(__name__)

BATCH = 20
LOST = "lost"

MISSED_WHILE_DOWN = "轮到发送时已过有效时间。"
NO_LONGER_NEEDED = "事情已变更，不再需要通知。"
NO_ADDRESS = "收件人没有登记邮箱。"
RENDERING_FAILED = "生成内容时出错，详情见日志。"
STORING_FAILED = "保存站内通知时出错，详情见日志。"
INTERRUPTED = "上一次发送中断，以同一编号再发一次。"
INTERRUPTED_TWICE = "发送两次中断，不能确定对方是否收到。"
CALLED_BACK_BY_HAND = "已手工取消。"
ALREADY_SENT = "这条通知已经发送。"
ALREADY_CANCELLED = "这条通知已经取消。"
BEING_SENT = "这条通知正在发送，请稍后再看。"
ALREADY_WAITING = "这条通知正在等待发送，不必重发。"


@dataclass(frozen=True)
class Telling:
    """What one row says, made from its object at the moment of sending. Subject and body are for mail only."""

    title: str
    text: str = ""
    path: str = ""
    subject: str = ""
    body: str = ""
    ics: bytes = b""


def beat(name, now, *, reached=None):
    """Store that a part of the program was alive at `now` (aware), and how far it had come, if it says so."""
    fields = ["seen_at"] if reached is None else ["seen_at", "reached"]
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=now, reached=reached)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=fields,
    )


# ---- rows are added and called back


@transaction.atomic
def add_rows(*, items, now):
    """Insert the rows of DueItems, one for each recipient and channel, and return how many are new.

    A second call with the same items adds nothing. People without an address get no mail row; what is no longer useful
    is stored as missed, so that nothing vanishes.
    """
    items = list(items)
    addresses = dict(
        Person.objects.filter(pk__in={pk for item in items for pk in item.person_ids}).values_list(
            "pk", "email"
        )
    )
    branches = set(
        Branch.objects.filter(pk__in={item.branch_id for item in items}).values_list("pk", flat=True)
    )
    rows = {
        row.dedupe_key: row
        for item in items
        if item.branch_id is None or item.branch_id in branches
        for row in rows_of(item, addresses, now)
    }
    known = set(OutboxRow.objects.filter(dedupe_key__in=rows).values_list("dedupe_key", flat=True))
    # In one order everywhere: two planners that insert the same keys wait for each other, but never in a circle.
    fresh = [rows[key] for key in sorted(rows) if key not in known]
    OutboxRow.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    return len(fresh)


def rows_of(item, addresses, now):
    over = item.useful_until <= now
    for person_id in item.person_ids:
        if person_id not in addresses:
            continue
        for channel in item.channels:
            if channel == Channel.EMAIL and not addresses[person_id]:
                continue
            yield OutboxRow(
                dedupe_key=dedupe_key(item.rule, item.object_id, item.occurrence, person_id, channel),
                rule=item.rule,
                object_id=item.object_id,
                occurrence=item.occurrence,
                branch_id=item.branch_id,
                recipient_id=person_id,
                channel=channel,
                holds=item.holds,
                due_at=item.due_at,
                useful_until=item.useful_until,
                next_try_at=item.due_at,
                state=OutboxState.MISSED if over else OutboxState.QUEUED,
                error=MISSED_WHILE_DOWN if over else "",
                created_at=now,
            )


def cancel_rows(*, object_id, rule_prefix="", rules=(), except_occurrence=None):
    """Call back the unsent rows about an object whose rule begins with `rule_prefix` or is one of `rules`.

    Rows of `except_occurrence` stay. Returns how many were called back. A row that is being sent at this moment stays too:
    what it says is asked for once more before it is sent.
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


# ---- rows are delivered


def deliver_due(*, now_func, render, hold, gateway=EmailGateway, lease=LEASE, seconds=50):
    """Deliver every due row in batches until none is due or the seconds are over; returns a Counter of the states reached.

    `render(row, now)` gives a Telling, or None when nobody need be told any more; `hold(branch_id, now)` the end of the quiet
    hours, or None outside them. In-app notices come first, so that a mail server that hangs never delays them.
    """
    ends = time.monotonic() + seconds
    done = Counter()
    drop_old_connections()
    beat(SENDER, now_func())
    for channel in (Channel.IN_APP, Channel.EMAIL):
        while time.monotonic() < ends:
            drop_old_connections()
            free_expired(now=now_func(), lease=lease)
            batch = claim(channel=channel, now=now_func(), lease=lease)
            if not batch.rows:
                break
            done += deliver_batch(
                batch, now_func=now_func, render=render, hold=hold, gateway=gateway, ends=ends
            )
    return done


def drop_old_connections():
    """A database that was restarted leaves no dead connection behind; a caller's open transaction is left alone."""
    if not connection.in_atomic_block:
        close_old_connections()


def free_expired(*, now, lease=LEASE):
    """Take back what a sender that died had claimed.

    Claimed rows go back for free. A row whose sending was cut off is sent once more under its Message-ID; the second time
    it is uncertain and waits for a person.
    """
    rows = OutboxRow.objects.exclude(claimed_until=None)
    gone = Q(claimed_until__lt=now) | Q(claimed_until__gt=now + lease + LEASE_FROM_THE_FUTURE)
    free = {"claim_token": None, "claimed_until": None}
    rows.filter(gone, state=OutboxState.CLAIMED).update(state=OutboxState.QUEUED, **free)
    cut_off = rows.filter(claimed_until__lt=now, state=OutboxState.SENDING)
    cut_off.filter(interrupted__gte=1).update(
        state=OutboxState.UNCERTAIN, error=INTERRUPTED_TWICE, interrupted=F("interrupted") + 1, **free
    )
    cut_off.filter(interrupted=0).update(
        state=OutboxState.QUEUED, error=INTERRUPTED, interrupted=1, next_try_at=now, **free
    )


@dataclass(frozen=True)
class Batch:
    """Rows that one sender holds under one token until the lease runs out."""

    token: uuid.UUID
    rows: list
    leased_at: object
    lease: timedelta

    @property
    def held(self):
        return OutboxRow.objects.filter(claim_token=self.token, state=OutboxState.CLAIMED)


@transaction.atomic
def claim(*, channel, now, lease=LEASE):
    """Claim the oldest due rows of a channel that no other sender is claiming at this moment."""
    token = uuid.uuid4()
    due = OutboxRow.objects.filter(channel=channel, state=OutboxState.QUEUED, next_try_at__lte=now)
    ids = list(
        due.select_for_update(skip_locked=True)
        .order_by("next_try_at", "id")
        .values_list("pk", flat=True)[:BATCH]
    )
    OutboxRow.objects.filter(pk__in=ids).update(
        state=OutboxState.CLAIMED, claim_token=token, claimed_until=now + lease
    )
    rows = OutboxRow.objects.filter(pk__in=ids).select_related("recipient", "branch")
    return Batch(token, list(rows.order_by("next_try_at", "id")), now, lease)


def deliver_batch(batch, *, now_func, render, hold, gateway, ends):
    done = Counter()
    leased_at = batch.leased_at
    with closing(gateway()) as post:
        for row in batch.rows:
            now = now_func()
            if time.monotonic() >= ends:
                batch.held.update(state=OutboxState.QUEUED, claim_token=None, claimed_until=None)
                break
            if abs(now - leased_at) >= min(RENEW_AFTER, batch.lease / 4):
                batch.held.update(claimed_until=now + batch.lease)
                leased_at = now
            done[
                deliver_row(row, batch=batch, now=now, now_func=now_func, render=render, hold=hold, post=post)
            ] += 1
    return done


def deliver_row(row, *, batch, now, now_func, render, hold, post):
    """Bring one claimed row as far as it gets now; returns its new state, or LOST when another sender holds it meanwhile."""
    if row.useful_until <= now:
        return settle(row, batch, OutboxState.MISSED, error=MISSED_WHILE_DOWN)
    if row.holds and row.channel == Channel.EMAIL and row.branch_id:
        quiet_ends = hold(row.branch_id, now)
        if quiet_ends:
            return settle(row, batch, OutboxState.QUEUED, next_try_at=quiet_ends)
    try:
        telling = render(row, now)
        mail = build_mail(row, telling) if telling and row.channel == Channel.EMAIL else None
    except Undeliverable as error:
        return fail(row, batch, now, error.sentence, final=True)
    except Exception:
        log.exception("rendering outbox row %s failed", row.pk)
        return fail(row, batch, now, RENDERING_FAILED)
    if telling is None:
        return settle(row, batch, OutboxState.CANCELLED, error=NO_LONGER_NEEDED)
    if mail is None:
        return put_in_app(row, telling, batch=batch, now=now)
    return post_mail(row, mail, batch=batch, now_func=now_func, post=post)


def build_mail(row, telling):
    """The row's mail under the Message-ID of its first attempt. Raises Undeliverable without a proper address."""
    if not row.recipient.email:
        raise Undeliverable(NO_ADDRESS)
    return build_email(
        address=row.recipient.email,
        subject=telling.subject,
        body=telling.body,
        message_id=row.message_id or message_id(row.dedupe_key, urlsplit(settings.SITE_URL).hostname),
        ics=telling.ics,
    )


def put_in_app(row, telling, *, batch, now):
    """The notice and the row's `sent` stand in one transaction: exactly once."""
    try:
        with transaction.atomic():
            state = settle(row, batch, OutboxState.SENT, sent_at=now, attempts=row.attempts + 1, error="")
            if state == OutboxState.SENT:
                Notice.objects.create(
                    row=row,
                    person=row.recipient,
                    title=telling.title[:120],
                    text=telling.text[:400],
                    url=telling.path[:200],
                    at=now,
                )
        return state
    except Exception:
        log.exception("storing the notice of outbox row %s failed", row.pk)
        return fail(row, batch, now, STORING_FAILED)


def post_mail(row, mail, *, batch, now_func, post):
    """Hand one mail to the gateway between two commits; no transaction is open while the gateway is called."""
    try:
        post.open()
    except DeliveryError as error:
        return fail(row, batch, now_func(), error.sentence)
    if not start_sending(row, mail, batch, now_func()):
        return LOST
    try:
        post.send(mail)
    except DeliveryError as error:
        final = isinstance(error, Undeliverable)
        return fail(row, batch, now_func(), error.sentence, final=final, was=OutboxState.SENDING)
    return settle(row, batch, OutboxState.SENT, was=OutboxState.SENDING, sent_at=now_func(), error="")


def start_sending(row, mail, batch, now):
    """Claimed → sending, committed before the gateway is called; 0 when the claim was lost."""
    return batch.held.filter(pk=row.pk).update(
        state=OutboxState.SENDING,
        message_id=mail.extra_headers["Message-ID"],
        attempts=row.attempts + 1,
        claimed_until=now + batch.lease,
    )


def settle(row, batch, state, *, was=OutboxState.CLAIMED, **fields):
    """Let go of a row in its new state; LOST when it is no longer held under this token."""
    mine = OutboxRow.objects.filter(pk=row.pk, claim_token=batch.token, state=was)
    changed = mine.update(state=state, claim_token=None, claimed_until=None, **fields)
    return state if changed else LOST


def fail(row, batch, now, sentence, *, final=False, was=OutboxState.CLAIMED):
    """Count a failed attempt: dead when it was final or the sixth, else queued after the delay."""
    attempts = row.attempts + 1
    delay = None if final else retry_delay(attempts, random.random())
    fields = {"attempts": attempts, "error": sentence}
    if delay is None:
        return settle(row, batch, OutboxState.DEAD, was=was, **fields)
    return settle(row, batch, OutboxState.QUEUED, was=was, next_try_at=now + delay, **fields)


# ---- by hand


@transaction.atomic
def resend_row(*, row_id, now):
    """Queue a dead, uncertain or missed row again, from the first attempt and useful for another day at least.

    Raises Refusal for a row that is sent, cancelled or still waiting.
    """
    row = OutboxRow.objects.select_for_update().get(pk=row_id)
    if not can_resend(row.state):
        raise Refusal(WHY_NOT_RESENT[row.state])
    row.state, row.attempts, row.interrupted, row.error = OutboxState.QUEUED, 0, 0, ""
    row.next_try_at = now
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


def mark_all_read(*, person_id, now):
    """Mark every unread notice of a person as read; returns how many there were."""
    return Notice.objects.filter(person=person_id, read_at=None).update(read_at=now)


def mark_read(*, notice_id, now):
    """Mark one notice as read; its first reading is kept."""
    Notice.objects.filter(pk=notice_id, read_at=None).update(read_at=now)
