"""Invitations as they arrive: a real mail parser and a real calendar library read what the mail server received.

A calendar keeps one entry for each UID: of two messages the one with the higher SEQUENCE, then the later DTSTAMP.
"""

import itertools
from datetime import date, timedelta

import icalendar
import pytest

from activities.meetings.commands.scheduling import cancel_meeting, create_meeting, edit_meeting, move_meeting
from activities.reminders import commands
from lawfirm_party.common.dates import at
from tests.activities.meetings.plans import make_plan
from tests.conftest import NOW
from tests.mail_sink import mail_server, mails_to

START = at(date(2026, 11, 26), 15)
OTHER = at(date(2026, 11, 25), 10)


@pytest.fixture
def sink(settings):
    with mail_server(settings) as sink:
        yield sink


class Story:
    """A meeting's life, a step every ten minutes, and the mails each step sends."""

    def __init__(self, cast, clock):
        self.cast, self.clock, self.now = cast, clock, NOW
        self.user = cast.users["secretary"]
        self.guest = cast.people["lawyer"]

    def send(self):
        self.clock.move_to(self.now, tick=False)
        commands.look(now_func=lambda: self.now)
        self.now += timedelta(minutes=10)
        self.clock.move_to(self.now, tick=False)

    def publish(self, **changes):
        plan = make_plan(self.cast, guest_ids=(self.guest.pk,), **changes)
        self.meeting = create_meeting(user=self.user, now=self.now, data=plan, publish=True)
        self.send()

    def move(self, start):
        move_meeting(
            meeting_id=self.meeting.pk,
            user=self.user,
            now=self.now,
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
        )
        self.send()

    def edit(self, **changes):
        changes = {"guest_ids": (self.guest.pk,), **changes}
        plan = make_plan(self.cast, **changes)
        self.meeting.refresh_from_db()
        edit_meeting(
            meeting_id=self.meeting.pk,
            user=self.user,
            now=self.now,
            data=plan,
            version=self.meeting.version,
        )
        self.send()

    def cancel(self):
        cancel_meeting(meeting_id=self.meeting.pk, user=self.user, now=self.now, reason="书记出差")
        self.send()


@pytest.fixture
def story(cast, sink, time_machine):
    return Story(cast, time_machine)


def calendar_of(mail):
    """The calendar that a mail program finds in a mail: the richest alternative of its text."""
    (part,) = [
        part
        for part in mail.walk()
        if part.get_content_type() == "text/calendar" and not part.is_attachment()
    ]
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == part["Content-Type"].params["method"]
    return calendar


class Calendar:
    """What a calendar program keeps of the messages it was given, in whatever order they came."""

    def __init__(self, mails):
        self.entries = {}
        for mail in mails:
            (event,) = calendar_of(mail).walk("VEVENT")
            mark = (event["SEQUENCE"], event.decoded("DTSTAMP"))
            known = self.entries.get(event["UID"])
            if known is None or mark > known[0]:
                self.entries[event["UID"]] = (mark, event)

    def only(self):
        ((_, event),) = self.entries.values()
        return event


def in_any_order(mails):
    orders = [mails, mails[::-1], *itertools.islice(itertools.permutations(mails), 0, None, 7)]
    return [Calendar(order).only() for order in orders]


def facts(event):
    return event["STATUS"], event.decoded("DTSTART"), event["LOCATION"]


def test_a_mail_carries_the_invitation_as_another_form_of_its_text_and_as_a_file(story, sink, cast):
    story.publish()
    (mail,) = mails_to(sink, cast.people["committee"].email)
    assert mail.get_content_type() == "multipart/mixed"
    both, file = mail.iter_parts()
    assert [part.get_content_type() for part in both.iter_parts()] == ["text/plain", "text/calendar"]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert "一号会议室" in mail.get_body(preferencelist=("plain",)).get_content()
    assert file.get_content().decode() == calendar_of(mail).to_ical().decode()
    assert not mail.defects


def test_the_invitation_names_its_one_reader_and_asks_for_no_answer(story, sink, cast):
    story.publish()
    for role in ("secretary", "committee", "committee_only", "lawyer"):
        (mail,) = mails_to(sink, cast.people[role].email)
        (event,) = calendar_of(mail).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{cast.people[role].email}"
        assert event["ATTENDEE"].params["RSVP"] == "FALSE"
        assert str(event["ORGANIZER"]) == "mailto:dangzhibu@example.com"
        assert "1. 传达学习上级文件精神" in event["DESCRIPTION"]
        assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"


def test_forth_and_back_a_place_and_the_end_leave_one_right_entry(story, sink, cast):
    """R-MTG: the start comes back, the revision does not."""
    story.publish()
    story.move(OTHER)
    story.move(START)
    story.edit(place="二号会议室")
    mails = mails_to(sink, cast.people["committee"].email)
    assert len(mails) == 4
    for event in in_any_order(mails):
        assert facts(event) == ("CONFIRMED", START, "二号会议室")
    story.cancel()
    for event in in_any_order(mails_to(sink, cast.people["committee"].email)):
        assert facts(event) == ("CANCELLED", START, "二号会议室")


def test_who_is_taken_off_the_list_loses_the_entry_and_nobody_else_does(story, sink, cast):
    story.publish()
    story.edit(guest_ids=())
    story.send()
    mails = mails_to(sink, cast.people["lawyer"].email)
    assert len(mails) == 2
    assert mails[-1]["Subject"].strip() == "不必参加：2026年11月支部委员会会议"
    assert {event["STATUS"] for event in in_any_order(mails)} == {"CANCELLED"}
    assert "DESCRIPTION" not in calendar_of(mails[-1]).walk("VEVENT")[0]
    assert len(mails_to(sink, cast.people["committee"].email)) == 1


def test_who_is_invited_again_has_one_entry_again(story, sink, cast):
    story.publish()
    story.edit(guest_ids=())
    story.edit(guest_ids=(cast.people["lawyer"].pk,))
    mails = mails_to(sink, cast.people["lawyer"].email)
    assert len(mails) == 3
    assert {event["STATUS"] for event in in_any_order(mails)} == {"CONFIRMED"}
    story.edit(guest_ids=(cast.people["lawyer"].pk,), place="三号会议室")
    story.cancel()
    assert len(mails_to(sink, cast.people["lawyer"].email)) == 5


def test_who_was_taken_off_is_not_told_again_that_it_is_off(story, sink, cast):
    story.publish()
    story.edit(guest_ids=())
    story.edit(guest_ids=(), place="二号会议室")
    story.cancel()
    assert len(mails_to(sink, cast.people["lawyer"].email)) == 2


@pytest.mark.parametrize("role", ["lawyer", "committee"])
def test_no_reason_of_a_leave_stands_in_any_mail_about_the_meeting(story, sink, cast, role):
    story.publish()
    cast_leave = story.meeting.leaves.create(
        person=cast.people["committee"], reason="other", text="只有书记知道的缘由", asked_at=story.now
    )
    assert cast_leave.pk
    story.edit(place="二号会议室")
    told = "".join(mail.as_string() for mail in mails_to(sink, cast.people[role].email))
    plain = "".join(
        str(calendar_of(mail).to_ical(), "utf-8") for mail in mails_to(sink, cast.people[role].email)
    )
    assert "只有书记知道的缘由" not in told + plain
