"""The password is asked again after five minutes, and nothing that was typed is lost by it (trust.md section 3, row 7)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from lawfirm_party.common.models import AuditEntry
from members.forms.logins import PASSWORD_WRONG
from members.models import User
from tests.activities.meetings.record_world import form_on

pytestmark = pytest.mark.django_db
PASSWORD = "feng-chui-mai-lang-9"


@pytest.fixture
def later(time_machine, frozen):
    def move(**span):
        time_machine.move_to(frozen + timedelta(**span), tick=False)

    return move


@pytest.fixture
def client_of(cast, frozen):
    def logged_in(role):
        user = User.objects.get(pk=cast.users[role].pk)
        user.set_password(PASSWORD)
        user.save()
        cast.users[role] = user
        return cast.client(role)

    return logged_in


@pytest.fixture
def person(cast):
    person = cast.people["member"]
    person.write_id_number("11010519491231002X")
    person.save()
    return person


def reveal(client, person, **data):
    return client.post(f"/members/{person.pk}/id-number/", data)


def revealed():
    return AuditEntry.objects.filter(action="revealed").count()


def test_within_five_minutes_of_the_login_nothing_is_asked(client_of, person, later):
    client = client_of("secretary")
    later(minutes=4, seconds=59)
    assert "11010519491231002X" in reveal(client, person).content.decode()


def test_later_the_password_is_asked_first(client_of, person, later):
    client = client_of("secretary")
    later(minutes=5)
    answer = reveal(client, person)
    assert answer.status_code == 422
    assert "请再输入一次密码" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert revealed() == 0


def test_with_it_the_same_request_goes_on_and_for_five_minutes_more(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    assert "11010519491231002X" in reveal(client, person, password_again=PASSWORD).content.decode()
    later(minutes=10, seconds=59)
    assert reveal(client, person).status_code == 200
    later(minutes=11)
    assert reveal(client, person).status_code == 422
    assert revealed() == 2


def test_a_wrong_one_says_so_and_shows_nothing(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    for typed in ("wrong", "", PASSWORD + " ", "x" * 1001):
        answer = reveal(client, person, password_again=typed)
        assert answer.status_code == 422
        assert "11010519491231002X" not in answer.content.decode()
    assert PASSWORD_WRONG in reveal(client, person, password_again="wrong").content.decode()
    assert revealed() == 0


def test_guessing_is_throttled_as_at_the_login(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    answers = [reveal(client, person, password_again="wrong").status_code for _ in range(5)]
    assert answers[:4] == [422] * 4
    assert reveal(client, person, password_again=PASSWORD).status_code == 429
    wrong = {"username": "secretary", "password": PASSWORD}
    assert client.post("/accounts/login/", wrong).status_code == 429


def test_a_right_one_forgives_the_wrong_ones_before(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    for minutes in (6, 12):
        later(minutes=minutes)
        for _ in range(4):
            reveal(client, person, password_again="wrong")
        assert reveal(client, person, password_again=PASSWORD).status_code == 200


def login_form(client, cast, **changes):
    address = f"/admin/members/user/{cast.users['lawyer'].pk}/change/"
    return address, {**form_on(client.get(address), None), **changes}


def test_a_change_of_rights_in_the_admin_site_asks_and_carries_the_form_on(cast, client_of, later):
    client = client_of("admin")
    address, data = login_form(client, cast, groups=str(Group.objects.get(name="clerk").pk))
    later(minutes=6)
    asked = client.post(address, data)
    assert asked.status_code == 422
    assert not cast.users["lawyer"].groups.exists()
    carried = form_on(asked, None)
    assert {key: carried[key] for key in data if key in carried} == {
        key: str(value) for key, value in data.items() if key in carried
    }
    assert {"username", "groups", "_seen", "_nonce"} <= carried.keys()
    assert client.post(address, {**carried, "password_again": PASSWORD}).status_code == 302
    assert cast.users["lawyer"].groups.get().name == "clerk"


def test_the_second_click_of_a_form_that_was_proven_is_still_the_same_form(cast, client_of, later):
    client = client_of("admin")
    address, data = login_form(client, cast, groups=str(Group.objects.get(name="clerk").pk))
    later(minutes=6)
    for _ in range(2):
        assert client.post(address, {**data, "password_again": PASSWORD}).status_code == 302
    assert AuditEntry.objects.filter(action="role_changed").count() == 1


def test_a_password_on_its_way_is_typed_again_and_stands_on_no_page(cast, client_of, later):
    client = client_of("admin")
    later(minutes=6)
    address = f"/admin/members/user/{cast.users['lawyer'].pk}/password/"
    answer = client.get(address)
    assert answer["Location"].startswith("/accounts/confirm/?next=%2Fadmin%2Fmembers")
    typed = {"password1": "yu-hou-chun-shan-37", "password2": "yu-hou-chun-shan-37"}
    assert "yu-hou-chun-shan" not in client.post(address, typed).content.decode()


def test_a_page_that_is_only_read_is_reached_by_way_of_the_password(cast, client_of, later):
    client = client_of("admin")
    later(minutes=6)
    wanted = f"/admin/members/user/{cast.users['lawyer'].pk}/password/"
    way = client.get(wanted, HTTP_REFERER="http://testserver/admin/members/user/?q=wei")["Location"]
    page = client.get(way)
    assert page.status_code == 200
    assert page.context["back"] == "/admin/members/user/?q=wei"
    assert client.post(way, {"password_again": "wrong"}).status_code == 422
    answer = client.post(way, {"password_again": PASSWORD})
    assert answer["Location"] == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "x"])
def test_the_way_leads_nowhere_else(client_of, target):
    client = client_of("member")
    address = "/accounts/confirm/"
    answer = client.post(f"{address}?next={target}&back={target}", {"password_again": PASSWORD})
    assert answer["Location"] == "/"


def test_files_are_not_carried_and_that_is_said(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    file = SimpleUploadedFile("a.xlsx", b"x")
    answer = client.post(f"/members/{person.pk}/id-number/", {"file": file})
    assert answer["Location"].startswith("/accounts/confirm/")
    assert "请重新选择" in client.get(answer["Location"]).content.decode()


def test_a_new_password_is_a_proof(client_of, person, later):
    client = client_of("secretary")
    later(minutes=6)
    words = {"old_password": PASSWORD, "new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"}
    assert client.post("/accounts/password/change/", words).status_code == 302
    assert reveal(client, person).status_code == 200


def test_a_proof_from_the_future_is_none(client_of, person, later):
    client = client_of("secretary")
    later(minutes=-1)
    assert reveal(client, person).status_code == 422


def test_switching_a_login_off_in_the_admin_site_ends_its_sessions(cast, client_of):
    lawyer, admin = cast.client("lawyer"), client_of("admin")
    address, data = login_form(admin, cast)
    data.pop("is_active")
    assert admin.post(address, data).status_code == 302
    User.objects.filter(pk=cast.users["lawyer"].pk).update(is_active=True)
    assert lawyer.get("/members/").status_code == 302
