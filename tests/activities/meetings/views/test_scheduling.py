"""安排会议 at the level of pages: two clicks, a third for today, and every refusal at its field."""

from datetime import date

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.models import Meeting

pytestmark = pytest.mark.django_db
NEW = "/meetings/new/?type=committee&period=2026-11"


def fields_of(form, **changes):
    """What a browser would send back from an untouched form."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            if value:
                data[bound.html_name] = "on"
        elif isinstance(value, list):
            data[bound.html_name] = value
        elif value is not None:
            data[bound.html_name] = value
    return {**data, **changes}


def test_the_secretary_schedules_the_missing_committee_meeting_in_two_clicks(cast, frozen):
    client = cast.client("secretary")
    page = client.get(NEW)
    assert page.status_code == 200
    answer = client.post(NEW, fields_of(page.context["form"], act="publish"))
    meeting = Meeting.objects.get()
    assert answer.status_code == 302 and answer.url == meeting.get_absolute_url()
    assert meeting.state == MeetingState.SCHEDULED
    assert meeting.title == "2026年11月支部委员会会议"
    assert meeting.starts_at.date() > date(2026, 11, 18)
