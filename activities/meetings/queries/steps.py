"""The six steps of a meeting's life, as its page shows them to one reader."""

from dataclasses import dataclass

from ..choices import MeetingState, Step
from ..rules.record import can_decide


@dataclass(frozen=True)
class StepLine:
    label: str
    state: str
    note: str
    url: str = ""


def steps_of(page):
    """The StepLine of each step, for a MeetingPage."""
    return [
        agenda_step(page),
        notice_step(page),
        attendance_step(page),
        minutes_step(page),
        resolution_step(page),
        archive_step(page),
    ]


def agenda_step(page):
    count = len(page.record.items)
    return StepLine(Step.AGENDA.label, "done" if count else "short", f"{count} 项" if count else "还没有议题")


def notice_step(page):
    label = Step.NOTICE.label
    if not page.meeting.published_at:
        return StepLine(label, "off", "补录不通知") if page.has_begun else StepLine(label, "todo", "未发出")
    delivery = page.delivery
    if not page.rights.see_delivery:
        told = page.has_begun or delivery.told
        return StepLine(label, "done" if told else "current", "已发出" if told else "即将发出")
    if not delivery.people and page.has_begun:
        return StepLine(label, "off", "没有发出")
    words = f"{delivery.told}/{delivery.people}" if delivery.people else "即将发出"
    if delivery.failed:
        return StepLine(label, "short", f"{words}，失败 {delivery.failed}")
    done = page.has_begun or (delivery.people and delivery.told == delivery.people)
    return StepLine(label, "done" if done else "current", words)


def attendance_step(page):
    label, url = Step.ATTENDANCE.label, url_of(page, "attendance")
    if not page.has_begun:
        return StepLine(label, "todo", "未开始")
    words = f"{page.counts.present}/{page.counts.expected}"
    if page.unmarked:
        return StepLine(label, "current", f"{words}，{page.unmarked} 人未登记", url)
    return StepLine(label, "done", words, url)


def minutes_step(page):
    label, url = Step.MINUTES.label, url_of(page, "minutes")
    if not page.has_begun:
        return StepLine(label, "todo", "未开始")
    items = page.record.items
    written = sum(item.is_written for item in items)
    done = bool(items) and written == len(items)
    return StepLine(label, "done" if done else "current", f"{written}/{len(items)} 项", url)


def resolution_step(page):
    label, url = Step.RESOLUTIONS.label, url_of(page, "minutes")
    if not page.has_begun:
        return StepLine(label, "todo", "未开始")
    made = len(page.record.resolutions)
    asked = can_decide(page.record.facts)
    lacking = sum(asked and item.needs_resolution and not item.resolutions for item in page.record.items)
    if lacking:
        return StepLine(label, "current", f"{made} 项，缺 {lacking} 项", url)
    return StepLine(label, "done" if made else "off", f"{made} 项" if made else "无需决议", url)


def archive_step(page):
    label = Step.ARCHIVE.label
    if page.meeting.state == MeetingState.ARCHIVED:
        return StepLine(label, "done", f"{page.day.year}年第{page.meeting.number}次")
    if not page.has_begun:
        return StepLine(label, "todo", "未开始")
    if page.missing:
        return StepLine(label, "short", f"缺 {len(page.missing)} 项", "#missing")
    return StepLine(label, "current", "可以归档")


def url_of(page, place):
    """The page of a step for those who write there, its place on this page for readers."""
    writes = page.rights.record and page.meeting.state != MeetingState.ARCHIVED
    return f"{page.meeting.get_absolute_url()}{place}/" if writes else f"#{place}"
