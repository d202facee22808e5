"""The tick: a thin doorway to the planner and the sender."""

import pytest

from activities.reminders import rendering
from activities.tasks import tick
from lawfirm_party.celery import app
from lawfirm_party.common.models import Heartbeat
from tests import factories
from tests.activities.notices.outbox import make_row, say

pytestmark = pytest.mark.django_db


def test_a_tick_plans_and_delivers(frozen, monkeypatch):
    monkeypatch.setattr(rendering, "render", say)
    row = make_row(factories.make_person(factories.make_firm()), channel="in_app")
    tick()
    row.refresh_from_db()
    assert row.state == "sent"
    assert set(Heartbeat.objects.values_list("name", "seen_at")) == {("planner", frozen), ("sender", frozen)}


def test_beat_rings_once_a_minute_and_carries_nothing():
    [entry] = app.conf.beat_schedule.values()
    assert entry["task"] == tick.name
    assert entry["schedule"] == 60
    assert "args" not in entry
    assert "kwargs" not in entry
