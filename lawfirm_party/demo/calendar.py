"""When the demo's meetings take place, counted back and forth from today: the branch's own customs, and its gaps."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from branches.choices import MeetingKind
from lawfirm_party.common.dates import add_months, month_period, quarter_of, quarter_period

MONTHS_BACK = 24
# The studies of every weekend are recorded for half a year, and before that the first of each month: two years of them all
# would take as long to load as all the rest.
WEEKS_OF_STUDY = 26
DAYS_AHEAD = 10
GROUPS = 3
LAST_GROUP = 2
MON, TUE, WED, THU, FRI, SAT = range(6)
HOURS = {
    MeetingKind.ASSEMBLY: (14, 30),
    MeetingKind.COMMITTEE: (15, 0),
    MeetingKind.GROUP: (16, 30),
    MeetingKind.LECTURE: (15, 0),
    MeetingKind.THEME_DAY: (15, 0),
    MeetingKind.LIFE: (14, 0),
    MeetingKind.PARTNERS: (10, 0),
    MeetingKind.UNION: (16, 0),
    MeetingKind.STUDY: (9, 0),
}
MORNING_OF_STUDY = timedelta(hours=3)


@dataclass(frozen=True)
class Happening:
    """One meeting that ought to be. `gap`: "" as usual, "unfinished" record, "backfilled", "skipped"; `note` marks a special one."""

    kind: str
    day: date
    group: int | None = None
    year: int | None = None
    gap: str = ""
    note: str = ""


def nth(month, weekday, number):
    """The number-th such weekday of the month that begins on `month`."""
    return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (number - 1))


def working(day, is_rest):
    """The day itself, else the next working day of its month, else the one before."""
    period = month_period(day)
    later = [each for each in period.days() if each >= day and not is_rest(each)]
    earlier = [each for each in period.days() if each < day and not is_rest(each)]
    return later[0] if later else earlier[-1]


def months_between(start, end):
    months = []
    while start < end:
        months.append(start)
        start = add_months(start, 1)
    return months


def customs(month, is_rest):
    """What the main branch holds in a month, without any gap."""

    def on(weekday, number):
        return working(nth(month, weekday, number), is_rest)

    found = [
        Happening(MeetingKind.COMMITTEE, on(THU, 3)),
        Happening(MeetingKind.THEME_DAY, on(FRI, 4)),
        *(Happening(MeetingKind.GROUP, on(TUE + number, 2), group=number) for number in range(GROUPS)),
    ]
    place = (month.month - 1) % 3
    if place == 0:
        found.append(Happening(MeetingKind.PARTNERS, on(MON, 3)))
    if place == 1:
        found.append(Happening(MeetingKind.LECTURE, on(FRI, 2)))
    if place == 2:
        found.append(Happening(MeetingKind.ASSEMBLY, on(FRI, 1)))
    if month.month == 1:
        found.append(Happening(MeetingKind.LIFE, on(FRI, 3), year=month.year - 1))
    if month.month in (3, 9):
        found.append(Happening(MeetingKind.UNION, on(WED, 3)))
    return found


def studies(today, is_holiday):
    """政治与业务学习: Saturdays that are no public holidays, to the one that comes next."""
    weekly, end = today - timedelta(weeks=WEEKS_OF_STUDY), today + timedelta(days=8)
    monthly = months_between(add_months(today.replace(day=1), -MONTHS_BACK), weekly.replace(day=1))
    days = [nth(month, SAT, 1) for month in monthly]
    day = weekly + timedelta(days=(SAT - weekly.weekday()) % 7)
    while day < end:
        days.append(day)
        day += timedelta(days=7)
    return [Happening(MeetingKind.STUDY, day) for day in days if not is_holiday(day)]


def office_customs(month, is_rest):
    """What the second branch holds in a month: it has neither committee nor groups."""
    found = [Happening(MeetingKind.THEME_DAY, working(nth(month, WED, 4), is_rest))]
    place = (month.month - 1) % 3
    if place == 1:
        found.append(Happening(MeetingKind.LECTURE, working(nth(month, WED, 2), is_rest)))
    if place == 2:
        found.append(Happening(MeetingKind.ASSEMBLY, working(nth(month, WED, 1), is_rest)))
    if month.month == 1:
        found.append(Happening(MeetingKind.LIFE, working(nth(month, WED, 3), is_rest), year=month.year - 1))
    return found


def with_gaps(happening, today):
    """The same happening with the gap that the demo shows at its place.

    This month: 支委会 and the third group's meeting are not scheduled. Last month: the record of the 支委会 is not finished,
    and the third group did not meet. Four months ago it did not either, which is explained. Five months ago the 主题党日 was
    entered afterwards.
    """
    this_month = month_period(today).start
    back = (this_month.year - happening.day.year) * 12 + this_month.month - happening.day.month
    third_group = happening.kind == MeetingKind.GROUP and happening.group == LAST_GROUP
    if happening.kind == MeetingKind.COMMITTEE and back <= 1:
        return replace(happening, gap="unfinished" if back == 1 else "skipped")
    if third_group and (back <= 1 or back == EXPLAINED_MONTHS_BACK):
        return replace(happening, gap="skipped")
    if happening.kind == MeetingKind.THEME_DAY and back == 5:
        return replace(happening, gap="backfilled")
    if happening.kind == MeetingKind.COMMITTEE and back == 2:
        return replace(happening, note="left_open")
    return happening


EXPLAINED_MONTHS_BACK = 4


def explained_month(today):
    """The month in which the third group did not meet, and said why."""
    return month_period(add_months(month_period(today).start, -EXPLAINED_MONTHS_BACK))


def make_up(today, is_rest):
    """The meeting that made up for it, early in the month after; long holidays may push that to the group's own day, so a day on."""
    month = add_months(explained_month(today).start, 1)
    day, own_day = working(month, is_rest), working(nth(month, TUE + LAST_GROUP, 2), is_rest)
    if day == own_day:
        day = working(day + timedelta(days=1), is_rest)
    return Happening(MeetingKind.GROUP, day, group=LAST_GROUP, note="make_up")


def first_month(today):
    """The first day of the first month that is recorded here."""
    return add_months(month_period(today).start, -MONTHS_BACK)


def horizon(today):
    """Until when (exclusive) meetings are in the calendar."""
    return max(month_period(today).end, today + timedelta(days=DAYS_AHEAD))


def main_life(today, is_rest, is_holiday):
    """Everything of the main branch, by day: two years back, and what is in the calendar now."""
    start = first_month(today)
    last = max(horizon(today), quarter_period(today).end)
    usual = [each for month in months_between(start, last) for each in customs(month, is_rest)]
    found = [*usual, make_up(today, is_rest), *studies(today, is_holiday)]
    quarterly = {MeetingKind.ASSEMBLY, MeetingKind.LECTURE}

    def is_planned(each):
        if each.day < horizon(today):
            return True
        return each.kind in quarterly and quarter_of(each.day) == quarter_of(today)

    kept = [with_gaps(each, today) for each in found if is_planned(each)]
    return sorted((each for each in kept if each.gap != "skipped"), key=lambda each: each.day)


def office_life(today, is_rest):
    """Everything of the second branch, by day."""
    start = first_month(today)
    usual = [
        each for month in months_between(start, horizon(today)) for each in office_customs(month, is_rest)
    ]
    return sorted((each for each in usual if each.day < horizon(today)), key=lambda each: each.day)


def admission_day(life, today):
    """The 党员大会 that admitted the 预备党员: the last one that lies more than two months back."""
    days = [each.day for each in life if each.kind == MeetingKind.ASSEMBLY]
    return max(day for day in days if day < today - timedelta(days=60))
