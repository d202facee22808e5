"""Due rows are claimed and delivered."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections, connection, transaction

from ..channels import DeliveryError, EmailGateway, Undeliverable, build_email
from ..choices import Channel, OutboxState
from ..models import Notice
from ..robots.gateway import RobotGateway
from ..rules import LEASE, RENEW_AFTER, SENDER, message_id
from .claims import BATCH, LOST, claim, fail, free_expired, settle
from .groups import GroupSender
from .rows import MISSED_WHILE_DOWN, NO_LONGER_NEEDED, beat

log = logging.getLogger(__name__)

NO_ADDRESS = "收件人没有登记邮箱。"
RENDERING_FAILED = "生成内容时出错，详情见日志。"
STORING_FAILED = "保存站内通知时出错，详情见日志。"


@dataclass(frozen=True)
class Telling:
    """What one row says, made from its object at the moment of sending. Subject, body and address are for mail only.

    `address`: where the mail goes when that is not the recipient's address of today.
    """

    title: str
    text: str = ""
    path: str = ""
    subject: str = ""
    body: str = ""
    ics: bytes = b""
    address: str = ""


def deliver_due(
    *, now_func, render, hold, gateway=EmailGateway, robots=RobotGateway, lease=LEASE, seconds=50
):
    """Deliver every due row in batches until none is due or the seconds are over; returns a Counter of the states reached.

    `render(row, now)` gives a Telling, or None when nobody need be told any more; `hold(branch_id, now)` the end of the quiet
    hours, or None outside them. In-app notices come first, so that a server that hangs never delays them, and groups before
    mails: their services cost one time-out each at most.
    """
    post = Sender(now_func, render, hold, gateway)
    groups = GroupSender(now_func, render, hold, robots)
    senders = {Channel.IN_APP: post, Channel.ROBOT: groups, Channel.EMAIL: post}
    ends = time.monotonic() + seconds
    done = Counter()
    drop_old_connections()
    beat(SENDER, now_func())
    for channel, sender in senders.items():
        while time.monotonic() < ends:
            drop_old_connections()
            free_expired(now=now_func(), lease=lease)
            batch = claim(channel=channel, now=now_func(), lease=lease, most=sender.most)
            if not batch.rows:
                break
            done += sender.deliver(batch, ends)
    return done


def drop_old_connections():
    """A database that was restarted leaves no dead connection behind; a caller's open transaction is left alone."""
    if not connection.in_atomic_block:
        close_old_connections()


@dataclass(frozen=True)
class Sender:
    """What a sender works with: its clock, what a row says, when it is quiet, and how it reaches the mail server."""

    most = BATCH

    now_func: Callable
    render: Callable
    hold: Callable
    gateway: Callable

    def deliver(self, batch, ends):
        """Deliver a batch, row after row, until `ends` on the machine's own counter; the rest is given back."""
        done = Counter()
        leased_at = batch.leased_at
        with closing(self.gateway()) as post:
            for row in batch.rows:
                now = self.now_func()
                if time.monotonic() >= ends:
                    batch.held.update(state=OutboxState.QUEUED, claim_token=None, claimed_until=None)
                    break
                if abs(now - leased_at) >= min(RENEW_AFTER, batch.lease / 4):
                    batch.held.update(claimed_until=now + batch.lease)
                    leased_at = now
                done[self.deliver_row(row, batch, post, now)] += 1
        return done

    def deliver_row(self, row, batch, post, now):
        """Bring one row as far as it gets now; returns its new state, or LOST when another sender holds it meanwhile."""
        if row.useful_until <= now:
            return settle(row, batch, OutboxState.MISSED, error=MISSED_WHILE_DOWN)
        if row.holds and row.channel == Channel.EMAIL and row.branch_id:
            quiet_ends = self.hold(row.branch_id, now)
            if quiet_ends:
                return settle(row, batch, OutboxState.QUEUED, next_try_at=quiet_ends)
        try:
            telling = self.render(row, now)
            mail = build_mail(row, telling) if telling and row.channel == Channel.EMAIL else None
        except Undeliverable as error:
            return fail(row, batch, now, error.sentence, final=True)
        except Exception:
            log.exception("rendering outbox row %s failed", row.pk)
            return fail(row, batch, now, RENDERING_FAILED)
        if telling is None:
            return settle(row, batch, OutboxState.CANCELLED, error=NO_LONGER_NEEDED)
        return self.post_mail(row, mail, batch, post) if mail else put_in_app(row, telling, batch, now)

    def post_mail(self, row, mail, batch, post):
        """Hand one mail to the gateway between two commits; no transaction is open while the gateway is called."""
        try:
            post.open()
        except DeliveryError as error:
            return fail(row, batch, self.now_func(), error.sentence)
        if not start_sending(row, mail, batch, self.now_func()):
            return LOST
        try:
            post.send(mail)
        except DeliveryError as error:
            final = isinstance(error, Undeliverable)
            return fail(row, batch, self.now_func(), error.sentence, final=final, was=OutboxState.SENDING)
        return settle(
            row, batch, OutboxState.SENT, was=OutboxState.SENDING, sent_at=self.now_func(), error=""
        )


def build_mail(row, telling):
    """The row's mail under the Message-ID of its first attempt. Raises Undeliverable without a proper address."""
    address = telling.address or row.recipient.email
    if not address:
        raise Undeliverable(NO_ADDRESS)
    return build_email(
        address=address,
        subject=telling.subject,
        body=telling.body,
        message_id=row.message_id or message_id(row.dedupe_key, urlsplit(settings.SITE_URL).hostname),
        ics=telling.ics,
    )


def put_in_app(row, telling, batch, now):
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


def start_sending(row, mail, batch, now):
    """Claimed → sending, committed before the gateway is called; 0 when the claim was lost."""
    return batch.held.filter(pk=row.pk).update(
        state=OutboxState.SENDING,
        message_id=mail.extra_headers["Message-ID"],
        attempts=row.attempts + 1,
        claimed_until=now + batch.lease,
    )
