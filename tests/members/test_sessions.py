"""What ends a login, by time travel and by changed facts (trust.md section 3, row 7)."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members import sessions
from members.models import CommitteeTerm, GroupMembership, Partner, PartyStanding, Person, User
from tests.activities.meetings.record_world import form_on, make_held

pytestmark = pytest.mark.django_db
STAFF = ["secretary", "committee", "committee_only", "clerk", "admin"]
OTHERS = ["member", "leader", "partner", "lawyer", "outsider"]


def is_in(client):
    """Whether a login still holds: a page of its own, instead of the way to the login."""
    return client.get("/accounts/password/change/").status_code == 200


@pytest.fixture
def later(time_machine, frozen):
    def move(**span):
        time_machine.move_to(frozen + timedelta(**span), tick=False)

    return move


@pytest.mark.parametrize("role", STAFF)
def test_who_sees_much_is_out_after_half_an_hour_of_rest(cast, later, role):
    client = cast.client(role)
    later(minutes=29, seconds=59)
    assert is_in(client)
    later(minutes=59, seconds=59)
    answer = client.get("/accounts/password/change/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")
    assert sessions.IDLE_TOO_LONG in answer.content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_a_member_may_rest_for_eight_hours(cast, later, role):
    client = cast.client(role)
    later(hours=7, minutes=59)
    assert is_in(client)
    later(hours=15, minutes=58)
    assert is_in(client)
    later(hours=23, minutes=58)
    assert not is_in(client)


def test_whoever_works_on_stays_in(cast, later):
    client = cast.client("secretary")
    for minutes in range(20, 241, 20):
        later(minutes=minutes)
        assert is_in(client)


def test_a_clock_that_was_set_back_throws_nobody_out(cast, later):
    client = cast.client("secretary")
    later(hours=-3)
    assert is_in(client)
    later(hours=-3, minutes=31)
    assert not is_in(client)


def writes_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [
        query["sql"].split('"')[1]
        for query in captured
        if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}
    ]


def test_the_last_use_is_noted_once_a_minute_and_nothing_else_is_written(cast, later):
    client = cast.client("secretary")
    later(seconds=59)
    assert writes_of(client, "/members/") == []
    later(seconds=60)
    assert writes_of(client, "/members/") == ["django_session"]
    later(seconds=90)
    assert writes_of(client, "/members/") == []


def test_looking_after_a_session_asks_no_query_of_its_own(cast, frozen, settings):
    """The roles are those the page asks for anyway."""
    client = cast.client("member")
    with CaptureQueriesContext(connection) as kept:
        client.get("/members/")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("members.sessions")]
    client = cast.client("member")
    with CaptureQueriesContext(connection) as plain:
        client.get("/members/")
    assert len(kept) == len(plain)


def becomes_partner(cast):
    Partner.objects.create(firm=cast.firm, person=cast.people["member"], since=date(2026, 1, 1))


def is_suspended(cast):
    PartyStanding.objects.filter(person=cast.people["member"]).update(standing="suspended")


def changes_group(cast):
    GroupMembership.objects.filter(person=cast.people["member"]).delete()


def becomes_clerk(cast):
    cast.users["member"].groups.add(Group.objects.get(name="clerk"))


@pytest.mark.parametrize("change", [becomes_partner, is_suspended, changes_group, becomes_clerk])
def test_a_change_of_roles_ends_the_session_and_says_so(cast, frozen, change):
    client = cast.client("member")
    assert is_in(client)
    change(cast)
    answer = client.get("/members/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/members/", 302)]
    assert sessions.ROLES_CHANGED in answer.content.decode()
    assert not is_in(client)
    client.force_login(User.objects.get(pk=cast.users["member"].pk))
    assert is_in(client)


def test_a_term_that_runs_out_over_night_ends_the_session_of_the_committee_alone(cast, later):
    later(hours=13, minutes=50)
    secretary, member = cast.client("secretary"), cast.client("member")
    CommitteeTerm.objects.filter(pk=cast.term.pk).update(until=date(2026, 11, 19))
    assert is_in(secretary)
    later(hours=14)
    assert not is_in(secretary)
    assert is_in(member)


def test_a_new_name_or_a_colleagues_change_ends_nothing(cast, frozen):
    client = cast.client("member")
    Person.objects.filter(pk=cast.people["member"].pk).update(name="丁改名")
    PartyStanding.objects.filter(person=cast.people["fifth"]).update(standing="suspended")
    assert is_in(client)


def test_a_session_from_before_this_rule_ends(cast, frozen):
    client = cast.client("member")
    session = client.session
    del session[sessions.ROLES]
    session.save()
    assert not is_in(client)


def test_typed_text_is_given_back_when_the_roles_changed(cast, frozen):
    meeting = make_held(cast)
    client = cast.client("committee_only")
    Partner.objects.create(firm=cast.firm, person=cast.people["committee_only"], since=date(2026, 1, 1))
    words = "高书明传达了上级文件精神，大家逐条讨论。"
    answer = client.post(f"/meetings/{meeting.pk}/minutes/", {"new_item": words})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page and sessions.ROLES_CHANGED in page


def test_a_closed_login_is_told_so_and_its_session_is_gone(cast, frozen):
    client = cast.client("member")
    User.objects.filter(pk=cast.users["member"].pk).update(is_active=False)
    page = client.get("/members/", follow=True).content.decode()
    assert sessions.LOGIN_CLOSED in page
    User.objects.filter(pk=cast.users["member"].pk).update(is_active=True)
    assert not is_in(client)


def test_all_sessions_of_one_login_can_be_ended(cast, frozen):
    mine, elsewhere, other = cast.client("member"), cast.client("member"), cast.client("leader")
    sessions.end_all_of(cast.users["member"])
    assert [is_in(mine), is_in(elsewhere), is_in(other)] == [False, False, True]
    assert Session.objects.count() == 1


def test_leaving_the_firm_ends_the_session_on_that_day(cast, later):
    Person.objects.filter(pk=cast.people["member"].pk).update(left_on=date(2026, 11, 19))
    later(hours=13, minutes=50)
    client = cast.client("member")
    assert is_in(client)
    later(hours=14)
    assert not is_in(client)


def test_a_public_page_needs_no_session(db):
    with CaptureQueriesContext(connection) as captured:
        Client().get("/healthz")
    assert not any("django_session" in query["sql"] for query in captured)
    assert apps.is_installed("django.contrib.sessions")


def test_who_changes_the_own_roles_stays_in_under_a_new_key_and_other_places_are_out(cast, frozen):
    here, elsewhere = cast.client("clerk"), cast.client("clerk")
    key = here.session.session_key
    address = reverse("admin:members_partner_add")
    entered = {"person": cast.people["clerk"].pk, "firm": cast.firm.pk, "since": "2026-11-01"}
    answer = here.post(address, {**form_on(here.get(address), None), **entered})
    assert answer.status_code == 302
    assert is_in(here) and here.session.session_key != key
    assert not is_in(elsewhere)


def test_an_own_act_that_changes_no_role_keeps_the_key(cast, frozen):
    client = cast.client("secretary")
    key = client.session.session_key
    client.post("/notices/read/")
    assert client.session.session_key == key
