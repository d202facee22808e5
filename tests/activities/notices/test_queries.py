"""What is counted and shown about delivery, and to whom."""

from datetime import timedelta

import pytest

from activities.notices.models import Notice
from activities.notices.queries import (
    delivery_figures,
    delivery_health,
    notices_for,
    outbox_for,
    signals_for,
)
from lawfirm_party.common.models import Heartbeat
from members.queries import roles_of
from tests import factories
from tests.conftest import NOW, TODAY

from .outbox import deliver, make_row

pytestmark = pytest.mark.django_db


def roles(cast, role):
    return roles_of(cast.users[role], TODAY)


def banner_for(held, now):
    return next(iter(signals_for(held, now).banners), None)


def alive(seen_at=NOW, reached=NOW):
    """The sender and the planner, as they were last seen."""
    Heartbeat.objects.create(name="sender", seen_at=seen_at)
    Heartbeat.objects.create(name="planner", seen_at=seen_at, reached=reached)


def test_figures_count_people_over_all_channels(cast):
    member, leader = cast.people["member"], cast.people["leader"]
    for channel, state in (("in_app", "sent"), ("email", "dead")):
        make_row(member, rule="meeting_published", object_id=3, channel=channel, state=state)
        make_row(leader, rule="meeting_published", object_id=3, channel=channel, state="sent")
    make_row(leader, rule="meeting_published", object_id=4, state="dead")
    make_row(leader, rule="meeting_published", object_id=3, occurrence="2", state="dead")
    figures = delivery_figures(["meeting_published"], 3, 1)
    assert figures.text == "已送达 1/2，失败 1"
    assert delivery_figures(["meeting_published"], 99, 0).text == "尚未通知"


@pytest.mark.parametrize("people", [1, 3])
def test_figures_are_one_query(cast, django_assert_num_queries, people):
    for role in ("member", "leader", "committee")[:people]:
        make_row(cast.people[role], rule="meeting_published", object_id=3)
    with django_assert_num_queries(1):
        delivery_figures(["meeting_published", "meeting_moved"], 3, 0)


def test_an_admin_of_a_firm_sees_its_account_mails_and_one_of_none_sees_all(cast):
    own = make_row(cast.people["lawyer"], rule="invitation")
    strange = make_row(factories.make_person(factories.make_firm()), rule="invitation")
    bound = factories.make_user("bound", factories.make_person(cast.firm), group="admin", is_staff=True)
    assert set(outbox_for(bound, TODAY)) == {own}
    assert set(outbox_for(cast.users["admin"], TODAY)) == {own, strange}


def test_the_committee_sees_its_branch_and_nobody_else_anything(cast):
    own = make_row(cast.people["member"], branch=cast.branch)
    make_row(cast.people["outsider"], branch=cast.other_branch)
    account = make_row(cast.people["member"], rule="invitation")

    def seen_by(role):
        return set(outbox_for(cast.users[role], TODAY).values_list("pk", flat=True))

    assert seen_by("secretary") == {own.pk, account.pk}
    assert seen_by("committee") == seen_by("committee_only") == {own.pk}
    assert seen_by("admin") == {account.pk}
    for role in ("outsider", "lawyer", "member", "leader", "partner", "clerk"):
        assert seen_by(role) == set()


def test_everybody_has_their_own_notices_only(cast):
    make_row(cast.people["member"], channel="in_app")
    deliver()
    assert notices_for(cast.users["member"]).count() == 1
    assert notices_for(cast.users["leader"]).count() == 0
    assert notices_for(cast.users["admin"]).count() == 0
    assert signals_for(roles(cast, "member"), NOW).unread == 1
    Notice.objects.update(read_at=NOW)
    assert signals_for(roles(cast, "member"), NOW).unread == 0


def test_no_banner_while_all_is_well(cast):
    alive()
    make_row(cast.people["member"], branch=cast.branch, state="sent")
    make_row(cast.people["outsider"], branch=cast.other_branch, state="dead")
    assert banner_for(roles(cast, "secretary"), NOW) is None


@pytest.mark.parametrize("state", ["dead", "uncertain", "missed"])
def test_what_did_not_arrive_is_said_for_a_week_or_until_it_is_handled(cast, state):
    alive()
    row = make_row(cast.people["member"], branch=cast.branch, state=state)
    banner = banner_for(roles(cast, "committee"), NOW)
    assert f"{row.get_state_display()} 1" in banner["text"]
    assert banner["url"] == "/outbox/?state=problem"
    assert (
        banner_for(roles(cast, "committee"), NOW + timedelta(days=7)) is None
        or "已停" in (banner_for(roles(cast, "committee"), NOW + timedelta(days=7))["text"])
    )
    for role in ("member", "partner", "admin", "outsider"):
        assert banner_for(roles(cast, role), NOW) is None
    row.state = "cancelled"
    row.save()
    assert banner_for(roles(cast, "committee"), NOW) is None


def test_a_silent_sender_is_said_after_three_minutes(cast):
    Heartbeat.objects.create(name="sender", seen_at=NOW - timedelta(minutes=4))
    banner = banner_for(roles(cast, "secretary"), NOW)
    assert banner["tone"] == "bad"
    assert "后台发送已停 4 分钟" in banner["text"]


def test_a_planner_that_gets_nowhere_is_said_after_ten_minutes(cast):
    alive(reached=NOW - timedelta(minutes=11))
    banner = banner_for(roles(cast, "secretary"), NOW)
    assert banner["tone"] == "bad"
    assert "已有 11 分钟没有生成新的通知和提醒" in banner["text"]
    assert not delivery_health(NOW).healthy


def test_before_the_first_look_there_is_no_banner(cast):
    assert banner_for(roles(cast, "secretary"), NOW) is None


def test_bell_and_banner_cost_one_query(cast, django_assert_num_queries):
    for role, number in (("secretary", 1), ("member", 1), ("admin", 0)):
        held = roles(cast, role)
        with django_assert_num_queries(number):
            signals_for(held, NOW)


def test_health_tells_ages_and_counts(cast):
    Heartbeat.objects.create(name="sender", seen_at=NOW - timedelta(seconds=30))
    Heartbeat.objects.create(
        name="planner", seen_at=NOW - timedelta(seconds=31), reached=NOW - timedelta(seconds=32)
    )
    make_row(cast.people["member"], due_at=NOW - timedelta(seconds=100))
    make_row(cast.people["member"], due_at=NOW + timedelta(seconds=100))
    make_row(cast.people["member"], state="dead")
    health = delivery_health(NOW)
    assert health.healthy
    assert (health.sender_age, health.planner_age, health.planned_until_age) == (30, 31, 32)
    assert health.oldest_due_age == 100
    assert health.counts == {
        "queued": 2,
        "claimed": 0,
        "sending": 0,
        "dead": 1,
        "uncertain": 0,
        "missed": 0,
    }


def test_delivery_is_ill_when_nothing_ever_ran(cast):
    health = delivery_health(NOW)
    assert not health.healthy
    assert health.sender_age is None


def test_delivery_is_ill_when_a_row_is_due_for_more_than_ten_minutes(cast):
    alive()
    assert delivery_health(NOW).healthy
    make_row(cast.people["member"], due_at=NOW - timedelta(seconds=601))
    assert not delivery_health(NOW).healthy
