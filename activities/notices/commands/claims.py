"""How a sender comes to hold rows, and how it lets go of them: every move compares the state and the claim's token."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from ..choices import OutboxState
from ..models import OutboxRow
from ..rules import LEASE, LEASE_FROM_THE_FUTURE, retry_delay

BATCH = 20
LOST = "lost"

INTERRUPTED = "上一次发送中断，以同一编号再发一次。"
INTERRUPTED_TWICE = "发送两次中断，不能确定对方是否收到。"


def free_expired(*, now, lease=LEASE):
    """Take back what a sender that died had claimed.

    Claimed rows go back for free. A row whose sending was cut off is sent once more under its Message-ID; the second time
    it is uncertain and waits for a person.
    """
    rows = OutboxRow.objects.exclude(claimed_until=None)
    gone = Q(claimed_until__lt=now) | Q(claimed_until__gt=now + lease + LEASE_FROM_THE_FUTURE)
    free = {"claim_token": None, "claimed_until": None}
    rows.filter(gone, state=OutboxState.CLAIMED).update(state=OutboxState.QUEUED, **free)
    cut_off = rows.filter(gone, state=OutboxState.SENDING)
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
    leased_at: datetime
    lease: timedelta

    @property
    def held(self):
        return OutboxRow.objects.filter(claim_token=self.token, state=OutboxState.CLAIMED)


@transaction.atomic
def claim(*, channel, now, lease=LEASE, most=BATCH):
    """Claim the oldest due rows of a channel, at most so many, that no other sender is claiming at this moment."""
    token = uuid.uuid4()
    due = OutboxRow.objects.filter(channel=channel, state=OutboxState.QUEUED, next_try_at__lte=now)
    ids = list(
        due.select_for_update(skip_locked=True)
        .order_by("next_try_at", "id")
        .values_list("pk", flat=True)[:most]
    )
    OutboxRow.objects.filter(pk__in=ids).update(
        state=OutboxState.CLAIMED, claim_token=token, claimed_until=now + lease
    )
    rows = OutboxRow.objects.filter(pk__in=ids).select_related("recipient", "robot", "branch")
    return Batch(token, list(rows.order_by("next_try_at", "id")), now, lease)


def settle(row, batch, state, *, was=OutboxState.CLAIMED, **fields):
    """Let go of a row in its new state; LOST when it is no longer held under this token."""
    mine = OutboxRow.objects.filter(pk=row.pk, claim_token=batch.token, state=was)
    changed = mine.update(state=state, claim_token=None, claimed_until=None, **fields)
    return state if changed else LOST


def fail(row, batch, now, sentence, *, final=False, was=OutboxState.CLAIMED, chance=None):
    """Count a failed attempt: dead when it was final or the sixth, else queued after the delay.

    `chance` spreads the delay; rows that share it stay together.
    """
    attempts = row.attempts + 1
    delay = None if final else retry_delay(attempts, random.random() if chance is None else chance)
    fields = {"attempts": attempts, "error": sentence}
    if delay is None:
        return settle(row, batch, OutboxState.DEAD, was=was, **fields)
    return settle(row, batch, OutboxState.QUEUED, was=was, next_try_at=now + delay, **fields)
