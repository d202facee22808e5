"""Writes about feedback, cut along its nouns: cards, answers, their handling, the register."""

from .answers import give_answer, let_through
from .cards import make_card, renew_link, revoke_card
from .handling import add_step, close_handling, hand_on
from .register import record_measure

__all__ = [
    "add_step",
    "close_handling",
    "give_answer",
    "hand_on",
    "let_through",
    "make_card",
    "record_measure",
    "renew_link",
    "revoke_card",
]
