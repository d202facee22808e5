from dataclasses import replace

import pytest

from activities.meetings.choices import LeaveReason, MeetingKind
from activities.meetings.rules.quorum import Counts
from activities.meetings.rules.record import (
    ItemFacts,
    RecordFacts,
    ResolutionFacts,
    missing_for_archive,
    number_in_year,
    public_reason,
)

PRESENT = Counts(expected=4, voting=4, present=4, present_voting=4)
COMPLETE = RecordFacts(
    kind=MeetingKind.COMMITTEE,
    counts=PRESENT,
    items=(
        ItemFacts(7, 1, has_discussion=True),
        ItemFacts(
            8, 2, has_discussion=True, needs_resolution=True, resolutions=(ResolutionFacts(5, 3, 1, 0),)
        ),
    ),
    has_place=True,
    has_host=True,
    has_recorder=True,
    has_ended=True,
    host_signed=True,
    recorder_signed=True,
)


def lacking(facts):
    return [one.what for one in missing_for_archive(facts)]


def with_second(**changes):
    return replace(COMPLETE, items=(COMPLETE.items[0], replace(COMPLETE.items[1], **changes)))


def test_a_complete_record_lacks_nothing():
    assert missing_for_archive(COMPLETE) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"has_place": False}, "地点"),
        ({"has_host": False}, "主持人"),
        ({"has_recorder": False}, "记录人"),
        ({"has_ended": False}, "散会"),
        ({"host_signed": False}, "主持人签字"),
        ({"recorder_signed": False}, "记录人签字"),
        ({"items": ()}, "议题"),
        ({"counts": replace(PRESENT, unmarked=2)}, "2 人的考勤"),
        ({"counts": replace(PRESENT, guests_unmarked=1)}, "1 人的考勤"),
    ],
)
def test_each_part_that_is_missing_is_named(changes, what):
    assert lacking(replace(COMPLETE, **changes)) == [what]


def test_nobody_expected_is_named():
    assert "应到会人员" in lacking(replace(COMPLETE, counts=Counts()))


def test_each_item_needs_its_discussion_and_the_link_leads_to_it():
    missing = missing_for_archive(with_second(has_discussion=False))
    assert [(one.what, one.page, one.anchor) for one in missing] == [
        ("议题2发言要点", "minutes", "id_item-8-discussion")
    ]


def test_a_resolution_asked_for_must_be_there():
    assert lacking(with_second(resolutions=())) == ["议题2决议"]


def test_a_meeting_that_could_not_decide_owes_no_resolution():
    few = replace(PRESENT, present=1, present_voting=1, absent=3)
    assert lacking(replace(with_second(resolutions=()), counts=few)) == []


def test_votes_are_asked_only_where_the_kind_votes():
    unvoted = with_second(resolutions=(ResolutionFacts(5),))
    assert lacking(unvoted) == ["议题2表决票数"]
    assert lacking(replace(unvoted, kind=MeetingKind.LECTURE)) == []


def test_more_votes_than_people_present_with_a_vote_are_impossible():
    assert lacking(with_second(resolutions=(ResolutionFacts(5, 3, 1, 1),))) == ["议题2正确的票数"]
    assert lacking(with_second(resolutions=(ResolutionFacts(5, 3, 1, 0),))) == []


@pytest.mark.parametrize(
    ("place", "taken", "number"),
    [(1, set(), 1), (3, {1, 2}, 3), (2, {1, 2, 3}, 4), (1, {2, 3}, 1), (2, {1, 2, 4}, 3)],
)
def test_the_number_is_the_place_by_date_or_the_next_free_one(place, taken, number):
    assert number_in_year(place, taken) == number


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (LeaveReason.COURT, "开庭"),
        (LeaveReason.TRAVEL, "出差"),
        (LeaveReason.SICK, "事由已报"),
        (LeaveReason.OTHER, "事由已报"),
        ("", "事由未填"),
    ],
)
def test_r_mtg_11_only_court_and_travel_are_said_of_a_leave(reason, words):
    assert public_reason(reason) == words
