"""A month as a page: its days with holidays and 农历, and what the reader may see on each."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from activities.meetings.choices import SHORT_KIND_LABELS, STATE_LOOKS, MeetingKind
from activities.meetings.permissions import kinds_to_schedule
from activities.meetings.queries.lists import NOT_BEGUN, state_word, within
from activities.meetings.queries.visible import meetings_for
from lawfirm_party.common.calendar import not_published, rest_days
from lawfirm_party.common.dates import (
    FIRST_DAY,
    LAST_DAY,
    WEEKDAYS,
    Period,
    add_months,
    local,
    local_day,
    month_period,
    parse_period,
)
from lawfirm_party.common.lunar import cell_hint
from members.queries import roles_of


@dataclass(frozen=True)
class Entry:
    """Something that happens on a day: state as tone, symbol and word; `short` fits into a cell."""

    url: str
    time: str
    title: str
    short: str
    tone: str
    symbol: str
    word: str


@dataclass
class Cell:
    day: date
    is_out: bool
    is_today: bool
    weekday: str
    hint: str
    mark: str
    schedule_url: str
    entries: list = field(default_factory=list)

    @property
    def is_bare(self):
        """Nothing to say of this day in a list: neither an event nor a holiday, and it is not today."""
        return self.is_out or not (self.entries or self.mark or self.is_today)


@dataclass(frozen=True)
class Month:
    """A month as weeks of Cell, Monday first. `before` and `after` name the months beside it, "" where the calendar ends."""

    period: Period
    weeks: list
    before: str
    after: str
    note: str = ""

    @property
    def is_bare(self):
        """No day has anything to say in a list."""
        return all(cell.is_bare for week in self.weeks for cell in week)


def read_month(text, today):
    """The month a query string names, else the current one."""
    try:
        period = parse_period(text or "")
    except ValueError:
        return month_period(today)
    return period if period.months == 1 and FIRST_DAY < period.start < LAST_DAY else month_period(today)


def month_for(user, now, month):
    """The Month as a reader sees it; three queries."""
    today = local_day(now)
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.start.year, month.start.month)
    span = Period(weeks[0][0], weeks[-1][-1] + timedelta(days=1))
    rests, entries = rest_days(span.start, span.end), entries_of(user, today, span)
    may_schedule = can_schedule_any(user, today)

    def cell(day):
        known = rests.day(day)
        return Cell(
            day=day,
            is_out=day not in month,
            is_today=day == today,
            weekday=f"周{WEEKDAYS[day.weekday()]}",
            hint=known.name or cell_hint(day),
            mark=worth_marking(known, day),
            schedule_url=f"{reverse('meeting_new')}?date={day}" if may_schedule and day >= today else "",
            entries=entries.get(day, []),
        )

    return Month(
        period=month,
        weeks=[[cell(day) for day in week] for week in weeks],
        before=neighbour(add_months(month.start, -1)),
        after=neighbour(month.end),
        note=not_published(rests, month.days()),
    )


def entries_of(user, today, span):
    """{day: [Entry]} of everything a reader may see in a span: today the meetings; one query."""
    found = {}
    meetings = within(meetings_for(user, today), span).select_related("group")
    for meeting in meetings.order_by("starts_at", "id"):
        found.setdefault(local_day(meeting.starts_at), []).append(meeting_entry(meeting, today))
    return found


def meeting_entry(meeting, today):
    tone, symbol, _ = STATE_LOOKS[meeting.state]
    word = state_word(meeting, today)
    if word == NOT_BEGUN:
        tone, symbol = "bad", "✕"
    is_group = meeting.kind == MeetingKind.GROUP
    return Entry(
        url=meeting.get_absolute_url(),
        time=f"{local(meeting.starts_at):%H:%M}",
        title=meeting.title,
        short=f"{meeting.group.name}会" if is_group else SHORT_KIND_LABELS[meeting.kind],
        tone=tone,
        symbol=symbol,
        word=word,
    )


def can_schedule_any(user, today):
    roles = roles_of(user, today)
    return any(kinds_to_schedule(roles, branch) for branch in roles.branches)


def neighbour(first):
    return month_period(first).key if FIRST_DAY < first < LAST_DAY else ""


def worth_marking(known, day):
    """An ordinary weekend needs no 休 in a calendar."""
    return "" if known.is_rest and day.weekday() >= 5 and not known.name else known.mark
