"""What every answer carries in production: headers and cookies (trust.md section 3, row 2)."""

import pytest
from django.db import OperationalError
from django.test import Client

from .addresses import admin_addresses, program_addresses

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}


def lacking(response):
    """The headers that an answer should carry and does not."""
    wrong = {name for name, value in HEADERS.items() if response.get(name) != value}
    if set(response.get("Content-Security-Policy", "").split("; ")) != POLICY:
        wrong.add("Content-Security-Policy")
    if len(response.get("X-Request-Number", "")) != 8:
        wrong.add("X-Request-Number")
    return wrong


@pytest.fixture
def visit(cast, frozen, production):
    """Ask as the superuser, who may open all of the admin site too, and never fail on an exception."""
    client = cast.client("superuser")
    client.raise_request_exception = False

    def ask(method, address, **extra):
        return getattr(client, method)(address, secure=True, **extra)

    return ask


def test_every_answer_carries_the_headers(cast, visit):
    addresses = [
        *program_addresses(cast).values(),
        *admin_addresses().values(),
        "/no-such-page/",
        "/meetings",
    ]
    bare = {
        (method, address): missing
        for address in addresses
        for method in ("get", "post")
        if (missing := lacking(visit(method, address)))
    }
    assert bare == {}


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_error_pages_carry_the_headers(visit, monkeypatch, status):
    failures = {500: ValueError, 503: OperationalError}
    address = {400: "/%00/", 403: "/outbox/", 404: "/no/"}.get(status, "/")
    if status in failures:
        monkeypatch.setattr(
            "lawfirm_party.dashboard.views.home.clock.now", lambda: 1 / 0 if status == 500 else down()
        )
    if status == 403:
        monkeypatch.setattr("activities.notices.views.notices.can_read_outbox", lambda roles: False)
    answer = visit("get", address)
    assert (answer.status_code, lacking(answer)) == (status, set())


def down():
    raise OperationalError("the server is gone")


def test_a_refused_form_carries_the_headers(cast, frozen, production):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"username": "x"}, secure=True)
    assert (answer.status_code, lacking(answer)) == (403, set())


def test_cookies_are_bound_to_the_host(cast, frozen, production):
    user = cast.users["secretary"]
    user.set_password("feng-chui-mai-lang-9")
    user.save()
    client = Client()
    client.get("/accounts/login/", secure=True)
    client.post(
        "/accounts/login/", {"username": "secretary", "password": "feng-chui-mai-lang-9"}, secure=True
    )
    invited = client.post(f"/members/{cast.people['member'].pk}/invite/", secure=True)
    assert invited.status_code == 302
    assert {"__Host-session", "__Host-csrf", "__Host-messages"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (
            cookie["path"],
            cookie["domain"],
            cookie["secure"],
            cookie["httponly"],
            cookie["samesite"],
        ) == (
            "/",
            "",
            True,
            True,
            "Lax",
        )


def test_plain_http_is_led_to_https(visit, production):
    answer = Client().get("/members/?page=2")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/members/?page=2")
