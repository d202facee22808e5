"""Calendar periods in Asia/Shanghai. A period's `start` is inclusive, its `end` exclusive; people are shown inclusive days."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
# The days this program's calendars reach, for everything a person types.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DAY_OUT_OF_RANGE = "日期应在1900年至2199年之间。"


class Every(TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"
    AS_NEEDED = "as_needed", "按需"


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month, quarter or year. `end` is exclusive."""

    start: date
    end: date

    @cached_property
    def last_day(self):
        return self.end - timedelta(days=1)

    @cached_property
    def months(self):
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @cached_property
    def key(self):
        """Short stable name: 2026-10, 2026-Q4 or 2026."""
        if self.months == 1:
            return f"{self.start:%Y-%m}"
        if self.months == 3:
            return f"{self.start.year}-Q{quarter_of(self.start)}"
        return str(self.start.year)

    @cached_property
    def label(self):
        """How people say it: 2026年10月, 2026年第四季度, 2026年."""
        if self.months == 1:
            return month_text(self.start)
        if self.months == 3:
            return f"{self.start.year}年第{'一二三四'[quarter_of(self.start) - 1]}季度"
        return f"{self.start.year}年"

    @property
    def short_label(self):
        return self.label.split("年", 1)[1] or self.label

    def __contains__(self, day):
        return self.start <= day < self.end

    def days(self):
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days)]


def add_months(day, months):
    """The same day `months` later, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarter_of(day):
    return (day.month - 1) // 3 + 1


@cache
def month_period(day):
    start = day.replace(day=1)
    return Period(start, add_months(start, 1))


@cache
def quarter_period(day):
    start = date(day.year, quarter_of(day) * 3 - 2, 1)
    return Period(start, add_months(start, 3))


@cache
def year_period(day):
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def period_of(every, day):
    """The period of the given `Every` that holds the day. Raises KeyError for AS_NEEDED, which has no periods."""
    return {Every.MONTH: month_period, Every.QUARTER: quarter_period, Every.YEAR: year_period}[Every(every)](
        day
    )


def parse_period(key):
    """The period named by a key such as 2026-10, 2026-Q4 or 2026. Raises ValueError for anything else."""
    year, _, rest = key.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) <= 2200):
        raise ValueError(key)
    if rest == "" and "-" not in key:
        return year_period(date(int(year), 1, 1))
    if len(rest) == 2 and rest[0] == "Q" and rest[1] in "1234":
        return quarter_period(date(int(year), int(rest[1]) * 3, 1))
    if len(rest) == 2 and rest.isascii() and rest.isdigit() and 1 <= int(rest) <= 12:
        return month_period(date(int(year), int(rest), 1))
    raise ValueError(key)


def local(moment):
    """An aware datetime on the wall clock of Shanghai."""
    return moment.astimezone(SHANGHAI)


def local_day(moment):
    return local(moment).date()


def at(day, hour, minute=0):
    """The aware moment of a wall-clock time on a day in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def day_text(day, today=None):
    """11月26日（周四）, with the year when it is not today's."""
    year = "" if today and today.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def date_text(day):
    """2026年11月26日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_text(day):
    """2026年11月."""
    return f"{day.year}年{day.month}月"


def moment_text(moment, today=None):
    """11月26日（周四）15:00 in Shanghai."""
    wall = local(moment)
    return f"{day_text(wall.date(), today)}{wall:%H:%M}"


def until_text(until):
    """The inclusive last day of an exclusive `until`, or 至今."""
    if until is None:
        return "至今"
    last = until - timedelta(days=1)
    return f"至 {date_text(last)}"
