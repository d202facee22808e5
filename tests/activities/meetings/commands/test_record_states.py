"""Which step of a meeting's life is allowed in which state (trust.md row 12), and what each step keeps."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from activities.meetings.choices import (
    LeaveReason,
    LeaveState,
    MarkedHow,
    MeetingKind,
    MeetingState,
    Presence,
)
from activities.meetings.commands.archive import (
    CHANGED_MEANWHILE,
    ENDS_LATER,
    NOT_COMPLETE,
    archive_meeting,
    correct_meeting,
)
from activities.meetings.commands.attendance import (
    NOBODY_EXPECTED,
    NOT_ON_THE_LIST,
    NOT_TODAY,
    NOT_YET_OVER,
    backfill_scheduled,
    begin_meeting,
    close_meeting,
    mark,
    mark_all_present,
)
from activities.meetings.commands.minutes import MinutesData, finish_action, reopen_action, save_minutes
from activities.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CorrectionNote,
    Guest,
    LeaveRequest,
    Meeting,
    Resolution,
)
from activities.meetings.queries.record import record_of
from lawfirm_party.common.dates import at
from lawfirm_party.common.refusal import Conflict, Refusal
from tests.activities.meetings.record_world import (
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
    presence_of,
    write_everything,
)
from tests.conftest import NOW, TODAY
from tests.factories import make_branch, make_meeting

S = MeetingState
STEPS = {
    "begin": lambda m, u: begin_meeting(meeting_id=m.pk, user=u, now=NOW),
    "mark": lambda m, u: mark(
        meeting_id=m.pk, person_id=m.host_id, presence=Presence.PRESENT, user=u, now=NOW
    ),
    "mark all": lambda m, u: mark_all_present(meeting_id=m.pk, user=u, now=NOW),
    "close": lambda m, u: close_meeting(meeting_id=m.pk, user=u, now=NOW),
    "write": lambda m, u: save_minutes(meeting_id=m.pk, user=u, now=NOW, data=MinutesData(m.version)),
    "archive": lambda m, u: archive_meeting(meeting_id=m.pk, user=u, now=NOW),
    "correct": lambda m, u: correct_meeting(meeting_id=m.pk, user=u, now=NOW, text="更正"),
}
# What each step leads to from each state; None: refused. A second click (begin, close, archive) stays where it is.
TABLE = {
    "begin": {S.SCHEDULED: S.BEGUN, S.BEGUN: S.BEGUN},
    "mark": {S.BEGUN: S.BEGUN, S.HELD: S.HELD, S.RECORDED: S.RECORDED},
    "mark all": {S.BEGUN: S.BEGUN, S.HELD: S.HELD, S.RECORDED: S.RECORDED},
    "close": {S.BEGUN: S.HELD, S.HELD: S.HELD, S.RECORDED: S.RECORDED},
    "write": {S.BEGUN: S.BEGUN, S.HELD: S.HELD, S.RECORDED: S.RECORDED},
    "archive": {S.RECORDED: S.ARCHIVED, S.ARCHIVED: S.ARCHIVED},
    "correct": {S.ARCHIVED: S.ARCHIVED},
}


def in_state(cast, state):
    if state in {S.DRAFT, S.SCHEDULED, S.CANCELLED}:
        return make_planned(cast, state=state)
    if state == S.BEGUN:
        return make_begun(cast)
    if state == S.HELD:
        return make_held(cast)
    if state == S.ARCHIVED:
        return make_archived(cast)
    meeting = write_everything(make_held(cast), votes=2)
    mark(
        meeting_id=meeting.pk,
        person_id=meeting.host_id,
        presence=Presence.LEAVE,
        user=cast.users["secretary"],
        now=NOW,
    )
    meeting.refresh_from_db()
    assert meeting.state == S.RECORDED
    return meeting


@pytest.mark.django_db
@pytest.mark.parametrize("state", MeetingState.values)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_allowed_in_its_states_only(cast, step, state):
    meeting = in_state(cast, state)
    expected = TABLE[step].get(state)
    if expected is None:
        with pytest.raises(Refusal):
            STEPS[step](meeting, cast.users["secretary"])
    else:
        STEPS[step](meeting, cast.users["secretary"])
    meeting.refresh_from_db()
    assert meeting.state == (expected or state)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 1])
def test_a_meeting_begins_on_its_own_day_only(cast, days):
    meeting = make_planned(cast)
    with pytest.raises(Refusal, match=NOT_TODAY):
        begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW + timedelta(days=days))


@pytest.mark.django_db
def test_a_meeting_of_the_last_minutes_of_a_month_begins_on_that_day_of_shanghai(cast):
    late = at(TODAY.replace(day=30), 23, 50)
    meeting = make_planned(cast, starts_at=late)
    begun = begin_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=late + timedelta(minutes=9)
    )
    assert begun.state == MeetingState.BEGUN


@pytest.mark.django_db
def test_beginning_freezes_who_is_expected_with_vote_standing_leave_and_guests(cast):
    meeting = make_planned(cast, kind=MeetingKind.ASSEMBLY)
    away = cast.people["member"]
    LeaveRequest.objects.create(
        meeting=meeting, person=away, reason=LeaveReason.COURT, state=LeaveState.APPROVED, asked_at=NOW
    )
    LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["fifth"], reason=LeaveReason.SICK, asked_at=NOW
    )
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    begun = begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)

    assert (begun.expected_count, begun.voting_count) == (9, 8)
    row = Attendance.objects.get(meeting=meeting, person=away)
    assert (row.presence, row.leave_reason, row.how) == ("leave", "court", MarkedHow.FROM_LEAVE)
    assert presence_of(meeting, cast.people["fifth"]) == Presence.UNMARKED
    probationary = Attendance.objects.get(meeting=meeting, person=cast.people["probationary"])
    assert (probationary.has_vote, probationary.standing) == (False, "probationary")
    guest = Attendance.objects.get(meeting=meeting, person=cast.people["lawyer"])
    assert (guest.is_guest, guest.has_vote) == (True, False)


@pytest.mark.django_db
def test_a_second_begin_makes_no_second_row(cast):
    meeting = make_planned(cast)
    for _ in range(2):
        begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    assert Attendance.objects.filter(meeting=meeting).count() == 3


@pytest.mark.django_db
def test_a_meeting_without_anybody_expected_does_not_begin(cast):
    meeting = make_meeting(make_branch(cast.firm), MeetingKind.COMMITTEE, TODAY)
    with pytest.raises(Refusal, match=NOBODY_EXPECTED):
        begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    assert not Attendance.objects.filter(meeting=meeting).exists()


@pytest.mark.django_db
def test_who_marked_when_and_how_is_kept(cast):
    meeting = make_begun(cast)
    user = cast.users["committee_only"]
    row = mark(
        meeting_id=meeting.pk,
        person_id=cast.people["committee"].pk,
        presence=Presence.LEAVE,
        reason=LeaveReason.TRAVEL,
        user=user,
        now=NOW,
    )
    assert (row.marked_by, row.marked_at, row.how, row.leave_reason) == (
        user,
        NOW,
        MarkedHow.BY_HAND,
        "travel",
    )


@pytest.mark.django_db
def test_somebody_from_outside_the_list_cannot_be_marked(cast):
    meeting = make_begun(cast)
    with pytest.raises(Refusal, match=NOT_ON_THE_LIST):
        mark(
            meeting_id=meeting.pk,
            person_id=cast.people["outsider"].pk,
            presence=Presence.PRESENT,
            user=cast.users["secretary"],
            now=NOW,
        )


@pytest.mark.django_db
def test_closing_on_the_day_keeps_the_real_end(cast):
    meeting = make_begun(cast)
    closed = close_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW + timedelta(minutes=7, seconds=20)
    )
    assert closed.ends_at == NOW + timedelta(minutes=7)


@pytest.mark.django_db
def test_a_meeting_over_before_its_planned_hour_is_recorded_as_it_was(cast):
    meeting = make_planned(cast, hour=15)
    act = {"meeting_id": meeting.pk, "user": cast.users["secretary"]}
    begin_meeting(**act, now=NOW + timedelta(seconds=40))
    closed = close_meeting(**act, now=NOW + timedelta(minutes=50))
    assert (closed.starts_at, closed.ends_at) == (NOW, NOW + timedelta(minutes=50))


@pytest.mark.django_db
def test_who_begins_some_minutes_early_waits_for_the_planned_hour(cast):
    meeting = make_planned(cast, hour=10)
    act = {"meeting_id": meeting.pk, "user": cast.users["secretary"]}
    begin_meeting(**act, now=NOW - timedelta(minutes=6))
    closed = close_meeting(**act, now=NOW + timedelta(minutes=50))
    assert (closed.starts_at, closed.ends_at) == (NOW, NOW + timedelta(minutes=50))


@pytest.mark.django_db
def test_a_meeting_closed_after_midnight_but_before_its_planned_end_ends_then(cast):
    meeting = make_planned(cast, hour=23)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at + timedelta(hours=2))
    act = {"meeting_id": meeting.pk, "user": cast.users["secretary"]}
    begin_meeting(**act, now=meeting.starts_at)
    after_midnight = meeting.starts_at + timedelta(minutes=70)
    assert close_meeting(**act, now=after_midnight).ends_at == after_midnight


@pytest.mark.django_db
def test_a_record_that_ends_in_the_future_is_not_archived(cast):
    meeting = make_complete(cast)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=NOW + timedelta(minutes=2))
    with pytest.raises(Refusal, match=ENDS_LATER):
        archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


@pytest.mark.django_db
def test_closing_a_day_later_leaves_the_planned_end(cast):
    meeting = make_begun(cast)
    planned = meeting.ends_at
    closed = close_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW + timedelta(days=1))
    assert closed.ends_at == planned


@pytest.mark.django_db
def test_a_complete_record_falls_back_when_something_goes_missing_again(cast):
    meeting = in_state(cast, MeetingState.RECORDED)
    save_minutes(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=NOW,
        data=MinutesData(meeting.version, frame={"host_signed_on": None}),
    )
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD


@pytest.mark.django_db
def test_an_incomplete_record_is_not_archived_and_the_reasons_are_named(cast):
    meeting = make_complete(cast)
    Meeting.objects.filter(pk=meeting.pk).update(host_signed_on=None)
    with pytest.raises(Refusal, match=NOT_COMPLETE.format(missing="主持人签字")):
        archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def complete_with_leave(cast, presence):
    """Complete but for a leave nobody decided; who asked was marked like this."""
    meeting = write_everything(make_held(cast), votes=2)
    person = cast.people["committee"]
    leave = LeaveRequest.objects.create(meeting=meeting, person=person, reason="court", asked_at=NOW)
    mark(meeting_id=meeting.pk, person_id=person.pk, presence=presence, user=cast.users["secretary"], now=NOW)
    return meeting, leave


@pytest.mark.django_db
@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.LEAVE])
def test_r_mtg_11_a_leave_that_waits_for_its_answer_keeps_the_record_open(cast, frozen, presence):
    meeting, leave = complete_with_leave(cast, presence)
    sentence = NOT_COMPLETE.format(missing="书记审批 1 条请假")
    with pytest.raises(Refusal, match=sentence):
        archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    client = cast.client("secretary")
    assert (
        '<a href="/leaves/#main">书记审批 1 条请假</a>'
        in client.get(f"/meetings/{meeting.pk}/").content.decode()
    )
    assert 'href="/leaves/#main"' in client.get("/").content.decode()
    recorder = cast.client("committee_only").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "书记审批 1 条请假" in recorder and "/leaves/" not in recorder
    assert (
        sentence
        not in client.post(
            f"/leaves/{leave.pk}/", {"decision": "refuse", "reason": "要表决"}, follow=True
        ).content.decode()
    )
    meeting.refresh_from_db()
    assert meeting.state == S.RECORDED
    assert archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW).state == S.ARCHIVED


@pytest.mark.django_db
def test_who_came_after_all_needs_no_leave_any_more(cast):
    meeting, leave = complete_with_leave(cast, Presence.PRESENT)
    archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    leave.refresh_from_db()
    assert leave.state == LeaveState.WITHDRAWN


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["text", "mark"])
def test_a_record_is_archived_as_it_was_seen_or_not_at_all(cast, what):
    meeting, user = make_complete(cast), cast.users["secretary"]
    seen = record_of(meeting).stamp
    if what == "text":
        save_minutes(
            meeting_id=meeting.pk, user=user, now=NOW, data=MinutesData(meeting.version, {"place": "二楼"})
        )
    else:
        mark(
            meeting_id=meeting.pk,
            person_id=meeting.host_id,
            presence=Presence.LEAVE,
            user=user,
            now=NOW,
        )
        Resolution.objects.update(votes_for=2)
    with pytest.raises(Conflict, match=CHANGED_MEANWHILE):
        archive_meeting(meeting_id=meeting.pk, user=user, now=NOW, seen=seen)
    meeting.refresh_from_db()
    seen = record_of(meeting).stamp
    assert archive_meeting(meeting_id=meeting.pk, user=user, now=NOW, seen=seen).state == S.ARCHIVED


@pytest.mark.django_db
def test_no_two_meetings_of_a_kind_carry_one_number_in_a_year(cast):
    first, second = make_archived(cast, hour=7), make_complete(cast, hour=8)
    done = {"state": S.ARCHIVED, "number": first.number, "archived_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=second.pk).update(**done)
    # In Shanghai it is next year already.
    new_year = at(date(2027, 1, 1), 0)
    Meeting.objects.filter(pk=second.pk).update(
        **done, starts_at=new_year, ends_at=new_year + timedelta(hours=1)
    )


@pytest.mark.django_db
def test_of_the_items_of_an_archived_meeting_only_what_became_of_them_changes(cast):
    meeting = make_complete(cast)
    row = {
        "meeting": meeting,
        "item": meeting.agenda.first(),
        "owner": cast.people["secretary"],
        "due_on": TODAY,
    }
    action = ActionItem.objects.create(**row, text="整理名册")
    archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    own = ActionItem.objects.filter(pk=action.pk)
    for change in (
        lambda: own.update(text="别的"),
        lambda: own.update(due_on=TODAY + timedelta(days=1), done_on=TODAY),
        own.delete,
        lambda: ActionItem.objects.create(**row, text="后来加的"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    assert (
        finish_action(action_id=action.pk, user=cast.users["secretary"], now=NOW, note="已交").done_on
        == TODAY
    )
    assert reopen_action(action_id=action.pk, user=cast.users["secretary"], now=NOW).done_on is None


@pytest.mark.django_db
def test_a_correction_stands_as_it_was_written(cast):
    meeting = make_archived(cast)
    note = correct_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, text="更正")
    for change in (lambda: CorrectionNote.objects.update(text="改掉"), note.delete):
        with pytest.raises(InternalError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_votes_that_became_impossible_keep_the_record_open(cast):
    meeting = make_complete(cast)
    mark(
        meeting_id=meeting.pk,
        person_id=meeting.host_id,
        presence=Presence.ABSENT,
        user=cast.users["secretary"],
        now=NOW,
    )
    with pytest.raises(Refusal, match="正确的票数"):
        archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def archived_on(cast, day, kind=MeetingKind.COMMITTEE):
    meeting = make_planned(cast, kind=kind, day=day)
    now = at(day, 11)
    user = cast.users["secretary"]
    begin_meeting(meeting_id=meeting.pk, user=user, now=now)
    mark_all_present(meeting_id=meeting.pk, user=user, now=now)
    close_meeting(meeting_id=meeting.pk, user=user, now=now)
    write_everything(meeting)
    return meeting


def archive_at(cast, meeting):
    return archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW).number


@pytest.mark.django_db
def test_numbers_follow_the_dates_and_a_later_entry_takes_the_next_free_one(cast):
    january, march, april = (archived_on(cast, TODAY.replace(month=month)) for month in (1, 3, 4))
    assert [archive_at(cast, meeting) for meeting in (march, january, april)] == [2, 1, 3]
    february = archived_on(cast, TODAY.replace(month=2))
    may = archived_on(cast, TODAY.replace(month=5))
    assert archive_at(cast, february) == 4
    assert archive_at(cast, may) == 5


@pytest.mark.django_db
def test_numbers_begin_anew_with_kind_and_year(cast):
    last_year = archived_on(cast, TODAY.replace(year=2025, month=12))
    assembly = archived_on(cast, TODAY.replace(month=2), kind=MeetingKind.LECTURE)
    this_year = archived_on(cast, TODAY.replace(month=3))
    assert [archive_at(cast, meeting) for meeting in (last_year, assembly, this_year)] == [1, 1, 1]


@pytest.mark.django_db
def test_example_15_one_afternoon_of_three_kinds_keeps_three_records(cast):
    day = TODAY.replace(month=4, day=10)
    kinds = (MeetingKind.ASSEMBLY, MeetingKind.LECTURE, MeetingKind.THEME_DAY)
    meetings = [archived_on(cast, day, kind) for kind in kinds]
    assert [archive_at(cast, meeting) for meeting in meetings] == [1, 1, 1]
    assert [meeting.agenda.count() for meeting in meetings] == [2, 2, 2]
    assert {meeting.kind for meeting in meetings} == set(kinds)


FROZEN_WRITES = {
    "meeting update": lambda m: Meeting.objects.filter(pk=m.pk).update(place="别处"),
    "meeting save": lambda m: (setattr(m, "place", "别处"), m.save()),
    "meeting unarchived": lambda m: Meeting.objects.filter(pk=m.pk).update(state=MeetingState.HELD),
    "meeting delete": lambda m: Meeting.objects.filter(pk=m.pk)._raw_delete("default"),
    "attendance update": lambda m: m.attendance.update(presence=Presence.ABSENT),
    "attendance insert": lambda m: Attendance.objects.create(
        meeting=m, person=m.branch.firm.people.order_by("-id").first(), is_guest=True
    ),
    "attendance delete": lambda m: m.attendance.all().delete(),
    "agenda update": lambda m: m.agenda.update(discussion="改"),
    "agenda insert": lambda m: AgendaItem.objects.create(meeting=m, position=9, title="加"),
    "agenda delete": lambda m: m.agenda.all().delete(),
    "resolution update": lambda m: m.resolutions.update(votes_for=1),
    "resolution bulk update": lambda m: Resolution.objects.bulk_update(m.resolutions.all(), ["text"]),
    "resolution delete": lambda m: m.resolutions.all().delete(),
    "guest insert": lambda m: Guest.objects.create(meeting=m, person=m.host),
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", FROZEN_WRITES)
def test_the_database_itself_freezes_an_archived_record(cast, write):
    meeting = make_archived(cast)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        FROZEN_WRITES[write](meeting)


@pytest.mark.django_db
def test_a_correction_stands_beside_the_record(cast):
    meeting = make_archived(cast)
    note = correct_meeting(
        meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW, text="地点应为二号会议室"
    )
    assert list(CorrectionNote.objects.filter(meeting=meeting)) == [note]


@pytest.mark.django_db
def test_a_meeting_nobody_began_is_entered_afterwards_with_who_and_when(cast):
    meeting = make_planned(cast, day=TODAY - timedelta(days=3))
    user = cast.users["secretary"]
    for _ in range(2):
        done = backfill_scheduled(meeting_id=meeting.pk, user=user, now=NOW)
    assert (done.state, done.is_backfilled) == ("held", True)
    assert (done.backfilled_by, done.backfilled_at) == (user, NOW)
    assert Attendance.objects.filter(meeting=meeting).count() == 3


@pytest.mark.django_db
def test_a_meeting_of_today_is_begun_and_not_entered_afterwards(cast):
    with pytest.raises(Refusal, match=NOT_YET_OVER):
        backfill_scheduled(meeting_id=make_planned(cast).pk, user=cast.users["secretary"], now=NOW)
