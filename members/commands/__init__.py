"""Writes about people and their logins, cut along the nouns; this index is what views, admin and other apps use.

All times and days come from the caller.
"""

from .accounts import invite_all, note_switch, switch_login, throw_away_mails
from .logins import (
    ALREADY_SET_UP,
    DEAD_LINK,
    HAS_LEFT,
    HAS_LOGIN,
    LOGIN_CLOSED,
    LOGIN_TRIES_PER_HOUR,
    NO_ADDRESS,
    STAFF_GROUPS,
    TRIES_WINDOW,
    change_password,
    follow_groups,
    invite,
    login_key,
    note_login,
    note_new_address,
    note_new_owner,
    note_sign_in,
    request_password_reset,
    reveal_id_number,
    set_password,
    set_up,
)
from .roster import note_roster_export

__all__ = [
    "ALREADY_SET_UP",
    "DEAD_LINK",
    "HAS_LEFT",
    "HAS_LOGIN",
    "LOGIN_CLOSED",
    "LOGIN_TRIES_PER_HOUR",
    "NO_ADDRESS",
    "STAFF_GROUPS",
    "TRIES_WINDOW",
    "change_password",
    "follow_groups",
    "invite",
    "invite_all",
    "login_key",
    "note_login",
    "note_new_address",
    "note_new_owner",
    "note_roster_export",
    "note_sign_in",
    "note_switch",
    "request_password_reset",
    "reveal_id_number",
    "set_password",
    "set_up",
    "switch_login",
    "throw_away_mails",
]
