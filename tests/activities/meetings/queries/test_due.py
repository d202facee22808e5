"""What is due about meetings, for whom, and what it says then."""

from datetime import date, timedelta

import icalendar
import pytest
from django.template.loader import render_to_string

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind, MeetingState
from activities.meetings.commands.scheduling import (
    cancel_meeting,
    create_meeting,
    edit_meeting,
    move_meeting,
)
from activities.meetings.models import ActionItem, AgendaItem, Guest, LeaveRequest, Meeting
from activities.meetings.queries.due import due_items
from activities.meetings.queries.words import notice_context
from activities.notices.models import OutboxRow
from branches.models import BranchSetting
from lawfirm_party.common.dates import at
from tests import factories
from tests.activities.meetings.plans import make_plan, nudge, published
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
START = at(date(2026, 11, 26), 15)


def due(since, now, rule=None):
    return [item for item in due_items(since, now) if rule in {None, item.rule}]


def one(since, now, rule):
    (item,) = due(since, now, rule)
    return item


def committee(cast):
    return {cast.people[role].pk for role in ("secretary", "committee", "committee_only")}


def arrived(cast, meeting, role, rule="meeting_published", state="sent", occurrence="0"):
    OutboxRow.objects.create(
        dedupe_key=f"{rule}{role}{state}{occurrence}",
        rule=rule,
        object_id=str(meeting.pk),
        occurrence=occurrence,
        branch=cast.branch,
        recipient=cast.people[role],
        channel="in_app",
        due_at=NOW,
        useful_until=START,
        next_try_at=NOW,
        state=state,
        created_at=NOW,
    )


def test_a_published_meeting_is_told_at_once_to_who_is_expected_and_invited(cast):
    meeting = published(cast, guest_ids=(cast.people["lawyer"].pk,))
    item = one(NOW - timedelta(minutes=1), NOW, "meeting_published")
    assert (item.object_id, item.occurrence, item.due_at) == (str(meeting.pk), "0", NOW)
    assert set(item.person_ids) == committee(cast) | {cast.people["lawyer"].pk}
    assert (item.holds, item.channels, item.useful_until) == (False, ("in_app", "email"), meeting.ends_at)
    assert due(NOW, NOW + timedelta(hours=1)) == []  # the window begins after `since`


def test_without_mail_only_the_page_says_it(cast):
    published(cast, by_email=False)
    assert one(NOW - timedelta(minutes=1), NOW, "meeting_published").channels == ("in_app",)


def test_a_draft_is_told_to_nobody(cast):
    create_meeting(user=cast.users["secretary"], now=NOW, data=make_plan(cast))
    assert due(NOW - timedelta(minutes=1), NOW + timedelta(days=30)) == []


def test_a_moved_meeting_is_another_occurrence_and_says_only_the_last_time(cast):
    meeting = published(cast)
    for role in ("secretary", "committee", "committee_only"):
        arrived(cast, meeting, role)
    later = NOW + timedelta(minutes=1)
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"]}
    start = at(date(2026, 12, 3), 15)
    move_meeting(**call, now=later, starts_at=start, ends_at=start + timedelta(hours=1))
    items = due(NOW - timedelta(minutes=1), later)
    assert [(item.rule, item.occurrence) for item in items] == [("meeting_moved", "1")]
    assert notice_context("meeting_published", str(meeting.pk), "0", cast.people["committee"]) is None
    words = notice_context("meeting_moved", str(meeting.pk), "1", cast.people["committee"])
    assert words["title"] == "会议改期：2026年12月支部委员会会议"


def test_whoever_never_heard_of_a_moved_meeting_gets_its_notice_not_the_move(cast):
    meeting = published(cast)
    arrived(cast, meeting, "secretary")
    later, start = NOW + timedelta(minutes=1), at(date(2026, 12, 3), 15)
    move_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=later,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    knows = {cast.people["secretary"].pk}
    for _ in range(2):  # the second look finds that the new notice has arrived
        items = due(NOW - timedelta(minutes=1), later)
        told = {item.rule: (set(item.person_ids), item.occurrence) for item in items}
        assert told == {"meeting_moved": (knows, "1"), "meeting_published": (committee(cast) - knows, "1")}
        OutboxRow.objects.filter(occurrence="1").delete()
        arrived(cast, meeting, "committee", occurrence="1")


def edit(cast, meeting, now, **changes):
    return edit_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=now,
        version=meeting.version,
        data=make_plan(cast, **changes),
    )


def test_a_guest_invited_later_gets_the_notice_and_nobody_else_hears_it_again(cast):
    first, later = cast.people["lawyer"], cast.people["partner"]
    meeting = published(cast, guest_ids=(first.pk,))
    moment = NOW + timedelta(hours=1)
    edit(cast, meeting, moment, guest_ids=(first.pk, later.pk))
    item = one(moment - timedelta(minutes=1), moment, "meeting_published")
    assert (item.person_ids, item.holds, item.occurrence) == ((later.pk,), False, "0-20261118030000")
    words = notice_context("meeting_published", str(meeting.pk), item.occurrence, later)
    assert words["is_guest"] and words["answer_path"] and b"METHOD:REQUEST" in words["ics"]


def test_a_guest_invited_after_a_move_is_told_of_the_new_time(cast):
    meeting = published(cast)
    start = at(date(2026, 12, 3), 15)
    move_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=NOW,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    meeting.refresh_from_db()
    moment = NOW + timedelta(hours=1)
    edit(cast, meeting, moment, guest_ids=(cast.people["partner"].pk,))
    item = one(moment - timedelta(minutes=1), moment, "meeting_published")
    assert (item.person_ids, item.occurrence) == ((cast.people["partner"].pk,), "1-20261118030000")


@pytest.mark.parametrize("moved", [False, True])
def test_a_guest_invited_soon_after_the_notice_is_told_once(cast, moved):
    """Each look reaches back some minutes: it sees the notice of before and the new guest at once."""
    meeting = published(cast)
    if moved:
        start = at(date(2026, 12, 3), 15)
        call = {"meeting_id": meeting.pk, "user": cast.users["secretary"]}
        meeting = move_meeting(**call, now=NOW, starts_at=start, ends_at=start + timedelta(hours=1))
    guest, moment = cast.people["partner"].pk, NOW + timedelta(minutes=3)
    edit(cast, meeting, moment, guest_ids=(guest,))
    told = [item for item in due(NOW - timedelta(minutes=7), moment) if guest in item.person_ids]
    assert [item.occurrence for item in told] == [f"{int(moved)}-20261118020300"]


def test_a_guest_invited_after_a_reminders_moment_is_not_reminded_of_it(cast):
    meeting = published(cast)
    reminded = at(date(2026, 11, 23), 9)
    edit(cast, meeting, reminded, guest_ids=(cast.people["partner"].pk,))
    item = one(reminded - timedelta(minutes=5), reminded + timedelta(minutes=5), "meeting_in_3_days")
    assert set(item.person_ids) == committee(cast)


def test_another_place_is_told_to_whom_the_notice_had_reached(cast):
    meeting = published(cast)
    arrived(cast, meeting, "committee")
    arrived(cast, meeting, "secretary", state="dead")
    moment = NOW + timedelta(hours=1)
    edited = edit(cast, meeting, moment, place="二号会议室", guest_ids=(cast.people["partner"].pk,))
    items = {item.rule: item for item in due(moment - timedelta(minutes=1), moment)}
    assert set(items) == {"meeting_place_changed", "meeting_published"}
    item = items["meeting_place_changed"]
    assert (item.person_ids, item.holds) == ((cast.people["committee"].pk,), False)
    assert items["meeting_published"].person_ids == (cast.people["partner"].pk,)
    about = ("meeting_place_changed", str(meeting.pk), item.occurrence, cast.people["committee"])
    words = notice_context(*about)
    assert words["title"] == "会议地点变更：2026年11月支部委员会会议"
    assert "地点改为二号会议室。时间不变" in words["text"]
    event = icalendar.Calendar.from_ical(words["ics"]).walk("VEVENT")[0]
    assert (event["LOCATION"], event["DTSTAMP"].dt) == ("二号会议室", moment)
    assert edited.revision == 0  # answers and leaves stand


def test_only_the_last_place_is_news(cast):
    meeting = published(cast)
    arrived(cast, meeting, "committee")
    moment = NOW + timedelta(hours=1)
    edited = edit(cast, meeting, moment, place="二号会议室")
    item = one(moment - timedelta(minutes=1), moment, "meeting_place_changed")
    edit(cast, edited, moment + timedelta(minutes=1), place="三号会议室")
    about = ("meeting_place_changed", str(meeting.pk), item.occurrence, cast.people["committee"])
    assert notice_context(*about) is None


def test_a_notice_that_went_out_with_the_new_place_is_not_followed_by_another(cast):
    meeting = published(cast)
    edit(cast, meeting, NOW + timedelta(seconds=20), place="二号会议室")
    arrived(cast, meeting, "committee")
    OutboxRow.objects.update(sent_at=NOW + timedelta(seconds=40))
    assert due(NOW - timedelta(minutes=1), NOW + timedelta(minutes=1), "meeting_place_changed") == []


def test_a_move_says_the_new_place_too(cast):
    meeting = published(cast)
    for role in ("secretary", "committee", "committee_only"):
        arrived(cast, meeting, role)
    edit(cast, meeting, NOW + timedelta(minutes=1), place="二号会议室")
    start = at(date(2026, 12, 3), 15)
    later = NOW + timedelta(minutes=2)
    move_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=later,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    assert [item.rule for item in due(NOW, later)] == ["meeting_moved"]


def test_a_cancelled_meeting_is_told_to_whom_the_notice_reached(cast):
    meeting = published(cast)
    arrived(cast, meeting, "committee")
    arrived(cast, meeting, "secretary", state="dead")
    cancel_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, reason="全体开庭")
    items = due(NOW - timedelta(minutes=1), NOW)
    assert [(item.rule, item.person_ids) for item in items] == [
        ("meeting_cancelled", (cast.people["committee"].pk,))
    ]
    words = notice_context("meeting_cancelled", str(meeting.pk), "0", cast.people["committee"])
    assert "全体开庭" in words["text"] and b"METHOD:CANCEL" in words["ics"]


def test_what_nobody_heard_of_is_not_called_off(cast):
    meeting = published(cast)
    cancel_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, reason="改日再开")
    assert due(NOW - timedelta(minutes=1), NOW) == []


@pytest.mark.parametrize(
    ("rule", "moment", "until", "flag"),
    [
        ("meeting_in_3_days", at(date(2026, 11, 23), 9), at(date(2026, 11, 25), 9), "remind_3_days"),
        ("meeting_tomorrow", at(date(2026, 11, 25), 9), at(date(2026, 11, 26), 0), "remind_1_day"),
        ("meeting_today", at(date(2026, 11, 26), 8), START, "remind_same_day"),
    ],
)
def test_reminders_stand_in_the_window_that_holds_their_moment(cast, rule, moment, until, flag):
    meeting = published(cast)
    minute = timedelta(minutes=1)
    item = one(moment - minute, moment, rule)
    assert (item.due_at, item.useful_until, item.holds) == (moment, until, True)
    assert due(moment, moment + minute, rule) == []
    assert due(moment - 2 * minute, moment - minute, rule) == []
    Meeting.objects.filter(pk=meeting.pk).update(**{flag: False})
    assert due(moment - minute, moment, rule) == []


def test_a_worker_that_was_down_finds_every_reminder_once(cast):
    published(cast)
    rules = [item.rule for item in due(NOW, START)]
    assert sorted(rules) == ["meeting_in_3_days", "meeting_today", "meeting_tomorrow"]


def test_who_was_told_after_the_reminders_moment_is_not_reminded_of_it(cast):
    published(cast, now=at(date(2026, 11, 25), 9))
    rules = {item.rule for item in due(NOW, START)}
    assert rules == {"meeting_published", "meeting_today"}


def test_nobody_on_leave_is_reminded(cast):
    meeting = published(cast)
    leave = LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason="court", asked_at=NOW, state="approved"
    )
    item = one(NOW, START, "meeting_today")
    assert set(item.person_ids) == committee(cast) - {cast.people["committee"].pk}
    about = ("meeting_today", str(meeting.pk), "0", cast.people["committee"])
    assert notice_context(*about) is None
    leave.state = LeaveState.WITHDRAWN
    leave.save()
    assert notice_context(*about)


@pytest.mark.parametrize(("days", "due_day"), [(None, date(2026, 11, 29)), (5, date(2026, 12, 1))])
def test_missing_minutes_are_for_recorder_and_secretary_by_the_dated_setting(cast, days, due_day):
    if days:
        BranchSetting.objects.create(branch=cast.branch, since=date(2026, 11, 1), minutes_due_days=days)
    meeting = published(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    moment = at(due_day, 9)
    item = one(moment - timedelta(minutes=1), moment, "minutes_missing")
    assert set(item.person_ids) == {cast.people["secretary"].pk, cast.people["committee"].pk}
    about = ("minutes_missing", str(meeting.pk), "0", cast.people["secretary"])
    assert notice_context(*about)["path"] == meeting.get_absolute_url()
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    assert due(moment - timedelta(minutes=1), moment, "minutes_missing") == []
    assert notice_context(*about) is None


def test_a_backfilled_meeting_reminds_nobody(cast):
    meeting = published(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD, is_backfilled=True)
    assert due(NOW, START + timedelta(days=30), "minutes_missing") == []


def test_an_action_item_is_told_the_day_before_and_on_its_day_to_its_owner(cast):
    meeting = published(cast)
    action = ActionItem.objects.create(
        meeting=meeting,
        item=meeting.agenda.first(),
        text="联系社区",
        owner=cast.people["member"],
        due_on=date(2026, 12, 10),
    )
    items = due(START, START + timedelta(days=30), "action_due")
    assert [(item.due_at, item.person_ids) for item in items] == [
        (at(date(2026, 12, 9), 9), (cast.people["member"].pk,)),
        (at(date(2026, 12, 10), 9), (cast.people["member"].pk,)),
    ]
    owner = cast.people["member"]
    titles = [notice_context("action_due", str(action.pk), item.occurrence, owner)["title"] for item in items]
    assert titles == ["议定事项明天到期：联系社区", "议定事项今天到期：联系社区"]
    assert notice_context("action_due", str(action.pk), items[0].occurrence, cast.people["leader"]) is None
    action.due_on = date(2026, 12, 20)
    action.save()
    assert notice_context("action_due", str(action.pk), items[0].occurrence, owner) is None
    action.done_on = date(2026, 12, 1)
    action.save()
    assert due(START, START + timedelta(days=30), "action_due") == []


def test_a_leave_waits_for_the_secretary_and_its_text_stays_out_of_the_message(cast):
    meeting = published(cast)
    leave = LeaveRequest.objects.create(
        meeting=meeting,
        person=cast.people["committee"],
        reason=LeaveReason.SICK,
        text="住院手术",
        asked_at=NOW,
    )
    item = one(NOW - timedelta(minutes=1), NOW, "leave_waiting")
    assert item.person_ids == (cast.people["secretary"].pk,)
    words = notice_context("leave_waiting", str(leave.pk), item.occurrence, cast.people["secretary"])
    assert "住院手术" not in words["title"] + words["text"] + render_to_string(
        "emails/leave_waiting-body.txt", words
    )
    leave.state, leave.decided_at = LeaveState.APPROVED, NOW + timedelta(hours=1)
    leave.save()
    assert notice_context("leave_waiting", str(leave.pk), item.occurrence, cast.people["secretary"]) is None
    answer = one(NOW, NOW + timedelta(hours=1), "leave_decided")
    assert answer.person_ids == (cast.people["committee"].pk,)
    assert (item.holds, answer.holds) == (False, False)  # no reminder, so no quiet hours
    words = notice_context("leave_decided", str(leave.pk), answer.occurrence, cast.people["committee"])
    assert words["title"].startswith("请假已同意")


def test_a_no_is_told_with_its_reason_and_each_decision_once(cast):
    leave = LeaveRequest.objects.create(
        meeting=published(cast),
        person=cast.people["committee"],
        reason=LeaveReason.COURT,
        asked_at=NOW,
        state=LeaveState.REFUSED,
        decided_at=NOW + timedelta(minutes=1),
        refused_because="当天要表决",
    )
    first = one(NOW, NOW + timedelta(hours=1), "leave_decided")
    words = notice_context("leave_decided", str(leave.pk), first.occurrence, cast.people["committee"])
    assert "当天要表决" in words["text"]
    assert "当天要表决" in render_to_string(
        "emails/leave_decided-body.txt", {**words, "person": leave.person}
    )
    leave.decided_at += timedelta(minutes=1)
    leave.save()
    second = one(NOW, NOW + timedelta(hours=1), "leave_decided")
    assert second.occurrence != first.occurrence
    told = [
        notice_context("leave_decided", str(leave.pk), item.occurrence, cast.people["committee"])
        for item in (first, second)
    ]
    assert (told[0] is None, told[1] is None) == (True, False)


def test_a_nudge_names_what_is_still_to_do(cast):
    row = nudge(cast, group=cast.group, period="2026-11")
    item = one(NOW - timedelta(minutes=1), NOW, "nudge")
    assert (item.person_ids, item.holds) == ((cast.people["leader"].pk,), True)
    words = notice_context("nudge", str(row.pk), "0", cast.people["leader"])
    assert words["title"] == "催办：安排2026年11月第一党小组会"
    assert words["path"] == f"/meetings/new/?type=group&group={cast.group.pk}&period=2026-11"
    factories.make_meeting(cast.branch, MeetingKind.GROUP, group=cast.group)
    assert notice_context("nudge", str(row.pk), "0", cast.people["leader"]) is None


def test_a_begun_meeting_is_still_announced_but_has_no_link_to_answer(cast):
    meeting = published(cast)
    AgendaItem.objects.filter(meeting=meeting).update(title="议题")
    Guest.objects.all().delete()
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.BEGUN)
    assert due(NOW - timedelta(minutes=1), NOW, "meeting_published")
    words = notice_context("meeting_published", str(meeting.pk), "0", cast.people["committee"])
    assert words["answer_path"] == ""
