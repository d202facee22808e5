"""R-EVA and R-DIS as arithmetic and tables."""

from datetime import date
from decimal import Decimal

import pytest

from activities.evaluations.choices import CapBase, Disposal, DisposalStep, Grade
from activities.evaluations.rules import (
    NO_PART,
    Part,
    disposal_clock,
    excellent_cap,
    is_over_cap,
    latest_end,
    mean_of,
    next_disposal_step,
    part_of,
)
from members.choices import Relation, RestrictionKind, Standing
from members.rules import PartyFacts


def facts(standing=Standing.FULL, relation=Relation.HERE, restriction=""):
    return PartyFacts(1, "丁", "", standing=standing, relation=relation, restriction=restriction)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({}, Part(fills=True, graded=True, votes=True)),
        ({"relation": Relation.OUTFLOW}, Part(fills=True, graded=True, votes=True)),
        ({"restriction": RestrictionKind.CORRECTION}, Part(fills=True, graded=True, votes=True)),
        ({"restriction": RestrictionKind.PROBATION}, Part(fills=True)),
        ({"restriction": RestrictionKind.RIGHTS_SUSPENDED}, Part(fills=True)),
        ({"standing": Standing.PROBATIONARY}, Part(fills=True, votes=True)),
        ({"standing": Standing.SUSPENDED}, NO_PART),
        ({"standing": Standing.ACTIVIST}, NO_PART),
        ({"relation": Relation.INFLOW}, Part(votes=True)),
        ({"relation": Relation.IN_TRANSIT}, NO_PART),
        ({"relation": ""}, NO_PART),
    ],
)
def test_who_takes_part_and_how_r_eva_3(given, part):
    assert part_of(facts(**given)) == part


def test_whether_probationary_members_fill_in_the_forms_is_a_setting_r_eva_3():
    assert part_of(facts(Standing.PROBATIONARY), probationary_fill=False) == Part(votes=True)


@pytest.mark.parametrize(
    ("graded", "everybody", "base", "cap"),
    [
        (22, 22, "graded", 7),
        (20, 21, "graded", 6),
        (20, 21, "everybody", 7),
        (21, 22, "graded", 7),
        (2, 2, "graded", 0),
    ],
)
def test_example_9_a_third_rounded_down_r_eva_2(graded, everybody, base, cap):
    assert excellent_cap(graded, everybody, CapBase(base)) == cap


@pytest.mark.parametrize(("n", "over"), [(6, False), (7, False), (8, True)])
def test_more_than_the_cap_is_over_it_r_eva_2(n, over):
    assert is_over_cap([Grade.EXCELLENT] * n + [Grade.QUALIFIED] * 14, 7) is over


def test_a_mean_of_colleagues_is_told_from_three_on():
    assert mean_of([5, 4]) is None
    assert mean_of([5, 4, 5]) == Decimal("4.7")


def test_the_round_of_a_year_ends_by_the_end_of_march_r_mtg_6():
    assert latest_end(2026) == date(2027, 3, 31)


def test_correction_takes_six_months_and_at_most_a_year_r_dis_2():
    assert disposal_clock(Disposal.CORRECT, date(2026, 3, 1)) == (date(2026, 8, 31), date(2027, 2, 28))
    assert disposal_clock(Disposal.REMOVE, date(2026, 3, 1)) is None


def test_the_path_is_walked_in_its_order_r_dis_6():
    done = []
    while step := next_disposal_step(done):
        done.append(step)
    assert done == list(DisposalStep)
