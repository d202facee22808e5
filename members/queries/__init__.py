"""Reads about people, cut along the nouns; this index is what other apps import from."""

from .calendar_links import user_of_calendar
from .due import due_items, notice_context
from .logins import is_set_up, logs_in, mail_of_token, open_logins, token_of
from .party import (
    committee_on,
    count_full_members,
    full_member_spans,
    partners_on,
    party_facts,
    secretaries_on,
    still_open,
    term_in_force,
)
from .people import branch_ids_of, party_data_readable, person_page
from .roles import Roles, branches_for, people_for, read_roles, roles_of
from .roster import Asked, filter_people

__all__ = [
    "Asked",
    "Roles",
    "branch_ids_of",
    "branches_for",
    "committee_on",
    "count_full_members",
    "due_items",
    "filter_people",
    "full_member_spans",
    "is_set_up",
    "logs_in",
    "mail_of_token",
    "notice_context",
    "open_logins",
    "partners_on",
    "party_data_readable",
    "party_facts",
    "people_for",
    "person_page",
    "read_roles",
    "roles_of",
    "secretaries_on",
    "still_open",
    "term_in_force",
    "token_of",
    "user_of_calendar",
]
