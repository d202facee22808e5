"""The status matrix of domain.md section 1, 党龄, masks and ID numbers."""

from datetime import date

import pytest

from members.choices import Relation, RestrictionKind, Standing
from members.rules import (
    PartyFacts,
    has_vote,
    is_full_member,
    is_id_number,
    is_open,
    is_party_member,
    masked,
    years_in_party,
)


def facts(standing=Standing.FULL, relation=Relation.HERE, restriction=""):
    return PartyFacts(1, "丁", "", standing=standing, relation=relation, restriction=restriction)


@pytest.mark.parametrize(
    ("row", "member", "full", "vote"),
    [
        (facts(), True, True, True),
        (facts(Standing.PROBATIONARY), True, False, False),
        (facts(restriction=RestrictionKind.PROBATION), True, True, False),
        (facts(restriction=RestrictionKind.RIGHTS_SUSPENDED), True, True, False),
        (facts(restriction=RestrictionKind.CORRECTION), True, True, True),
        (facts(Standing.SUSPENDED), False, False, False),
        (facts(relation=Relation.OUTFLOW), True, True, True),
        (facts(relation=Relation.IN_TRANSIT), True, True, True),
        (facts(relation=Relation.INFLOW), True, False, False),
        (facts(relation=""), False, False, False),
        (facts(Standing.ACTIVIST), False, False, False),
        (facts(Standing.CANDIDATE), False, False, False),
        (facts(Standing.APPLICANT), False, False, False),
        (facts(Standing.MASSES), False, False, False),
    ],
)
def test_status_matrix(row, member, full, vote):
    assert (is_party_member(row), is_full_member(row), has_vote(row)) == (member, full, vote)


def test_worked_example_6_under_correction_one_votes_and_under_probation_not():
    assert has_vote(facts(restriction=RestrictionKind.CORRECTION))
    assert not has_vote(facts(restriction=RestrictionKind.PROBATION))


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2016, 6, 15), date(2026, 6, 14), 9),
        (date(2016, 6, 15), date(2026, 6, 15), 10),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2026, 6, 15), date(2026, 6, 15), 0),
        (date(2027, 1, 1), date(2026, 6, 15), 0),
    ],
)
def test_years_in_party_r_dev_1(since, on, years):
    assert years_in_party(since, on) == years


@pytest.mark.parametrize(
    ("left_on", "is_it"), [(None, True), (date(2026, 11, 19), True), (date(2026, 11, 18), False)]
)
def test_a_login_is_open_until_the_day_somebody_left(left_on, is_it):
    assert is_open(left_on, date(2026, 11, 18)) == is_it


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("11010519491231002x", False),
        ("1101051949123100", False),
        ("１1010519491231002X", False),
        ("", False),
    ],
)
def test_id_numbers_carry_their_own_check(text, right):
    assert is_id_number(text) == right


def test_masks_keep_enough_to_recognise():
    assert masked("11010519491231002X") == "110*************2X"
    assert masked("12345") == "*****"
