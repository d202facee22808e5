"""People and their dated facts, entered by the clerk; logins, kept by the admin. Whoever is named elsewhere is never deleted."""

from .facts import FactAdmin
from .logins import LoginAdmin
from .people import PersonAdmin
from .terms import SAME_SEAT_TWICE, CommitteeTermAdmin
from .words import STILL_OPEN

__all__ = [
    "SAME_SEAT_TWICE",
    "STILL_OPEN",
    "CommitteeTermAdmin",
    "FactAdmin",
    "LoginAdmin",
    "PersonAdmin",
]
