from dataclasses import dataclass

import pytest

from activities.meetings.choices import MeetingKind, Presence
from activities.meetings.rules.quorum import (
    Counts,
    counts_of,
    most_votes,
    outcome_of,
    quorum_of,
)


@dataclass
class Row:
    presence: str = Presence.PRESENT
    has_vote: bool = True
    is_guest: bool = False


def assembly(voting, present_voting, **more):
    return Counts(
        expected=voting + 1, voting=voting, present_voting=present_voting, present=present_voting, **more
    )


@pytest.mark.parametrize(
    ("voting", "present", "met", "needed"),
    [
        (20, 10, True, 10),
        (20, 9, False, 10),
        (21, 11, True, 11),
        (21, 10, False, 11),
        (1, 1, True, 1),
        (1, 0, False, 1),
    ],
)
def test_r_vote_1_an_assembly_decides_with_half_of_those_with_a_vote(voting, present, met, needed):
    quorum = quorum_of(MeetingKind.ASSEMBLY, assembly(voting, present))
    assert (quorum.met, quorum.needed, quorum.law) == (met, needed, "《支部工作条例》第十一条")


def test_r_vote_1_without_anybody_entitled_there_is_no_quorum():
    assert not quorum_of(MeetingKind.ASSEMBLY, Counts(expected=2, present=2)).met


def test_r_vote_1_who_has_no_vote_does_not_help_the_quorum():
    counts = counts_of([Row()] * 9 + [Row(presence=Presence.ABSENT)] * 11 + [Row(has_vote=False)] * 5)
    assert counts.present == 14
    assert not quorum_of(MeetingKind.ASSEMBLY, counts).met


@pytest.mark.parametrize(
    ("seats", "present", "met"), [(4, 2, True), (4, 1, False), (5, 3, True), (5, 2, False), (3, 2, True)]
)
def test_r_mtg_2_a_committee_decides_with_half_of_its_members(seats, present, met):
    quorum = quorum_of(MeetingKind.COMMITTEE, Counts(expected=seats, voting=seats, present=present))
    assert (quorum.met, quorum.law) == (met, "《支部工作条例》第十二条")


@pytest.mark.parametrize("kind", [kind for kind in MeetingKind if kind not in {"assembly", "committee"}])
def test_no_number_and_no_article_is_claimed_for_other_kinds(kind):
    quorum = quorum_of(kind, Counts(expected=5, voting=5, present=1))
    assert (quorum.asked, quorum.law) == (False, "")
    assert outcome_of(kind, Counts(expected=5, present=5), 5).passed is None


@pytest.mark.parametrize(
    ("present", "approve", "passed"),
    [(10, 10, False), (15, 11, True), (15, 10, False), (9, 9, False), (20, 0, False)],
)
def test_r_vote_1_example_2_the_majority_is_of_those_entitled_not_of_those_present(present, approve, passed):
    outcome = outcome_of(MeetingKind.ASSEMBLY, assembly(20, present), approve)
    assert (outcome.passed, outcome.needed) == (passed, 11)


@pytest.mark.parametrize(("approve", "passed"), [(11, True), (10, False)])
def test_r_vote_1_an_odd_number_has_its_majority_above_the_half(approve, passed):
    assert outcome_of(MeetingKind.ASSEMBLY, assembly(21, 21), approve).passed is passed


@pytest.mark.parametrize(
    ("seats", "present", "approve", "passed"),
    [(4, 4, 3, True), (4, 4, 2, False), (5, 3, 3, True), (5, 5, 2, False)],
)
def test_r_vote_9_a_committee_decides_with_the_majority_of_all_its_members(seats, present, approve, passed):
    counts = Counts(expected=seats, voting=seats, present=present, present_voting=present)
    assert outcome_of(MeetingKind.COMMITTEE, counts, approve).passed is passed


def test_nothing_counted_yet_is_neither_passed_nor_failed():
    assert outcome_of(MeetingKind.ASSEMBLY, assembly(20, 20), None).passed is None


def test_r_mtg_12_guests_are_counted_apart_and_never_vote():
    guest = Row(has_vote=False, is_guest=True)
    counts = counts_of([Row(), Row(presence=Presence.LEAVE), guest, Row(Presence.ABSENT, False, True)])
    assert counts == Counts(expected=2, voting=2, present=1, present_voting=1, leave=1, guests=1)
    assert most_votes(MeetingKind.ASSEMBLY, counts) == 1


def test_everybody_unmarked_may_still_have_voted():
    counts = counts_of([Row(), Row(presence=Presence.UNMARKED), Row(Presence.UNMARKED, has_vote=False)])
    assert most_votes(MeetingKind.ASSEMBLY, counts) == 2
    assert most_votes(MeetingKind.PARTNERS, counts) == 3
