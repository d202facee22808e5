"""Who changed what: every command that changes a meeting or closes an item says who did it, and when."""

from datetime import date, timedelta

import pytest

from activities.meetings.commands import attendance, minutes, scheduling
from activities.meetings.models import ActionItem
from lawfirm_party.common.dates import at
from tests.activities.meetings.plans import make_plan
from tests.activities.meetings.record_world import make_begun, make_planned
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def scheduled(cast):
    return scheduling.create_meeting(
        user=cast.users["secretary"], now=NOW, data=make_plan(cast), publish=True
    )


def draft(cast):
    return scheduling.create_meeting(user=cast.users["secretary"], now=NOW, data=make_plan(cast))


CHANGES = {
    "edit": (
        scheduled,
        lambda cast, m, by: scheduling.edit_meeting(
            meeting_id=m.pk, data=make_plan(cast, place="二楼"), version=m.version, **by
        ),
    ),
    "publish": (draft, lambda cast, m, by: scheduling.publish_meeting(meeting_id=m.pk, **by)),
    "move": (
        scheduled,
        lambda cast, m, by: scheduling.move_meeting(
            meeting_id=m.pk, starts_at=at(date(2026, 11, 27), 15), ends_at=at(date(2026, 11, 27), 16), **by
        ),
    ),
    "cancel": (
        scheduled,
        lambda cast, m, by: scheduling.cancel_meeting(meeting_id=m.pk, reason="出差", **by),
    ),
    "begin": (make_planned, lambda cast, m, by: attendance.begin_meeting(meeting_id=m.pk, **by)),
    "close": (make_begun, lambda cast, m, by: attendance.close_meeting(meeting_id=m.pk, **by)),
    "write": (
        make_begun,
        lambda cast, m, by: minutes.save_minutes(
            meeting_id=m.pk, data=minutes.MinutesData(m.version, new_item="补充"), **by
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noted_with_who_and_when(cast, change):
    make, act = CHANGES[change]
    meeting = make(cast)
    act(cast, meeting, {"user": cast.users["committee"], "now": LATER})
    meeting.refresh_from_db()
    assert (meeting.changed_by, meeting.changed_at) == (cast.users["committee"], LATER)
    assert meeting.created_by != cast.users["committee"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("cancel", "会议已取消（李组明 于 2026年11月18日（周三）10:05）"),
        ("move", "李组明 于 2026年11月18日（周三）10:05 改期"),
        ("write", "李组明 于 2026年11月18日（周三）10:05 最后修改"),
    ],
)
def test_the_page_says_who_did_it(cast, frozen, change, words):
    make, act = CHANGES[change]
    meeting = make(cast)
    act(cast, meeting, {"user": cast.users["committee"], "now": LATER})
    assert words in cast.client("secretary").get(f"/meetings/{meeting.pk}/").content.decode()


def test_who_scheduled_a_meeting_stays_known_when_somebody_else_enters_it_afterwards(cast, frozen):
    meeting = make_planned(
        cast, day=TODAY - timedelta(days=1), created_by=cast.users["secretary"], created_at=NOW
    )
    entered = attendance.backfill_scheduled(meeting_id=meeting.pk, user=cast.users["committee"], now=LATER)
    assert (entered.created_by, entered.created_at) == (cast.users["secretary"], NOW)
    page = cast.client("secretary").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "李组明 于 2026年11月18日（周三）10:05 补录" in page


def test_who_closed_an_item_is_known_until_it_is_opened_again(cast, frozen):
    meeting = make_begun(cast)
    action = ActionItem.objects.create(
        meeting=meeting, item=meeting.agenda.first(), text="办", owner=cast.people["secretary"], due_on=TODAY
    )
    by = {"action_id": action.pk, "user": cast.users["committee"], "now": NOW}
    minutes.finish_action(**by)
    client = cast.client("secretary")
    for address in ("/decisions/?state=done", f"/meetings/{meeting.pk}/"):
        assert "由李组明登记办结" in client.get(address).content.decode()
    assert minutes.reopen_action(**by).done_by is None


def test_two_lines_that_name_the_same_item_are_two_items(cast):
    meeting = scheduled(cast)
    known = meeting.agenda.first().pk
    twice = make_plan(cast, agenda=(("甲", False, known), ("乙", True, known)))
    scheduling.edit_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, data=twice, version=meeting.version
    )
    assert list(meeting.agenda.values_list("title", flat=True)) == ["甲", "乙"]
