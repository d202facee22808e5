"""trust.md section 2, with everything in hand that lies in the database, its files and the logs, but not passphrase and pepper."""

import logging
import random
import sys

import pytest
from django.db import connection
from django.test import Client
from django.views.debug import ExceptionReporter

from activities.ballots import sealing
from activities.ballots.choices import Mark
from activities.ballots.commands import casting
from activities.ballots.models import SealedBox
from activities.ballots.rules import in_fours

from .poll_world import VOTERS, count, make_open, vote
from .test_views import ballot_of

E, Q, B, U, A = Mark
# One person's ballot that nobody else fills in, as it lies in an unsealed box.
RARE = [U, E, B, A, U, Q, E, B]
UNSEALED = "".join(str(sealing.DIGITS.index(mark)) for mark in RARE)


def everything_stored():
    """Every row of every table of the program, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            for (row,) in cursor.fetchall():
                yield table, row


def columns(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def files_of_tables():
    return columns(
        "SELECT pg_relation_filenode(c.oid) FROM pg_class c WHERE relname IN"
        " ('activities_roll', 'activities_sealedbox', 'activities_markcount', 'activities_receiptlist')"
    )


def in_random_order(world, poll):
    """Everybody votes, one transaction each, in an order that tells nothing; [(person, receipt)] in that order."""
    roles = [*VOTERS]
    random.Random(7).shuffle(roles)
    return [
        (world.people[role], vote(poll, world.people[role], RARE if role == "member" else Q))
        for role in roles
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_in_the_database_tells_what_was_chosen_or_in_which_order(cast, frozen):
    poll, passphrase = make_open(cast)
    order = in_random_order(cast, poll)
    canaries = [UNSEALED, passphrase, in_fours(passphrase), sealing.pepper_path(poll.pk).read_bytes().hex()]
    while_open = list(everything_stored())
    assert any(table == "activities_sealedbox" for table, _ in while_open)
    for table, row in while_open:
        assert not any(canary in row for canary in canaries), table
    old_rows, files = columns("SELECT uuid::text FROM activities_roll"), files_of_tables()

    count(cast, poll, passphrase)
    for table, row in everything_stored():
        assert not any(canary in row for canary in canaries), table
    for table in ("activities_roll", "activities_sealedbox", "activities_markcount"):
        assert len(set(columns(f"SELECT xmin::text FROM {table}"))) == 1, table
    people = columns("SELECT person_id FROM activities_roll ORDER BY ctid")
    assert people == sorted(people) != [person.pk for person, _ in order]
    boxes = [bytes(box) for box in columns("SELECT sealed FROM activities_sealedbox ORDER BY ctid")]
    assert boxes == sorted(boxes)
    receipts = columns("SELECT text FROM activities_receiptlist")[0].split()
    assert receipts == sorted(receipts) == sorted(receipt for _, receipt in order)
    assert not set(old_rows) & set(columns("SELECT uuid::text FROM activities_roll"))
    # Each table lies in a file of its own that was written anew: no dead row of the voting is left in it.
    assert not set(files) & set(files_of_tables())


@pytest.mark.django_db
def test_no_mark_reaches_logs_sessions_cache_outbox_or_history(cast, frozen, caplog):
    poll, _ = make_open(cast)
    before = {table: 0 for table, _ in everything_stored()}
    for table, _ in everything_stored():
        before[table] += 1
    for name in ("", "django", "django.db.backends"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    connection.force_debug_cursor = True
    try:
        page = cast.client("member").post(f"/ballots/{poll.pk}/", ballot_of(poll, U))
    finally:
        connection.force_debug_cursor = False
    assert page.status_code == 200 and SealedBox.objects.count() == 1
    assert "django.db.backends" in {record.name for record in caplog.records}
    receipt = page.context["receipt"].replace("-", "")
    for word in (U.value, "不合格", receipt, page.context["receipt"]):
        assert word not in caplog.text
    after = {}
    for table, row in everything_stored():
        after[table] = after.get(table, 0) + 1
        assert U.value not in row and receipt not in row, table
    grown = {table for table in after if after[table] != before.get(table, 0)}
    assert grown <= {"activities_sealedbox", "django_session"}


@pytest.mark.django_db
def test_an_error_report_of_a_ballot_that_failed_holds_no_mark(cast, frozen, monkeypatch, rf):
    poll, _ = make_open(cast)
    reports = []

    def fail(**_):
        raise RuntimeError("the disk is full")

    def report(sender, request, **_):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    monkeypatch.setattr(casting.SealedBox.objects, "create", fail)
    from django.core.signals import got_request_exception

    got_request_exception.connect(report)
    client = Client(raise_request_exception=False)
    client.force_login(cast.users["member"])
    try:
        page = client.post(f"/ballots/{poll.pk}/", ballot_of(poll, U))
    finally:
        got_request_exception.disconnect(report)
    assert page.status_code == 500 and len(reports) == 1
    assert "the disk is full" in reports[0] and "put_in" in reports[0]
    assert U.value not in reports[0] and "不合格" not in reports[0]
    assert not poll.roll.filter(cast=True).exists()


@pytest.mark.django_db
def test_an_expired_form_gives_no_mark_back(cast, frozen):
    poll, _ = make_open(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.users["member"])
    refused = strict.post(f"/ballots/{poll.pk}/", ballot_of(poll, U))
    logged_out = Client().post(f"/ballots/{poll.pk}/", ballot_of(poll, U))
    for page in (refused, logged_out):
        assert U.value not in page.content.decode() and "不合格" not in page.content.decode()
    assert refused.status_code == 403 and not SealedBox.objects.exists()
