"""Which meetings exist for a user at all; everything else is 404."""

from django.db.models import Exists, OuterRef, Q

from branches.choices import MeetingKind
from members.queries import roles_of

from ..choices import BRANCH_KINDS, MeetingState
from ..models import Attendance, Guest, Meeting, Resolution


def meetings_for(user, on):
    """The meetings a user may see on a day (trust.md 3a). Drafts are for those who may schedule."""
    roles = roles_of(user, on)
    if roles.person_id is None:
        return Meeting.objects.none()
    mine = Q(Exists(Guest.objects.filter(meeting=OuterRef("pk"), person=roles.person_id))) | Q(
        Exists(Attendance.objects.filter(meeting=OuterRef("pk"), person=roles.person_id))
    )
    own_hand = Q(recorder=roles.person_id) | Q(host=roles.person_id)
    seen = (
        Q(branch__in=roles.committee_of)
        | Q(kind__in=BRANCH_KINDS, branch__in=roles.member_of)
        | Q(kind=MeetingKind.GROUP, group__in=roles.groups)
        | Q(kind=MeetingKind.STUDY, branch__firm=roles.firm_id)
        | Q(made_public(), kind=MeetingKind.COMMITTEE, branch__in=roles.member_of)
        | own_hand
        | mine
    )
    if roles.is_partner:
        seen |= Q(kind=MeetingKind.PARTNERS, branch__firm=roles.firm_id)
    drafts = (
        ~Q(state=MeetingState.DRAFT) | Q(branch__in=roles.committee_of) | Q(group__in=roles.leads) | own_hand
    )
    return Meeting.objects.filter(seen & drafts)


def meeting_for(user, on, pk):
    """One Meeting that a user may see on a day, else None. The committee sees every one of its branch, which saves asking the database."""
    meeting = Meeting.objects.filter(pk=pk).first()
    if meeting is None or meeting.branch_id in roles_of(user, on).committee_of:
        return meeting
    return meeting if meetings_for(user, on).filter(pk=pk).exists() else None


def made_public():
    """An archived committee meeting with something resolved for all: its page then shows members that much and no more."""
    public = Resolution.objects.filter(meeting=OuterRef("pk"), is_public=True)
    return Q(Exists(public), state=MeetingState.ARCHIVED)


def minutes_for(user, on):
    """The meetings whose minutes a user may read: the same answer as permissions.can_read_minutes, for many at once."""
    roles = roles_of(user, on)
    read = (
        Q(branch__in=roles.committee_of)
        | Q(kind__in=BRANCH_KINDS, branch__in=roles.member_of)
        | Q(kind=MeetingKind.GROUP, group__in=roles.groups)
        | Q(kind__in=[MeetingKind.UNION, MeetingKind.STUDY])
        | (Q(recorder=roles.person_id) & ~Q(state=MeetingState.ARCHIVED))
    )
    if roles.is_partner:
        read |= Q(kind=MeetingKind.PARTNERS)
    return meetings_for(user, on).filter(read)


def agendas_for(user, on):
    """The meetings whose agenda a user may read: with the minutes, as 列席 and as host. What was made public shows none."""
    person = roles_of(user, on).person_id
    invited = Guest.objects.filter(meeting=OuterRef("pk"), person=person)
    came = Attendance.objects.filter(meeting=OuterRef("pk"), person=person, is_guest=True)
    read = (
        Q(pk__in=minutes_for(user, on).values("pk")) | Q(Exists(invited)) | Q(Exists(came)) | Q(host=person)
    )
    return meetings_for(user, on).filter(read)
