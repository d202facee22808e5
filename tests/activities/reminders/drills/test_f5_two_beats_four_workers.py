"""F5: two beats and four workers at once make exactly one call to the gateway for each row."""

from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow

from .processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1000
TICK = 0.3
LEASE = timedelta(seconds=30)


def test_one_call_for_each_row(sink, fill, celery):
    celery.speak_for_itself(LEASE)
    for _ in range(2):
        celery.start_beat(TICK)
    for _ in range(4):
        celery.start_worker()
    fill(ROWS)
    assert wait_until(lambda: not OutboxRow.objects.exclude(state=OutboxState.SENT).exists())
    arrived = sink.arrived()
    assert len(arrived) == ROWS
    assert len(set(arrived)) == ROWS
    assert set(OutboxRow.objects.values_list("attempts", flat=True)) == {1}
