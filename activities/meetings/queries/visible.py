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
