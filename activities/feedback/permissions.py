"""Who may do what with clients' feedback, over Roles; what the reads ask themselves stands in rules.py."""

from .rules import keeps_register, makes_cards, reads_answers, reads_register

__all__ = [
    "keeps_register",
    "makes_cards",
    "reads_answers",
    "reads_cards",
    "reads_own_figures",
    "reads_register",
]


def reads_cards(roles):
    """Whether an answer came is for whoever makes cards, and for those who read what it says."""
    return makes_cards(roles) or reads_answers(roles)


def reads_own_figures(roles):
    return roles.is_lawyer
