"""Every refusal of scheduling, and what each command leaves behind."""

from datetime import date, datetime, timedelta

import pytest

from activities.meetings.choices import LeaveState, MeetingKind, MeetingState
from activities.meetings.commands import scheduling as commands
from activities.meetings.commands.scheduling import (
    cancel_meeting,
    create_meeting,
    edit_meeting,
    move_meeting,
    publish_meeting,
)
from activities.meetings.models import LeaveRequest, Meeting
from activities.meetings.rules import scheduling as rules
from activities.notices.models import OutboxRow
from branches.models import KindSetting
from lawfirm_party.common.dates import SHANGHAI, at
from lawfirm_party.common.refusal import Conflict, Refusal
from tests import factories
from tests.activities.meetings.plans import make_plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def create(cast, publish=True, **changes):
    return create_meeting(
        user=cast.users["secretary"], now=NOW, data=make_plan(cast, **changes), publish=publish
    )


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.sentence, caught.value.field


def test_a_published_meeting_is_scheduled_with_agenda_and_guests(cast):
    meeting = create(cast, guest_ids=(cast.people["lawyer"].pk, cast.people["committee_only"].pk))
    assert meeting.state == MeetingState.SCHEDULED
    assert meeting.published_at == NOW
    assert meeting.created_by == cast.users["secretary"]
    assert [(item.position, item.title, item.needs_resolution) for item in meeting.agenda.all()] == [
        (1, "传达学习上级文件精神", False),
        (2, "研究发展对象", True),
    ]
    assert [guest.person.name for guest in meeting.guests.all()] == ["卫律明"]  # R-MTG-12: 委员 are no guests


@pytest.mark.parametrize("publish", [True, False])
def test_two_officers_make_one_meeting_of_a_kind_at_a_time_not_two(cast, publish):
    first = create(cast, publish=publish)
    sentence = commands.TAKEN.format(title=first.title, state=first.get_state_display())
    assert refused(create, cast, title="支委会") == (sentence, "when")
    assert create(cast, kind=MeetingKind.ASSEMBLY).pk
    other = create(cast, starts_at=at(date(2026, 11, 27), 15))
    assert refused(move, cast, other, first.starts_at)[1] == "when"
    cancel_meeting(meeting_id=first.pk, user=cast.users["secretary"], now=NOW, reason="重复")
    assert create(cast).pk


def test_a_draft_tells_nobody_and_may_lack_what_a_notice_needs(cast):
    meeting = create(cast, publish=False, host_id=None, recorder_id=None, agenda=())
    assert (meeting.state, meeting.published_at) == (MeetingState.DRAFT, None)


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"host_id": None}, commands.HOST_MISSING, "host"),
        ({"recorder_id": None}, commands.RECORDER_MISSING, "recorder"),
        ({"agenda": ()}, commands.AGENDA_MISSING, "agenda"),
        ({"title": "  "}, commands.TITLE_MISSING, "title"),
        ({"place": " "}, commands.PLACE_MISSING, "place"),
        ({"kind": MeetingKind.GROUP}, rules.GROUP_MISSING, "group"),
        ({"ends_at": at(date(2026, 11, 26), 15)}, rules.END_BEFORE_START, "end_time"),
        ({"starts_at": at(date(2026, 11, 18), 9, 59)}, rules.IN_THE_PAST, "when"),
    ],
)
def test_what_cannot_be_published_is_refused_at_its_field_and_nothing_is_written(
    cast, changes, sentence, field
):
    assert refused(create, cast, **changes) == (sentence, field)
    assert not Meeting.objects.exists()


def test_r_org_4_no_meeting_before_the_branch_was_founded(cast):
    cast.branch.founded_on = date(2026, 11, 27)
    cast.branch.save()
    assert refused(create, cast) == (rules.BEFORE_FOUNDING, "when")


def test_people_of_another_firm_or_gone_are_refused(cast):
    stranger = factories.make_person(factories.make_firm(), "他所员")
    assert refused(create, cast, host_id=stranger.pk) == (commands.NOT_IN_FIRM, "host")
    assert refused(create, cast, recorder_id=10**17) == (commands.NOT_IN_FIRM, "recorder")
    assert refused(create, cast, guest_ids=(stranger.pk,)) == (commands.NOT_IN_FIRM, "guests")
    cast.people["lawyer"].left_on = date(2026, 11, 26)
    cast.people["lawyer"].save()
    assert refused(create, cast, guest_ids=(cast.people["lawyer"].pk,)) == (commands.NOT_IN_FIRM, "guests")


def test_r_com_2_without_a_committee_there_is_nobody_to_call_together(cast):
    cast.term.until = date(2026, 11, 1)
    cast.term.save()
    assert refused(create, cast) == (commands.NOBODY_EXPECTED, None)


def test_a_group_of_another_branch_is_refused(cast):
    other = factories.make_group(cast.other_branch, 1)
    sentence = (rules.GROUP_MISSING, "group")
    assert refused(create, cast, kind=MeetingKind.GROUP, group_id=other.pk) == sentence
    assert refused(create, cast, kind=MeetingKind.GROUP, group_id=10**17) == sentence


def test_a_rest_day_asks_once_and_the_dated_setting_lifts_it(cast):
    saturday = {"starts_at": at(date(2026, 11, 21), 15)}
    sentence, field = refused(create, cast, **saturday)
    assert field == "confirm_rest_day" and "休息日" in sentence
    assert create(cast, **saturday, confirm_rest_day=True).pk
    KindSetting.objects.create(
        branch=cast.branch, kind="committee", since=date(2026, 11, 21), every="month", on_rest_days=True
    )
    assert create(cast, starts_at=at(date(2026, 11, 21), 9)).pk


def test_a_draft_may_be_published_once(cast):
    draft = create(cast, publish=False)
    published = publish_meeting(meeting_id=draft.pk, user=cast.users["secretary"], now=NOW, version=0)
    assert (published.state, published.published_at, published.version) == (MeetingState.SCHEDULED, NOW, 1)
    again = {"meeting_id": draft.pk, "user": cast.users["secretary"], "now": NOW}
    assert refused(publish_meeting, **again) == (rules.NOT_NOW["publish"], None)


def test_a_draft_whose_time_has_passed_is_not_published(cast):
    draft = create(cast, publish=False)
    late = at(date(2026, 11, 26), 15, 1)
    call = {"meeting_id": draft.pk, "user": cast.users["secretary"], "now": late}
    assert refused(publish_meeting, **call) == (rules.IN_THE_PAST, "when")


def test_an_edit_keeps_the_time_of_a_scheduled_meeting_and_what_stands_under_an_item(cast):
    meeting = create(cast)
    _, second = meeting.agenda.all()
    second.discussion = "李组明：同意。"
    second.save()
    plan = make_plan(
        cast,
        starts_at=at(date(2026, 12, 3), 15),
        place="二号会议室",
        agenda=(("研究发展对象和积极分子", True, second.pk), ("其他", False, None)),
    )
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW, "data": plan}
    edited = edit_meeting(**call, version=0)
    assert (edited.place, edited.version, edited.revision) == ("二号会议室", 1, 0)
    assert edited.starts_at == meeting.starts_at
    items = list(edited.agenda.all())
    assert [item.title for item in items] == ["研究发展对象和积极分子", "其他"]
    assert (items[0].pk, items[0].discussion) == (second.pk, "李组明：同意。")
    with pytest.raises(Conflict, match=commands.STALE):
        edit_meeting(**call, version=0)


def test_an_edit_notes_when_the_place_changed_and_who_was_invited_when(cast):
    lawyer, partner = cast.people["lawyer"], cast.people["partner"]
    meeting = create(cast, guest_ids=(lawyer.pk,))
    later = NOW + timedelta(hours=1)
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": later}
    same = edit_meeting(**call, version=0, data=make_plan(cast, guest_ids=(lawyer.pk,), title="年终支委会"))
    assert same.place_changed_at is None
    plan = make_plan(cast, guest_ids=(lawyer.pk, partner.pk), place="二号会议室")
    edited = edit_meeting(**call, version=1, data=plan)
    assert (edited.place_changed_at, edited.revision) == (later, 0)
    assert dict(edited.guests.values_list("person", "invited_at")) == {lawyer.pk: NOW, partner.pk: later}


def test_an_item_with_something_under_it_is_not_dropped(cast):
    meeting = create(cast)
    meeting.agenda.update(discussion="记录")
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW, "version": 0}
    sentence, field = refused(edit_meeting, **call, data=make_plan(cast, agenda=(("其他", False),)))
    assert field == "agenda" and "传达学习上级文件精神" in sentence
    assert meeting.agenda.count() == 2


def test_an_item_of_another_meeting_is_a_new_line_here(cast):
    other = create(cast, starts_at=at(date(2026, 11, 25), 15)).agenda.first()
    meeting = create(cast)
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW, "version": 0}
    edit_meeting(**call, data=make_plan(cast, agenda=(("借来的", False, other.pk),)))
    other.refresh_from_db()
    assert other.title == "传达学习上级文件精神"
    assert [item.title for item in meeting.agenda.all()] == ["借来的"]


def test_an_edited_draft_takes_the_new_time(cast):
    draft = create(cast, publish=False)
    plan = make_plan(cast, starts_at=at(date(2026, 11, 27), 9))
    call = {"meeting_id": draft.pk, "user": cast.users["secretary"], "now": NOW, "version": 0}
    assert edit_meeting(**call, data=plan).starts_at == at(date(2026, 11, 27), 9)


def move(cast, meeting, start, version=None, **changes):
    return move_meeting(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=NOW,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        version=version,
        **changes,
    )


def test_a_move_raises_the_revision_and_leaves_and_old_messages_lapse(cast):
    meeting = create(cast)
    leave = LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason="court", asked_at=NOW, state="approved"
    )
    for occurrence, state in (("0", "queued"), ("0", "sent")):
        OutboxRow.objects.create(
            dedupe_key=f"{state}",
            rule="meeting_published",
            object_id=str(meeting.pk),
            occurrence=occurrence,
            branch=cast.branch,
            recipient=cast.people["member"],
            channel="email",
            due_at=NOW,
            useful_until=NOW + timedelta(days=1),
            next_try_at=NOW,
            state=state,
            created_at=NOW,
        )
    moved = move(cast, meeting, at(date(2026, 12, 3), 15), version=0)
    assert (moved.revision, moved.version, moved.moved_at) == (1, 1, NOW)
    assert moved.title == "2026年12月支部委员会会议"
    leave.refresh_from_db()
    assert leave.state == LeaveState.WITHDRAWN
    assert set(OutboxRow.objects.values_list("dedupe_key", "state")) == {
        ("queued", "cancelled"),
        ("sent", "sent"),
    }


def test_a_title_somebody_wrote_stays_after_a_move(cast):
    meeting = create(cast, title="年终支委会")
    assert move(cast, meeting, at(date(2026, 12, 3), 15)).title == "年终支委会"


def test_a_time_can_come_back_and_is_still_another_occurrence(cast):
    meeting = create(cast)
    first = meeting.starts_at
    move(cast, meeting, at(date(2026, 11, 27), 15))
    back = move(cast, meeting, first)
    assert (back.starts_at, back.revision) == (first, 2)


def test_moves_are_refused_like_new_meetings(cast):
    meeting = create(cast)
    same = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW}
    assert refused(move_meeting, **call, **same) == (commands.SAME_TIME, "when")
    assert refused(move, cast, meeting, at(date(2026, 11, 17), 15)) == (rules.IN_THE_PAST, "when")
    assert refused(move, cast, meeting, at(date(2026, 11, 21), 15))[1] == "confirm_rest_day"
    assert move(cast, meeting, at(date(2026, 11, 21), 15), confirm_rest_day=True).revision == 1
    with pytest.raises(Conflict):
        move(cast, meeting, at(date(2026, 11, 27), 15), version=0)


LIFE = {"kind": MeetingKind.LIFE, "title": "2026年度组织生活会", "evaluation_year": 2026}


def test_r_mtg_6_a_life_meeting_is_planned_and_moved_within_its_year_and_march_only(cast):
    field = "evaluation_year"
    assert refused(create, cast, **LIFE, starts_at=at(date(2027, 4, 1), 15))[1] == field
    assert refused(create, cast, **{**LIFE, "evaluation_year": 2027})[1] == field
    meeting = create(cast, **LIFE, starts_at=at(date(2027, 3, 23), 15))
    sentence, where = refused(move, cast, meeting, at(date(2027, 4, 14), 15))
    assert where == field and "2027年3月31日" in sentence
    plan = make_plan(cast, **{**LIFE, "evaluation_year": 2025})
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW, "version": 0}
    assert refused(edit_meeting, **call, data=plan)[1] == field


def test_r_mtg_6_a_life_meeting_given_another_year_can_go_to_april_and_its_title_follows(cast):
    meeting = create(cast, **LIFE, starts_at=at(date(2027, 3, 23), 15))
    plan = make_plan(cast, **{**LIFE, "evaluation_year": 2027})
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW, "version": 0}
    assert edit_meeting(**call, data=plan).title == "2027年度组织生活会"
    assert move(cast, meeting, at(date(2027, 4, 14), 15)).title == "2027年度组织生活会"


def test_a_cancelled_meeting_says_why_and_open_leaves_end(cast):
    meeting = create(cast)
    leave = LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason="court", asked_at=NOW
    )
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW}
    assert refused(cancel_meeting, **call, reason="  ") == (commands.REASON_MISSING, "reason")
    cancelled = cancel_meeting(**call, reason=" 全体出差 ", version=0)
    assert (cancelled.state, cancelled.cancel_reason) == (MeetingState.CANCELLED, "全体出差")
    leave.refresh_from_db()
    assert leave.state == LeaveState.WITHDRAWN


@pytest.mark.parametrize("state", list(MeetingState))
def test_no_command_passes_a_state_that_the_table_does_not_allow(cast, state):
    meeting = create(cast)
    fields = {"state": state}
    if state == MeetingState.ARCHIVED:
        fields |= {"number": 1, "archived_at": NOW}
    Meeting.objects.filter(pk=meeting.pk).update(**fields)
    call = {"meeting_id": meeting.pk, "user": cast.users["secretary"], "now": NOW}
    acts = {
        "publish": lambda: publish_meeting(**call),
        "edit": lambda: edit_meeting(**call, data=make_plan(cast), version=0),
        "move": lambda: move(cast, meeting, at(date(2026, 11, 27), 15)),
        "cancel": lambda: cancel_meeting(**call, reason="出差"),
    }
    for act, run in acts.items():
        if not rules.may(act, state):
            assert refused(run) == (rules.NOT_NOW[act], None)
