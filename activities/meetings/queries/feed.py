"""One person's meetings as a calendar to subscribe to."""

from datetime import timedelta

from django.db.models import Q

from lawfirm_party.common.dates import at, local_day
from lawfirm_party.common.ics import calendar_feed

from ..choices import MeetingState
from ..models import AgendaItem, Attendance, Meeting
from .expected import OwnTies
from .invitations import invitation_of
from .visible import agendas_for, meetings_for

REACHES_BACK = timedelta(days=90)
NAME = "组织生活"


def feed_for(user, now):
    """(the bytes of the calendar, when something in it last changed) of a login's person; eight queries, however many meetings.

    It holds what the person is expected at or invited to, from 90 days ago on; a meeting called off after its notice went
    out stays as such. Each with the agenda only where the person may read it.
    """
    meetings = own_meetings(user, now)
    readable = agendas_for(user, local_day(now)).filter(pk__in=[meeting.pk for meeting in meetings])
    agendas = {}
    for meeting_id, title in AgendaItem.objects.filter(meeting__in=readable).values_list("meeting", "title"):
        agendas.setdefault(meeting_id, []).append(title)
    invitations = [
        invitation_of(
            meeting,
            stamp=last_change(meeting),
            agenda=agendas.get(meeting.pk, ()),
            cancelled=meeting.state == MeetingState.CANCELLED,
        )
        for meeting in meetings
    ]
    changed = max((invitation.stamp for invitation in invitations), default=None)
    return calendar_feed(NAME, invitations), changed


def own_meetings(user, now):
    """The meetings of the feed, by their start."""
    today = local_day(now)
    own = OwnTies(user.person)
    seen = (
        meetings_for(user, today)
        .filter(starts_at__gte=at(today - REACHES_BACK, 0))
        .exclude(state=MeetingState.DRAFT)
        .exclude(Q(state=MeetingState.CANCELLED, published_at=None))
        .select_related("branch")
        .order_by("starts_at", "id")
    )
    named = set(Attendance.objects.filter(person=user.person_id).values_list("meeting", flat=True))
    named |= set(Meeting.objects.filter(guests__person=user.person_id).values_list("pk", flat=True))
    return [
        meeting
        for meeting in seen
        if meeting.pk in named or own.is_expected(meeting, local_day(meeting.starts_at))
    ]


def last_change(meeting):
    moments = (
        meeting.created_at,
        meeting.published_at,
        meeting.moved_at,
        meeting.place_changed_at,
        meeting.cancelled_at,
        meeting.changed_at,
    )
    return max(filter(None, moments))
