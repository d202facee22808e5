"""The holiday table, the audit trail and the heartbeats in the admin site."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from lawfirm_party.common import admin
from lawfirm_party.common.models import AuditEntry, Heartbeat, Holiday
from tests import factories
from tests.conftest import NOW, make_cast

pytestmark = pytest.mark.django_db


def test_the_clerk_keeps_the_holidays(cast, frozen):
    client = cast.client("clerk")
    data = {"day": "2027-10-01", "is_rest": "on", "name": "国庆节"}
    assert client.post(reverse("admin:common_holiday_add"), data).status_code == 302
    row = Holiday.objects.get()
    assert client.post(reverse("admin:common_holiday_add"), data).status_code == 422
    assert (
        client.post(reverse("admin:common_holiday_delete", args=[row.pk]), {"post": "yes"}).status_code == 302
    )
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("day", ["2027-02-30", "0001-01-01", "9999-01-01", "x" * 1000])
def test_an_impossible_holiday_is_refused(cast, frozen, day):
    answer = cast.client("clerk").post(reverse("admin:common_holiday_add"), {"day": day, "name": "节"})
    assert answer.status_code == 422
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(("group", "status"), [("clerk", 403), ("admin", 200)])
def test_the_trail_is_for_the_admin_to_read_and_for_nobody_to_change(cast, frozen, client, group, status):
    user = factories.make_user("somebody", group=group, is_staff=True)
    entry = AuditEntry.objects.create(at=NOW, user=user, action="revealed", thing="person:1:id_number")
    Heartbeat.objects.create(name="sender", seen_at=NOW)
    client.force_login(user)
    assert client.get(reverse("admin:common_auditentry_changelist")).status_code == status
    assert client.get(reverse("admin:common_heartbeat_changelist")).status_code == status
    for boss in (client, cast.client("superuser")):
        address = reverse("admin:common_auditentry_change", args=[entry.pk])
        assert boss.post(address, {"thing": "nothing"}).status_code == 403
        assert boss.post(reverse("admin:common_auditentry_delete", args=[entry.pk])).status_code == 403
    assert AuditEntry.objects.get().thing == "person:1:id_number"


@pytest.mark.parametrize("change", [{"action": "signed_in"}, None])
def test_the_database_itself_keeps_the_trail_as_it_is(cast, change):
    entry = AuditEntry.objects.create(at=NOW, action="revealed", thing="person:1:id_number")
    rows = AuditEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert rows.get().action == "revealed"


def test_dated_settings_are_entered_by_the_clerk(cast, frozen):
    client = cast.client("clerk")
    data = {
        "branch": cast.branch.pk,
        "kind": "committee",
        "since": "2027-01-01",
        "every": "quarter",
        "times": "1",
        "start_time": "15:00",
        "minutes_long": "90",
        "place": "会议室",
    }
    address = reverse("admin:branches_kindsetting_add")
    assert client.post(address, {**data, "times": "0"}).status_code == 422
    assert client.post(address, {**data, "times": "9" * 40}).status_code == 422
    assert client.post(address, {**data, "start_time": "25:61"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_that_saw_the_same_row_the_second_is_told(monkeypatch):
    cast = make_cast()
    person = cast.people["lawyer"]
    address = reverse("admin:members_person_change", args=[person.pk])
    seen = cast.client("clerk").get(address).context["seen"]
    own = {"firm": cast.firm.pk, "name": person.name, "pinyin": person.pinyin, "kind": "lawyer"}
    own |= {"joined_on": "2015-01-01", "phone": person.phone, "email": person.email, "_seen": seen}
    for prefix in ("standings", "memberships", "group_memberships", "partnerships"):
        own |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    together = threading.Barrier(2)
    real = admin.state_of

    def slowly(*arguments):
        """The first one keeps what it read until the second one has had time to read the same."""
        state = real(*arguments)
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(1)
        return state

    def save(change):
        try:
            return cast.client("clerk").post(address, own | change).status_code
        finally:
            connection.close()

    monkeypatch.setattr(admin, "state_of", slowly)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, [{"phone": "13811111111"}, {"email": "new@example.com"}]))
    assert sorted(answers) == [302, 422]


def test_the_trail_is_found_by_person_action_and_day(cast, frozen):
    for role, action, day in (
        ("secretary", "revealed", 0),
        ("clerk", "exported", 0),
        ("clerk", "revealed", 9),
    ):
        moment = NOW - timedelta(days=day)
        AuditEntry.objects.create(at=moment, user=cast.users[role], action=action, thing=f"{role}:{day}")
    admin, address = cast.client("admin"), reverse("admin:common_auditentry_changelist")

    def found(**query):
        return [entry.thing for entry in admin.get(address, query).context["cl"].result_list]

    assert found(q="蒋录明") == ["clerk:0", "clerk:9"]
    assert found(action__exact="revealed") == ["secretary:0", "clerk:9"]
    assert found(at__gte=(NOW - timedelta(days=1)).isoformat()) == ["clerk:0", "secretary:0"]
    assert admin.get(address, {"at__gte": "9" * 30}).status_code in {200, 302}


def test_the_years_and_months_above_the_holidays_lead_to_their_days(cast, frozen):
    for day in ("2026-10-01", "2026-12-31", "2027-01-01"):
        Holiday.objects.create(day=day, is_rest=True, name=day)
    clerk, address = cast.client("clerk"), reverse("admin:common_holiday_changelist")

    def days(query):
        return [row.name for row in clerk.get(address + query).context["cl"].result_list]

    assert "?day__year=2026" in clerk.get(address).content.decode()
    assert days("?day__year=2026") == ["2026-12-31", "2026-10-01"]
    assert days("?day__year=2026&day__month=10") == ["2026-10-01"]


@pytest.mark.parametrize(
    "query", [f"day__year={'9' * 14}", "day__year=abc", "day__year=-1", "day__week=1", "day__year=２０２６"]
)
def test_a_year_no_calendar_has_is_no_filter_of_the_holidays(cast, frozen, query):
    address = reverse("admin:common_holiday_changelist")
    assert cast.client("clerk").get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize("query", [f"at__year={'9' * 14}", "action__regex=(a%2B)%2B", "at__gte__year=1"])
def test_a_list_takes_no_steps_that_its_filters_never_take(cast, frozen, query):
    address = reverse("admin:common_auditentry_changelist")
    assert cast.client("admin").get(f"{address}?{query}").status_code == 400
