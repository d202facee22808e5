"""Calendar files as a calendar library reads them."""

from datetime import date, datetime, timedelta

import icalendar
import pytest

from lawfirm_party.common.dates import SHANGHAI, at
from lawfirm_party.common.ics import Invitation, calendar_feed, calendar_file

STAMP = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def invitation(**changes):
    facts = {
        "uid": "meeting-1@example.com",
        "sequence": 2,
        "stamp": STAMP,
        "title": "2026年11月支部委员会会议",
        "starts_at": at(date(2026, 11, 26), 15),
        "ends_at": at(date(2026, 11, 26), 16, 30),
        "place": "一号会议室；二楼,东",
        "organiser": "dangzhibu@example.com",
        "organiser_name": "明信所党支部",
        "attendee": "a@example.com",
        "attendee_name": "高书明",
    }
    return Invitation(**{**facts, **changes})


@pytest.mark.parametrize(
    ("cancelled", "method", "status"), [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")]
)
def test_a_calendar_file_carries_zone_method_and_sequence(cancelled, method, status):
    calendar = icalendar.Calendar.from_ical(calendar_file(invitation(cancelled=cancelled)))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (event["SEQUENCE"], event["STATUS"]) == (2, status)
    assert event.decoded("DTSTART") == at(date(2026, 11, 26), 15)
    assert event.decoded("DTSTAMP") == STAMP
    assert event["LOCATION"] == "一号会议室；二楼,东"


def test_the_one_attendee_is_asked_for_no_answer_and_the_organiser_has_a_name():
    (event,) = icalendar.Calendar.from_ical(calendar_file(invitation())).walk("VEVENT")
    attendee, organiser = event["ATTENDEE"], event["ORGANIZER"]
    assert str(attendee) == "mailto:a@example.com"
    assert (attendee.params["RSVP"], attendee.params["CN"]) == ("FALSE", "高书明")
    assert (str(organiser), organiser.params["CN"]) == ("mailto:dangzhibu@example.com", "明信所党支部")


def test_a_calendar_file_for_somebody_without_an_address_names_no_attendee():
    calendar = icalendar.Calendar.from_ical(calendar_file(invitation(attendee="")))
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]


def test_no_line_is_longer_than_a_mail_may_carry():
    data = calendar_file(invitation(title="长" * 300, text="议题\n" * 200))
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["DESCRIPTION"] == "议题\n" * 200


def test_a_feed_holds_everything_and_is_made_alike_each_time():
    events = [
        invitation(attendee=""),
        invitation(attendee="", uid="meeting-2@example.com", cancelled=True, stamp=STAMP + timedelta(days=1)),
    ]
    data = calendar_feed("组织生活", events)
    calendar = icalendar.Calendar.from_ical(data)
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "组织生活")
    assert [event["STATUS"] for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert data == calendar_feed("组织生活", events)


def test_an_empty_feed_is_a_calendar_too():
    assert icalendar.Calendar.from_ical(calendar_feed("组织生活", [])).walk("VEVENT") == []
