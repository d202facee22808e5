"""Text that PostgreSQL cannot hold is refused before any query sees it."""

import pytest


@pytest.mark.parametrize("name", ["sessionid", "messages", "elder", "set-password"])
def test_a_cookie_with_nul_is_a_bad_request(cast, client, name):
    client.raise_request_exception = False
    cookie = f'{name}="{"abcdefgh" * 4}\\000"'
    assert client.get("/members/", headers={"Cookie": cookie}).status_code == 400


def test_a_cookie_without_it_is_none(cast, client):
    cookie = f'sessionid="{"abcdefgh" * 4}"'
    assert client.get("/members/", headers={"Cookie": cookie}).status_code == 302
