import logging
import os
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from activities.notices.commands import deliver_due
from activities.notices.models import OutboxRow
from activities.notices.rules import dedupe_key
from activities.reminders import commands
from lawfirm_party.common import clock
from lawfirm_party.launcher import account, paths
from lawfirm_party.launcher.broker import Redis
from tests import factories
from tests.activities.notices.outbox import say

from .processes import Crew, Sink, run_beat, run_worker, wait_until

# The sink would write a line for everything it is told.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture
def crew():
    crew = Crew()
    yield crew
    crew.kill()


@pytest.fixture
def people(transactional_db):
    firm = factories.make_firm()
    return [factories.make_person(firm) for _ in range(5)]


@pytest.fixture
def fill(people):
    """Fill the outbox with so many due rows of a channel."""

    def fill(number, channel="email", first=0, now=None):
        now = now or clock.now()
        rows = [
            OutboxRow(
                dedupe_key=dedupe_key("nudge", index, "1", people[index % 5].pk, channel),
                rule="nudge",
                object_id=str(index),
                occurrence="1",
                recipient=people[index % 5],
                channel=channel,
                due_at=now,
                useful_until=now + timedelta(days=1),
                next_try_at=now,
                created_at=now,
            )
            for index in range(first, first + number)
        ]
        return OutboxRow.objects.bulk_create(rows)

    return fill


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def sink(crew, tmp_path, settings):
    """A mail server that everything of this test sends to."""
    sink = Sink(tmp_path, free_port())
    crew.start(sink.serve)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    assert wait_until(lambda: answers(sink.port))
    return sink


@pytest.fixture
def redis():
    """A Redis of this test's own, to be killed, stopped and emptied."""
    folder = Path(tempfile.mkdtemp(prefix="lawfirm-drill-"))
    account.prepare_data_dir(folder)
    server = Redis(folder)
    server.start()
    yield server
    server.stop(time.monotonic() + 3)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def celery(crew, redis, monkeypatch):
    """Celery's worker and beat over that Redis."""
    monkeypatch.delitem(os.environ, "REDIS_URL")
    return Celery(crew, paths.broker_url(redis.data), monkeypatch)


@dataclass
class Celery:
    crew: Crew
    broker: str
    monkeypatch: pytest.MonkeyPatch

    def speak_for_itself(self, lease):
        """From now on its tick tells messages that need no object, under leases that fit a short test."""
        self.monkeypatch.setattr("activities.reminders.sources.DUE", ())
        self.monkeypatch.setattr("activities.reminders.rendering.render", say)
        self.monkeypatch.setattr(
            commands, "deliver_due", lambda **options: deliver_due(**{**options, "lease": lease})
        )

    def start_worker(self, concurrency=1, **options):
        return self.crew.start(run_worker, self.broker, concurrency, options)

    def start_beat(self, seconds, **options):
        return self.crew.start(run_beat, self.broker, seconds, options)
