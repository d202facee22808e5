"""`manage.py deliver`: the same look at the outbox without Redis and Celery."""

import signal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from activities.management.commands import deliver
from activities.reminders import rendering
from tests import factories
from tests.activities.notices.outbox import make_row, say

pytestmark = pytest.mark.django_db


def test_one_look_says_what_it_did(frozen, monkeypatch):
    monkeypatch.setattr(rendering, "render", say)
    person = factories.make_person(factories.make_firm())
    make_row(person, channel="in_app")
    make_row(person, channel="in_app", useful_until=frozen)
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == "新增 0，已发送 1，过期未发 1\n"


def test_nothing_due_is_nothing_said(frozen):
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == ""


def test_a_loop_outlives_a_look_that_fails_and_ends_at_term(monkeypatch):
    looks = []

    def look(now_func):
        looks.append(now_func())
        if len(looks) == 1:
            raise OperationalError("the database restarts")
        signal.raise_signal(signal.SIGTERM)
        return 0, {}

    monkeypatch.setattr(deliver, "look", look)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("deliver", loop=True, pause=0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert len(looks) == 2
