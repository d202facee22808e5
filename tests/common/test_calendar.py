from datetime import date, timedelta

import pytest

from lawfirm_party.common.calendar import RestDays, rest_days
from lawfirm_party.common.models import Holiday


@pytest.mark.parametrize(
    ("day", "is_rest", "mark"),
    [
        (date(2026, 10, 1), True, "休"),  # Thursday, National Day
        (date(2026, 10, 10), False, "班"),  # Saturday, worked
        (date(2026, 11, 21), True, "休"),  # an ordinary Saturday
        (date(2026, 11, 20), False, ""),
        (date(2004, 1, 1), True, "休"),
        (date(2003, 12, 31), False, ""),  # before the built-in calendar: weekends only
        (date(2027, 1, 1), False, ""),  # after it: a Friday
        (date(2027, 1, 2), True, "休"),
        (date(1, 1, 1), False, ""),
        (date(9999, 12, 31), False, ""),
    ],
)
def test_rest_days_come_from_the_published_calendar_or_else_from_weekends(day, is_rest, mark):
    known = RestDays().day(day)
    assert (known.is_rest, known.mark) == (is_rest, mark)


def test_a_year_that_is_not_published_says_so():
    assert RestDays().day(date(2026, 12, 31)).is_published
    assert not RestDays().day(date(2027, 1, 1)).is_published


@pytest.mark.django_db
def test_the_offices_own_table_stands_before_the_built_in_calendar():
    Holiday.objects.create(day=date(2026, 10, 1), is_rest=False, name="值班")
    Holiday.objects.create(day=date(2027, 1, 1), is_rest=True, name="元旦")
    rests = rest_days(date(2026, 10, 1), date(2027, 2, 1))
    assert rests.day(date(2026, 10, 1)).mark == "班"
    assert rests.day(date(2027, 1, 1)).name == "元旦"
    assert rests.day(date(2027, 1, 4)).is_published
    assert rests.is_rest(date(2026, 10, 2))


@pytest.mark.django_db
def test_rest_days_of_a_span_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        rests = rest_days(date(2026, 1, 1), date(2027, 1, 1))
        for n in range(365):
            rests.is_rest(date(2026, 1, 1) + timedelta(days=n))
