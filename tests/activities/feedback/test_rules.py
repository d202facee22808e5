"""What answers may say (R-EVA-5, R-PRO-4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities.feedback.choices import Satisfaction
from activities.feedback.rules import (
    counts,
    figures_of,
    full_years,
    is_editable,
    is_matter_code,
    mean_of,
    needs_handling,
)
from tests.conftest import NOW


@pytest.mark.parametrize("n", range(31))
def test_figures_are_told_in_threes_r_eva_5(n):
    figures = figures_of([5] * n)
    assert (figures.answered, figures.shown) == (n, n // 3 * 3)
    assert (figures.mean is None) == (n < 3)
    assert sum(figures.spread.values()) == figures.shown


def test_no_answer_can_be_read_from_two_looks():
    """Between two looks at which something changed lie three answers or more, whatever they were."""
    answers = [5, 1, 4, 2, 2, 3, 5, 5, 1]
    told = [figures_of(answers[:n]).spread for n in range(len(answers) + 1)]
    steps = [n for n in range(1, len(told)) if told[n] != told[n - 1]]
    assert steps == [3, 6, 9]


def test_a_mean_has_one_digit_rounded_half_up_and_none_without_answers():
    assert mean_of({}) is None
    assert mean_of({Satisfaction.VERY_GOOD: 1, Satisfaction.GOOD: 3}) == Decimal("4.3")
    assert figures_of([5, 5, 4]).mean == Decimal("4.7")


def test_the_spread_is_told_in_words_from_the_best_on():
    assert figures_of([5, 2, 5]).spread_words == "非常满意 2、不满意 1"


@pytest.mark.parametrize(("answered", "asked", "rate"), [(0, 0, None), (0, 3, 0), (3, 8, 38), (3, 3, 100)])
def test_the_response_rate_is_of_cards_that_were_answered_or_ran_out(answered, asked, rate):
    assert figures_of([4] * answered, asked=asked).response_rate == rate


@pytest.mark.parametrize(
    ("overall", "complaint", "needs"),
    [(5, False, False), (3, False, False), (2, False, True), (1, False, True), (5, True, True)],
)
def test_a_complaint_or_a_low_answer_is_followed_up_and_counts_when_it_is_handled(overall, complaint, needs):
    assert needs_handling(overall, complaint) is needs
    assert counts(overall, complaint, is_handled=False) is not needs
    assert counts(overall, complaint, is_handled=True)


def test_an_answer_may_be_changed_for_24_hours():
    assert is_editable(NOW, NOW + timedelta(hours=24, seconds=-1))
    assert not is_editable(NOW, NOW + timedelta(hours=24))


@pytest.mark.parametrize(
    "code",
    ["〔2026〕民字第012号", "(2026)明信刑-3", "2026-001", "（2026）民初12号", "（2026）粤明信律民字第7号"],
)
def test_the_number_of_a_matter_is_taken(code):
    assert is_matter_code(code, "明信所")


@pytest.mark.parametrize(
    "code", ["张三离婚案", "民字第号", "〔2026〕某某公司诉讼12", "2026 张三", "", "〔2026〕明信字1号"]
)
def test_names_and_words_of_a_case_are_not_r_pro_4(code):
    assert not is_matter_code(code)


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(1994, 3, 18), date(2012, 3, 17), 17),
        (date(1994, 3, 18), date(2012, 3, 18), 18),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
    ],
)
def test_years_are_full_years(since, on, years):
    assert full_years(since, on) == years
