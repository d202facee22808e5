"""Many meetings at once, as the ledger and its files read them."""

from ..models import CorrectionNote, Meeting
from .page import Correction, MeetingPage, Rights
from .record import by_meeting, records_of

# A file of many meetings says of each what its record says to every reader: never the text of a leave.
READING = Rights(read=True)
PEOPLE = ("archived_by", "backfilled_by", "created_by", "changed_by", "moved_by")


def held_between(branch_id, start, end):
    """The meetings of a branch that took place from the moment `start` to before `end`, by time; everybody they name at hand."""
    named = [f"{field}__person" for field in PEOPLE]
    return (
        Meeting.objects.took_place()
        .filter(branch=branch_id, starts_at__gte=start, starts_at__lt=end)
        .select_related("branch", "group", "host", "recorder", *named)
        .order_by("starts_at", "id")
    )


def reading_pages(meetings, now):
    """The MeetingPage of each meeting (of `held_between`), for readers; six queries with the meetings, however many there are."""
    meetings = list(meetings)
    records = records_of(meetings)
    notes = by_meeting(
        CorrectionNote.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
        .order_by("at", "id")
        .values_list("meeting_id", "text", "at", "by__person__name", "by__username")
    )
    return [page_of(meeting, records[meeting.pk], notes.get(meeting.pk, []), now) for meeting in meetings]


def page_of(meeting, record, notes, now):
    """A MeetingPage with everything given that it would otherwise read for itself."""
    page = MeetingPage(meeting, READING, None, now)
    page.record = record
    page.names = names_of(meeting)
    page.corrections = [Correction(text, at, name or username) for text, at, name, username in notes]
    return page


def names_of(meeting):
    """{("person" or "user", id): name} of those a meeting names; their rows were read with it."""
    names = {("person", one.pk): one.name for one in (meeting.host, meeting.recorder) if one}
    for user in (getattr(meeting, field) for field in PEOPLE):
        if user:
            names["user", user.pk] = user.person.name if user.person else user.username
    return names
