"""What a branch's groups are told about its meetings, and what they are never told."""

from datetime import date, timedelta

import pytest

from activities.meetings.choices import FOR_THE_GROUP, MeetingKind
from activities.meetings.commands.scheduling import cancel_meeting, create_meeting, edit_meeting, move_meeting
from activities.meetings.queries.group_news import due_items
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from activities.reminders.rendering import render
from lawfirm_party.common.dates import at
from tests.activities.meetings.plans import make_plan
from tests.activities.notices.outbox import deliver
from tests.activities.notices.sinks import make_robot
from tests.activities.notices.test_group_delivery import Groups
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
START = at(date(2026, 11, 26), 15)


@pytest.fixture
def robot(cast):
    return make_robot(cast.branch)


def create(cast, kind=MeetingKind.ASSEMBLY, title="第四季度支部党员大会", now=NOW, **changes):
    data = make_plan(cast, kind=kind, title=title, **changes)
    return create_meeting(user=cast.users["secretary"], now=now, data=data, publish=True)


def told(now, since=None):
    """[(rule, robots)] that became due in the last minute."""
    return [(item.rule, item.robot_ids) for item in due_items(since or now - MINUTE, now)]


def read_in_the_group(at):
    """What the group reads when everything due is planned and sent."""
    groups = Groups()
    plan(now=at)
    deliver(at=at, render=render, robots=groups)
    return "\n".join(groups.texts)


def test_a_meeting_of_the_whole_branch_is_told_with_name_time_and_place_alone(cast, robot):
    create(cast, agenda=(("讨论接收丁党明为预备党员", True),))
    text = read_in_the_group(NOW + 2 * MINUTE)
    assert "会议通知：第四季度支部党员大会，11月26日（周四）15:00，一号会议室。" in text
    assert "丁党明" not in text
    assert "/me/" in text


@pytest.mark.parametrize("kind", MeetingKind)
def test_what_concerns_some_only_is_never_told_to_the_group(cast, robot, kind):
    group = {"group_id": cast.group.pk} if kind == MeetingKind.GROUP else {}
    year = {"evaluation_year": 2026} if kind == MeetingKind.LIFE else {}
    create(cast, kind, **group, **year)
    assert bool(told(NOW)) == (kind in FOR_THE_GROUP)
    if kind in {MeetingKind.COMMITTEE, MeetingKind.GROUP, MeetingKind.PARTNERS, MeetingKind.UNION}:
        assert read_in_the_group(NOW + 2 * MINUTE) == ""


def test_without_a_robot_or_the_tick_nothing_is_planned(cast):
    create(cast)
    assert told(NOW) == []
    make_robot(cast.branch, is_active=False)
    assert told(NOW) == []
    make_robot(cast.other_branch)
    assert told(NOW) == []


def test_a_meeting_not_meant_for_the_group_is_not_told_there(cast, robot):
    create(cast, by_robot=False)
    assert told(NOW) == []


def test_reminders_come_the_day_before_and_on_the_day(cast, robot):
    create(cast)
    day_before, day = at(date(2026, 11, 25), 9), at(date(2026, 11, 26), 8)
    assert told(day_before) == [("meeting_tomorrow", (robot.pk,))]
    assert told(day) == [("meeting_today", (robot.pk,))]
    assert told(at(date(2026, 11, 23), 9)) == []


def test_a_reminder_taken_out_of_the_plan_is_not_told(cast, robot):
    create(cast, remind_1_day=False)
    assert told(at(date(2026, 11, 25), 9)) == []


def test_of_several_meetings_a_day_the_group_reads_one_message(cast, robot):
    create(cast)
    create(cast, MeetingKind.LECTURE, "第四季度党课", starts_at=START + timedelta(hours=2))
    plan(now=NOW)
    groups = Groups()
    deliver(at=NOW + 2 * MINUTE, render=render, robots=groups)
    plan(now=at(date(2026, 11, 25), 9))
    deliver(at=at(date(2026, 11, 25), 9, 1), render=render, robots=groups)
    assert len(groups.texts) == 2
    assert groups.texts[1].count("明天开会") == 2


def test_a_move_is_told_where_the_meeting_is_known_and_is_news_elsewhere(cast, robot):
    meeting = create(cast)
    read_in_the_group(NOW + 2 * MINUTE)
    late = make_robot(cast.branch, name="新的群")
    later = NOW + timedelta(hours=1)
    move_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=later,
        starts_at=START + timedelta(days=1),
        ends_at=START + timedelta(days=1, hours=1),
    )
    assert set(told(later)) == {("meeting_moved", (robot.pk,)), ("meeting_published", (late.pk,))}
    assert "会议改期：第四季度支部党员大会，11月27日（周五）15:00" in read_in_the_group(later + 2 * MINUTE)


def test_a_call_off_reaches_the_groups_that_knew_and_keeps_its_reason_to_itself(cast, robot):
    meeting = create(cast)
    read_in_the_group(NOW + 2 * MINUTE)
    make_robot(cast.branch, name="新的群")
    later = NOW + timedelta(hours=1)
    cancel_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=later, reason="书记住院")
    assert told(later) == [("meeting_cancelled", (robot.pk,))]
    text = read_in_the_group(later + 2 * MINUTE)
    assert "会议取消：第四季度支部党员大会，原定11月26日（周四）15:00，不再召开。" in text
    assert "住院" not in text


def test_another_place_is_told_where_the_meeting_is_known(cast, robot):
    meeting = create(cast)
    read_in_the_group(NOW + 2 * MINUTE)
    later = NOW + timedelta(hours=1)
    data = make_plan(
        cast,
        kind=MeetingKind.ASSEMBLY,
        title="第四季度支部党员大会",
        place="二号会议室",
        agenda=[(item.title, item.needs_resolution, item.pk) for item in meeting.agenda.all()],
    )
    edit_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=later, data=data, version=meeting.version
    )
    assert told(later) == [("meeting_place_changed", (robot.pk,))]
    assert "地点改为二号会议室，时间不变" in read_in_the_group(later + 2 * MINUTE)


def test_what_was_overtaken_before_it_went_out_is_not_told(cast, robot):
    """A row of the old time, and a reminder of a meeting that is no more for the group."""
    meeting = create(cast)
    plan(now=NOW)
    assert OutboxRow.objects.filter(robot=robot, state="queued").count() == 1
    cancel_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW + MINUTE, reason="改日")
    assert read_in_the_group(NOW + 2 * MINUTE) == ""


def test_an_edit_that_does_not_show_the_tick_keeps_it(cast, robot):
    meeting = create(cast, by_robot=False)
    data = make_plan(cast, kind=MeetingKind.ASSEMBLY, title=meeting.title, by_robot=None)
    edit_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, data=data, version=meeting.version
    )
    meeting.refresh_from_db()
    assert meeting.by_robot is False
