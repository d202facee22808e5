"""What is read stays as it was, and nothing is written without a token of the page (trust.md section 3, row 3)."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pghistory.models import Events

from activities.meetings.tokens import answer_token
from lawfirm_party.common.models import RateCount
from members.choices import AccountMailKind
from members.models import AccountMail
from members.queries import token_of

from . import factories
from .activities.meetings.record_world import make_archived, make_complete, make_held
from .addresses import admin_addresses, ask, program_addresses
from .conftest import NOW
from .matrix import rows
from .test_function_matrix import world_of
from .test_structure import named_patterns

# A wrong guess at a public link is counted; nothing else is.
COUNTERS = (RateCount,)
# No table: it asks those of all histories.
VIEWS = (Events._meta.db_table,)
POST_ONLY = {name for name, method in rows() if rows()[name, "GET"]["secretary"] == "405"}


def all_rows():
    """{table: a print of all its rows} of the whole database but the counters; one query."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model not in COUNTERS and model._meta.db_table not in VIEWS
    }
    each = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(stored::text, '/' ORDER BY stored::text)) FROM \"{table}\" stored"
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())


def changed(before):
    now = all_rows()
    return [table for table in before if before[table] != now[table]]


def test_what_only_posts_answers_405_to_everything_else(cast, frozen):
    assert {"logout", "meeting_publish", "meeting_archive", "come", "outbox_resend", "invite"} <= POST_ONLY
    addresses = program_addresses(cast)
    client = cast.client("secretary")
    before = all_rows()
    for name in POST_ONLY:
        for method in ("get", "head", "put", "patch", "delete"):
            assert getattr(client, method)(addresses[name]).status_code == 405, (name, method)
    assert changed(before) == []


@pytest.mark.parametrize(
    ("role", "method"), [("anonymous", "get"), ("member", "get"), ("secretary", "get"), ("secretary", "head")]
)
def test_reading_changes_no_row(cast, frozen, role, method):
    addresses = program_addresses(cast)
    client = cast.client(role)
    before = all_rows()
    for address in addresses.values():
        getattr(client, method)(address)
    assert changed(before) == []


@pytest.mark.parametrize("make", [make_held, make_complete, make_archived])
def test_reading_a_record_changes_no_row_in_any_of_its_states(cast, frozen, make):
    meeting = make(cast)
    client = cast.client("secretary")
    before = all_rows()
    for _, entry in named_patterns():
        if "pk" in entry.pattern.converters and str(entry.pattern).startswith("meetings/"):
            client.get(f"/{entry.pattern}".replace("<id:pk>", str(meeting.pk)))
    assert changed(before) == []


def test_reading_the_admin_site_changes_no_row(cast, frozen):
    world_of(cast)
    client = cast.client("superuser")
    before = all_rows()
    for address in admin_addresses().values():
        client.get(address)
    assert changed(before) == []


def test_opening_a_mailed_link_changes_no_row(cast, frozen):
    """Readers of mail open every link before the person does."""
    meeting = factories.make_meeting(cast.branch)
    mail = AccountMail.objects.create(
        user=cast.users["member"], kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW
    )
    before = all_rows()
    for address in (
        f"/r/{answer_token(meeting, cast.people['member'].pk)}/",
        f"/accounts/password/{token_of(mail)}/",
    ):
        for data in ({}, {"act": "come"}, {"act": "leave", "reason": "court"}, {"new_password1": "x"}):
            client = Client()
            page = client.get(address, data, follow=True)
            assert page.status_code == 200
            client.head(address, data)
    assert changed(before) == []


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_nothing_is_written_without_a_token_of_the_page(cast, frozen, role):
    addresses = {**program_addresses(cast), **(admin_addresses() if role == "superuser" else {})}
    client = cast.client(role)
    client.handler.enforce_csrf_checks = True
    before = all_rows()
    let_in = {
        name: answer.status_code
        for name, address in addresses.items()
        if (answer := ask(client, "POST", address, {"csrfmiddlewaretoken": "x" * 64})).status_code != 403
    }
    assert let_in == {}
    assert changed(before) == []


def test_a_token_of_the_page_lets_the_same_request_in(cast, frozen):
    """The counterpart: what is refused above is refused for the token alone."""
    meeting = factories.make_meeting(cast.branch)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["member"])
    client.get("/me/")
    token = client.cookies["csrftoken"].value
    assert client.post(f"/meetings/{meeting.pk}/come/", {"csrfmiddlewaretoken": token}).status_code == 302
    assert meeting.rsvps.count() == 1
