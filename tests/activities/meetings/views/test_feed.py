"""The calendar that a phone subscribes to: who is in it, what it says, and who opens it (trust.md section 3, row 13)."""

from datetime import timedelta

import icalendar
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from activities.meetings.choices import LeaveReason, MeetingKind, MeetingState
from activities.meetings.commands.attendance import begin_meeting
from activities.meetings.commands.scheduling import cancel_meeting
from activities.meetings.models import Guest, LeaveRequest
from activities.meetings.queries.invitations import uid_of
from members.commands.calendar_links import make_calendar_link, revoke_calendar_link
from members.models import CalendarLink, Person, User
from tests.activities.meetings.record_world import make_archived, make_planned
from tests.conftest import NOW, TODAY
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SOON = TODAY + timedelta(days=8)
CANARY = "只有书记知道的缘由"


def address_of(cast, role):
    return f"/cal/{make_calendar_link(user=cast.users[role], now=NOW)}.ics"


def events_of(cast, role):
    answer = Client().get(address_of(cast, role))
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def world(cast):
    committee = make_planned(cast, day=SOON, title="支委会")
    Guest.objects.create(meeting=committee, person=cast.people["lawyer"], invited_at=NOW)
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=SOON, title="大会")
    make_meeting(cast.branch, MeetingKind.STUDY, day=SOON, title="学习")
    make_meeting(cast.branch, MeetingKind.PARTNERS, day=SOON, title="联席会")
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=SOON, title="草稿", state=MeetingState.DRAFT)
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=TODAY - timedelta(days=90), title="刚够", hour=9)
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=TODAY - timedelta(days=91), title="太早")
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=TODAY + timedelta(days=300), title="很远")
    return committee


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        ("secretary", {"支委会", "大会", "学习", "联席会", "刚够", "很远"}),
        ("member", {"大会", "学习", "刚够", "很远"}),
        ("lawyer", {"支委会", "学习"}),
        ("partner", {"联席会", "学习"}),
        ("outsider", set()),
    ],
)
def test_it_holds_what_the_person_is_expected_at_or_invited_to(cast, role, holds):
    world(cast)
    assert set(events_of(cast, role)) == holds


def test_an_entry_is_the_same_as_in_the_mails(cast):
    meeting = world(cast)
    event = events_of(cast, "lawyer")["支委会"]
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (uid_of(meeting), 0, "CONFIRMED")
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event["DESCRIPTION"] == "1. 传达学习\n2. 研究近期工作"
    assert "ATTENDEE" not in event


def test_what_is_called_off_stays_as_such(cast):
    meeting = world(cast)
    cancel_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, reason=CANARY)
    event = events_of(cast, "secretary")["支委会"]
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", uid_of(meeting))


def test_neither_reasons_nor_minutes_stand_in_it(cast):
    meeting = make_planned(cast, day=TODAY, hour=11)
    LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason=LeaveReason.SICK, text=CANARY, asked_at=NOW
    )
    make_archived(cast)
    for role in ("secretary", "committee", "member"):
        text = Client().get(address_of(cast, role)).content.decode()
        assert CANARY not in text and "病假" not in text and "已传达" not in text


def test_who_has_left_the_committee_reads_no_agenda_of_it_any_more(cast):
    meeting = make_planned(cast, day=TODAY, hour=9, title="支委会")
    begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    assert "DESCRIPTION" in events_of(cast, "committee")["支委会"]
    cast.people["committee"].seats.update(until=TODAY)
    assert "DESCRIPTION" not in events_of(cast, "committee")["支委会"]


def test_it_is_kept_nowhere_and_read_again_only_when_it_changed(cast):
    world(cast)
    address = address_of(cast, "member")
    first = Client().get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in first["Cache-Control"]
    assert first["Last-Modified"] and not first.cookies
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=SOON, title="新的会")
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def revoked(cast):
    revoke_calendar_link(user=cast.users["member"], now=NOW)


def made_anew(cast):
    make_calendar_link(user=cast.users["member"], now=NOW)


def login_closed(cast):
    User.objects.filter(pk=cast.users["member"].pk).update(is_active=False)


def left(cast):
    Person.objects.filter(pk=cast.people["member"].pk).update(left_on=TODAY)


@pytest.mark.parametrize("end", [revoked, made_anew, login_closed, left])
def test_it_ends_at_once_and_looks_like_any_unknown_address(cast, end):
    address = address_of(cast, "member")
    assert Client().get(address).status_code == 200
    end(cast)
    answers = [Client().get(page) for page in (address, "/cal/unknown.ics")]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = {answer.content.decode().replace(answer["X-Request-Number"], "") for answer in answers}
    assert len(pages) == 1


def test_a_changed_token_opens_nothing(cast):
    address = address_of(cast, "member")
    token = address.removeprefix("/cal/").removesuffix(".ics")
    assert len(token) == 43
    tried = [
        token[:-1],
        token + "A",
        token.swapcase(),
        token[::-1],
        ("B" if token[0] != "B" else "C") + token[1:],
    ]
    assert {Client().get(f"/cal/{other}.ics").status_code for other in tried} == {404}


def test_the_token_is_stored_nowhere(cast):
    token = address_of(cast, "member")[5:-4]
    assert len(CalendarLink.objects.get().token_hash) == 64
    made = connection.introspection.table_names()
    rows = "".join(
        repr(list(model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in made
    )
    assert token not in rows


def test_guessing_is_answered_with_429_and_shuts_nobody_out(cast):
    address = address_of(cast, "member")
    for number in range(30):
        assert Client().get(f"/cal/{number}.ics").status_code == 404
    assert Client().get("/cal/one-more.ics").status_code == 429
    assert Client().get(address).status_code == 200


def test_a_program_that_asks_without_end_is_told_to_wait(cast, monkeypatch):
    monkeypatch.setattr("activities.meetings.views.feed.READS_PER_HOUR", 2)
    address = address_of(cast, "member")
    assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_three_meetings_as_for_one(cast, rows, django_assert_num_queries):
    for number in range(rows):
        make_planned(cast, day=SOON, hour=8 + number)
    address = address_of(cast, "secretary")
    Client().get(address)
    with django_assert_num_queries(12):
        Client().get(address)
