"""R-ORG, R-COM and R-GRP: a value on each side of every limit, and the limit itself."""

from datetime import date

import pytest

from branches.rules import (
    BranchRules,
    committee_size_state,
    exceeds_general_size,
    form_of_organisation,
    latest_delayed_end,
    needs_committee,
    setting_on,
    term_end,
    term_state,
    term_warning_days,
)


@pytest.mark.parametrize(("full_members", "can"), [(2, False), (3, True), (4, True)])
def test_r_org_1_and_r_org_2_three_full_members_make_a_branch_and_fewer_join_others(full_members, can):
    assert (form_of_organisation(full_members) == "党支部") == can


@pytest.mark.parametrize(("members", "too_many"), [(49, False), (50, False), (51, True)])
def test_r_org_1_generally_at_most_fifty(members, too_many):
    assert exceeds_general_size(members) == too_many


@pytest.mark.parametrize(
    ("full_members", "form"),
    [
        (2, "联合党支部"),
        (3, "党支部"),
        (49, "党支部"),
        (50, "党总支"),
        (51, "党总支"),
        (99, "党总支"),
        (100, "党委"),
        (101, "党委"),
    ],
)
def test_r_org_3_what_a_law_firm_forms(full_members, form):
    assert form_of_organisation(full_members) == form


@pytest.mark.parametrize(("full_members", "needed"), [(6, False), (7, True), (8, True)])
def test_r_com_1_and_r_com_2_seven_full_members_need_a_committee(full_members, needed):
    assert needs_committee(full_members) == needed


@pytest.mark.parametrize(
    ("seats", "state"),
    [(2, "wrong"), (3, "ok"), (4, "ok"), (5, "ok"), (6, "warn"), (7, "warn"), (8, "wrong")],
)
def test_r_com_1_size_of_a_committee(seats, state):
    assert committee_size_state(seats) == state


@pytest.mark.parametrize(
    ("elected_on", "ends"),
    [
        (date(2023, 6, 15), date(2026, 6, 15)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_r_com_3_a_term_lasts_three_years(elected_on, ends):
    assert term_end(elected_on) == ends


def test_r_com_3_five_years_where_the_rules_say_so_and_a_delay_of_one():
    assert term_end(date(2023, 6, 15), 5) == date(2028, 6, 15)
    assert latest_delayed_end(date(2023, 6, 15)) == date(2027, 6, 15)


def test_r_com_4_announced_six_and_three_months_before():
    assert term_warning_days(date(2026, 6, 15)) == (date(2025, 12, 15), date(2026, 3, 15))
    assert term_warning_days(date(2026, 8, 31)) == (date(2026, 2, 28), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 12, 14), "quiet"),
        (date(2025, 12, 15), "ahead"),
        (date(2026, 3, 14), "ahead"),
        (date(2026, 3, 15), "soon"),
        (date(2026, 6, 14), "soon"),
        (date(2026, 6, 15), "over"),
    ],
)
def test_r_com_4_state_of_a_term(on, state):
    assert term_state(date(2026, 6, 15), on) == state


def test_worked_example_1_probationary_members_do_not_count():
    """6 正式 + 2 预备: no committee needed; 2 正式 + 3 预备: no branch by itself."""
    assert not needs_committee(6)
    assert form_of_organisation(2) == "联合党支部"


def test_a_setting_holds_from_its_day_until_the_next():
    first, second = BranchRules(minutes_due_days=5), BranchRules(minutes_due_days=9)
    rows = [(date(2026, 7, 1), second), (date(2026, 1, 1), first)]
    assert setting_on(rows, date(2025, 12, 31), BranchRules()) == BranchRules()
    assert setting_on(rows, date(2026, 1, 1), BranchRules()) == first
    assert setting_on(rows, date(2026, 6, 30), BranchRules()) == first
    assert setting_on(rows, date(2026, 7, 1), BranchRules()) == second
