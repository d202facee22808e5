"""A setting entered on its admin page changes the reminders from its day on, and not before it."""

from datetime import date

import pytest
from django.urls import reverse

from activities.meetings.choices import MeetingState
from activities.notices.models import OutboxRow
from activities.reminders.commands import plan, quiet_hours
from branches.choices import MeetingKind
from lawfirm_party.common.dates import at
from lawfirm_party.common.models import Heartbeat
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FROM = "2027-01-01"
KIND = {
    "every": "month",
    "times": "1",
    "start_time": "15:00",
    "minutes_long": "90",
    "place": "会议室",
    "remind_3_days": "on",
    "remind_same_day": "on",
    "by_email": "on",
}
BRANCH = {"quiet_from": "21:00", "quiet_until": "07:30", "minutes_due_days": "3", "lapse_warning_days": "7"}


def enter(cast, model, **data):
    address = reverse(f"admin:branches_{model}_add")
    answer = cast.client("clerk").post(address, {"branch": cast.branch.pk, "since": FROM, **data})
    assert answer.status_code == 302


def planned_at(moment):
    """{(rule, what about)} that one look at a moment writes, after a look a minute before."""
    Heartbeat.objects.update_or_create(
        name="planner", defaults={"seen_at": moment, "reached": moment.replace(hour=moment.hour - 1)}
    )
    plan(now=moment)
    return set(OutboxRow.objects.filter(due_at=moment).values_list("rule", "object_id"))


def lapsing(cast, kind, moment):
    return ("requirement_lapsing", f"{cast.branch.pk}:{kind}:") in planned_at(moment)


def test_r_mtg_4_a_lecture_each_month_is_asked_for_from_the_day_of_the_setting_on(cast):
    enter(cast, "kindsetting", kind="lecture", **KIND)
    assert not lapsing(cast, MeetingKind.LECTURE, at(date(2026, 11, 23), 9))
    assert lapsing(cast, MeetingKind.LECTURE, at(date(2026, 12, 24), 9))
    assert lapsing(cast, MeetingKind.LECTURE, at(date(2027, 1, 24), 9))


def test_r_mtg_2_the_warning_begins_earlier_from_the_day_of_the_setting_on(cast):
    enter(cast, "branchsetting", **{**BRANCH, "lapse_warning_days": "10"})
    assert not lapsing(cast, MeetingKind.COMMITTEE, at(date(2026, 12, 21), 9))
    assert lapsing(cast, MeetingKind.COMMITTEE, at(date(2026, 12, 24), 9))
    assert lapsing(cast, MeetingKind.COMMITTEE, at(date(2027, 1, 21), 9))


def test_minutes_are_missed_later_after_meetings_held_under_the_setting(cast):
    enter(cast, "branchsetting", **{**BRANCH, "minutes_due_days": "10"})
    for day in (date(2026, 12, 30), date(2027, 1, 4)):
        make_meeting(cast.branch, day=day, state=MeetingState.HELD, recorder=cast.people["member"])
    assert {rule for rule, _ in planned_at(at(date(2027, 1, 2), 9))} == {"minutes_missing"}
    assert not {rule for rule, _ in planned_at(at(date(2027, 1, 7), 9))}
    assert {rule for rule, _ in planned_at(at(date(2027, 1, 14), 9))} == {"minutes_missing"}


def test_quiet_hours_change_from_the_day_of_the_setting_on(cast):
    enter(cast, "branchsetting", **{**BRANCH, "quiet_from": "19:00"})
    hold = quiet_hours()
    assert hold(cast.branch.pk, at(date(2026, 12, 31), 20)) is None
    assert quiet_hours()(cast.branch.pk, at(date(2027, 1, 1), 20)) == at(date(2027, 1, 2), 7, 30)


@pytest.mark.parametrize(("period", "ticked"), [("2026-11", True), ("2027-01", False)])
def test_the_form_of_a_meeting_proposes_the_reminders_of_its_own_day(cast, period, ticked):
    enter(cast, "kindsetting", kind="committee", **KIND)
    form = cast.client("secretary").get(f"/meetings/new/?type=committee&period={period}").context["form"]
    assert bool(form["remind_1_day"].value()) is ticked
    assert form["remind_3_days"].value()
