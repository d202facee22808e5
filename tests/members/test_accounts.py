"""Logging in and out, throttles, passwords, mails with links, the first run."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from branches.models import Branch, Firm
from lawfirm_party.common.models import AuditEntry, RateCount
from members import commands, queries
from members.choices import AccountMailKind
from members.forms import logins as forms
from members.models import AccountMail, Person, User
from members.views import logins as views
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "feng-chui-mai-lang-9"
NEW_PASSWORD = "yu-hou-chun-shan-37"
LOGIN = "/accounts/login/"


@pytest.fixture
def member(cast, frozen):
    user = cast.users["member"]
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, username, password=PASSWORD, address="10.0.0.1", **data):
    return client.post(LOGIN, {"username": username, "password": password, **data}, REMOTE_ADDR=address)


def text_of(response):
    return response.content.decode()


class TestLogin:
    def test_a_right_password_leads_home_and_is_written_down(self, member, client):
        answer = log_in(client, "member")
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert AuditEntry.objects.get().thing == f"user:{member.pk}"
        assert client.get("/members/").status_code == 200

    def test_the_clerk_lands_in_the_admin_site(self, cast, frozen, client):
        cast.users["clerk"].set_password(PASSWORD)
        cast.users["clerk"].save()
        assert log_in(client, "clerk")["Location"] == "/admin/"

    def test_one_wording_for_every_failure(self, cast, member, client):
        closed = cast.users["lawyer"]
        closed.set_password(PASSWORD)
        closed.is_active = False
        closed.save()
        answers = [
            log_in(client, "member", "wrong"),
            log_in(client, "nobody-here", "wrong"),
            log_in(client, "lawyer"),
            log_in(client, "leader", ""),
        ]
        assert [answer.status_code for answer in answers] == [422] * 4
        for answer in answers[:3]:
            assert list(answer.context["form"].errors.values()) == [[forms.WRONG_LOGIN]]

    def test_the_typed_name_is_kept_and_the_password_is_not(self, member, client):
        page = text_of(log_in(client, "member", "wrong-password-1"))
        assert 'value="member"' in page
        assert "wrong-password-1" not in page

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "https:///evil.example",
            "javascript:alert(1)",
            "http:evil.example",
            "\thttps://evil.example",
        ],
    )
    def test_no_open_redirect(self, member, client, target):
        assert log_in(client, "member", next=target)["Location"] == "/"

    def test_a_page_of_ours_is_where_one_wanted_to_go(self, member, client):
        assert client.get("/members/")["Location"] == "/accounts/login/?next=/members/"
        assert log_in(client, "member", next="/members/")["Location"] == "/members/"

    def test_the_session_number_changes_at_login(self, member, client):
        client.get(LOGIN)
        session = client.session
        session["before"] = 1
        session.save()
        client.cookies["sessionid"] = before = session.session_key
        log_in(client, "member")
        assert client.cookies["sessionid"].value != before

    def test_logging_out_is_a_post_and_ends_the_session(self, member, client):
        log_in(client, "member")
        assert client.get("/accounts/logout/").status_code == 405
        assert client.post("/accounts/logout/").status_code == 302
        assert client.get("/members/")["Location"].startswith(LOGIN)


class TestThrottles:
    def test_the_sixth_try_is_refused_even_with_the_right_password(self, member, client):
        for _ in range(5):
            log_in(client, "member", "wrong")
        answer = log_in(client, "member")
        assert answer.status_code == 429
        assert "暂时不能登录" in text_of(answer)
        assert "15 分钟" in text_of(answer)

    def test_another_account_and_another_address_are_unaffected(self, cast, member, client):
        other = cast.users["leader"]
        other.set_password(PASSWORD)
        other.save()
        for _ in range(6):
            log_in(client, "member", "wrong")
        assert log_in(Client(), "leader").status_code == 302
        assert log_in(Client(), "member", address="10.0.0.2").status_code == 302

    def test_four_wrong_tries_are_forgiven(self, member, client):
        for _ in range(4):
            log_in(client, "member", "wrong")
        assert log_in(client, "member").status_code == 302

    def test_after_a_quarter_of_an_hour_one_may_try_again(self, member, client, time_machine, frozen):
        for _ in range(6):
            log_in(client, "member", "wrong")
        time_machine.move_to(frozen + timedelta(minutes=16), tick=False)
        assert log_in(client, "member").status_code == 302

    def test_the_account_alone_is_throttled_at_a_higher_count(self, member, client):
        for number in range(views.LOGIN_TRIES_PER_HOUR):
            log_in(Client(), "member", "wrong", address=f"10.1.0.{number}")
        assert log_in(Client(), "member", address="10.2.0.1").status_code == 429
        assert log_in(Client(), "Member ", address="10.2.0.1").status_code == 429
        assert log_in(Client(), "ｍember", address="10.2.0.1").status_code == 429

    def test_the_page_says_how_long_the_account_waits(self, member, client, time_machine, frozen):
        for number in range(views.LOGIN_TRIES_PER_HOUR):
            log_in(Client(), "member", "wrong", address=f"10.1.0.{number}")
        time_machine.move_to(frozen + timedelta(minutes=20), tick=False)
        answer = log_in(Client(), "member", address="10.2.0.1")
        assert answer["Retry-After"] == "2400"
        assert "40 分钟" in text_of(answer)
        time_machine.move_to(frozen + timedelta(minutes=60), tick=False)
        assert log_in(Client(), "member", address="10.2.0.1").status_code == 302

    def test_an_unknown_name_is_locked_out_in_the_same_words(self, cast, frozen, client):
        answers = [log_in(client, "no-such-name", "wrong") for _ in range(6)]
        assert answers[-1].status_code == 429

    def test_the_counters_hold_no_names(self, member, client):
        log_in(client, "member", "wrong")
        client.post("/accounts/password/reset/", {"text": "ding@example.com"})
        assert not RateCount.objects.filter(key__contains="member").exists()
        assert not RateCount.objects.filter(key__contains="ding").exists()


class TestLeaving:
    def test_leaving_the_firm_closes_the_login_and_its_sessions(self, member, client, frozen):
        log_in(client, "member")
        Person.objects.filter(pk=member.person_id).update(left_on=date(2026, 11, 18))
        assert client.get("/members/")["Location"].startswith(LOGIN)
        assert log_in(Client(), "member").status_code == 422

    def test_the_last_day_is_still_a_day(self, member, client):
        Person.objects.filter(pk=member.person_id).update(left_on=date(2026, 11, 19))
        assert log_in(client, "member").status_code == 302

    def test_a_login_that_is_switched_off_ends_its_sessions(self, member, client):
        log_in(client, "member")
        User.objects.filter(pk=member.pk).update(is_active=False)
        assert client.get("/members/").status_code == 302


class TestChangingThePassword:
    URL = "/accounts/password/change/"

    def change(self, client, old=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD):
        return client.post(self.URL, {"old_password": old, "new_password1": new, "new_password2": again})

    def test_this_session_goes_on_and_the_others_end(self, member, client):
        elsewhere = Client()
        log_in(client, "member")
        log_in(elsewhere, "member")
        assert self.change(client)["Location"] == "/"
        assert client.get("/members/").status_code == 200
        assert elsewhere.get("/members/").status_code == 302
        assert log_in(Client(), "member", NEW_PASSWORD).status_code == 302

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"old": "wrong"}, "old_password", forms.OLD_PASSWORD_WRONG),
            ({"again": "something-else-1"}, "new_password2", forms.PASSWORDS_DIFFER),
            ({"new": "a" * 129, "again": "a" * 129}, "new_password1", forms.PASSWORD_TOO_LONG),
        ],
    )
    def test_refusals_stand_at_the_field(self, member, client, fields, field, sentence):
        log_in(client, "member")
        answer = self.change(client, **fields)
        assert answer.status_code == 422
        assert sentence in answer.context["form"].errors[field]

    @pytest.mark.parametrize(
        "weak", ["short-1", "password1234", "123456789012", "dangzhibu-2026-x", "党支部党支部党支部党支部"]
    )
    def test_weak_passwords_are_refused(self, member, client, weak):
        log_in(client, "member")
        assert self.change(client, new=weak, again=weak).status_code == 422

    def test_the_second_box_needs_no_help(self, member, client):
        client.force_login(member)
        assert "为了校验" not in client.get("/accounts/password/change/").content.decode()

    def test_needs_a_login(self, client, db):
        assert client.get(self.URL)["Location"].startswith(LOGIN)


class TestReset:
    URL = "/accounts/password/reset/"

    def ask(self, client, text, address="10.0.0.1"):
        return client.post(self.URL, {"text": text}, REMOTE_ADDR=address)

    @pytest.mark.parametrize("known", [True, False])
    @pytest.mark.parametrize("by", ["name", "address"])
    def test_says_the_same_to_everybody(self, member, client, known, by):
        text = {"name": member.username, "address": member.person.email.upper()}[by] if known else "x@y.cn"
        answer = self.ask(client, text)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
        assert AccountMail.objects.count() == (1 if known else 0)

    def test_a_second_click_is_one_mail(self, member, client):
        self.ask(client, "member")
        self.ask(client, "member")
        assert AccountMail.objects.count() == 1

    def test_nothing_for_who_left_or_is_switched_off_or_has_no_address(self, cast, member, client):
        Person.objects.filter(pk=member.person_id).update(left_on=date(2026, 1, 1))
        User.objects.filter(pk=cast.users["leader"].pk).update(is_active=False)
        Person.objects.filter(pk=cast.people["lawyer"].pk).update(email="")
        for name in ("member", "leader", "lawyer"):
            assert self.ask(client, name).status_code == 302
        assert not AccountMail.objects.exists()

    def test_an_address_of_two_people_gets_a_mail_for_each(self, cast, member, client):
        Person.objects.filter(pk=cast.people["leader"].pk).update(email=member.person.email)
        self.ask(client, member.person.email)
        assert AccountMail.objects.count() == 2

    def test_closed_logins_of_an_address_do_not_hide_the_open_one(self, cast, member, client):
        gone = ("secretary", "committee", "committee_only", "leader", "partner", "lawyer")
        for role in gone:
            Person.objects.filter(pk=cast.people[role].pk).update(
                email="office@example.com", left_on=date(2026, 1, 1)
            )
        Person.objects.filter(pk=member.person_id).update(email="office@example.com")
        self.ask(client, "office@example.com")
        assert AccountMail.objects.get().user == member

    def test_too_many_are_refused_by_name_and_by_address(self, member, client):
        answers = [self.ask(client, "member") for _ in range(views.RESETS_PER_HOUR + 1)]
        assert [answer.status_code for answer in answers] == [302] * views.RESETS_PER_HOUR + [429]
        answers = [
            self.ask(client, f"name{number}", "10.9.9.9") for number in range(views.RESETS_PER_ADDRESS + 1)
        ]
        assert answers[-1].status_code == 429
        assert self.ask(client, "another", "10.9.9.8").status_code == 302

    def test_an_empty_form_comes_back(self, client, db):
        assert self.ask(client, "").status_code == 422


class TestLink:
    @pytest.fixture
    def mail(self, member, frozen):
        return AccountMail.objects.create(
            user=member, kind=AccountMailKind.PASSWORD_RESET, requested_at=frozen
        )

    def open(self, client, token):
        return client.get(reverse("set_password", args=[token]))

    def send(self, client, password=NEW_PASSWORD):
        return client.post(reverse("new_password"), {"new_password1": password, "new_password2": password})

    def test_from_the_link_to_a_new_password(self, member, mail, client):
        old = Client()
        old.force_login(member)
        mail = AccountMail.objects.get()
        token = queries.token_of(mail)
        assert self.open(client, token)["Location"] == "/accounts/password/new/"
        page = client.get("/accounts/password/new/")
        assert page.status_code == 200
        assert token not in text_of(page)
        assert self.send(client)["Location"] == LOGIN
        assert log_in(Client(), "member", NEW_PASSWORD).status_code == 302
        assert old.get("/members/").status_code == 302

    @pytest.mark.parametrize("addresses", [["10.0.0.1"] * 6, [f"10.1.0.{n}" for n in range(31)]])
    def test_a_new_password_opens_a_login_that_was_locked_out(self, member, mail, client, addresses):
        for address in addresses:
            log_in(Client(), "member", "wrong", address=address)
        assert log_in(Client(), "member").status_code == 429
        self.open(client, queries.token_of(AccountMail.objects.get()))
        self.send(client)
        assert log_in(Client(), "member", NEW_PASSWORD).status_code == 302

    def test_opening_it_has_no_effect(self, member, mail, client):
        before = User.objects.get(pk=member.pk).password
        for _ in range(3):
            self.open(client, queries.token_of(AccountMail.objects.get()))
            client.get("/accounts/password/new/")
        assert User.objects.get(pk=member.pk).password == before

    def dead(self, client, token):
        answer = self.open(Client(), token)
        assert answer.status_code == 404
        assert "链接已失效" in text_of(answer)
        client.cookies[views.LINK_COOKIE] = token
        assert self.send(client).status_code == 404

    def test_it_is_dead_once_used(self, mail, client):
        token = queries.token_of(mail)
        self.open(client, token)
        self.send(client)
        self.dead(client, token)

    def test_it_is_dead_after_three_days(self, mail, client, time_machine, frozen):
        token = queries.token_of(mail)
        time_machine.move_to(frozen + timedelta(days=3, seconds=-1), tick=False)
        assert self.open(client, token).status_code == 302
        time_machine.move_to(frozen + timedelta(days=3), tick=False)
        self.dead(client, token)

    def test_it_is_dead_after_a_login_a_new_address_or_leaving(self, member, mail, client, frozen):
        token = queries.token_of(mail)
        Person.objects.filter(pk=member.person_id).update(email="new@example.com")
        self.dead(client, token)
        Person.objects.filter(pk=member.person_id).update(
            email=member.person.email, left_on=date(2026, 11, 1)
        )
        self.dead(client, token)
        Person.objects.filter(pk=member.person_id).update(left_on=None)
        assert self.open(Client(), token).status_code == 302
        User.objects.filter(pk=member.pk).update(last_login=frozen)
        self.dead(client, token)

    @pytest.mark.parametrize("token", ["x", "1-abc", "0", "-", "9" * 40 + "-a", "１-a", "1-" + "0" * 64])
    def test_unknown_looks_the_same(self, mail, client, token):
        assert self.open(client, token).status_code == 404

    def test_the_token_of_another_mail_does_not_fit(self, cast, mail, frozen, client):
        other = AccountMail.objects.create(
            user=cast.users["leader"], kind=AccountMailKind.INVITATION, requested_at=frozen
        )
        digest = queries.token_of(mail).split("-")[1]
        assert self.open(client, f"{other.pk}-{digest}").status_code == 404

    def test_without_the_cookie_there_is_nothing_to_set(self, client, db):
        assert self.send(client).status_code == 404

    def test_guessing_is_counted(self, client, db):
        answers = [self.open(client, "1-abc").status_code for _ in range(views.BAD_LINKS_PER_ADDRESS + 1)]
        assert set(answers[:-1]) == {404}
        assert answers[-1] == 429

    def test_a_weak_password_comes_back_and_the_link_lives_on(self, mail, client):
        self.open(client, queries.token_of(mail))
        assert self.send(client, "short").status_code == 422
        assert self.send(client).status_code == 302


class TestFirstRun:
    DATA = {
        "firm_name": "甲乙律师事务所",
        "firm_short_name": "甲乙所",
        "firm_founded_on": "1994-03-01",
        "branch_name": "甲乙律师事务所党支部",
        "branch_short_name": "甲乙所党支部",
        "superior": "",
        "branch_founded_on": "2000-03-01",
        "person_name": "周管明",
        "person_email": "zhou@example.com",
        "username": "zhou",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "nonce": "n1",
    }

    def test_while_nothing_is_there_the_login_leads_to_it(self, client, db):
        assert client.get(LOGIN)["Location"] == "/first-run/"
        assert client.get("/first-run/").status_code == 200

    def test_every_field_stands_under_one_heading(self, client, db):
        form = client.get("/first-run/").context["form"]
        shown = [field.name for _, fields in form.parts() for field in fields]
        assert sorted(shown) == sorted(field.name for field in form.visible_fields())

    def test_makes_firm_branch_and_first_administrator(self, client, db, frozen):
        assert client.post("/first-run/", self.DATA)["Location"] == LOGIN
        assert (Firm.objects.get().name, Branch.objects.get().firm) == ("甲乙律师事务所", Firm.objects.get())
        user = User.objects.get()
        assert user.is_staff and not user.is_superuser
        assert set(user.groups.values_list("name", flat=True)) == {"clerk", "admin"}
        assert (user.person.name, user.person.email) == ("周管明", "zhou@example.com")
        assert log_in(client, "zhou").status_code == 302
        assert client.get("/admin/").status_code == 200

    def test_afterwards_it_is_gone(self, client, db):
        client.post("/first-run/", self.DATA)
        assert client.get("/first-run/").status_code == 404
        assert client.post("/first-run/", {**self.DATA, "nonce": "n2"}).status_code == 404
        assert User.objects.count() == Firm.objects.count() == 1

    def test_the_longest_name_is_spelled(self, client, db):
        client.post("/first-run/", {**self.DATA, "person_name": "庄" * 30})
        assert Person.objects.get().pinyin == " ".join(["zhuang"] * 30)

    def test_a_double_click_gets_the_same_answer(self, client, db):
        answers = [client.post("/first-run/", self.DATA)["Location"] for _ in range(2)]
        assert answers == [LOGIN, LOGIN]
        assert User.objects.count() == 1

    def test_without_a_name_the_login_stands_for_nobody(self, client, db):
        client.post("/first-run/", {**self.DATA, "person_name": "", "person_email": ""})
        assert User.objects.get().person is None

    @pytest.mark.parametrize(
        ("change", "field", "sentence"),
        [
            ({"password2": "other-words-12"}, "password2", forms.PASSWORDS_DIFFER),
            ({"branch_founded_on": "1990-01-01"}, "branch_founded_on", forms.BRANCH_BEFORE_FIRM),
            ({"firm_founded_on": "2026-02-30"}, "firm_founded_on", None),
            ({"firm_founded_on": "0001-01-01"}, "firm_founded_on", forms.DAY_OUT_OF_RANGE),
            ({"branch_founded_on": "9999-12-31"}, "branch_founded_on", forms.DAY_OUT_OF_RANGE),
            ({"firm_name": "所" * 61}, "firm_name", None),
            ({"username": "周 管"}, "username", None),
            ({"person_name": ""}, "person_name", forms.NAME_FOR_ADDRESS),
            ({"password1": "short", "password2": "short"}, "password1", None),
        ],
    )
    def test_what_is_wrong_stands_at_the_field_and_nothing_is_made(self, client, db, change, field, sentence):
        answer = client.post("/first-run/", {**self.DATA, **change})
        assert answer.status_code == 422
        errors = answer.context["form"].errors
        assert list(errors) == [field]
        assert sentence is None or sentence in errors[field]
        assert not Firm.objects.exists() and not User.objects.exists()

    def test_extra_keys_change_nothing(self, client, db):
        client.post("/first-run/", {**self.DATA, "is_superuser": "1", "is_staff": "0"})
        assert not User.objects.get().is_superuser


class TestGroups:
    def test_the_clerk_keeps_master_data_and_deletes_no_history(self, cast):
        clerk = cast.users["clerk"]
        assert clerk.has_perms(["members.add_person", "members.change_seat", "branches.add_kindsetting"])
        assert clerk.has_perm("common.delete_holiday")
        assert not clerk.has_perm("members.delete_partystanding")
        assert not clerk.has_perm("members.change_user")

    def test_the_admin_group_keeps_accounts_and_no_party_data(self, cast):
        user = factories.make_user("boss", group="admin", is_staff=True)
        assert user.has_perms(["members.change_user", "members.add_person", "common.view_auditentry"])
        assert not user.has_perm("members.view_partystanding")
        assert not user.has_perm("members.delete_user")

    def test_staff_follows_the_groups(self, cast, frozen):
        user = cast.users["lawyer"]
        user.groups.add(Group.objects.get(name="clerk"))
        commands.follow_groups(user=user, by=cast.users["admin"], now=frozen)
        assert User.objects.get(pk=user.pk).is_staff
        user.groups.clear()
        commands.follow_groups(user=user, by=cast.users["admin"], now=frozen)
        assert not User.objects.get(pk=user.pk).is_staff
        assert AuditEntry.objects.filter(action="role_changed").count() == 2
