"""Who was told of a meeting, as its own page says it: of the meeting as it stands now."""

from datetime import date, timedelta

import pytest

from activities.meetings.commands.scheduling import create_meeting, move_meeting
from activities.meetings.queries.page import MeetingPage, Rights
from activities.notices.choices import OutboxState
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan
from lawfirm_party.common.dates import at
from tests.activities.meetings.plans import make_plan
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEW_TIME = {"starts_at": at(date(2026, 11, 27), 15), "ends_at": at(date(2026, 11, 27), 16)}


def look(now, state):
    """What the planner finds due by then is sent, or fails."""
    plan(now=now)
    OutboxRow.objects.filter(state=OutboxState.QUEUED).update(state=state)


OF_SECRETARY = Rights(manage=True, record=True, read=True, see_delivery=True)


def notice_step(meeting, now, rights=OF_SECRETARY):
    meeting.refresh_from_db()
    page = MeetingPage(meeting, rights, None, now)
    return [step for step in page.steps if step.label == "通知"][0]


def published(cast):
    return create_meeting(user=cast.users["secretary"], now=NOW, data=make_plan(cast), publish=True)


def move(cast, meeting, now):
    move_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=now, **NEW_TIME)


def test_a_meeting_moved_before_anybody_was_told_of_its_first_time_counts_who_was_told_of_the_new_one(
    cast, frozen
):
    meeting = published(cast)
    move(cast, meeting, NOW)
    assert notice_step(meeting, NOW).note == "即将发出"
    look(NOW + timedelta(minutes=1), OutboxState.SENT)
    assert notice_step(meeting, NOW).note == "3/3"


def test_a_move_that_reached_nobody_is_not_covered_by_the_first_notice(cast, frozen):
    meeting, later = published(cast), NOW + timedelta(hours=1)
    look(NOW + timedelta(minutes=1), OutboxState.SENT)
    assert notice_step(meeting, NOW).note == "3/3"
    move(cast, meeting, later)
    look(later + timedelta(minutes=1), OutboxState.DEAD)
    assert notice_step(meeting, later).note == "0/3，失败 3"


def test_a_member_reads_that_it_is_sent_once_it_is(cast, frozen):
    meeting, member = published(cast), Rights(read=True)
    assert notice_step(meeting, NOW, member).note == "即将发出"
    look(NOW + timedelta(minutes=1), OutboxState.SENT)
    assert notice_step(meeting, NOW, member).note == "已发出"
