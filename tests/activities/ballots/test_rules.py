"""What may be known of so many ballots, and that it adds up."""

import random
import uuid
from datetime import timedelta

import pytest

from activities.ballots.choices import Mark, Shows
from activities.ballots.rules import (
    ALPHABET,
    PASSPHRASE_LENGTH,
    Facts,
    count_marks,
    digest_of,
    facts_of,
    in_fours,
    is_over,
    may_be_shredded,
    plain_passphrase,
    receipt_of,
    result_of,
    shows,
)
from activities.ballots.sealing import new_passphrase
from tests.conftest import NOW

E, Q, B, U, A = Mark


@pytest.mark.parametrize("cast", range(31))
def test_how_much_is_shown_of_so_many_ballots(cast):
    """trust.md section 2: fewer than 5 nothing, 5-7 two facts, 8 or more counts."""
    expected = Shows.NOTHING if cast < 5 else Shows.FACTS if cast < 8 else Shows.COUNTS
    assert shows(cast) == expected
    ballots = [[E]] * cast
    kept = result_of(ballots, 1, shows(cast))
    assert (
        kept
        == {
            Shows.NOTHING: None,
            Shows.FACTS: [Facts(True, False)],
            Shows.COUNTS: [{E: cast, Q: 0, B: 0, U: 0, A: 0}],
        }[expected]
    )


def test_raised_thresholds_hide_more():
    assert [shows(n, least_cast=10, counts_from=15) for n in (9, 10, 14, 15)] == [
        Shows.NOTHING,
        Shows.FACTS,
        Shows.FACTS,
        Shows.COUNTS,
    ]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([E, E, E, Q, Q], Facts(True, False)),
        ([E, E, E, Q, Q, Q], Facts(False, False)),
        ([E, E, E, E, U, U], Facts(True, True)),
        ([Q, Q, Q, Q, U, A], Facts(False, False)),
        ([Q, Q, Q, U, U, A], Facts(False, True)),
        ([A, A, A, A, A], Facts(False, False)),
    ],
)
def test_the_two_facts_are_measured_on_all_ballots_cast(marks, expected):
    assert facts_of(count_marks([[mark] for mark in marks], 1)[0]) == expected


def test_nobody_is_counted_for_a_mark_that_nobody_gave():
    assert count_marks([[E, U], [E, A]], 2) == [
        {E: 2, Q: 0, B: 0, U: 0, A: 0},
        {E: 0, Q: 0, B: 0, U: 1, A: 1},
    ]


def test_a_ballot_of_another_size_is_never_counted():
    with pytest.raises(ValueError):
        count_marks([[E]], 2)


def test_the_digest_changes_with_every_part_of_a_result():
    poll = uuid.UUID(int=7)
    counts = count_marks([[E], [Q]], 1)
    first = digest_of(poll, 2, counts, ["aa", "bb"])
    assert first == digest_of(poll, 2, count_marks([[Q], [E]], 1), ["aa", "bb"])
    others = [
        digest_of(uuid.UUID(int=8), 2, counts, ["aa", "bb"]),
        digest_of(poll, 3, counts, ["aa", "bb"]),
        digest_of(poll, 2, count_marks([[E], [E]], 1), ["aa", "bb"]),
        digest_of(poll, 2, counts, ["aa", "bc"]),
        digest_of(poll, 2, [Facts(True, False)], ["aa", "bb"]),
    ]
    assert len({first, *others}) == 6


def test_a_receipt_is_of_one_box_in_one_poll():
    poll, other = uuid.UUID(int=1), uuid.UUID(int=2)
    receipts = {receipt_of(poll, b"box"), receipt_of(other, b"box"), receipt_of(poll, b"boy")}
    assert len(receipts) == 3
    assert all(len(receipt) == 20 and int(receipt, 16) >= 0 for receipt in receipts)
    assert in_fours("0123456789abcdef0123") == "0123-4567-89ab-cdef-0123"


def test_a_passphrase_may_be_typed_as_people_type():
    passphrase = new_passphrase()
    assert len(passphrase) == PASSPHRASE_LENGTH and set(passphrase) <= set(ALPHABET)
    assert not set("01OILl") & set(ALPHABET)
    assert plain_passphrase(in_fours(passphrase).lower()) == passphrase
    assert plain_passphrase(" ａｂ2 —3\t") == "AB23"


def test_a_poll_is_over_at_its_hour_or_when_all_have_voted():
    assert is_over(NOW, NOW, False)
    assert not is_over(NOW + timedelta(seconds=1), NOW, False)
    assert is_over(NOW + timedelta(days=1), NOW, True)


def test_ballots_are_kept_for_seven_days_of_objections():
    assert not may_be_shredded(NOW, NOW + timedelta(days=7, seconds=-1))
    assert may_be_shredded(NOW, NOW + timedelta(days=7))


def test_passphrases_are_random():
    assert len({new_passphrase() for _ in range(200)}) == 200
    random.seed(1)
    first = new_passphrase()
    random.seed(1)
    assert new_passphrase() != first
