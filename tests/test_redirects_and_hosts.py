"""Nobody is led out of the site, and nobody lends it another name or address (trust.md section 3, row 4)."""

from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from lawfirm_party.common.models import RateCount
from lawfirm_party.common.throttle import client_address

from .addresses import admin_addresses, ask, program_addresses

PASSWORD = "feng-chui-mai-lang-9"
OUT = (
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example/",
    "https:///evil.example",
    "https:evil.example",
    "http:evil.example",
    "HtTpS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://evil.example",
    "\thttps://evil.example",
    " //evil.example",
    "/\t/evil.example",
    "\x0b//evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example",
    "https://evil.example\\@testserver/",
    "https://evil。example/",
)
NAMES = ("next", "url", "return", "redirect_to", "back", "act", "period", "REDIRECT_FIELD_NAME", "_popup")


def leads_out(response):
    place = response.get("Location", "")
    parts = urlsplit(place.replace("\\", "/"))
    return bool(parts.scheme or (parts.netloc not in {"", "testserver"})) or place.strip().startswith("//")


@pytest.fixture
def member(cast, frozen):
    user = cast.users["member"]
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("target", OUT)
def test_login_and_logout_stay_here(member, target):
    client = Client()
    data = {"username": "member", "password": PASSWORD}
    answers = [
        client.post("/accounts/login/", {**data, "next": target}),
        client.post(f"/accounts/login/?{query(target)}", data),
        client.get(f"/accounts/login/?{query(target)}"),
        client.post("/accounts/logout/", {"next": target}),
        client.post(f"/accounts/logout/?{query(target)}"),
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 200, 302, 302]
    assert not any(map(leads_out, answers))


def query(target):
    return urlencode({"next": target})


@pytest.mark.parametrize("role", ["secretary", "superuser", "anonymous"])
def test_no_address_follows_what_it_is_told(cast, frozen, role):
    addresses = admin_addresses() if role == "superuser" else program_addresses(cast)
    client = cast.client(role)
    told = dict.fromkeys(NAMES, "//evil.example/")
    out = [
        (method, name)
        for name, address in addresses.items()
        for method in ("GET", "POST")
        if leads_out(ask(client, method, address, told))
    ]
    assert out == []


@pytest.mark.parametrize(
    "path", ["//evil.example/meetings", "//evil.example/%2f..", "/\\evil.example/meetings"]
)
def test_a_missing_slash_is_not_added_elsewhere(cast, frozen, path):
    assert not leads_out(cast.client("secretary").get(path))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "party.example.com.evil.example",
        "evil-party.example.com",
        "party.example.com@evil.example",
        "party.example.com:80:evil.example",
        "party.example.com evil.example",
        "party.example.com/evil",
        "[::1]",
        "127.0.0.1",
        "",
    ],
)
def test_a_foreign_host_name_is_refused(db, settings, host):
    settings.ALLOWED_HOSTS = ["party.example.com"]
    for address in ("/healthz", "/accounts/login/", "/meetings", "/no-such-page"):
        assert Client().get(address, HTTP_HOST=host, SERVER_NAME=host).status_code == 400
    assert Client().get("/healthz", HTTP_HOST="party.example.com").status_code == 200


def test_a_forwarded_host_is_not_believed(cast, frozen, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.com"]
    forwarded = {"HTTP_X_FORWARDED_HOST": "other.example.com", "HTTP_FORWARDED": "host=other.example.com"}
    page = Client().get("/meetings", HTTP_X_FORWARDED_PORT="8443", **forwarded)
    assert page["Location"] == "/meetings/"
    assert "other.example.com" not in Client().get("/accounts/login/", **forwarded).content.decode()


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_a_forwarded_scheme_is_believed_from_our_own_proxy_only(db, production, settings, proxies, secure):
    if proxies:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answer = Client().get("/healthz", HTTP_X_FORWARDED_PROTO="https")
    assert answer.status_code == (200 if secure else 301)


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "9.9.9.9", "10.0.0.1"),
        (0, "9.9.9.9, 8.8.8.8", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.2.3.4, 9.9.9.9", "9.9.9.9"),
        (1, "1.2.3.4,  2001:db8::1 ", "2001:db8::1"),
        (1, "1.2.3.4, nonsense", "10.0.0.1"),
        (2, "9.9.9.9", "10.0.0.1"),
        (2, "1.2.3.4, 9.9.9.9, 10.0.0.7", "9.9.9.9"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(settings, proxies, header, address):
    settings.PROXY_COUNT = proxies
    request = SimpleNamespace(META={"HTTP_X_FORWARDED_FOR": header, "REMOTE_ADDR": "10.0.0.1"})
    assert client_address(request) == address


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_throttle_is_not_evaded_by_a_made_up_address(member, settings, proxies):
    settings.PROXY_COUNT = proxies
    true = ", 9.9.9.9" if proxies else ""
    answers = [
        Client()
        .post(
            "/accounts/login/",
            {"username": "member", "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"1.2.3.{number}{true}",
        )
        .status_code
        for number in range(6)
    ]
    assert answers[-1] == 429
    assert [Client().get("/r/x/", HTTP_X_FORWARDED_FOR=f"1.2.3.{n}{true}").status_code for n in range(31)][
        -1
    ] == 429
    assert RateCount.objects.filter(key__startswith="answer:").count() == 1
