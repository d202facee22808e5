"""The home page's short way to what a record lacks says the same as the record itself."""

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.models import Meeting, Resolution
from activities.meetings.queries.record import record_of
from activities.meetings.queries.unfinished import unfinished_of
from tests.activities.meetings.record_world import (
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
)

pytestmark = pytest.mark.django_db


def test_it_agrees_with_the_record_of_every_open_meeting(cast, frozen):
    make_begun(cast)
    make_held(cast, kind=MeetingKind.ASSEMBLY)
    complete = make_complete(cast, kind=MeetingKind.THEME_DAY)
    Resolution.objects.filter(meeting=complete).update(votes_for=99)
    bare = make_held(cast, kind=MeetingKind.LECTURE, items=())
    Meeting.objects.filter(pk=bare.pk).update(host=None, place=" ")
    make_planned(cast, kind=MeetingKind.UNION)
    make_archived(cast, kind=MeetingKind.PARTNERS)
    open_states = [MeetingState.BEGUN, MeetingState.HELD, MeetingState.RECORDED]
    meetings = Meeting.objects.filter(branch=cast.branch, state__in=open_states)
    found = {meeting.pk: missing for meeting, missing in unfinished_of(cast.branch.pk)}
    assert len(found) == 4
    assert found == {meeting.pk: record_of(meeting).missing for meeting in meetings}


def test_three_queries_however_many_records_are_open(cast, frozen, django_assert_num_queries):
    for kind in (MeetingKind.COMMITTEE, MeetingKind.ASSEMBLY, MeetingKind.LECTURE):
        make_held(cast, kind=kind)
        with django_assert_num_queries(3):
            unfinished_of(cast.branch.pk)
