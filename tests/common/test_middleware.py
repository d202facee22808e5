"""A form sent after the login expired: its words come back, and a form that saves itself is told so; pages travel compressed."""

import pytest
from django.test import Client

from lawfirm_party.common.errors import LOGIN_EXPIRED

pytestmark = pytest.mark.django_db
ADDRESS = "/meetings/5/minutes/"


def test_what_was_typed_comes_back_with_the_way_to_the_login(frozen):
    answer = Client().post(
        f"{ADDRESS}?a=1", {"item-1-discussion": "高书明：<b>写了很久</b>。", "nonce": "旧的"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "登录已过期" in page
    assert "高书明：&lt;b&gt;写了很久&lt;/b&gt;。" in page
    assert "旧的" not in page
    assert 'href="/accounts/login/?next=/meetings/5/minutes/%3Fa%3D1"' in page


@pytest.mark.parametrize("data", [{}, {"act": "save", "version": "3"}, {"password": "密码是秘密"}])
def test_without_words_the_way_leads_straight_to_the_login(frozen, data):
    assert Client().post(ADDRESS, data)["Location"] == f"/accounts/login/?next={ADDRESS}"
    assert Client().get(ADDRESS, {"q": "高书明"}).status_code == 302


def test_a_form_that_saves_itself_is_told_that_the_login_expired(frozen):
    answer = Client().post(ADDRESS, {"item-1-discussion": "高"}, HTTP_X_AUTOSAVE="1")
    assert (answer.status_code, answer.json()) == (401, {"message": LOGIN_EXPIRED})


def test_who_is_logged_in_is_not_concerned(cast, frozen):
    answer = cast.client("member").post(ADDRESS, {"item-1-discussion": "高书明：写了很久。"})
    assert answer.status_code == 404


def test_a_page_travels_compressed_to_a_browser_that_can_read_it(cast, frozen):
    answer = cast.client("secretary").get("/members/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(cast.client("secretary").get("/members/").content) / 3
