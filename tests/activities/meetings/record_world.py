"""Meetings of the cast in every state, and forms read from pages the way a browser would send them."""

from html.parser import HTMLParser

from activities.meetings.choices import MeetingKind, Presence
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.commands.attendance import begin_meeting, close_meeting, mark_all_present
from activities.meetings.models import AgendaItem, Attendance, Meeting, Resolution
from lawfirm_party.common.dates import at
from tests.conftest import NOW, TODAY
from tests.factories import make_meeting


def make_planned(cast, kind=MeetingKind.COMMITTEE, items=("传达学习", "研究近期工作"), **fields):
    """A scheduled meeting of today, 9:00, with its agenda; the second item needs a resolution."""
    fields = {
        "day": TODAY,
        "hour": 9,
        "host": cast.people["secretary"],
        "recorder": cast.people["committee_only"],
        **fields,
    }
    meeting = make_meeting(cast.branch, kind, **fields)
    for place, title in enumerate(items, 1):
        AgendaItem.objects.create(meeting=meeting, position=place, title=title, needs_resolution=place == 2)
    return meeting


def make_begun(cast, **fields):
    meeting = make_planned(cast, **fields)
    return begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def make_held(cast, **fields):
    """Everybody came; nothing is written yet."""
    meeting = make_begun(cast, **fields)
    mark_all_present(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    return close_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def write_everything(meeting, votes=3):
    """What the archive asks for, written past the forms."""
    for item in AgendaItem.objects.filter(meeting=meeting):
        item.discussion = "高书明：已传达。\n李组明：同意。"
        item.save()
        if item.needs_resolution:
            Resolution.objects.create(
                meeting=meeting, item=item, text="同意", votes_for=votes, votes_against=0, votes_abstained=0
            )
    Meeting.objects.filter(pk=meeting.pk).update(host_signed_on=TODAY, recorder_signed_on=TODAY)
    meeting.refresh_from_db()
    return meeting


def make_complete(cast, **fields):
    return write_everything(make_held(cast, **fields))


def make_archived(cast, **fields):
    meeting = make_complete(cast, **fields)
    return archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def presence_of(meeting, person):
    return Attendance.objects.get(meeting=meeting, person=person).presence


def set_presence(meeting, present):
    """The first `present` of those expected came, the rest did not."""
    rows = list(Attendance.objects.filter(meeting=meeting, is_guest=False).order_by("id"))
    for place, row in enumerate(rows):
        row.presence = Presence.PRESENT if place < present else Presence.ABSENT
        row.save()


def morning(day=TODAY):
    return at(day, 9)


class FormReader(HTMLParser):
    """The fields of the form that posts to an address."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.data = action, False, {}
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("method") == "post" and given.get("action") == self.action
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in {"submit"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.data[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea" and name:
            self.area, self.data[name] = name, ""
        elif tag == "select" and name:
            self.select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in given:
            self.data[self.select] = given.get("value", "")

    def handle_data(self, text):
        if self.area:
            self.data[self.area] += text

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.data[self.area] = self.data[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def form_on(response, action):
    """{name: value} of the form with that address on a page."""
    reader = FormReader(action)
    reader.feed(response.content.decode())
    reader.data.pop("csrfmiddlewaretoken", None)
    return reader.data
