"""The record of one meeting from its beginning to the archive, click by click, through the pages."""

from datetime import timedelta

import pytest

from activities.meetings.choices import MeetingState, Presence
from activities.meetings.commands.attendance import MARKED_MEANWHILE
from activities.meetings.models import ActionItem, AgendaItem, Attendance, Resolution
from activities.meetings.views.meeting import BEGUN_UNTOLD, CLOSED, CLOSED_COMPLETE
from lawfirm_party.common.dates import local
from tests.activities.meetings.record_world import form_on, make_planned, presence_of, write_everything
from tests.activities.notices.outbox import make_row
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_committee_meeting_is_begun_marked_written_and_archived(cast, frozen):
    client = cast.client("secretary")
    meeting = make_planned(cast)
    page = f"/meetings/{meeting.pk}/"

    assert "开始会议" in client.get(page).content.decode()
    assert client.post(f"{page}begin/")["Location"] == f"{page}attendance/"

    assert "全部到会" in client.get(f"{page}attendance/").content.decode()
    client.post(f"{page}attendance/", {"mark": "all"})
    away = cast.people["committee"]
    answer = client.post(
        f"{page}attendance/", {"mark": f"{away.pk}:leave:court", f"seen-{away.pk}": "present"}
    )
    assert answer["Location"] == f"{page}attendance/#p{away.pk}"
    shown = client.get(f"{page}attendance/").content.decode()
    assert "开庭" in shown
    assert "写记录" in shown

    data = form_on(client.get(f"{page}minutes/"), f"{page}minutes/")
    first, second = AgendaItem.objects.filter(meeting=meeting)
    data[f"item-{first.pk}-discussion"] = "高书明：已传达"
    data[f"item-{second.pk}-discussion"] = "王宣明：同意"
    data[f"item-{second.pk}-resolution-new0-text"] = "下月开展学习"
    data[f"item-{second.pk}-resolution-new0-votes_for"] = "2"
    data[f"item-{second.pk}-action-new0-text"] = "准备材料"
    data[f"item-{second.pk}-action-new0-owner_id"] = str(cast.people["secretary"].pk)
    data[f"item-{second.pk}-action-new0-due_on"] = "2026-12-01"
    answer = client.post(f"{page}minutes/", {**data, "act": "close"})
    assert answer["Location"] == page
    assert Resolution.objects.get().votes_for == 2
    assert ActionItem.objects.get().owner == cast.people["secretary"]

    held = client.get(page).content.decode()
    assert "还缺 2 项" in held
    assert f"{page}minutes/#id_host_signed" in held

    data = form_on(client.get(f"{page}minutes/"), f"{page}minutes/")
    client.post(f"{page}minutes/", {**data, "host_signed": "on", "recorder_signed": "on", "act": "done"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.RECORDED

    asked = client.post(f"{page}archive/")
    assert "归档吗" in asked.content.decode()
    client.post(f"{page}archive/", form_on(asked, f"{page}archive/"))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.ARCHIVED
    assert meeting.number == 1
    assert "2026年第1次" in client.get(page).content.decode()


def test_a_row_that_somebody_else_changed_is_not_overwritten_by_an_old_page(cast, frozen):
    client = cast.client("secretary")
    meeting = make_planned(cast)
    client.post(f"/meetings/{meeting.pk}/begin/")
    person = cast.people["committee"]
    address = f"/meetings/{meeting.pk}/attendance/"
    cast.client("committee_only").post(
        address, {"mark": f"{person.pk}:absent", f"seen-{person.pk}": "unmarked"}
    )

    answer = client.post(address, {"mark": f"{person.pk}:present", f"seen-{person.pk}": "unmarked"})

    assert answer.status_code == 409
    assert MARKED_MEANWHILE.format(name="李组明", presence="缺席") in answer.content.decode()
    assert presence_of(meeting, person) == Presence.ABSENT


def test_everybody_present_keeps_the_exceptions_and_takes_a_second_click(cast, frozen):
    client = cast.client("secretary")
    meeting = make_planned(cast)
    client.post(f"/meetings/{meeting.pk}/begin/")
    address = f"/meetings/{meeting.pk}/attendance/"
    client.post(address, {"mark": f"{cast.people['committee'].pk}:absent"})
    for _ in range(2):
        assert client.post(address, {"mark": "all"}).status_code == 302
    assert Attendance.objects.filter(meeting=meeting, presence=Presence.PRESENT).count() == 2
    assert presence_of(meeting, cast.people["committee"]) == Presence.ABSENT


@pytest.mark.parametrize(
    "mark", ["", "x", "1:", "1:present:court", "1:gone", "99999999999999999999:present", "1:leave:sick"]
)
def test_a_garbled_click_is_a_sentence(cast, frozen, mark):
    client = cast.client("secretary")
    meeting = make_planned(cast)
    client.post(f"/meetings/{meeting.pk}/begin/")
    assert client.post(f"/meetings/{meeting.pk}/attendance/", {"mark": mark}).status_code == 422


def closed_from_minutes(cast, time_machine, **typed):
    """A meeting planned from 9:00 to 10:30 after 保存并散会 at 12:00, and the page that says so."""
    client, meeting = cast.client("secretary"), make_planned(cast)
    client.post(f"/meetings/{meeting.pk}/begin/")
    page = f"/meetings/{meeting.pk}/minutes/"
    data = form_on(client.get(page), page)
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    client.force_login(cast.users["secretary"])
    answer = client.post(page, {**data, **typed, "act": "close"}, follow=True)
    meeting.refresh_from_db()
    return meeting, answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "ends"),
    [({"ends": "11:15"}, "11:15"), ({}, "10:30"), ({"ends": "12:30"}, "12:00")],
    ids=["what was typed", "what stood there", "an hour still to come is now"],
)
def test_minutes_written_later_keep_the_hour_in_the_field(cast, frozen, time_machine, typed, ends):
    meeting, shown = closed_from_minutes(cast, time_machine, **typed)
    assert f"{local(meeting.ends_at):%H:%M}" == ends
    assert CLOSED.format(ends=ends) in shown


def test_closing_a_complete_record_does_not_ask_for_more(cast, frozen):
    client, meeting = cast.client("secretary"), make_planned(cast)
    client.post(f"/meetings/{meeting.pk}/begin/")
    client.post(f"/meetings/{meeting.pk}/attendance/", {"mark": "all"})
    write_everything(meeting)
    shown = client.post(f"/meetings/{meeting.pk}/close/", follow=True).content.decode()
    assert CLOSED_COMPLETE.format(ends="10:00") in shown
    assert "催办记录人" not in shown


@pytest.mark.parametrize("is_told", [True, False])
def test_beginning_says_when_the_notice_is_sent_no_more(cast, frozen, is_told):
    meeting = make_planned(cast, published_at=NOW)
    if is_told:
        make_row(cast.people["committee"], rule="meeting_published", object_id=meeting.pk, occurrence="0")
    shown = cast.client("secretary").post(f"/meetings/{meeting.pk}/begin/", follow=True).content.decode()
    assert (BEGUN_UNTOLD in shown) is not is_told
