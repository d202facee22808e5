"""A meeting as it stands in people's calendars: the same entry by mail and in the feed, whatever becomes of it."""

from email.utils import parseaddr

from django.conf import settings

from lawfirm_party.common.ics import Invitation, calendar_file

from ..choices import MeetingState
from ..models import Guest


def uid_of(meeting):
    """Of a meeting for good: neither a move nor another address of this site changes it."""
    return f"meeting-{meeting.pk}-{int(meeting.created_at.timestamp())}@dangzhibu"


def told_at(meeting):
    """When what a calendar shows of a meeting was last changed and told."""
    return max(filter(None, (meeting.published_at, meeting.moved_at, meeting.place_changed_at)))


def invitation_of(meeting, *, stamp, agenda=(), cancelled=False, **attendee):
    """The Invitation of a meeting; its sequence is the meeting's revision. `agenda`: the titles its reader may see."""
    return Invitation(
        uid=uid_of(meeting),
        sequence=meeting.revision,
        stamp=stamp,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        text="\n".join(f"{number}. {title}" for number, title in enumerate(agenda, start=1)),
        url=f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        organiser=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        organiser_name=meeting.branch.name,
        cancelled=cancelled,
        **attendee,
    )


def mailed_invitation(meeting, person, agenda):
    """The .ics file that a person who is told of a meeting gets with the mail: a request, or that it is called off."""
    if meeting.state == MeetingState.CANCELLED:
        return mailed(meeting, person, meeting.cancelled_at, agenda, cancelled=True)
    invited = (
        Guest.objects.filter(meeting=meeting, person=person).values_list("invited_at", flat=True).first()
    )
    return mailed(meeting, person, max(filter(None, (told_at(meeting), invited))), agenda)


def mailed_withdrawal(meeting, person):
    """The .ics file that takes a meeting out of the calendar of somebody who is no longer on its list; the agenda is not theirs."""
    return mailed(meeting, person, meeting.changed_at, (), cancelled=True)


def mailed(meeting, person, stamp, agenda, cancelled=False):
    invitation = invitation_of(
        meeting,
        stamp=stamp,
        agenda=agenda,
        cancelled=cancelled,
        attendee=person.email,
        attendee_name=person.name,
    )
    return calendar_file(invitation)
