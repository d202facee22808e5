"""A login's address changes: the old address is told where its owner still reads, and the new one gets a mail of its own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.notices.models import OutboxRow
from activities.reminders.commands import look
from lawfirm_party.common.models import AuditEntry
from members import commands
from members.models import AccountMail
from members.queries import mail_of_token, token_of
from tests import factories
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW
from tests.mail_sink import mail_server, mails_to
from tests.submissions import page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OLD, NEW, NEWER = "old@example.com", "new@example.com", "newer@example.com"


@pytest.fixture
def sink(settings):
    with mail_server(settings) as sink:
        yield sink


@pytest.fixture
def person(cast):
    person = cast.people["member"]
    person.email = OLD
    person.save()
    return person


def on_the_page_of_the_person(cast, person, address):
    page_form(cast.client("secretary"), f"/members/{person.pk}/edit/", email=address).send()


def on_the_own_page(cast, person, address):
    page_form(cast.client("member"), "/me/data/", email=address).send()


def in_the_admin_site(cast, person, address):
    client, page = cast.client("clerk"), reverse("admin:members_person_change", args=[person.pk])
    client.post(page, {**form_on(client.get(page), None), "email": address})


@pytest.mark.parametrize("change", [on_the_page_of_the_person, on_the_own_page, in_the_admin_site])
def test_the_old_address_and_the_new_one_are_told_each_once(cast, person, sink, change):
    change(cast, person, NEW)
    for _ in range(2):
        look(now_func=lambda: NOW + timedelta(minutes=1))
    (left,), (taken,) = mails_to(sink, OLD), mails_to(sink, NEW)
    assert sorted(sink.taken_by) == [NEW, OLD]
    assert "换成了另一个" in left.get_content() and "换成了这一个" in taken.get_content()
    assert "member" in left.get_content()
    assert NEW not in str(left) and OLD not in str(taken)


def test_two_changes_in_one_minute_tell_all_three_addresses(cast, person, sink):
    for address in (NEW, NEWER):
        on_the_page_of_the_person(cast, person, address)
    look(now_func=lambda: NOW + timedelta(minutes=1))
    assert {address: len(mails_to(sink, address)) for address in (OLD, NEW, NEWER)} == {
        OLD: 1,
        NEW: 2,
        NEWER: 1,
    }


def test_an_address_that_is_taken_away_is_told_all_the_same(cast, person, sink):
    on_the_page_of_the_person(cast, person, "")
    look(now_func=lambda: NOW + timedelta(minutes=1))
    assert sink.taken_by == [OLD]


def test_a_login_that_is_closed_meanwhile_does_not_silence_it(cast, person, sink):
    on_the_page_of_the_person(cast, person, NEW)
    commands.switch_login(person_id=person.pk, active=False, by=cast.users["admin"], now=NOW)
    look(now_func=lambda: NOW + timedelta(minutes=1))
    assert sorted(sink.taken_by) == [NEW, OLD]


def test_who_has_no_login_is_told_nothing(cast, sink):
    colleague = factories.make_person(cast.firm, email=OLD)
    on_the_page_of_the_person(cast, colleague, NEW)
    look(now_func=lambda: NOW + timedelta(minutes=1))
    assert sink.taken_by == []
    assert AuditEntry.objects.filter(thing=f"person:{colleague.pk}:email").count() == 1


def test_a_login_that_is_given_to_somebody_else_is_a_new_address_too(cast, person, sink):
    other = factories.make_person(cast.firm, email=NEW)
    user = cast.users["member"]
    user.person = other
    user.save()
    commands.note_new_owner(user=user, old=person, by=cast.users["admin"], now=NOW)
    look(now_func=lambda: NOW + timedelta(minutes=1))
    assert sorted(sink.taken_by) == [NEW, OLD]
    assert AuditEntry.objects.filter(thing=f"user:{user.pk}:person").count() == 1


def test_the_outbox_and_the_mails_asked_for_hold_no_address_to_read(cast, person):
    on_the_page_of_the_person(cast, person, NEW)
    look(now_func=lambda: NOW + timedelta(minutes=1))
    for table in (OutboxRow, AccountMail, AuditEntry):
        assert not any(word in repr(list(table.objects.values_list())) for word in (OLD, NEW))


def test_such_a_mail_sets_no_password(cast, person):
    on_the_page_of_the_person(cast, person, NEW)
    for mail in AccountMail.objects.all():
        assert mail_of_token(token_of(mail), NOW) is None
