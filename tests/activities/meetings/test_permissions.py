"""Who reads and writes what: the table of trust.md 3a, over plain Roles."""

from types import SimpleNamespace

import pytest

from activities.meetings import permissions
from activities.meetings.choices import MeetingState
from branches.choices import MeetingKind
from members.queries import Roles

HERE, ELSEWHERE, GROUP = frozenset({1}), frozenset({2}), frozenset({7})
NOBODY = Roles(person_id=1)
WHO = {
    "secretary": Roles(person_id=2, secretary_of=HERE, committee_of=HERE, member_of=HERE),
    "committee": Roles(person_id=3, committee_of=HERE, member_of=HERE),
    "leader": Roles(person_id=4, member_of=HERE, leads=GROUP, groups=GROUP),
    "group": Roles(person_id=5, member_of=HERE, groups=GROUP),
    "member": Roles(person_id=6, member_of=HERE),
    "partner": Roles(person_id=7, is_partner=True),
    "recorder": Roles(person_id=9, member_of=HERE),
    "outsider": Roles(person_id=8, secretary_of=ELSEWHERE, committee_of=ELSEWHERE, member_of=ELSEWHERE),
    "lawyer": NOBODY,
}
BRANCH = {"secretary", "committee", "leader", "group", "member", "recorder"}
READS = {
    MeetingKind.ASSEMBLY: BRANCH,
    MeetingKind.LECTURE: BRANCH,
    MeetingKind.THEME_DAY: BRANCH,
    MeetingKind.LIFE: BRANCH,
    MeetingKind.GROUP: {"secretary", "committee", "leader", "group", "recorder"},
    MeetingKind.COMMITTEE: {"secretary", "committee", "recorder"},
    MeetingKind.PARTNERS: {"secretary", "committee", "partner", "recorder"},
    MeetingKind.UNION: set(WHO),
    MeetingKind.STUDY: set(WHO),
}
WRITES = {
    **{kind: {"secretary", "committee", "recorder"} for kind in MeetingKind},
    MeetingKind.GROUP: {"secretary", "leader", "recorder"},
    MeetingKind.COMMITTEE: {"secretary", "recorder"},
    MeetingKind.PARTNERS: {"secretary", "recorder"},
}


def meeting(kind, state=MeetingState.HELD):
    group = 7 if kind == MeetingKind.GROUP else None
    return SimpleNamespace(branch_id=1, kind=kind, group_id=group, recorder_id=9, state=state)


def who(may, *asked):
    return {name for name, roles in WHO.items() if may(roles, *asked)}


@pytest.mark.parametrize("kind", MeetingKind)
def test_minutes_are_read_and_written_by_those_the_kind_belongs_to(kind):
    assert who(permissions.can_read_minutes, meeting(kind)) == READS[kind]
    assert who(permissions.can_record, meeting(kind)) == WRITES[kind]
    assert who(permissions.can_manage, meeting(kind)) == WRITES[kind] - {"recorder"}


def test_the_recorder_writes_until_the_record_is_archived():
    archived = meeting(MeetingKind.COMMITTEE, MeetingState.ARCHIVED)
    assert who(permissions.can_record, archived) == {"secretary"}
    assert who(permissions.can_read_minutes, archived) == {"secretary", "committee"}
    nobody_records = meeting(MeetingKind.COMMITTEE)
    nobody_records.recorder_id = None
    assert not permissions.can_record(Roles(), nobody_records)


def test_a_leader_schedules_for_the_own_group_only():
    leader = WHO["leader"]
    assert permissions.can_schedule(leader, 1, MeetingKind.GROUP, 7)
    assert not permissions.can_schedule(leader, 1, MeetingKind.GROUP, 8)
    assert not permissions.can_schedule(leader, 1, MeetingKind.GROUP)
    assert permissions.kinds_to_schedule(leader, 1) == [MeetingKind.GROUP]
    assert permissions.kinds_to_schedule(WHO["secretary"], 1) == list(MeetingKind)
    assert permissions.kinds_to_schedule(WHO["member"], 1) == []


def test_leaves_and_explanations_are_the_secretarys():
    held = meeting(MeetingKind.ASSEMBLY)
    assert who(permissions.can_decide_leave, held) == {"secretary"}
    assert who(permissions.can_read_leave_text, held) == {"secretary"}
    assert who(permissions.can_explain, 1) == {"secretary"}
