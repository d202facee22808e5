"""农历 and 节气: grey hints beside a day, never a rule."""

from functools import lru_cache

from lunar_python import Solar

from .dates import WEEKDAYS


@lru_cache(maxsize=2000)
def lunar_of(day):
    """(month, day, 节气 or "") of a date in the Chinese calendar, in words: ("十月", "十四", "小雪")."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{lunar.getMonthInChinese()}月", lunar.getDayInChinese(), lunar.getJieQi()


def day_hint(day):
    """The line that greets on a home: 11月22日 星期日 农历十月十四·小雪."""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]} {lunar_hint(day)}"


def lunar_hint(day):
    """农历十月十四·小雪: the day in the Chinese calendar, with the 节气 that begins on it."""
    month, lunar_day, term = lunar_of(day)
    return f"农历{month}{lunar_day}{'·' * bool(term)}{term}"


def cell_hint(day):
    """What fits into a day of a month grid: the 节气, else the month on its first day, else the day."""
    month, lunar_day, term = lunar_of(day)
    return term or (month if lunar_day == "初一" else lunar_day)
