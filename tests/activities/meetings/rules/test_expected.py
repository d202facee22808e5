"""应到 and 应到会有表决权 by kind: R-MTG-1 to R-MTG-6, R-MTG-12, R-GRP-1, R-JNT-1, R-UNI-3 and the status matrix."""

import pytest

from activities.meetings.choices import MeetingKind
from activities.meetings.rules.expected import Ties, expected_people, is_expected, votes
from members.rules import PartyFacts

FOR_ALL = [MeetingKind.ASSEMBLY, MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE]


def facts(*, standing="full", relation="here", restriction="", group=None, rank="a", pk=1):
    return PartyFacts(
        pk, "丁某", rank, standing=standing, relation=relation, restriction=restriction, group_id=group
    )


def ties(*, seat=False, partner=False, lawyer=False, elsewhere=False, **about):
    return Ties(
        facts(**about), has_seat=seat, is_partner=partner, is_lawyer=lawyer, in_other_branch=elsewhere
    )


@pytest.mark.parametrize("kind", FOR_ALL)
@pytest.mark.parametrize(
    ("about", "comes", "vote"),
    [
        ({}, True, True),
        ({"standing": "probationary"}, True, False),
        ({"relation": "inflow"}, True, False),
        ({"relation": "outflow"}, True, True),
        ({"relation": "in_transit"}, True, True),
        ({"restriction": "probation"}, True, False),
        ({"restriction": "rights_suspended"}, True, False),
        ({"restriction": "correction"}, True, True),
        ({"standing": "suspended"}, False, False),
        ({"standing": "activist"}, False, False),
        ({"standing": "masses"}, False, False),
        ({"relation": ""}, False, False),
    ],
)
def test_r_mtg_1_4_5_6_all_members_come_and_the_status_matrix_says_who_votes(kind, about, comes, vote):
    someone = ties(**about)
    assert is_expected(kind, someone) is comes
    assert (comes and votes(kind, someone)) is vote


@pytest.mark.parametrize(("seat", "comes"), [(True, True), (False, False)])
def test_r_mtg_2_the_committee_is_its_seats(seat, comes):
    assert is_expected(MeetingKind.COMMITTEE, ties(seat=seat)) is comes


def test_r_mtg_2_a_seat_is_a_vote_unless_the_rights_are_suspended():
    assert votes(MeetingKind.COMMITTEE, ties(seat=True))
    assert not votes(MeetingKind.COMMITTEE, ties(seat=True, restriction="probation"))
    assert votes(MeetingKind.COMMITTEE, ties(seat=True, restriction="correction"))


@pytest.mark.parametrize(
    ("about", "asked", "comes"),
    [
        ({"group": 3}, 3, True),
        ({"group": 4}, 3, False),
        ({"group": None}, 3, False),
        ({"group": None}, None, False),
        ({"group": 3, "standing": "probationary"}, 3, True),
        ({"group": 3, "standing": "activist"}, 3, False),
    ],
)
def test_r_mtg_3_r_grp_1_a_group_meets_with_its_own_party_members(about, asked, comes):
    assert is_expected(MeetingKind.GROUP, ties(**about), asked) is comes


@pytest.mark.parametrize(
    ("about", "comes", "vote"),
    [
        ({"seat": True, "partner": True}, True, True),
        ({"seat": True}, True, True),
        ({"partner": True, "standing": "masses", "relation": ""}, True, False),
        ({}, False, False),
    ],
)
def test_r_jnt_1_partners_and_committee_sit_together_and_the_seats_vote_for_the_party(about, comes, vote):
    someone = ties(**about)
    assert is_expected(MeetingKind.PARTNERS, someone) is comes
    assert votes(MeetingKind.PARTNERS, someone) is vote


def test_r_uni_3_with_the_union_the_committee_is_expected_and_everybody_else_is_a_guest():
    assert is_expected(MeetingKind.UNION, ties(seat=True))
    assert not is_expected(MeetingKind.UNION, ties())


@pytest.mark.parametrize(
    ("about", "comes"),
    [
        ({}, True),
        ({"standing": "masses", "relation": "", "lawyer": True}, True),
        ({"standing": "masses", "relation": ""}, False),
        ({"standing": "full", "relation": "", "lawyer": True, "elsewhere": True}, False),
    ],
)
def test_study_takes_members_and_lawyers_of_no_other_branch_and_nobody_votes(about, comes):
    someone = ties(**about)
    assert is_expected(MeetingKind.STUDY, someone) is comes
    assert not votes(MeetingKind.STUDY, someone)


def test_r_vote_8_names_stand_in_stroke_order():
    people = expected_people(
        MeetingKind.ASSEMBLY, [ties(rank="c", pk=1), ties(rank="a", pk=2), ties(rank="a", pk=0)]
    )
    assert [row.person_id for row in people] == [0, 2, 1]
