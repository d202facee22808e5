"""The one filled button of a meeting's page: what its reader does next."""

from dataclasses import dataclass

from django.urls import reverse

from ..choices import MeetingState
from ..rules.record import LEAVES_PAGE
from .record import place_of


@dataclass(frozen=True)
class NextStep:
    """The one filled button: what it says, where it leads, and whether it is a form."""

    label: str
    url: str
    post: bool = False


def next_step_of(page):
    """What the reader does next with this meeting, or None."""
    if page.rights.record:
        step = next_of_recorder(page)
        if step:
            return step
    if page.may_answer and not page.has_answered and not page.own_leave:
        return NextStep("能参加", reverse("come", args=[page.meeting.pk]), post=True)
    return None


def next_of_recorder(page):
    meeting, here = page.meeting, page.meeting.get_absolute_url()
    if meeting.state == MeetingState.DRAFT and page.rights.manage:
        return NextStep("安排并发通知", reverse("meeting_publish", args=[meeting.pk]), post=True)
    if meeting.state == MeetingState.SCHEDULED and page.is_today:
        return NextStep("开始会议", reverse("meeting_begin", args=[meeting.pk]), post=True)
    if meeting.state == MeetingState.SCHEDULED and page.is_past:
        return NextStep("补录这次会议", reverse("backfill_scheduled", args=[meeting.pk]), post=True)
    if meeting.state == MeetingState.BEGUN:
        return next_in_meeting(page, here)
    if meeting.state == MeetingState.RECORDED:
        return NextStep("归档", reverse("meeting_archive", args=[meeting.pk]), post=True)
    if meeting.state == MeetingState.HELD and page.missing_links:
        return next_missing(page)
    return None


def next_missing(page):
    """To the first thing that the reader can put right: a leave waits for the secretary."""
    may = [one for one in page.missing if one.page != LEAVES_PAGE or page.rights.decide_leave]
    if not may:
        return None
    label = "审批请假" if may[0].page == LEAVES_PAGE else "补记录"
    return NextStep(label, place_of(may[0], page.meeting.pk))


def next_in_meeting(page, here):
    if page.unmarked:
        return NextStep("登记考勤", f"{here}attendance/")
    if any(not item.is_written for item in page.record.items) or not page.record.items:
        return NextStep("写记录", f"{here}minutes/")
    return NextStep("散会", reverse("meeting_close", args=[page.meeting.pk]), post=True)
