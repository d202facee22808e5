"""Writes about 民主评议: the round itself, what members write, what the committee decides."""

from .disposals import choose_disposal, end_disposal, write_disposal_step
from .mending import finish_mend_item
from .opinions import acknowledge, grade, object_to, reply_to
from .rounds import (
    adjust_round,
    announce,
    archive,
    decide,
    open_round,
    plan_round,
    prepare_ballots,
    record_paper_ballot,
    record_talk,
)
from .writing import return_self_review, review_peers, save_self_review

__all__ = [
    "acknowledge",
    "adjust_round",
    "announce",
    "archive",
    "choose_disposal",
    "decide",
    "end_disposal",
    "finish_mend_item",
    "grade",
    "object_to",
    "open_round",
    "plan_round",
    "prepare_ballots",
    "record_paper_ballot",
    "record_talk",
    "reply_to",
    "return_self_review",
    "review_peers",
    "save_self_review",
    "write_disposal_step",
]
