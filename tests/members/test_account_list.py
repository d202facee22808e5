"""The list of accounts: how far each login is, inviting many at once, closing and opening."""

from datetime import date, timedelta

import pytest

from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from lawfirm_party.common import audit
from lawfirm_party.common.models import AuditEntry
from members import commands
from members.choices import AccountMailKind, AccountState
from members.models import AccountMail, Person, User
from members.queries import accounts as found
from members.views import accounts as views
from tests import factories
from tests.conftest import NOW
from tests.submissions import page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
URL = "/members/accounts/"


def states_of(cast, role="secretary", **filters):
    people = found.narrow(found.accounts_for(cast.users[role], NOW), **filters)
    return {person.name: person.state for person in people}


def line_of(cast, role, name):
    people = found.accounts_for(cast.users[role], NOW).filter(name=name).select_related("user")
    return found.account_rows(people, cast.users[role], NOW)[0]


def invited(user, at=NOW):
    return AccountMail.objects.create(user=user, kind=AccountMailKind.INVITATION, requested_at=at)


def person_in_state(cast, state):
    """A member of the branch whose login is that far."""
    person = factories.make_member(cast.branch, "甲一")
    if state == AccountState.NO_EMAIL:
        Person.objects.filter(pk=person.pk).update(email="")
    if state not in {AccountState.NONE, AccountState.NO_EMAIL}:
        used = state in {AccountState.ACTIVE, AccountState.DISABLED, AccountState.CLOSED}
        password = "feng-chui-mai-lang-9" if state == AccountState.UNUSED else None
        user = factories.make_user("jiayi", person, password=password, last_login=NOW if used else None)
        user.is_active = state != AccountState.DISABLED
        user.save()
        if state == AccountState.INVITED:
            invited(user, NOW - timedelta(days=3, seconds=-1))
        if state == AccountState.EXPIRED:
            invited(user, NOW - timedelta(days=3))
    if state == AccountState.CLOSED:
        Person.objects.filter(pk=person.pk).update(left_on=date(2026, 11, 18))
    return person


@pytest.mark.parametrize("state", list(AccountState))
def test_the_state_of_an_account(cast, state):
    person_in_state(cast, state)
    assert states_of(cast, q="甲一") == {"甲一": state}
    page = cast.client("secretary").get(URL, {"q": "甲一", "state": state}).content.decode()
    assert f"<span>{state.label}</span>" in page


def test_the_last_invitation_counts(cast):
    person = person_in_state(cast, AccountState.EXPIRED)
    invited(person.user, NOW - timedelta(days=1))
    assert states_of(cast, q="甲一") == {"甲一": AccountState.INVITED}
    assert line_of(cast, "secretary", "甲一").words == "11月17日（周二）邀请，链接11月20日（周五）10:00前有效"


def test_a_password_reset_is_no_invitation(cast):
    AccountMail.objects.create(
        user=cast.users["member"], kind=AccountMailKind.PASSWORD_RESET, requested_at=NOW
    )
    assert states_of(cast)["丁党明"] == AccountState.NONE


def test_leaving_is_said_before_it_closes_the_login(cast):
    Person.objects.filter(pk=cast.people["member"].pk).update(left_on=date(2027, 1, 1))
    assert line_of(cast, "secretary", "丁党明").words == "12月31日（周四）离所，届时自动关闭"


def test_who_left_without_a_login_is_not_listed(cast):
    person = factories.make_member(cast.branch, "甲二", left_on=date(2026, 1, 1))
    assert "甲二" not in states_of(cast)
    factories.make_user("jiaer", person)
    assert states_of(cast)["甲二"] == AccountState.CLOSED


def test_a_secretary_keeps_the_own_branch_and_who_belongs_to_none(cast):
    names = set(states_of(cast))
    assert {"高书明", "丁党明", "郑预明", "卫律明", "褚伙明"} <= names
    assert "冯外明" not in names
    assert "丁党明" in states_of(cast, circle="branch") and "卫律明" not in states_of(cast, circle="branch")
    assert "卫律明" in states_of(cast, circle="others") and "丁党明" not in states_of(cast, circle="others")


def test_whom_the_list_names_the_secretary_may_invite_and_nobody_else(cast):
    """The list and the button ask the same question in two ways."""
    client, names = cast.client("secretary"), set(states_of(cast))
    for person in Person.objects.all():
        answer = client.post(f"/members/{person.pk}/invite/")
        assert (answer.status_code == 302) is (person.name in names), person.name


def test_the_admin_keeps_all_of_the_firm_and_logins_that_stand_for_nobody(cast):
    other_firm = factories.make_member(factories.make_branch(), "乙一")
    assert "冯外明" in states_of(cast, "admin")
    page = cast.client("admin").get(URL).content.decode()
    assert "不对应人员的账号" in page
    bound = factories.make_user("boss", cast.people["fifth"], group="admin", is_staff=True)
    names = {person.name for person in found.accounts_for(bound, NOW)}
    assert other_firm.name not in names and "冯外明" in names
    assert found.logins_without_person(bound, NOW) == []


def test_chips_count_what_is_found_and_narrow_it(cast):
    person_in_state(cast, AccountState.DISABLED)
    page = cast.client("secretary").get(URL, {"circle": "branch"})
    counts = {value: number for value, _, number in page.context["states"]}
    assert counts == {AccountState.NONE: 8, AccountState.ACTIVE: 1, AccountState.DISABLED: 1}
    assert page.context["total"] == 10
    narrowed = cast.client("secretary").get(URL, {"circle": "branch", "state": "disabled"})
    assert [row.person.name for row in narrowed.context["rows"]] == ["甲一"]


@pytest.mark.parametrize("query", [{"state": "x"}, {"circle": "x"}, {"page": "x"}, {"q": "x" * 61}])
def test_a_filter_that_means_nothing_is_left_out(cast, query):
    assert cast.client("secretary").get(URL, query).context["total"] == 12


def test_one_is_invited_from_the_list_and_one_comes_back_to_it(cast):
    person = cast.people["member"]
    address = f"/members/{person.pk}/invite/"
    back = f"{URL}?circle=branch"
    assert cast.client("secretary").post(address, {"next": back})["Location"] == back
    evil = cast.client("secretary").post(address, {"next": "//evil.example/"})
    assert evil["Location"] == f"/members/{person.pk}/"


class TestInvitingAll:
    URL = "/members/accounts/invite/"

    def test_one_question_names_the_number_and_who_has_no_address(self, cast):
        Person.objects.filter(pk=cast.people["fifth"].pk).update(email="")
        page = cast.client("secretary").get(self.URL, {"circle": "branch"}).content.decode()
        assert "邀请 7 人开通登录吗？" in page
        assert "邀请不到的 1 人：孙五明" in page

    def test_each_gets_one_mail_and_one_outbox_row(self, cast):
        form = page_form(cast.client("secretary"), f"{self.URL}?circle=branch")
        assert form.send()["Location"] == f"{URL}?circle=branch"
        assert AccountMail.objects.filter(kind="invitation").count() == 8
        plan(now=NOW)
        rows = OutboxRow.objects.filter(rule="invitation")
        assert rows.count() == rows.values("recipient").distinct().count() == 8
        plan(now=NOW)
        assert rows.count() == 8
        states = states_of(cast, circle="branch")
        assert states.pop("高书明") == AccountState.ACTIVE
        assert set(states.values()) == {AccountState.INVITED}

    def test_a_double_click_invites_once_and_later_nobody_is_left(self, cast, time_machine):
        form = page_form(cast.client("secretary"), self.URL)
        assert [form.send().status_code for _ in range(2)] == [302, 302]
        assert AccountMail.objects.count() == 11
        answer = cast.client("secretary").get(self.URL, follow=True)
        assert views.NOBODY_TO_INVITE in answer.content.decode()

    def test_who_logs_in_was_invited_just_now_or_is_switched_off_is_left_alone(self, cast):
        keep = [cast.users[role] for role in ("member", "leader", "committee")]
        User.objects.filter(pk=keep[0].pk).update(last_login=NOW)
        User.objects.filter(pk=keep[1].pk).update(is_active=False)
        invited(keep[2], NOW - timedelta(hours=1))
        page_form(cast.client("secretary"), self.URL).send()
        assert not AccountMail.objects.filter(user__in=keep, requested_at=NOW).exists()

    def test_nobody_of_another_branch_is_invited(self, cast):
        page_form(cast.client("secretary"), self.URL).send()
        assert not AccountMail.objects.filter(user__person=cast.people["outsider"]).exists()

    def test_the_command_passes_over_who_cannot_be_invited(self, cast):
        Person.objects.filter(pk=cast.people["lawyer"].pk).update(left_on=date(2026, 1, 1))
        ids = [cast.people[role].pk for role in ("member", "lawyer", "leader")]
        assert commands.invite_all(person_ids=ids, by=cast.users["admin"], now=NOW) == 2


class TestClosingAndOpening:
    def switch(self, cast, role, active, by="admin", **data):
        address = f"/members/{cast.people[role].pk}/account/"
        return cast.client(by).post(address, {"active": active, **data}, follow=True)

    def test_a_closed_login_is_out_at_once_and_stays_out(self, cast):
        member = cast.client("member")
        page = self.switch(cast, "member", "0").content.decode()
        assert views.SWITCHED[False].format(name="丁党明") in page
        assert member.get("/me/").status_code == 302
        self.switch(cast, "member", "1")
        assert User.objects.get(pk=cast.users["member"].pk).is_active
        assert member.get("/me/").status_code == 302

    def test_both_are_written_down_once(self, cast):
        for active in ("0", "0", "1", "1"):
            self.switch(cast, "member", active)
        things = AuditEntry.objects.order_by("pk").values_list("thing", flat=True)
        number = cast.users["member"].pk
        assert list(things) == [f"user:{number}:closed", f"user:{number}:opened"]
        assert audit.findings() == []

    def test_nobody_closes_the_own_login_nor_one_above(self, cast):
        boss = factories.make_user("boss", cast.people["fifth"], group="admin", is_staff=True)
        cast.users["boss"] = boss
        page = self.switch(cast, "fifth", "0", by="boss").content.decode()
        assert "不能停用自己的账号" in page
        top = factories.make_person(cast.firm)
        factories.make_user("top", top, is_superuser=True)
        cast.people["top"] = top
        assert "不能在这里停用" in self.switch(cast, "top", "0").content.decode()
        assert not User.objects.filter(is_active=False).exists()

    def test_who_has_no_login_has_none_to_close(self, cast):
        assert self.switch(cast, "fifth", "0").status_code == 404

    def test_the_buttons_are_the_admins(self, cast):
        assert line_of(cast, "secretary", "丁党明").switch == ""
        assert line_of(cast, "admin", "丁党明").switch == "停用"
        self.switch(cast, "member", "0")
        assert line_of(cast, "admin", "丁党明").switch == "启用"

    def test_closing_asks_for_the_password_after_five_minutes(self, cast, time_machine):
        client = cast.client("admin")
        time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
        answer = client.post(f"/members/{cast.people['member'].pk}/account/", {"active": "0"})
        assert answer.status_code == 422
        assert User.objects.get(pk=cast.users["member"].pk).is_active


class TestThrowingAway:
    @pytest.mark.parametrize(
        ("kind", "days", "used", "stays"),
        [
            ("password_reset", 29, True, True),
            ("password_reset", 31, True, False),
            ("password_reset", 31, False, False),
            ("invitation", 31, True, False),
            ("invitation", 29, True, True),
            ("invitation", 400, False, True),
        ],
    )
    def test_old_mails_go_unless_an_invitation_still_waits(self, cast, kind, days, used, stays):
        user = cast.users["member"]
        User.objects.filter(pk=user.pk).update(last_login=NOW if used else None)
        AccountMail.objects.create(user=user, kind=kind, requested_at=NOW - timedelta(days=days))
        assert commands.throw_away_mails(now=NOW) == (0 if stays else 1)
        assert AccountMail.objects.exists() is stays
