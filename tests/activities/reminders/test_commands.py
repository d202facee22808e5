"""The planner: what became due since the last look becomes rows, once."""

from datetime import timedelta

import pytest

from activities.notices.models import OutboxRow
from activities.notices.queries import delivery_health
from activities.reminders import sources
from activities.reminders.commands import look, plan, quiet_hours
from activities.reminders.rules import MARGIN
from branches.models import BranchSetting
from lawfirm_party.common.dates import at
from lawfirm_party.common.models import Heartbeat
from tests import factories
from tests.conftest import NOW, TODAY

from .fakes import Slice, failing, item

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def branch():
    return factories.make_branch()


@pytest.fixture
def person(branch):
    return factories.make_person(branch.firm)


def planner():
    return Heartbeat.objects.get(name="planner")


def test_each_look_starts_where_the_last_one_ended(person):
    source = Slice()
    plan(now=NOW, due_sources=[source.due_items])
    plan(now=NOW + MINUTE, due_sources=[source.due_items])
    assert source.windows[1] == (NOW - MARGIN, NOW + MINUTE)
    assert (planner().seen_at, planner().reached) == (NOW + MINUTE, NOW + MINUTE)


def test_looking_twice_plans_once(person):
    source = Slice(item(NOW, person))
    assert plan(now=NOW, due_sources=[source.due_items]) == 1
    assert plan(now=NOW, due_sources=[source.due_items]) == 0
    assert plan(now=NOW + MINUTE, due_sources=[source.due_items]) == 0


def test_nothing_from_before_reminders_since_is_told(branch, person):
    branch.reminders_since = NOW
    branch.save()
    early = item(NOW - MINUTE, person, number=1, branch_id=branch.pk)
    late = item(NOW, person, number=2, branch_id=branch.pk)
    account = item(NOW - MINUTE, person, number=3, rule="password_reset")
    plan(now=NOW, due_sources=[Slice(early, late, account).due_items])
    assert set(OutboxRow.objects.values_list("object_id", flat=True)) == {"2", "3"}


def test_a_source_that_fails_holds_nobody_else_up_and_is_asked_again(person, caplog):
    source = Slice(item(NOW, person))
    plan(now=NOW - MINUTE, due_sources=[source.due_items])
    assert plan(now=NOW, due_sources=[failing, source.due_items]) == 1
    assert (planner().seen_at, planner().reached) == (NOW, NOW - MINUTE)
    assert "asking tests.activities.reminders.fakes what is due failed" in caplog.text


def test_quiet_hours_follow_the_settings_of_the_day(branch):
    night = at(TODAY, 22)
    assert quiet_hours()(branch.pk, night) == at(TODAY + timedelta(days=1), 7, 30)
    BranchSetting.objects.create(branch=branch, since=TODAY, quiet_from="23:00", quiet_until="06:00")
    assert quiet_hours()(branch.pk, night) is None
    assert quiet_hours()(branch.pk, night - timedelta(days=1)) is not None


def test_the_settings_of_a_branch_are_read_once_a_look(branch, django_assert_num_queries):
    hold = quiet_hours()
    with django_assert_num_queries(2):
        for _ in range(3):
            hold(branch.pk, NOW)


def test_a_look_plans_and_delivers(person, monkeypatch):
    monkeypatch.setattr(sources, "DUE", (Slice(item(NOW, person, channels=("in_app",))).due_items,))
    monkeypatch.setattr(sources, "context_of", lambda row, now: {"title": "请办理", "path": "/me/"})
    new, done = look(now_func=lambda: NOW)
    assert (new, done) == (1, {"sent": 1})
    assert person.notices.get().title == "请办理"


def test_a_planner_that_fails_does_not_stop_the_sender(person, monkeypatch):
    monkeypatch.setattr("activities.reminders.commands.plan", failing)
    assert look(now_func=lambda: NOW) == (0, {})
    assert Heartbeat.objects.filter(name="sender", seen_at=NOW).exists()


def test_a_planner_that_fails_for_ten_minutes_is_no_longer_healthy(person, monkeypatch):
    look(now_func=lambda: NOW)
    monkeypatch.setattr("activities.reminders.commands.plan", failing)
    for minutes in range(1, 12):
        moment = NOW + minutes * MINUTE
        look(now_func=lambda moment=moment: moment)
        assert delivery_health(moment).healthy is (minutes <= 10)


def test_every_slice_is_asked():
    assert {source.__module__ for source in sources.DUE} == {
        "activities.ballots.queries",
        "activities.evaluations.queries.due",
        "activities.feedback.queries.due",
        "activities.meetings.queries.due",
        "activities.meetings.queries.group_news",
        "activities.meetings.queries.requirements_due",
        "members.queries.due",
    }
