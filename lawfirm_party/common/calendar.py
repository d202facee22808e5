"""Which days people rest on.

The office's own table (Holiday) comes first, then the published calendar of 2004 to 2026, then plain weekends.
"""

from dataclasses import dataclass

import chinese_calendar

from .dates import year_period
from .models import Holiday

NOT_PUBLISHED = "放假安排尚未公布"
# Earlier years are history: nobody waits for them to be announced.
FIRST_BUILT_IN = 2004


@dataclass(frozen=True)
class Day:
    """What is known of one day. `mark` is 休, 班 or "" where the weekday says it all."""

    is_rest: bool
    mark: str = ""
    name: str = ""
    is_published: bool = True


class RestDays:
    """Answers for any day without another query; days outside the span it was read for know no Holiday rows."""

    def __init__(self, rows=()):
        self.rows = {row.day: row for row in rows}
        self.years = {row.day.year for row in rows}

    def day(self, day):
        """The Day of a date; never raises, whatever year."""
        row = self.rows.get(day)
        if row:
            return Day(row.is_rest, "休" if row.is_rest else "班", row.name)
        weekend = day.weekday() >= 5
        try:
            is_rest, holiday = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            known = day.year in self.years or day.year < FIRST_BUILT_IN
            return Day(weekend, "休" if weekend else "", "", is_published=known)
        name = chinese_calendar.Holiday(holiday).chinese if holiday else ""
        if is_rest:
            return Day(True, "休", name)
        return Day(False, "班" if weekend else "", name)

    def is_rest(self, day):
        return self.day(day).is_rest


def rest_days(start, end):
    """RestDays for [start, end) and the rest of those years; one query."""
    first, last = year_period(start).start, year_period(end).end
    return RestDays(Holiday.objects.filter(day__gte=first, day__lt=last))


def not_published(rests, days):
    """Says so when the official rest days of some of the days are not known yet, else ""."""
    years = sorted({day.year for day in days if not rests.day(day).is_published})
    return "、".join(f"{year}年" for year in years) + NOT_PUBLISHED if years else ""
