"""Periods of the calendar and the words for days, at the ends of months, quarters and years."""

from datetime import UTC, date, datetime

import pytest

from lawfirm_party.common import dates
from lawfirm_party.common.dates import Every


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_a_day_some_months_later_is_the_last_one_where_there_is_no_such_day(day, months, result):
    assert dates.add_months(day, months) == result


@pytest.mark.parametrize(
    ("every", "day", "key", "label", "last"),
    [
        (Every.MONTH, date(2024, 2, 29), "2024-02", "2024年2月", date(2024, 2, 29)),
        (Every.QUARTER, date(2026, 12, 31), "2026-Q4", "2026年第四季度", date(2026, 12, 31)),
        (Every.QUARTER, date(2026, 4, 1), "2026-Q2", "2026年第二季度", date(2026, 6, 30)),
        (Every.YEAR, date(2026, 1, 1), "2026", "2026年", date(2026, 12, 31)),
    ],
)
def test_a_period_holds_its_day_and_is_found_again_by_its_key(every, day, key, label, last):
    period = dates.period_of(every, day)
    assert (period.key, period.label, period.last_day) == (key, label, last)
    assert day in period and last in period and period.end not in period
    assert dates.parse_period(key) == period


@pytest.mark.parametrize(
    "key", ["", "2026-", "2026-13", "2026-0", "2026-Q5", "1899", "2201", "２０２６", "2026-1１", "x" * 99]
)
def test_what_is_no_key_of_a_period(key):
    with pytest.raises(ValueError):
        dates.parse_period(key)


def test_a_day_is_the_day_in_shanghai():
    assert dates.local_day(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert dates.local_day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_the_words_for_days():
    day = date(2026, 11, 26)
    assert dates.day_text(day) == "2026年11月26日（周四）"
    assert dates.day_text(day, date(2026, 1, 1)) == "11月26日（周四）"
    assert dates.moment_text(dates.at(day, 9, 5), day) == "11月26日（周四）09:05"
    assert (dates.until_text(None), dates.until_text(date(2026, 6, 15))) == ("至今", "至 2026年6月14日")
