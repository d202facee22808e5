"""Filters of a list as links: every state of a list has an address, and each filter that is on has one without it."""

from typing import NamedTuple
from urllib.parse import urlencode


class Link(NamedTuple):
    label: str
    query: str
    is_on: bool = False


def query_of(params, **changes):
    """The query string of filters (name → value) after changes; what is None is left out."""
    kept = {name: value for name, value in {**params, **changes}.items() if value is not None}
    return urlencode(kept)


def choices_of(params, name, choices):
    """A Link for each (value, label): one puts the filter on, the one that is on takes it off."""
    chosen = str(params.get(name, ""))
    return [
        Link(label, query_of(params, **{name: None if str(value) == chosen else value}), str(value) == chosen)
        for value, label in choices
    ]


def chips_of(params, words):
    """A Link without it for each filter that is on; `words`: name → how the list says it."""
    return [Link(words[name], query_of(params, **{name: None}), True) for name in words if name in params]
