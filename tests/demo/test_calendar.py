"""The demo's customs on every day of the calendar that it may be loaded on, without a database."""

from collections import Counter
from datetime import date, timedelta

import pytest

from lawfirm_party.common.dates import add_months
from lawfirm_party.demo import calendar


def rests_in_golden_weeks(day):
    """Weekends, the first eight days of October and the first five of May: the long holidays, which push meetings together."""
    return day.weekday() >= 5 or (day.month == 10 and day.day <= 8) or (day.month == 5 and day.day <= 5)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("rests", [rests_in_golden_weeks, lambda day: day.weekday() >= 5])
def test_no_two_meetings_of_one_kind_and_group_fall_on_one_day(year, rests):
    for number in range(12):
        today = add_months(date(year, 1, 1), number)
        for life in (
            calendar.main_life(today, rests, lambda day: False),
            calendar.office_life(today, rests),
        ):
            days = Counter((each.kind, each.group, each.day) for each in life)
            assert max(days.values()) == 1, today


def test_what_was_missed_is_made_up_for_on_another_day_than_the_groups_own():
    """2026-10-08 is the first working day after the holidays, and the second Thursday."""

    def rests(day):
        return day.weekday() >= 5 or date(2026, 10, 1) <= day <= date(2026, 10, 7)

    made_up = calendar.make_up(date(2027, 1, 1), rests)
    assert made_up.day == date(2026, 10, 8) + timedelta(days=1)
