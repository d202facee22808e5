"""F3: Redis killed, hung and emptied. Nobody restarts worker or beat; the pages do not notice; nothing is lost."""

import os
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow
from tests import factories

from .processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 40
TICK = 0.5
LEASE = timedelta(seconds=5)
# A tenth of the program's own time-outs, so that a hang of some seconds is a long one.
SHORT = {"socket_timeout": 1, "socket_connect_timeout": 0.3, "health_check_interval": 2.5}
SLOWEST_POST = 2


@pytest.fixture
def running(sink, fill, celery):
    """Worker and beat at work, and the first rows sent."""
    celery.speak_for_itself(LEASE)
    celery.start_worker(**SHORT)
    celery.start_beat(TICK, **SHORT)
    fill(ROWS)
    assert wait_until(lambda: sent() == ROWS)


@pytest.fixture
def client(people):
    client = Client()
    client.force_login(
        factories.make_user("member", people[0]), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def sent():
    return OutboxRow.objects.filter(state=OutboxState.SENT).count()


def use_pages(client, seconds):
    """Post as fast as one person can click; returns the slowest answer in seconds."""
    ends = time.monotonic() + seconds
    slowest = 0
    while time.monotonic() < ends:
        started = time.monotonic()
        assert client.post("/notices/read/").status_code == 302
        slowest = max(slowest, time.monotonic() - started)
        time.sleep(0.05)
    return slowest


def check_all_sent(sink, total):
    assert wait_until(lambda: sent() == total)
    assert Counter(Counter(sink.arrived()).values()) == {1: total}


def test_a_killed_redis_comes_back(running, redis, sink, fill, client):
    redis.child.process.send_signal(signal.SIGKILL)
    redis.child.process.wait(5)
    fill(ROWS, first=ROWS)
    assert use_pages(client, 3) < SLOWEST_POST
    redis.start()
    check_all_sent(sink, 2 * ROWS)


def test_a_hung_redis_goes_on(running, redis, sink, fill, client):
    os.kill(redis.child.process.pid, signal.SIGSTOP)
    fill(ROWS, first=ROWS)
    assert use_pages(client, 4) < SLOWEST_POST
    os.kill(redis.child.process.pid, signal.SIGCONT)
    check_all_sent(sink, 2 * ROWS)


def test_an_emptied_redis_loses_nothing(running, redis, sink, fill):
    import redis as client_library

    with client_library.Redis(unix_socket_path=str(redis.socket)) as client:
        client.flushall()
    fill(ROWS, first=ROWS)
    check_all_sent(sink, 2 * ROWS)
