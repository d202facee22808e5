"""The page on which a login makes, renews and takes back the address of its calendar."""

import re

import pytest
from django.test import Client

from lawfirm_party.common.models import AuditEntry
from members.commands.calendar_links import make_calendar_link, revoke_calendar_link
from members.models import CalendarLink
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/me/calendar/"


def make(client):
    """Press the button; returns the path that the answer shows."""
    answer = client.post(PAGE, form_on(client.get(PAGE), None))
    return re.search(r'value="[^"]*(/cal/[\w-]+\.ics)"', answer.content.decode())[1]


def test_the_address_is_shown_once_and_opens_the_calendar(cast):
    client = cast.client("member")
    path = make(client)
    assert Client().get(path).status_code == 200
    assert path not in client.get(PAGE).content.decode()


def test_made_anew_it_is_another_one_and_the_old_one_is_dead(cast):
    client = cast.client("member")
    old, new = make(client), make(client)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert CalendarLink.objects.count() == 1


def test_a_second_click_makes_no_second_address(cast):
    client = cast.client("member")
    form = form_on(client.get(PAGE), None)
    client.post(PAGE, form)
    kept = CalendarLink.objects.get().token_hash
    again = client.post(PAGE, form, follow=True)
    assert "只显示一次" in again.content.decode()
    assert CalendarLink.objects.get().token_hash == kept


def test_it_is_taken_back(cast):
    client = cast.client("member")
    path = make(client)
    assert "已撤销" in client.post("/me/calendar/revoke/", follow=True).content.decode()
    assert Client().get(path).status_code == 404
    assert not revoke_calendar_link(user=cast.users["member"], now=NOW)


def test_one_takes_back_only_ones_own(cast):
    path = make(cast.client("member"))
    cast.client("secretary").post("/me/calendar/revoke/")
    assert Client().get(path).status_code == 200


def test_a_login_that_stands_for_nobody_has_no_calendar(cast):
    assert cast.client("admin").get(PAGE).status_code == 403
    assert cast.client("admin").post(PAGE).status_code == 403


def test_the_page_is_kept_nowhere(cast):
    assert "no-store" in cast.client("member").get(PAGE)["Cache-Control"]


def test_every_token_is_another_one(cast):
    tokens = {make_calendar_link(user=cast.users["member"], now=NOW) for _ in range(5)}
    assert len(tokens) == 5


def test_made_and_taken_back_is_written_down_without_the_address(cast):
    user = cast.users["member"]
    path = make(cast.client("member"))
    for _ in range(2):
        cast.client("member").post("/me/calendar/revoke/")
    lines = AuditEntry.objects.order_by("pk").values_list("user", "action", "thing")
    assert list(lines) == [
        (user.pk, "settings_changed", f"user:{user.pk}:calendar:made"),
        (user.pk, "settings_changed", f"user:{user.pk}:calendar:revoked"),
    ]
    assert not any(path.split("/")[-1][:8] in thing for _, _, thing in lines)
