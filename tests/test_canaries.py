"""Numbers that would be recognised anywhere, and where they must not turn up (trust.md section 3, row 16)."""

import logging
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from activities.meetings.models import LeaveRequest
from activities.notices.models import OutboxRow
from activities.reminders import commands
from lawfirm_party.common import clock
from lawfirm_party.common.models import AuditEntry
from members.models import Person

from .activities.meetings.record_world import form_on
from .addresses import admin_addresses, program_addresses
from .submissions import SUBMISSIONS

ID_NUMBER = "11010519491231002X"
PHONE = "13700000137"
LEAVE_TEXT = "只有书记知道的缘由"
# Everybody for whom a person's pages say something of their own.
READERS = ("secretary", "committee", "member", "partner", "lawyer", "clerk", "admin")
# What is asked of a list of people, each about somebody whose number and phone are known.
LISTS = ("", "print/", "partners/", "birthdays/", "accounts/")


def live(cast, caplog):
    """The numbers entered as the clerk enters them, looked at by everybody, in a program that was busy; its log is at DEBUG."""
    caplog.set_level(logging.DEBUG)
    clerk, person = cast.client("clerk"), cast.people["member"]
    address = reverse("admin:members_person_change", args=[person.pk])
    entered = {**form_on(clerk.get(address), None), "id_number": ID_NUMBER, "phone": PHONE}
    assert clerk.post(address, entered).status_code == 302
    refused = {**entered, "id_number": ID_NUMBER[:-1] + "1", "joined_on": "2026-02-30", "_nonce": ""}
    assert clerk.post(address, refused).status_code == 422
    for make in SUBMISSIONS.values():
        with transaction.atomic():
            make(cast).send()
            transaction.set_rollback(True)
    SUBMISSIONS["meeting_new"](cast).send()
    SUBMISSIONS["ask_leave"](cast).send(text=LEAVE_TEXT)
    shown = cast.client("secretary").post(f"/members/{person.pk}/id-number/")
    assert ID_NUMBER in shown.content.decode()
    program = program_addresses(cast)
    walks = [(role, program) for role in READERS] + [(role, admin_addresses()) for role in ("clerk", "admin")]
    for role, pages in walks:
        client = cast.client(role)
        for page in [*pages.values(), *(pages_of(person) if pages is program else ())]:
            client.get(page)
    commands.look(now_func=clock.now)
    assert mail.outbox and OutboxRow.objects.exists()


def pages_of(person):
    """Pages about one person that no address without a question mark leads to."""
    found = [f"/members/{page}?q={word}" for page in LISTS for word in (person.name, person.initials, PHONE)]
    return [*found, f"/search/?q={person.name}", f"/search/?q={PHONE}", f"/members/?on=2026-01-01&q={PHONE}"]


def tables_with(text):
    made = set(connection.introspection.table_names())
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in made and text in repr(list(model._base_manager.values_list()))
    }


def files_with(folder, *words):
    return [
        path
        for path in Path(folder).rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    ]


def mails():
    return "".join(str(message.message()) + message.subject + message.body for message in mail.outbox)


def test_the_numbers_lie_where_they_belong_and_nowhere_else(cast, frozen, caplog):
    live(cast, caplog)
    person = Person.objects.get(pk=cast.people["member"].pk)
    assert (person.read_id_number(), person.phone) == (ID_NUMBER, PHONE)
    assert tables_with(ID_NUMBER) == set()
    assert tables_with(PHONE) == {"members_person"}
    assert tables_with(LEAVE_TEXT) == {LeaveRequest._meta.db_table}
    assert AuditEntry.objects.filter(thing=f"person:{person.pk}:id_number").count() == 1
    assert caplog.text
    for word in (ID_NUMBER, PHONE, LEAVE_TEXT):
        assert word not in caplog.text
        assert word not in mails()
        assert files_with(settings.DATA_DIR, word) == files_with(settings.MEDIA_ROOT, word) == []


def test_a_failed_statement_leaves_no_value_in_the_log_of_the_database(cast):
    log = Path(os.environ["TEST_SERVERS_DIR"]) / "log" / "postgresql.log"
    size = log.stat().st_size
    for change in ({"licence_number": "1" * 17}, {"name": "名" * 99}, {"left_on": "1990-01-01"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Person.objects.create(
                firm=cast.firm, kind="lawyer", joined_on="2020-01-01", phone=PHONE, **{"name": "甲", **change}
            )
            Person.objects.create(
                firm=cast.firm, kind="lawyer", joined_on="2020-01-01", phone=PHONE, **{"name": "乙", **change}
            )
    told = log.read_bytes()[size:].decode()
    assert "ERROR" in told
    assert PHONE not in told and "1" * 17 not in told
