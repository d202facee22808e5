"""F15 in small: whatever arrives in an address, a query string, a form, a header or a cookie, no answer is a server error."""

import random
import re

import pytest
from django.test import Client

from .addresses import admin_addresses, ask, program_addresses
from .submissions import SUBMISSIONS

NASTY = (
    "\x00",
    "\ud800",
    "10" * 20,
    "-1",
    "0",
    "2026-02-30",
    "2026-13-01T25:61",
    "0001-01-01",
    "9999-12-31",
    "24:00",
    "9" * 400,
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00%ff",
    "［］【】",
    "𠀀" * 300,
    "ﷺ" * 150,
    "NaN",
    "1e999",
    "",
    "   ",
    "a" * 100_000,
    ["1", "2", "\x00"],
)
# Of so many fields most are alike, so fewer words are tried in each.
LONG_FORM = 25
MEGABYTE = "字" * 350_000
QUERY_NAMES = (
    "type", "kind", "period", "group", "branch", "state", "rule", "meeting", "q", "page", "view", "quarter",
    "standing", "left", "on", "sort", "partner", "next", "day", "date", "text", "o", "p", "e", "_popup", "_to_field", "_changelist_filters",
)  # fmt: skip
HEADERS = {
    "HTTP_USER_AGENT": "\x01\x7f<script>",
    "HTTP_REFERER": "javascript:alert(1)//\r",
    "HTTP_ACCEPT_LANGUAGE": "zh;q=9999999999999999999999,*" * 50,
    "HTTP_ACCEPT_ENCODING": "gzip;q=nan, br;q=-1",
    "HTTP_IF_MODIFIED_SINCE": "Sun, 30 Feb 99999 25:61:61 GMT",
    "HTTP_IF_NONE_MATCH": '"' * 1000,
    "HTTP_RANGE": "bytes=-9-9,9-",
    "HTTP_X_FORWARDED_FOR": "nobody, ::ffff:999.1.1.1, \x00",
    "HTTP_X_AUTOSAVE": "1" * 1000,
    "HTTP_X_REQUESTED_WITH": "\udcff",
    "CONTENT_TYPE": "multipart/form-data; boundary=",
}
COOKIES = {
    "sessionid": '"abcdefghabcdefghabcdefghabcdefgh\\000"',
    "csrftoken": "\x7f" * 64,
    "x" * 500: "=",
}


def dice():
    return random.Random(20261118)


def is_server_error(answer, address):
    """The delivery's own 503 is its answer, and no fault."""
    return answer.status_code >= 500 and not address.startswith("/healthz/delivery")


@pytest.mark.parametrize("role", ["secretary", "clerk", "anonymous"])
def test_no_query_string_is_answered_with_a_server_error(cast, frozen, role):
    client, rng, bad = cast.client(role), dice(), []
    for address in {**program_addresses(cast), **admin_addresses()}.values():
        for _ in range(2):
            words = {name: rng.choice(NASTY) for name in rng.sample(QUERY_NAMES, 8)}
            short = {name: word[:1000] for name, word in words.items()}
            answer = ask(client, "get", address.partition("?")[0], printable(short))
            if is_server_error(answer, address):
                bad.append((address, short, answer.status_code))
    assert bad == []


def printable(data):
    """Without lone surrogates, which no address line can carry."""
    return {name: value for name, value in data.items() if value != "\ud800"}


@pytest.mark.parametrize("number", ["0", str(10**17), "1" * 40, "%00", "%ED%A0%80", "-1", "１"])
def test_an_impossible_number_in_an_address_is_a_clean_refusal(cast, frozen, number):
    client = cast.client("secretary")
    with_numbers = [each for each in program_addresses(cast).values() if re.search(r"/\d+/", each)]
    wrong = []
    for address in with_numbers:
        for place in re.finditer(r"/\d+(?=/)", address):
            spoilt = f"{address[: place.start()]}/{number}{address[place.end() :]}"
            for method in ("get", "post"):
                answer = ask(client, method, spoilt)
                if answer.status_code not in {400, 403, 404, 405}:
                    wrong.append((method, spoilt, answer.status_code))
    assert len(with_numbers) > 20
    assert wrong == []


@pytest.mark.parametrize("name", sorted(SUBMISSIONS))
def test_no_form_is_answered_with_a_server_error(cast, frozen, name):
    good, rng, bad = SUBMISSIONS[name](cast), dice(), []
    fields = list(good.data) or ["version"]
    words = 4 if len(fields) < LONG_FORM else 2
    for field in fields:
        for word in rng.sample(NASTY, words):
            answer = ask(good.client, "post", good.address, {**good.data, **printable({field: word})})
            if is_server_error(answer, good.address):
                bad.append((field, word, answer.status_code))
    for data in ({}, {**good.data, rng.choice(fields): MEGABYTE}, dict.fromkeys(fields, "\n")):
        answer = ask(good.client, "post", good.address, data)
        if is_server_error(answer, good.address):
            bad.append((list(data), answer.status_code))
    assert bad == []


@pytest.mark.parametrize("header", sorted(HEADERS))
def test_no_header_is_answered_with_a_server_error(cast, frozen, header):
    client = cast.client("secretary")
    for address in ("/", "/accounts/login/", "/meetings/", "/admin/", "/healthz", "/static/css/app.css"):
        for method in ("get", "post"):
            answer = ask(client, method, address, **{header: HEADERS[header]})
            assert answer.status_code < 500, (method, address)


def test_no_cookie_is_answered_with_a_server_error(cast, frozen):
    for name, value in COOKIES.items():
        for address in ("/", "/accounts/login/", "/admin/"):
            answer = Client(HTTP_COOKIE=f"{name}={value}").get(address)
            assert answer.status_code < 500, (name, address)


def test_a_huge_form_is_refused_cleanly(cast, frozen):
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"username": "x" * 3_000_000, "password": "y"})
    assert answer.status_code in {400, 413}
