"""Which days people rest on, and meetings as calendar files.

The office's own table (Holiday) comes first, then the published calendar of 2004 to 2026, then plain weekends.
"""

from dataclasses import dataclass
from datetime import date, datetime

import chinese_calendar
import icalendar

from .dates import SHANGHAI, year_period
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


@dataclass(frozen=True)
class Invitation:
    """One meeting for one person's calendar. Moments are aware; `organiser` and `attendee` are addresses or ""."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    text: str = ""
    url: str = ""
    organiser: str = ""
    organiser_name: str = ""
    attendee: str = ""
    attendee_name: str = ""


def calendar_file(invitation, stamp, cancelled=False):
    """The bytes of an .ics file with the time zone in it: METHOD REQUEST, or CANCEL."""
    event = icalendar.Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp)
    event.add("summary", invitation.title)
    event.add("dtstart", invitation.starts_at.astimezone(SHANGHAI))
    event.add("dtend", invitation.ends_at.astimezone(SHANGHAI))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    for name in ("place", "text", "url"):
        if value := getattr(invitation, name):
            event.add({"place": "location", "text": "description", "url": "url"}[name], value)
    if invitation.organiser:
        event.add("organizer", address_of(invitation.organiser, invitation.organiser_name))
    if invitation.attendee:
        event.add("attendee", address_of(invitation.attendee, invitation.attendee_name))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//lawfirm-party//zh//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date(invitation.starts_at.year - 1, 1, 1))
    return calendar.to_ical()


def address_of(address, name):
    value = icalendar.vCalAddress(f"mailto:{address}")
    if name:
        value.params["cn"] = name
    return value
