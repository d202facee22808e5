"""F2: kill -9 of Celery's worker and beat, and what is due goes out after the restart."""

from collections import Counter
from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow

from .processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 200
TICK = 0.5
LEASE = timedelta(seconds=6)


def sent():
    return OutboxRow.objects.filter(state=OutboxState.SENT).count()


def test_everything_due_is_sent_after_a_restart(crew, sink, fill, celery):
    celery.speak_for_itself(LEASE)

    def start():
        return [celery.start_worker(2), celery.start_beat(TICK)]

    fill(ROWS)
    running = start()
    assert wait_until(lambda: sent() >= 50, pause=0.02)
    crew.kill(*running)
    assert sent() < ROWS
    fill(ROWS, first=ROWS)

    start()
    assert wait_until(lambda: sent() == 2 * ROWS)
    arrived = Counter(sink.arrived())
    assert set(arrived) == set(OutboxRow.objects.values_list("message_id", flat=True))
    assert arrived.total() - 2 * ROWS <= 2
