"""Meetings as calendar files: an invitation in a mail (RFC 5546, 6047), and a feed that others subscribe to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import icalendar

from .dates import SHANGHAI

MAKER = "-//lawfirm-party//zh//"
HOW_OFTEN = timedelta(hours=1)


@dataclass(frozen=True)
class Invitation:
    """One meeting in one person's calendar. Moments are aware; addresses may be "".

    Of two that carry one `uid` a calendar keeps the one with the higher `sequence`, then the later `stamp`. `attendee` is
    left empty in a feed.
    """

    uid: str
    sequence: int
    stamp: datetime
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
    cancelled: bool = False


def calendar_file(invitation):
    """The bytes of an .ics file for a mail: METHOD REQUEST, or CANCEL."""
    calendar = new_calendar("CANCEL" if invitation.cancelled else "REQUEST")
    return filled(calendar, [invitation])


def calendar_feed(name, invitations):
    """The bytes of a calendar to subscribe to; what is called off stays in it as such."""
    calendar = new_calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(SHANGHAI))
    calendar.add("refresh-interval", HOW_OFTEN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return filled(calendar, invitations)


def new_calendar(method):
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def filled(calendar, invitations):
    if invitations:
        calendar.add_component(clock_since(min(each.starts_at.year for each in invitations) - 1))
    for invitation in invitations:
        calendar.add_component(event_of(invitation))
    return calendar.to_ical()


@cache
def clock_since(year):
    """The clock of Shanghai from a year on; to describe it takes longer than all the rest of an invitation."""
    return icalendar.Timezone.from_tzinfo(SHANGHAI, first_date=date(year, 1, 1))


def event_of(invitation):
    event = icalendar.Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp)
    event.add("last-modified", invitation.stamp)
    event.add("summary", invitation.title)
    event.add("dtstart", invitation.starts_at.astimezone(SHANGHAI))
    event.add("dtend", invitation.ends_at.astimezone(SHANGHAI))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    for name, value in (
        ("location", invitation.place),
        ("description", invitation.text),
        ("url", invitation.url),
    ):
        if value:
            event.add(name, value)
    if invitation.organiser:
        event.add("organizer", address_of(invitation.organiser, invitation.organiser_name))
    if invitation.attendee:
        attendee = address_of(invitation.attendee, invitation.attendee_name)
        # Answers are given on the page or by the link in the mail: nobody reads what a calendar would send back.
        attendee.params["rsvp"] = "FALSE"
        attendee.params["role"] = "REQ-PARTICIPANT"
        attendee.params["partstat"] = "NEEDS-ACTION"
        event.add("attendee", attendee)
    return event


def address_of(address, name):
    value = icalendar.vCalAddress(f"mailto:{address}")
    if name:
        value.params["cn"] = name
    return value
