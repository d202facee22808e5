"""The frame around every page: search, help in the same place, the menu."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_every_page_has_the_search_the_bell_and_help_in_the_same_places(cast):
    for address in ("/", "/meetings/", "/members/", "/notices/", "/help/"):
        page = cast.client("member").get(address).content.decode()
        head, _, rest = page.partition("<main")
        foot = rest.partition("</main>")[2]
        assert 'action="/search/"' in head and 'href="/notices/"' in head
        assert 'href="/help/"' in head and 'href="/help/"' in foot


def test_before_the_login_there_is_nothing_to_search_or_to_choose(cast):
    page = Client().get("/accounts/login/").content.decode()
    assert "/search/" not in page
    assert "/help/" not in page


def test_the_skip_link_comes_first(cast):
    page = cast.client("secretary").get("/").content.decode()
    assert page.index('class="skip"') < page.index("<header") < page.index("<main")


@pytest.mark.parametrize(
    ("role", "settings", "robots"),
    [
        ("secretary", True, True),
        ("committee_only", True, False),
        ("member", False, False),
        ("admin", False, False),
    ],
)
def test_the_menu_leads_to_the_settings_that_are_theirs(cast, role, settings, robots):
    client = cast.client(role)
    head = client.get("/").content.decode().partition("<main")[0]
    for address, shown in (("/settings/branch/", settings), ("/settings/robots/", robots)):
        assert (f'href="{address}"' in head) == shown
        assert (client.get(address).status_code == 200) == shown
