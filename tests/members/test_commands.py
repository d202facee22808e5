"""Writes about logins: once however often asked, and refused in a sentence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from branches.models import Firm
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.common.refusal import Refusal
from members import commands, queries
from members.choices import AccountMailKind
from members.models import AccountMail, Person, User
from tests import factories
from tests.conftest import NOW, make_cast

DATA = {
    "firm_name": "甲乙律师事务所",
    "firm_short_name": "甲乙所",
    "firm_founded_on": date(1994, 3, 1),
    "branch_name": "甲乙律师事务所党支部",
    "branch_short_name": "甲乙所党支部",
    "superior": "",
    "branch_founded_on": date(2000, 3, 1),
    "person_name": "周管明",
    "person_email": "",
    "username": "zhou",
    "password": "feng-chui-mai-lang-9",
}


def at_once(work, times=4):
    """Run the work in so many threads at the same time; returns results and exceptions."""

    def run(number):
        try:
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def invite(person, by=None, now=NOW):
    return commands.invite(person_id=person.pk, by=by, now=now)


@pytest.mark.django_db
class TestInvite:
    def test_a_second_click_is_the_same_mail_and_later_it_is_a_new_one(self, cast):
        person = cast.people["fifth"]
        first = invite(person)
        assert invite(person, now=NOW + timedelta(seconds=20)) == first
        assert invite(person, now=NOW + timedelta(minutes=3)) != first
        assert User.objects.filter(person=person).count() == 1

    def test_people_of_one_spelling_get_a_number(self, cast):
        names = [factories.make_person(cast.firm, name) for name in ("孙五明", "孙武明", "孙舞明")]
        assert [invite(person).user.username for person in names] == ["sunwuming", "sunwuming2", "sunwuming3"]

    def test_a_name_without_letters_still_gets_a_login(self, cast):
        assert invite(factories.make_person(cast.firm, "・")).user.username == "user"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"email": ""}, commands.NO_ADDRESS),
            ({"left_on": date(2026, 11, 18)}, commands.HAS_LEFT),
        ],
    )
    def test_who_cannot_be_invited(self, cast, change, sentence):
        person = cast.people["fifth"]
        Person.objects.filter(pk=person.pk).update(**change)
        with pytest.raises(Refusal) as refusal:
            invite(person)
        assert refusal.value.sentence == sentence
        assert not User.objects.filter(person=person).exists()

    def test_who_already_logs_in_is_not_invited(self, cast):
        user = cast.users["member"]
        for change in ({"last_login": NOW}, {"password": "md5$x$y", "last_login": None}):
            User.objects.filter(pk=user.pk).update(**change)
            with pytest.raises(Refusal, match=commands.HAS_LOGIN):
                invite(user.person)

    def test_a_login_that_was_switched_off_is_not_invited(self, cast):
        User.objects.filter(pk=cast.users["member"].pk).update(is_active=False)
        with pytest.raises(Refusal, match=commands.LOGIN_CLOSED):
            invite(cast.people["member"])


@pytest.mark.django_db
class TestPassword:
    def test_a_dead_link_sets_nothing(self, cast):
        with pytest.raises(Refusal, match=commands.DEAD_LINK):
            commands.set_password(token="1-x", password="feng-chui-mai-lang-9", now=NOW)

    def test_revealing_is_written_before_it_is_shown(self, cast):
        person = cast.people["member"]
        person.write_id_number("11010519491231002X")
        person.save()
        shown = commands.reveal_id_number(person_id=person.pk, by=cast.users["clerk"], now=NOW)
        assert shown == "11010519491231002X"
        entry = AuditEntry.objects.get()
        assert (entry.at, entry.user, entry.action) == (NOW, cast.users["clerk"], "revealed")
        assert "1101" not in entry.thing


@pytest.mark.django_db
def test_set_up_refuses_when_anything_is_there():
    factories.make_firm()
    with pytest.raises(Refusal, match=commands.ALREADY_SET_UP):
        commands.set_up(data=DATA, now=NOW)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_four_invitations_are_one_login_and_one_mail(self):
        cast = make_cast()
        results = at_once(lambda number: invite(cast.people["fifth"]).pk)
        assert len(set(results)) == 1
        assert AccountMail.objects.count() == 1

    def test_four_people_of_one_name_get_four_logins(self):
        cast = make_cast()
        people = [factories.make_person(cast.firm, "孙五明") for _ in range(4)]
        results = at_once(lambda number: invite(people[number]).user.username)
        assert sorted(results) == ["sunwuming", "sunwuming2", "sunwuming3", "sunwuming4"]

    def test_one_link_sets_one_password(self):
        cast = make_cast()
        mail = AccountMail.objects.create(
            user=cast.users["member"], kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW
        )
        token = queries.token_of(mail)
        results = at_once(
            lambda number: commands.set_password(
                token=token, password=f"feng-chui-mai-lang-{number}", now=NOW
            )
        )
        assert sum(isinstance(result, User) for result in results) == 1
        assert sum(isinstance(result, Refusal) for result in results) == 3

    def test_the_program_is_set_up_once(self):
        Group.objects.get_or_create(name="clerk")
        results = at_once(lambda number: commands.set_up(data=DATA, now=NOW))
        assert sum(isinstance(result, User) for result in results) == 1
        assert Firm.objects.count() == 1
