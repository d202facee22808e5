"""The rest days of a year as the State Council announces them, taken in from the JSON in which they are passed around."""

import json
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from .audit import write_down
from .choices import AuditAction
from .models import Holiday
from .refusal import Refusal

NO_JSON = "内容不是有效的 JSON，请整份复制放假安排文件。"
NO_YEAR = "内容里没有年份（year），或者年份不在 2000 至 2199 年之间。"
NO_DAYS = "内容里没有放假日期（days）。"
BAD_DAY = (
    "第 {number} 项有问题：每一项要有名称（name）、日期（date，如 {year}-01-01）和是否放假（isOffDay）。"
)
OTHER_YEAR = "第 {number} 项的日期 {day} 不属于{year}年的放假安排。"
TWICE = "{day} 出现了两次。"
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_DAYS = 366


@dataclass(frozen=True)
class AnnouncedDay:
    day: date
    name: str
    is_rest: bool


def read_year(text):
    """(year, [AnnouncedDay] by date) of a text. Raises Refusal for whatever is not wholly right."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(NO_JSON) from None
    year = data.get("year") if isinstance(data, dict) else None
    if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(NO_YEAR)
    rows = data.get("days")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_DAYS:
        raise Refusal(NO_DAYS)
    days = {}
    for number, row in enumerate(rows, start=1):
        found = read_day(row, number, year)
        if found.day in days:
            raise Refusal(TWICE.format(day=found.day))
        days[found.day] = found
    return year, [days[day] for day in sorted(days)]


def read_day(row, number, year):
    """A day's row. Work on a weekend of December for a New Year's holiday is announced with the new year."""
    try:
        name, text, is_rest = row["name"].strip(), row["date"], row["isOffDay"]
        day = date.fromisoformat(text)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refusal(BAD_DAY.format(number=number, year=year)) from None
    if type(is_rest) is not bool or not 0 < len(name) <= 40 or "\x00" in name or not name.isprintable():
        raise Refusal(BAD_DAY.format(number=number, year=year))
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise Refusal(OTHER_YEAR.format(number=number, day=day, year=year))
    return AnnouncedDay(day, name, is_rest)


def entered_from(year):
    """The office's own days of a year and of all later ones, by date."""
    return list(Holiday.objects.filter(day__gte=date(year, 1, 1)).order_by("day"))


@transaction.atomic
def replace_year(*, year, days, by, now):
    """Let a year's table hold these days and no others, all or nothing; returns how many. Days of the December before are added.

    Who replaced which year with how many days is written down: the days move what is due and when meetings are proposed.
    """
    Holiday.objects.filter(day__year=year).delete()
    Holiday.objects.filter(day__in=[row.day for row in days]).delete()
    Holiday.objects.bulk_create(Holiday(day=row.day, name=row.name, is_rest=row.is_rest) for row in days)
    thing = f"holidays:{year}:{len(days)}"
    write_down(user=by, action=AuditAction.SETTINGS_CHANGED, thing=thing, now=now)
    return len(days)
