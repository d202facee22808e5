"""Filters of a list as links: every state of a list has an address, and each filter that is on has one without it.

The list opens as somebody last narrowed it. What they looked for by name is not remembered, nor a day of the past.
"""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

# In place of an empty query string: everything, and it is meant.
EVERYTHING = "all=1"
NOT_REMEMBERED = {"q", "on"}
A_YEAR = 365 * 24 * 3600


class Link(NamedTuple):
    label: str
    query: str
    is_on: bool = False


def query_of(params, **changes):
    """The query string of filters (name → value) after changes; what is None is left out."""
    kept = {name: value for name, value in {**params, **changes}.items() if value is not None}
    return urlencode(kept)


def link_to(params, name, value):
    """The query string with one filter changed; where none is left it says so, or the last ones would come back."""
    return query_of(params, **{name: value}) or EVERYTHING


def choices_of(params, name, choices):
    """A Link for each (value, label): one puts the filter on, the one that is on takes it off."""
    chosen = str(params.get(name, ""))
    return [
        Link(label, link_to(params, name, None if str(value) == chosen else value), str(value) == chosen)
        for value, label in choices
    ]


def chips_of(params, words):
    """A Link without it for each filter that is on; `words`: name → how the list says it."""
    return [Link(words[name], link_to(params, name, None), True) for name in words if name in params]


def cookie_of(user):
    """(name, salt) of the cookie in which a browser keeps somebody's last filters: each login of a computer has its own."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}people-{user.pk}", f"filters of the list of people of login {user.pk}"


def last_query(request):
    """The query string of the filters that somebody used last in this browser, or ""."""
    name, salt = cookie_of(request.user)
    return request.get_signed_cookie(name, default="", salt=salt)


def remember(response, request, params):
    """Keep the filters in the browser; nothing is kept where none is on."""
    name, salt = cookie_of(request.user)
    kept = {key: value for key, value in params.items() if key not in NOT_REMEMBERED}
    if kept:
        options = {"max_age": A_YEAR, "httponly": True, "samesite": "Lax"}
        secure = settings.SESSION_COOKIE_SECURE
        response.set_signed_cookie(name, query_of(kept), salt=salt, secure=secure, **options)
    elif name in request.COOKIES:
        response.delete_cookie(name, samesite="Lax")
    return response
