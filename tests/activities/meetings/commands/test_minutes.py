"""Writing the minutes: rows match what was typed, nothing impossible is stored, and a stale version writes nothing."""

from datetime import timedelta

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.commands import minutes as m
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.commands.minutes import (
    ActionData,
    ItemData,
    MinutesData,
    ResolutionData,
    finish_action,
    nudge_owner,
    nudge_recorder,
    reopen_action,
    save_minutes,
)
from activities.meetings.models import ActionItem, AgendaItem, Nudge, Resolution
from lawfirm_party.common.refusal import Conflict, Refusal
from tests.activities.meetings.record_world import (
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
)
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def write(cast, meeting, **data):
    meeting.refresh_from_db()
    return save_minutes(
        meeting_id=meeting.pk,
        user=cast.users["secretary"],
        now=NOW,
        data=MinutesData(**{"version": meeting.version, **data}),
    )


def item_data(meeting, place=1, **changes):
    item = AgendaItem.objects.get(meeting=meeting, position=place)
    known = {
        "pk": item.pk,
        "title": item.title,
        "discussion": item.discussion,
        "needs_resolution": item.needs_resolution,
    }
    return ItemData(**{**known, **changes})


def test_what_was_typed_is_stored_and_the_version_rises_once(cast):
    meeting = make_begun(cast)
    version = meeting.version
    written = write(cast, meeting, items=(item_data(meeting, discussion="高书明：好。"),))
    assert written.version == version + 1
    assert AgendaItem.objects.get(meeting=meeting, position=1).discussion == "高书明：好。"


def test_saving_the_same_again_changes_no_version(cast):
    meeting = make_begun(cast)
    write(cast, meeting, items=(item_data(meeting, discussion="一"),))
    meeting.refresh_from_db()
    assert write(cast, meeting, items=(item_data(meeting),)).version == meeting.version


def test_a_stale_version_writes_nothing(cast):
    meeting = make_begun(cast)
    write(cast, meeting, items=(item_data(meeting, discussion="甲"),))
    with pytest.raises(Conflict, match=m.CHANGED_MEANWHILE) as conflict:
        write(cast, meeting, version=0, items=(item_data(meeting, discussion="乙"),))
    assert conflict.value.current.version == 1
    assert AgendaItem.objects.get(meeting=meeting, position=1).discussion == "甲"


def test_a_new_row_sent_by_every_autosave_is_stored_once(cast):
    meeting = make_begun(cast)
    for text in ("同", "同意", "同意接收"):
        own = tuple(Resolution.objects.filter(meeting=meeting).values_list("pk", flat=True))
        rows = (ResolutionData(None, text, 2),)
        write(cast, meeting, items=(item_data(meeting, resolutions=rows, own_resolutions=own),))
    assert [row.text for row in Resolution.objects.filter(meeting=meeting)] == ["同意接收"]


def test_rows_keep_their_identity_when_the_middle_one_is_emptied(cast):
    meeting = make_begun(cast)
    owner = cast.people["secretary"].pk
    new = tuple(ActionData(None, text, owner, TODAY) for text in ("一", "二", "三"))
    write(cast, meeting, items=(item_data(meeting, actions=new),))
    first, second, third = ActionItem.objects.filter(meeting=meeting).order_by("id")
    kept = (
        ActionData(first.pk, "一", owner, TODAY),
        ActionData(second.pk, "", owner, TODAY),
        ActionData(third.pk, "三", owner, TODAY),
    )
    write(cast, meeting, items=(item_data(meeting, actions=kept),))
    assert set(ActionItem.objects.filter(meeting=meeting)) == {first, third}


def test_a_row_not_fit_to_store_yet_leaves_what_stands_there(cast):
    meeting = make_begun(cast)
    write(cast, meeting, items=(item_data(meeting, resolutions=(ResolutionData(None, "同意"),)),))
    own = (Resolution.objects.get().pk,)
    rows = (ResolutionData(None, None),)
    write(cast, meeting, items=(item_data(meeting, resolutions=rows, own_resolutions=own),))
    assert Resolution.objects.get(meeting=meeting).text == "同意"


def test_r_vote_1_more_votes_than_those_present_with_a_vote_are_refused(cast):
    meeting = make_held(cast)
    fits = ResolutionData(None, "同意", 2, 1, 0)
    write(cast, meeting, items=(item_data(meeting, resolutions=(fits,)),))
    with pytest.raises(Refusal, match=m.TOO_MANY_VOTES.format(given=4, most=3)):
        write(
            cast, meeting, items=(item_data(meeting, resolutions=(ResolutionData(None, "同意", 2, 1, 1),)),)
        )


def test_an_item_of_another_meeting_is_left_alone(cast):
    meeting, other = make_begun(cast), make_begun(cast)
    write(cast, meeting, items=(item_data(other, discussion="外来"),))
    assert AgendaItem.objects.get(meeting=other, position=1).discussion == ""


def test_a_row_of_another_meeting_is_left_alone(cast):
    meeting, other = make_begun(cast), make_begun(cast)
    write(cast, other, items=(item_data(other, resolutions=(ResolutionData(None, "他们的"),)),))
    foreign = Resolution.objects.get()
    write(cast, meeting, items=(item_data(meeting, resolutions=(ResolutionData(foreign.pk, "改掉"),)),))
    foreign.refresh_from_db()
    assert foreign.text == "他们的"


def test_an_item_is_added_at_the_end_and_only_an_empty_one_goes(cast):
    meeting = make_begun(cast)
    write(cast, meeting, new_item="补充议题")
    assert [item.title for item in meeting.agenda.all()] == ["传达学习", "研究近期工作", "补充议题"]
    write(cast, meeting, items=(item_data(meeting, 3, remove=True),))
    assert meeting.agenda.count() == 2
    with pytest.raises(Refusal, match=m.ITEM_NOT_EMPTY):
        write(cast, meeting, items=(item_data(meeting, 1, remove=True, discussion="说过的话"),))


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        ({"host_signed_on": TODAY - timedelta(days=1)}, m.SIGNED_TOO_EARLY),
        ({"recorder_signed_on": TODAY + timedelta(days=1)}, m.SIGNED_IN_FUTURE),
        ({"ends_at": NOW - timedelta(days=1)}, m.END_BEFORE_START),
        ({"ends_at": NOW + timedelta(hours=1)}, m.ENDS_IN_FUTURE),
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_is_written(cast, frame, sentence):
    meeting = make_held(cast)
    with pytest.raises(Refusal, match=sentence):
        write(cast, meeting, frame={"place": "别处", **frame})
    meeting.refresh_from_db()
    assert meeting.place == "一号会议室"


def test_an_item_needs_its_title(cast):
    meeting = make_begun(cast)
    with pytest.raises(Refusal, match=m.TITLE_MISSING):
        write(cast, meeting, items=(item_data(meeting, title=""),))


def one_action(cast, meeting):
    data = ActionData(None, "整理名册", cast.people["committee"].pk, TODAY)
    write(cast, meeting, items=(item_data(meeting, actions=(data,)),))
    return ActionItem.objects.get(meeting=meeting)


def test_an_item_is_done_once_and_can_be_taken_back(cast):
    action = one_action(cast, make_begun(cast))
    user = cast.users["committee"]
    finish_action(action_id=action.pk, user=user, now=NOW, note="已交")
    again = finish_action(action_id=action.pk, user=user, now=NOW + timedelta(days=2), note="又点")
    assert (again.done_on, again.done_note) == (TODAY, "已交")
    assert reopen_action(action_id=action.pk, user=user, now=NOW).done_on is None


def test_an_item_is_done_after_its_meeting_was_archived(cast):
    meeting = make_complete(cast)
    action = one_action(cast, meeting)
    archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    assert finish_action(action_id=action.pk, user=cast.users["committee"], now=NOW).done_on == TODAY


def test_one_nudge_a_day_for_one_person_and_thing(cast):
    meeting = make_begun(cast)
    action = one_action(cast, meeting)
    user = cast.users["secretary"]
    made = [
        nudge_recorder(meeting_id=meeting.pk, user=user, now=NOW)[1],
        nudge_recorder(meeting_id=meeting.pk, user=user, now=NOW + timedelta(hours=5))[1],
        nudge_owner(action_id=action.pk, user=user, now=NOW)[1],
        nudge_owner(action_id=action.pk, user=user, now=NOW)[1],
        nudge_recorder(meeting_id=meeting.pk, user=user, now=NOW + timedelta(days=1))[1],
    ]
    assert made == [True, False, True, False, True]
    assert Nudge.objects.count() == 3


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.SCHEDULED])
def test_minutes_of_what_was_not_held_are_not_nudged(cast, state):
    meeting = make_planned(cast, state=state)
    with pytest.raises(Refusal, match=m.NOT_HELD_YET):
        nudge_recorder(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    assert not Nudge.objects.exists()


def test_what_is_done_is_not_nudged(cast):
    meeting = make_archived(cast)
    assert meeting.state == MeetingState.ARCHIVED
    with pytest.raises(Refusal, match=m.NOTHING_TO_NUDGE):
        nudge_recorder(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
