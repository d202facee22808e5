"""Ballots as arithmetic (trust.md section 2, R-EVA-2, R-EVA-3): no ORM, no clock, no key."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from .choices import Mark, PollState, Shows

LEAST_CAST = 5
COUNTS_FROM = 8
OBJECTION = timedelta(days=7)

# No look-alikes: 31 letters, 16 of them make 79 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
PASSPHRASE_LENGTH = 16
RECEIPT_LENGTH = 20
RECEIPT_DOMAIN = b"party-branch ballot receipt 1|"

NEXT = {
    "make key": {PollState.PREPARED: PollState.KEYED, PollState.KEYED: PollState.KEYED},
    "open": {PollState.KEYED: PollState.OPEN},
    "cast": {PollState.OPEN: PollState.OPEN},
    "tally": {PollState.OPEN: PollState.TALLIED},
    "sweep": {PollState.TALLIED: PollState.PUBLISHED, PollState.SHREDDED: PollState.SHREDDED},
    "recount": {PollState.PUBLISHED: PollState.PUBLISHED},
    "shred": {PollState.PUBLISHED: PollState.SHREDDED},
    "void": dict.fromkeys((PollState.PREPARED, PollState.KEYED, PollState.OPEN), PollState.VOID),
}


@dataclass(frozen=True)
class Facts:
    """All that may be known of one person's marks when few voted."""

    excellent_majority: bool
    failing_third: bool


def shows(cast, least_cast=LEAST_CAST, counts_from=COUNTS_FROM):
    """How much of a result so many ballots allow: nothing below `least_cast`, two facts below `counts_from`, then counts."""
    if cast < least_cast:
        return Shows.NOTHING
    return Shows.FACTS if cast < counts_from else Shows.COUNTS


def count_marks(ballots, size):
    """[{mark: n}] for each of `size` people, from ballots that are sequences of as many marks; every mark is counted, also none."""
    counts = [dict.fromkeys(Mark, 0) for _ in range(size)]
    for ballot in ballots:
        for of_person, mark in zip(counts, ballot, strict=True):
            of_person[mark] += 1
    return counts


def facts_of(counts):
    """Facts of one person's {mark: n}: 优秀 on more than half of the ballots cast, 不合格 on at least a third of them."""
    cast = sum(counts.values())
    return Facts(counts[Mark.EXCELLENT] * 2 > cast, cast > 0 and counts[Mark.UNQUALIFIED] * 3 >= cast)


def result_of(ballots, size, cast_rule):
    """What of the ballots may be kept: a list of {mark: n}, of Facts, or None."""
    counts = count_marks(ballots, size)
    if cast_rule == Shows.COUNTS:
        return counts
    return [facts_of(of_person) for of_person in counts] if cast_rule == Shows.FACTS else None


def digest_of(poll_id, cast, result, receipts):
    """SHA-256 over the result and the receipts in one fixed spelling: a recount must give it again."""
    told = [vars(one) if isinstance(one, Facts) else one for one in result or []]
    text = json.dumps([str(poll_id), cast, told, receipts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_of(poll_id, box):
    """The receipt of a sealed box: 20 hex digits that prove that it is there, and not what is in it."""
    return hashlib.sha256(RECEIPT_DOMAIN + poll_id.bytes + b"|" + box).hexdigest()[:RECEIPT_LENGTH]


def in_fours(text):
    """A receipt or a passphrase as people read it out: ABCD-EFGH-…"""
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def plain_passphrase(text):
    """What was typed, without what people add: spaces, hyphens, small letters, full-width letters."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def is_over(closes_at, now, everybody_has_voted):
    """Whether nobody can vote any more: the closing time (inclusive) has come, or everybody on the roll has voted."""
    return everybody_has_voted or now >= closes_at


def may_be_shredded(published_at, now):
    """Whether the objection window of seven days is over."""
    return now >= published_at + OBJECTION
