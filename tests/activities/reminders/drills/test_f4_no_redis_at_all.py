"""F4: Redis gone for good. `manage.py deliver --loop` does the same, and ends at TERM."""

import os
import signal

import pytest
from django.core.management import call_command

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow
from tests.activities.notices.outbox import say

from .processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 1000


def loop():
    call_command("deliver", loop=True, pause=0.1)


def test_a_loop_sends_everything_and_ends_when_told(crew, sink, fill, monkeypatch):
    monkeypatch.setattr("activities.reminders.sources.DUE", ())
    monkeypatch.setattr("activities.reminders.rendering.render", say)
    fill(ROWS)
    process = crew.start(loop)
    assert wait_until(lambda: OutboxRow.objects.filter(state=OutboxState.SENT).count() == ROWS)
    assert len(set(sink.arrived())) == len(sink.arrived()) == ROWS
    os.kill(process.pid, signal.SIGTERM)
    process.join(10)
    assert process.exitcode == 0
