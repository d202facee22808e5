"""Writes about 民主评议: the round itself, what members write, what the committee decides."""

from .opinions import acknowledge, grade, object_to, reply_to
from .rounds import (
    announce,
    archive,
    decide,
    open_round,
    plan_round,
    prepare_ballots,
    record_paper_ballot,
    record_talk,
)
from .writing import review_peers, save_self_review

__all__ = [
    "acknowledge",
    "announce",
    "archive",
    "decide",
    "grade",
    "object_to",
    "open_round",
    "plan_round",
    "prepare_ballots",
    "record_paper_ballot",
    "record_talk",
    "reply_to",
    "review_peers",
    "save_self_review",
]
