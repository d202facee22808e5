"""Two clicks at the same moment, on real PostgreSQL (F11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from activities.meetings.commands import minutes
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.commands.attendance import begin_meeting
from activities.meetings.commands.minutes import nudge_recorder
from activities.meetings.models import ActionItem, Attendance, Meeting, Nudge
from tests.activities.meetings.record_world import make_begun, make_complete, make_held, make_planned
from tests.conftest import NOW, TODAY, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts in threads that start together; what each returned."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_begins_make_one_list(frozen):
    cast = make_cast()
    user = cast.users["secretary"]
    for _ in range(20):
        meeting = make_planned(cast)
        at_once(*[lambda pk=meeting.pk: begin_meeting(meeting_id=pk, user=user, now=NOW)] * 4)
        assert Attendance.objects.filter(meeting=meeting).count() == 3


def test_meetings_archived_at_once_take_different_numbers(frozen):
    cast = make_cast()
    user = cast.users["secretary"]
    meetings = [make_complete(cast, hour=hour) for hour in (6, 7, 8, 9)]
    at_once(
        *[
            lambda pk=meeting.pk: archive_meeting(meeting_id=pk, user=user, now=NOW)
            for meeting in [*meetings, *meetings]
        ]
    )
    numbers = Meeting.objects.order_by("starts_at").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


def test_an_item_closed_while_the_minutes_are_saved_stays_closed(frozen, monkeypatch):
    cast = make_cast()
    user, meeting = cast.users["secretary"], make_held(cast)
    item = meeting.agenda.first()
    owner = cast.people["secretary"]
    action = ActionItem.objects.create(meeting=meeting, item=item, text="办", owner=owner, due_on=TODAY)
    assign, others = minutes.assign, []

    def finish():
        minutes.finish_action(action_id=action.pk, user=user, now=NOW)
        connections.close_all()

    def finished_between(row, **values):
        if row == action:
            others.append(Thread(target=finish))
            others[0].start()
            others[0].join(1)
        return assign(row, **values)

    monkeypatch.setattr(minutes, "assign", finished_between)
    typed = minutes.ItemData(
        item.pk, item.title, "", False, actions=(minutes.ActionData(action.pk, "办好", owner.pk, TODAY),)
    )
    minutes.save_minutes(
        meeting_id=meeting.pk, user=user, now=NOW, data=minutes.MinutesData(meeting.version, {}, (typed,))
    )
    others[0].join(10)
    action.refresh_from_db()
    assert (action.text, action.done_on) == ("办好", TODAY)


def test_two_nudges_are_one(frozen):
    cast = make_cast()
    user = cast.users["secretary"]
    for day in range(10):
        meeting = make_begun(cast)
        now = NOW + timedelta(days=day)
        at_once(*[lambda pk=meeting.pk, now=now: nudge_recorder(meeting_id=pk, user=user, now=now)] * 4)
    assert Nudge.objects.count() == 10
