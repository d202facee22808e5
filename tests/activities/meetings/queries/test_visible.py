"""trust.md 3a: which meetings exist for whom, and who reads and writes their records."""

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.models import Guest
from activities.meetings.permissions import can_manage, can_read_minutes, can_record
from activities.meetings.queries.visible import meetings_for
from members.backends import OpenLogins
from members.queries import roles_of
from tests import factories
from tests.conftest import ROLES, TODAY

LOGGED_IN = ROLES[1:]
SEES = {
    MeetingKind.ASSEMBLY: {"member", "leader", "committee", "committee_only", "secretary"},
    MeetingKind.GROUP: {"member", "leader", "committee", "committee_only", "secretary"},
    MeetingKind.COMMITTEE: {"committee", "committee_only", "secretary"},
    MeetingKind.PARTNERS: {"partner", "committee", "committee_only", "secretary"},
    MeetingKind.UNION: {"committee", "committee_only", "secretary"},
    MeetingKind.STUDY: {
        "outsider",
        "lawyer",
        "member",
        "leader",
        "partner",
        "committee",
        "committee_only",
        "secretary",
        "clerk",
    },
}
MANAGES = {
    MeetingKind.ASSEMBLY: {"committee", "committee_only", "secretary"},
    MeetingKind.GROUP: {"leader", "secretary"},
    MeetingKind.COMMITTEE: {"secretary"},
    MeetingKind.PARTNERS: {"secretary"},
    MeetingKind.UNION: {"committee", "committee_only", "secretary"},
    MeetingKind.STUDY: {"committee", "committee_only", "secretary"},
}


def meeting_of(cast, kind, **fields):
    return factories.make_meeting(
        cast.branch, kind, group=cast.group if kind == MeetingKind.GROUP else None, **fields
    )


@pytest.mark.parametrize("kind", list(SEES))
def test_a_meeting_exists_for_its_circle_only(cast, kind):
    meeting = meeting_of(cast, kind)
    seers = {
        role for role in LOGGED_IN if meetings_for(cast.users[role], TODAY).filter(pk=meeting.pk).exists()
    }
    assert seers == SEES[kind]


@pytest.mark.parametrize("kind", list(MANAGES))
def test_it_is_managed_by_those_named(cast, kind):
    meeting = meeting_of(cast, kind)
    managers = {role for role in LOGGED_IN if can_manage(roles_of(cast.users[role], TODAY), meeting)}
    assert managers == MANAGES[kind]


def test_a_guest_sees_the_meeting_and_not_its_minutes(cast):
    meeting = meeting_of(cast, MeetingKind.COMMITTEE)
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    assert meetings_for(cast.users["lawyer"], TODAY).get() == meeting
    assert not can_read_minutes(roles_of(cast.users["lawyer"], TODAY), meeting)


def test_the_recorder_writes_until_the_record_is_archived(cast):
    meeting = meeting_of(cast, MeetingKind.ASSEMBLY, recorder=cast.people["member"])
    roles = roles_of(cast.users["member"], TODAY)
    assert can_record(roles, meeting)
    meeting.state = MeetingState.ARCHIVED
    assert not can_record(roles, meeting)


def test_a_draft_is_seen_by_those_who_prepare_it(cast):
    meeting = meeting_of(cast, MeetingKind.ASSEMBLY, state=MeetingState.DRAFT)
    seers = {
        role for role in LOGGED_IN if meetings_for(cast.users[role], TODAY).filter(pk=meeting.pk).exists()
    }
    assert seers == {"committee", "committee_only", "secretary"}


def test_roles_come_in_one_query(cast, django_assert_num_queries):
    user = OpenLogins().get_user(cast.users["secretary"].pk)
    with django_assert_num_queries(1):
        roles = roles_of(user, TODAY)
    assert roles.secretary_of == {cast.branch.pk}
    assert roles.is_partner
    with django_assert_num_queries(0):
        assert roles_of(user, TODAY) is roles
