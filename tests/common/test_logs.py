"""The log names no secret: an address that a fault leaves there has lost its token."""

import logging
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

TOKEN = "Ab3-_xYz.9k:Qq"
WITH_TOKEN = ("answer", "calendar_feed", "feedback_form", "set_password")


def formatted(message, *args):
    """A line as the program's own handlers write it."""
    formatter = DictConfigurator({}).configure_formatter(dict(settings.LOGGING["formatters"]["plain"]))
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, None)
    return formatter.format(record)


def names_with_token(patterns):
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from names_with_token(pattern.url_patterns)
        elif "token>" in str(pattern.pattern):
            yield pattern.name


def test_every_address_with_a_token_is_known():
    assert sorted(names_with_token(get_resolver().url_patterns)) == sorted(WITH_TOKEN)


@pytest.mark.parametrize("name", WITH_TOKEN)
def test_a_line_keeps_the_address_without_its_token(name):
    address = reverse(name, args=[TOKEN])
    line = formatted("%s: %s", "Service Unavailable", address)
    assert TOKEN not in line and "Ab3" not in line
    assert f"Service Unavailable: {address[: address.index('Ab3')]}…" in line


def test_every_other_address_stays_whole():
    assert formatted("%s: %s", "Internal Server Error", "/meetings/12/r/").endswith(
        "ERROR django.request Internal Server Error: /meetings/12/r/"
    )
