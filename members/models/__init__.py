"""People, their logins, and the dated facts that tie them to branch, group, committee and firm.

The axes (standing, restriction, relation, exemption) must not be mixed: rows of one axis never overlap for one person,
rows of two axes may. `until` is exclusive. Cut along the nouns; this index is what the rest of the house imports from.
"""

from .accounts import AccountMail, CalendarLink, User
from .committees import (
    DELAY_TOO_LONG,
    DELAY_WITHOUT_APPROVAL,
    OUTSIDE_TERM,
    SECOND_SECRETARY,
    CommitteeTerm,
    Seat,
)
from .corrections import FactCorrection
from .dated import OVERLAPS
from .memberships import (
    BEFORE_BRANCH,
    BEFORE_GROUP,
    OTHER_BRANCH,
    OTHER_FIRM,
    SECOND_LEADER,
    GroupMembership,
    Membership,
    check_belongs,
)
from .partners import SECOND_MANAGING_PARTNER, Partner
from .people import LEFT_BEFORE_JOINED, LONGEST_GROUP, LONGEST_NAME, LONGEST_SPELLING, Person
from .standings import DutyExemption, PartyStanding, Restriction

__all__ = [
    "BEFORE_BRANCH",
    "BEFORE_GROUP",
    "DELAY_TOO_LONG",
    "DELAY_WITHOUT_APPROVAL",
    "LEFT_BEFORE_JOINED",
    "LONGEST_GROUP",
    "LONGEST_NAME",
    "LONGEST_SPELLING",
    "OTHER_BRANCH",
    "OTHER_FIRM",
    "OUTSIDE_TERM",
    "OVERLAPS",
    "SECOND_LEADER",
    "SECOND_MANAGING_PARTNER",
    "SECOND_SECRETARY",
    "AccountMail",
    "CalendarLink",
    "CommitteeTerm",
    "DutyExemption",
    "FactCorrection",
    "GroupMembership",
    "Membership",
    "Partner",
    "PartyStanding",
    "Person",
    "Restriction",
    "Seat",
    "User",
    "check_belongs",
]
