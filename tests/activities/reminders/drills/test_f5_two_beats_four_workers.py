"""F5: two beats and four workers at once plan each row once, and make exactly one call to the gateway for it."""

from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow
from lawfirm_party.common import clock
from tests.activities.reminders.fakes import Slice, item

from .processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1000
TICK = 0.3
LEASE = timedelta(seconds=30)


def test_one_call_for_each_row(sink, people, celery, monkeypatch):
    celery.speak_for_itself(LEASE)
    due_at = clock.now()
    source = Slice(*(item(due_at, *people, number=number) for number in range(ROWS // len(people))))
    monkeypatch.setattr("activities.reminders.sources.DUE", (source.due_items,))
    for _ in range(2):
        celery.start_beat(TICK)
    for _ in range(4):
        celery.start_worker()
    assert wait_until(lambda: OutboxRow.objects.filter(state=OutboxState.SENT).count() == ROWS)
    arrived = sink.arrived()
    assert len(arrived) == ROWS
    assert len(set(arrived)) == ROWS
    assert OutboxRow.objects.count() == ROWS
    assert set(OutboxRow.objects.values_list("attempts", flat=True)) == {1}
