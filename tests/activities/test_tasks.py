"""The tick: a thin doorway to the planner and the sender."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from activities.reminders import rendering
from activities.tasks import tick, tidy
from lawfirm_party.celery import app
from lawfirm_party.common.models import Heartbeat, RateCount, UsedNonce
from lawfirm_party.dashboard.tasks import check_audit, make_files
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
    schedules = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert schedules == {
        tick.name: 60,
        make_files.name: 60,
        tidy.name: 6 * 3600,
        check_audit.name: 24 * 3600,
    }
    for entry in app.conf.beat_schedule.values():
        assert "args" not in entry
        assert "kwargs" not in entry


def test_what_is_over_is_thrown_away(frozen):
    for age in (timedelta(hours=47), timedelta(hours=49)):
        UsedNonce.objects.create(nonce=str(age), at=frozen - age)
    for age in (timedelta(hours=23), timedelta(hours=25)):
        RateCount.objects.create(key=str(age), window_start=frozen - age, count=1)
    for age in (timedelta(hours=-1), timedelta(hours=1)):
        Session.objects.create(session_key=str(age), expire_date=frozen - age)
    tidy()
    assert UsedNonce.objects.get().nonce == str(timedelta(hours=47))
    assert RateCount.objects.get().key == str(timedelta(hours=23))
    assert Session.objects.get().session_key == str(timedelta(hours=-1))
