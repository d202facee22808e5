"""F5: two beats and four workers at once make exactly one call to the gateway for each row."""

from datetime import timedelta

import pytest

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow

from .processes import run_beat, run_worker, speak_for_themselves, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1000
TICK = 0.3
LEASE = timedelta(seconds=30)


def test_one_call_for_each_row(crew, sink, fill, broker, tmp_path, monkeypatch):
    speak_for_themselves(monkeypatch, LEASE)
    for _ in range(2):
        crew.start(run_beat, broker, TICK, tmp_path, {})
    for _ in range(4):
        crew.start(run_worker, broker, 1, {})
    fill(ROWS)
    assert wait_until(lambda: not OutboxRow.objects.exclude(state=OutboxState.SENT).exists(), 20)
    arrived = sink.arrived()
    assert len(arrived) == ROWS
    assert len(set(arrived)) == ROWS
    assert set(OutboxRow.objects.values_list("attempts", flat=True)) == {1}
