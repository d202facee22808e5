"""Somebody who is several things at once: the switch changes home and navigation, and no right."""

import pytest

from lawfirm_party.dashboard.faces import SESSION_KEY, Face, faces_of
from lawfirm_party.dashboard.navigation import IN_BAR, ON_PHONE, navigation_of, owner_of
from members.queries import roles_of
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def labels(page):
    return [entry.label for entry in page.context["navigation"].entries]


@pytest.mark.parametrize(
    ("role", "faces"),
    [
        ("secretary", ["committee", "member", "partner"]),
        ("committee_only", ["committee", "member"]),
        ("leader", ["member"]),
        ("partner", ["partner"]),
        ("lawyer", ["colleague"]),
        ("clerk", ["clerk"]),
        ("admin", ["admin"]),
    ],
)
def test_everybody_has_the_faces_of_their_roles(cast, role, faces):
    assert faces_of(roles_of(cast.users[role], TODAY)) == faces


def test_the_chosen_face_decides_home_and_navigation_until_another_is_chosen(cast):
    client = cast.client("secretary")
    assert labels(client.get("/")) == ["首页", "组织生活", "达标总表", "人员", "民主评议", "台账"]
    assert client.post("/face/", {"face": "partner"})["Location"] == "/"
    page = client.get("/")
    assert labels(page) == ["首页", "我的日程", "组织生活", "人员", "看板", "客户反馈"]
    assert "要办的事" not in page.content.decode() or page.context.get("board_url") is None
    assert "以支部委员身份看首页" in page.content.decode()
    client.post("/face/", {"face": "committee"})
    assert client.get("/").context["board_url"]


def test_no_right_goes_with_the_face(cast):
    client = cast.client("secretary")
    client.post("/face/", {"face": "member"})
    assert client.get("/outbox/").status_code == 200
    assert client.get("/meetings/new/?type=committee").status_code == 200


def test_a_face_that_is_not_theirs_is_not_there_and_one_that_was_theirs_falls_away(cast):
    client = cast.client("member")
    assert client.post("/face/", {"face": "committee"}).status_code == 404
    assert client.post("/face/", {}).status_code == 404
    session = client.session
    session[SESSION_KEY] = "committee"
    session.save()
    assert labels(client.get("/"))[1] == "我的日程"
    client = cast.client("committee_only")
    session = client.session
    session[SESSION_KEY] = "partner"
    session.save()
    assert labels(client.get("/"))[1] == "组织生活"


def test_the_switch_stands_in_the_menu_of_those_alone_who_have_a_choice(cast):
    assert "/face/" in cast.client("committee").get("/").content.decode()
    assert "/face/" not in cast.client("member").get("/").content.decode()


@pytest.mark.parametrize("face", list(Face))
def test_bar_and_phone_have_room_for_every_entry(face):
    assert len(IN_BAR[face]) <= 6
    assert len(ON_PHONE[face]) == 4


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/", "home"),
        ("/board/explain/", "board"),
        ("/branches/3/", "people"),
        ("/terms/9/edit/", "people"),
        ("/no-such/", ""),
        ("/leaves/", "meetings"),
    ],
)
def test_an_address_belongs_to_one_entry(path, owner):
    assert owner_of(path) == owner


def test_one_entry_is_marked_in_bar_and_phone_bar():
    navigation = navigation_of(Face.MEMBER, "meetings", 2026)
    assert navigation.bar.count('aria-current="page"') == navigation.phone.count('aria-current="page"') == 1
    assert 'href="/board/2026/"' in navigation.bar
