"""What each message about meetings says, and that it says nothing once there is nothing left to tell."""

from datetime import date

import icalendar
import pytest
from django.template.loader import render_to_string

from activities.meetings.choices import MeetingState
from activities.meetings.models import ActionItem, Meeting
from activities.meetings.queries.words import notice_context
from activities.meetings.tokens import read_token
from tests.activities.meetings.plans import nudge, published

pytestmark = pytest.mark.django_db


def test_a_reminder_says_nothing_once_the_meeting_began_or_the_person_left(cast):
    meeting = published(cast)
    about = ("meeting_today", str(meeting.pk), "0")
    assert notice_context(*about, cast.people["member"]) is None
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.BEGUN)
    assert notice_context(*about, cast.people["committee"]) is None
    assert notice_context("meeting_today", "999999", "0", cast.people["committee"]) is None


def test_a_nudge_about_a_meeting_or_an_item_ends_with_it(cast):
    meeting = published(cast)
    asked = nudge(cast, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    assert "记录" in notice_context("nudge", str(asked.pk), "0", cast.people["leader"])["title"]
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    assert notice_context("nudge", str(asked.pk), "0", cast.people["leader"]) is None
    action = ActionItem.objects.create(
        meeting=meeting,
        item=meeting.agenda.first(),
        text="联系社区",
        owner=cast.people["leader"],
        due_on=date(2026, 12, 10),
    )
    item = nudge(cast, action=action)
    assert "联系社区" in notice_context("nudge", str(item.pk), "0", cast.people["leader"])["title"]
    action.done_on = date(2026, 12, 1)
    action.save()
    assert notice_context("nudge", str(item.pk), "0", cast.people["leader"]) is None
    assert notice_context("nudge", "999999", "0", cast.people["leader"]) is None


MAILS = [
    "meeting_published",
    "meeting_moved",
    "meeting_place_changed",
    "meeting_in_3_days",
    "meeting_tomorrow",
    "meeting_today",
]


@pytest.mark.parametrize("rule", MAILS)
def test_every_mail_about_a_meeting_names_time_place_agenda_and_the_own_link(cast, rule):
    meeting = published(cast, guest_ids=(cast.people["lawyer"].pk,))
    for role, word in (("committee", "参加"), ("lawyer", "列席")):
        person = cast.people[role]
        words = notice_context(rule, str(meeting.pk), "0", person) | {
            "site_url": "https://party.example.com",
            "person": person,
            "branch": cast.branch,
        }
        subject = render_to_string(f"emails/{rule}-subject.txt", words)
        body = render_to_string(f"emails/{rule}-body.txt", words)
        assert "2026年11月支部委员会会议" in subject and "11月26日（周四）15:00" in subject
        assert (
            "2026年11月26日（周四）15:00至16:30" in body
            and "一号会议室" in body
            and "2. 研究发展对象" in body
        )
        assert word in body or rule in {"meeting_moved", "meeting_place_changed"}
        assert f"https://party.example.com{words['answer_path']}" in body
        assert read_token(words["answer_path"].split("/")[2]) == (person.pk, meeting.pk, 0)
        assert "<" not in body and "&" not in body


def test_published_and_moved_carry_an_invitation_with_the_revision(cast):
    meeting = published(cast)
    person = cast.people["committee"]
    words = notice_context("meeting_published", str(meeting.pk), "0", person)
    calendar = icalendar.Calendar.from_ical(words["ics"])
    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("REQUEST", 0)
    assert event["ATTENDEE"] == f"mailto:{person.email}"
    assert "ics" not in notice_context("meeting_today", str(meeting.pk), "0", person)


def test_titles_that_are_long_stay_within_the_notice(cast):
    meeting = published(cast, title="长" * 80, place="远" * 60)
    words = notice_context("meeting_published", str(meeting.pk), "0", cast.people["committee"])
    assert len(words["title"]) <= 120 and len(words["text"]) <= 400
