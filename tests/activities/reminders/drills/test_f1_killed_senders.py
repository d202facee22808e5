"""F1: kill -9 of senders, 1,000 due rows, 5 kills × 4 senders."""

from collections import Counter
from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import Notice, OutboxRow
from activities.notices.rules import OPEN

from .processes import send_forever, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1000
KILLS = 5
SENDERS = 4
# Longer than a busy machine may keep a sender waiting that is alive.
LEASE = timedelta(seconds=6)


def progress():
    return OutboxRow.objects.exclude(state__in=OPEN).count()


def kill_and_replace(crew, total):
    """Kill all four senders each time another sixth of the rows is done."""
    for kill in range(1, KILLS + 1):
        senders = [crew.start(send_forever, LEASE) for _ in range(SENDERS)]
        assert wait_until(lambda goal=total * kill // (KILLS + 1): progress() >= goal, pause=0.02)
        crew.kill(*senders)
    for _ in range(SENDERS):
        crew.start(send_forever, LEASE)
    assert wait_until(lambda: progress() == total)


def test_no_mail_is_lost_and_repeats_carry_a_used_message_id(crew, sink, fill):
    fill(ROWS)
    kill_and_replace(crew, ROWS)
    arrived = Counter(sink.arrived())
    sent = set(OutboxRow.objects.values_list("message_id", flat=True))
    assert len(sent) == ROWS
    assert set(arrived) <= sent
    # A sending that was cut off twice may have reached nobody: then it is shown for somebody to decide, and not called sent.
    unproven = OutboxRow.objects.exclude(message_id__in=arrived).values_list("state", flat=True)
    assert set(unproven) <= {OutboxState.UNCERTAIN}
    assert len(unproven) <= KILLS
    assert arrived.total() - len(arrived) <= KILLS * SENDERS
    assert max(arrived.values()) <= 2
    assert set(OutboxRow.objects.values_list("state", flat=True)) <= {OutboxState.SENT, OutboxState.UNCERTAIN}


def test_in_app_notices_are_there_exactly_once(crew, fill):
    fill(ROWS, "in_app")
    kill_and_replace(crew, ROWS)
    assert Notice.objects.count() == ROWS
    assert set(OutboxRow.objects.values_list("state", flat=True)) == {OutboxState.SENT}
