"""People and their dated facts, entered by the clerk; logins, kept by the admin. Whoever is named elsewhere is never deleted."""

from .facts import FactAdmin
from .logins import LoginAdmin
from .people import ID_NUMBER_TAKEN, NOT_AN_ID_NUMBER, NUMBER_UNREADABLE, PersonAdmin
from .terms import SAME_SEAT_TWICE, CommitteeTermAdmin
from .words import STILL_OPEN

__all__ = [
    "ID_NUMBER_TAKEN",
    "NOT_AN_ID_NUMBER",
    "NUMBER_UNREADABLE",
    "SAME_SEAT_TWICE",
    "STILL_OPEN",
    "CommitteeTermAdmin",
    "FactAdmin",
    "LoginAdmin",
    "PersonAdmin",
]
