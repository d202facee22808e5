"""F15 in small: whatever arrives in an address, a query string, a form or a header, no answer is a 500."""

import random

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from .test_structure import named_patterns

NASTY = (
    "\x00",
    "10" * 20,
    "-1",
    "2026-02-30",
    "2026-13-01T25:61",
    "9" * 400,
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00%ff",
    "［］【】",
    "NaN",
    "1e999",
    "",
    "a" * 100_000,
)
FIELD_NAMES = [
    "title",
    "kind",
    "type",
    "period",
    "group",
    "date",
    "time",
    "date_choice",
    "starts",
    "place",
    "host",
    "recorder",
    "guests",
    "agenda",
    "version",
    "nonce",
    "text",
    "reason",
    "state",
    "presence",
    "q",
    "page",
    "view",
    "quarter",
    "next",
    "username",
    "password",
    "due_on",
    "owner",
    "votes_for",
    "votes_against",
]


def addresses(cast):
    for route, pattern in named_patterns():
        for value in (1, 10**17):
            arguments = {
                name: value if name in {"pk", "person_pk", "item_pk"} else "x"
                for name in pattern.pattern.converters
            }
            if "year" in arguments:
                arguments["year"] = 2026
            try:
                yield reverse(pattern.name, kwargs=arguments)
            except NoReverseMatch:
                continue


def scrambled(rng):
    return {name: rng.choice(NASTY) for name in rng.sample(FIELD_NAMES, 8)}


@pytest.mark.parametrize("role", ["secretary", "anonymous"])
def test_no_input_is_answered_with_a_server_error(cast, frozen, role):
    client = cast.client(role)
    client.raise_request_exception = True
    rng = random.Random(20261118)
    bad = []
    for address in sorted(set(addresses(cast))):
        for _ in range(3):
            data = scrambled(rng)
            short = {name: value[:1000] for name, value in data.items()}
            for send, sent in ((client.get, short), (client.post, data)):
                response = send(address, sent)
                if response.status_code >= 500 and response.status_code != 503:
                    bad.append((address, send.__name__, response.status_code))
    assert bad == []


@pytest.mark.parametrize(
    "path", ["/meetings/" + "1" * 40 + "/", "/meetings/%00/", "/members/%ED%A0%80/", "/board/99999/"]
)
def test_an_impossible_address_is_a_clean_refusal(cast, frozen, path):
    assert cast.client("secretary").get(path).status_code in {400, 404}


def test_a_huge_form_is_refused_cleanly(cast, frozen):
    client = Client()
    client.raise_request_exception = False
    response = client.post("/accounts/login/", {"username": "x" * 3_000_000, "password": "y"})
    assert response.status_code in {400, 413}
