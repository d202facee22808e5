"""What each message about meetings says, asked for at the moment it is sent."""

from django.urls import reverse

from lawfirm_party.common.dates import at, day_text, local, local_day, moment_text, parse_period

from ..choices import LeaveState, MeetingKind, MeetingState
from ..models import ActionItem, Guest, LeaveRequest, Meeting, Nudge
from ..tokens import answer_token
from .due import (
    ACTION_DUE,
    ANNOUNCED,
    CANCELLED,
    LEAVE_DECIDED,
    LEAVE_WAITING,
    MINUTES_MISSING,
    MOVED,
    NUDGE,
    OF_MEETINGS,
    PLACE_CHANGED,
    PUBLISHED,
    TAKEN_OFF,
    UNFINISHED,
    WITH_INVITATION,
    is_current,
    moment_of,
)
from .expected import people_told
from .invitations import mailed_invitation, mailed_withdrawal


def notice_context(rule, object_id, occurrence, person):
    """The words of one message for one person (a dict, see the templates), or None when there is nothing left to tell."""
    if rule in OF_MEETINGS:
        return meeting_words(rule, object_id, occurrence, person)
    return {
        MINUTES_MISSING: minutes_words,
        ACTION_DUE: action_words,
        LEAVE_WAITING: waiting_words,
        LEAVE_DECIDED: decided_words,
        NUDGE: nudge_words,
    }[rule](object_id, occurrence, person)


def read_meeting(object_id):
    meetings = Meeting.objects.select_related("branch", "group", "host", "recorder")
    return meetings.filter(pk=object_id).first()


HEADINGS = {
    PUBLISHED: "会议通知",
    MOVED: "会议改期",
    PLACE_CHANGED: "会议地点变更",
    CANCELLED: "会议取消",
    TAKEN_OFF: "不必参加",
    "meeting_in_3_days": "3天后开会",
    "meeting_tomorrow": "明天开会",
    "meeting_today": "今天开会",
}


def meeting_words(rule, object_id, occurrence, person):
    """None when the meeting was moved on or called off, the person is no longer meant, or a reminder is not needed any more."""
    meeting = read_meeting(object_id)
    if meeting is None or not is_current(rule, meeting, occurrence) or not is_news(rule, meeting, person):
        return None
    words = facts_of(meeting, person)
    words["title"] = f"{HEADINGS[rule]}：{meeting.title}"
    words["text"] = f"{words['short_when']}，{meeting.place}。"
    if rule == PLACE_CHANGED:
        words["text"] = f"地点改为{meeting.place}。时间不变：{words['short_when']}。"
    if rule == CANCELLED:
        words["text"] = f"原定{words['short_when']}。原因：{meeting.cancel_reason}"
    if rule == TAKEN_OFF:
        words |= {
            "text": f"{words['short_when']}的这次会议，参会名单有调整，您不必参加。",
            "path": reverse("my"),
        }
        words["ics"] = mailed_withdrawal(meeting, person)
    if rule in WITH_INVITATION:
        words["ics"] = mailed_invitation(meeting, person, words["agenda"])
    return words


def is_news(rule, meeting, person):
    if rule == CANCELLED:
        return meeting.state == MeetingState.CANCELLED
    is_told = person.pk in people_told(meeting)
    if rule == TAKEN_OFF:
        return meeting.state == MeetingState.SCHEDULED and not is_told
    if not is_told:
        return False
    if rule in {PUBLISHED, MOVED, PLACE_CHANGED}:
        return meeting.state in ANNOUNCED
    leave = LeaveRequest.objects.filter(meeting=meeting, person=person, state=LeaveState.APPROVED)
    return meeting.state == MeetingState.SCHEDULED and not leave.exists()


def facts_of(meeting, person):
    """What every mail about a meeting may use: when, where, what about, and the person's own link to answer."""
    starts, ends = local(meeting.starts_at), local(meeting.ends_at)
    return {
        "meeting": meeting,
        "when": f"{moment_text(starts)}至{ends:%H:%M}",
        "short_when": moment_text(starts, starts.date()),
        "agenda": [item.title for item in meeting.agenda.all()],
        "is_guest": Guest.objects.filter(meeting=meeting, person=person).exists(),
        "path": meeting.get_absolute_url(),
        "answer_path": (
            reverse("answer", args=[answer_token(meeting, person.pk)])
            if meeting.state == MeetingState.SCHEDULED
            else ""
        ),
    }


def minutes_words(object_id, occurrence, person):
    meeting = read_meeting(object_id)
    if meeting is None or meeting.state not in UNFINISHED:
        return None
    day = day_text(local_day(meeting.starts_at))
    return {
        "title": f"记录未归档：{meeting.title}",
        "text": f"会议于{day}召开，记录还没有归档。",
        "path": meeting.get_absolute_url(),
        "meeting": meeting,
        "day": day,
    }


def action_words(object_id, occurrence, person):
    action = ActionItem.objects.select_related("meeting").filter(pk=object_id).first()
    if action is None or action.done_on or not occurrence.startswith(f"{action.due_on:%Y-%m-%d}"):
        return None
    if action.owner_id != person.pk:
        return None
    return {
        "title": f"议定事项{'今天' if occurrence.endswith('day') else '明天'}到期：{action.text}"[:120],
        "text": f"{day_text(action.due_on)}到期，出自{action.meeting.title}。",
        "path": reverse("my"),
        "action": action,
        "due": day_text(action.due_on),
    }


def read_leave(object_id):
    leaves = LeaveRequest.objects.select_related("meeting", "person")
    return leaves.filter(pk=object_id).first()


def waiting_words(object_id, occurrence, person):
    """The reason's text stays on the page, for the secretary alone."""
    leave = read_leave(object_id)
    if leave is None or leave.state != LeaveState.PENDING:
        return None
    return {
        "title": f"{leave.person.name}申请请假：{leave.meeting.title}",
        "text": f"{moment_text(leave.meeting.starts_at)}，等您审批。",
        "path": reverse("leaves"),
        "leave": leave,
        "when": moment_text(leave.meeting.starts_at),
    }


def decided_words(object_id, occurrence, person):
    leave = read_leave(object_id)
    if leave is None or leave.state not in {LeaveState.APPROVED, LeaveState.REFUSED}:
        return None
    if ":" in occurrence and occurrence.partition(":")[2] != moment_of(leave):
        return None
    approved = leave.state == LeaveState.APPROVED
    return {
        "title": f"请假{'已同意' if approved else '未同意'}：{leave.meeting.title}",
        "text": f"{moment_text(leave.meeting.starts_at)}的会议，"
        + ("您已请假，不必到会。" if approved else f"请按时到会。{why(leave)}"),
        "path": reverse("my"),
        "leave": leave,
        "approved": approved,
        "when": moment_text(leave.meeting.starts_at),
    }


def why(leave):
    return f"理由：{leave.refused_because}" if leave.refused_because else ""


def nudge_words(object_id, occurrence, person):
    nudges_read = Nudge.objects.select_related("action__meeting", "meeting", "group", "by__person")
    nudge = nudges_read.filter(pk=object_id).first()
    found = nudge and (nudged_action(nudge) or nudged_meeting(nudge) or nudged_group(nudge))
    if not found:
        return None
    what, path = found
    return {
        "title": f"催办：{what}"[:120],
        "text": f"{nudge.by.get_full_name()}请您尽快办理。",
        "path": path,
        "what": what,
        "by": nudge.by.get_full_name(),
    }


def nudged_action(nudge):
    if nudge.action and not nudge.action.done_on:
        return f"{nudge.action.text}（{day_text(nudge.action.due_on)}到期）", reverse("my")
    return None


def nudged_meeting(nudge):
    meeting = nudge.meeting
    if nudge.action_id or meeting is None:
        return None
    if meeting.state in UNFINISHED:
        return f"完成{meeting.title}的记录", meeting.get_absolute_url()
    return None


def nudged_group(nudge):
    """A group's meeting that is still to be scheduled for a period."""
    if nudge.action_id or nudge.meeting_id or nudge.group is None or not nudge.period:
        return None
    period = parse_period(nudge.period)
    scheduled = Meeting.objects.filter(
        group=nudge.group, starts_at__gte=at(period.start, 0), starts_at__lt=at(period.end, 0)
    ).exclude(state__in=[MeetingState.CANCELLED, MeetingState.DRAFT])
    if scheduled.exists():
        return None
    query = f"type={MeetingKind.GROUP}&group={nudge.group_id}&period={period.key}"
    return f"安排{period.label}{nudge.group.name}会", f"{reverse('meeting_new')}?{query}"
