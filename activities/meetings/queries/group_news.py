"""What a branch's groups are told about its meetings: that one is called, moved or off, and the day before and the day itself.

Only what concerns the whole branch, and of that only name, time and place: no agenda, which may name people, no reason, no
answer, no leave.
"""

from activities.notices.queries import robots_reached, robots_speaking
from lawfirm_party.common.dates import local, moment_text
from lawfirm_party.common.due import DueItem

from ..choices import FOR_THE_GROUP, MeetingState
from ..models import Meeting
from ..rules.scheduling import reminder_moment
from .due import (
    ANNOUNCED,
    CANCELLED,
    FARTHEST_REMINDER,
    MOVED,
    PLACE_CHANGED,
    PUBLISHED,
    REMINDERS,
    occurrence_of,
    useful_until,
)
from .words import HEADINGS, read_meeting

FIRST_NEWS = (PUBLISHED, MOVED)
# Three days before, a group of people who have read the notice needs no other.
REMINDERS_TO_GROUPS = tuple(row for row in REMINDERS if row[1] < 3)
OFF = "原定{when}，不再召开。"
ELSEWHERE = "地点改为{place}，时间不变：{when}。"


def due_items(since, now):
    """DueItems for robots with since < due_at <= now."""
    meetings = Meeting.objects.filter(kind__in=FOR_THE_GROUP, is_backfilled=False)
    for source in (announced, called_off, reminders):
        found = list(source(meetings, since, now))
        speaking = robots_speaking({meeting.branch_id for meeting, *_ in found}) if found else {}
        for meeting, rule, due, until, holds in found:
            wanted = who_hears(rule, meeting, set(speaking.get(meeting.branch_id, ())))
            for told, robots in wanted.items():
                if robots and since < due <= now and due < until:
                    yield group_item(told, meeting, due, until, holds=holds, robots=robots)


def announced(meetings, since, now):
    """(meeting, rule, due at, useful until, holds) of what is new, has another time, or another place."""
    meetings = meetings.filter(state__in=ANNOUNCED)
    for meeting in meetings.filter(published_at__gt=since, published_at__lte=now, revision=0):
        yield meeting, PUBLISHED, meeting.published_at, meeting.ends_at, False
    for meeting in meetings.filter(moved_at__gt=since, moved_at__lte=now):
        yield meeting, MOVED, meeting.moved_at, meeting.ends_at, False
    for meeting in meetings.filter(place_changed_at__gt=since, place_changed_at__lte=now):
        if not meeting.moved_at or meeting.moved_at < meeting.place_changed_at:
            yield meeting, PLACE_CHANGED, meeting.place_changed_at, meeting.ends_at, False


def called_off(meetings, since, now):
    for meeting in meetings.filter(cancelled_at__gt=since, cancelled_at__lte=now, published_at__isnull=False):
        yield meeting, CANCELLED, meeting.cancelled_at, meeting.ends_at, False


def reminders(meetings, since, now):
    """The day before and on the day, of what was announced before that moment."""
    coming = meetings.filter(
        state=MeetingState.SCHEDULED,
        by_robot=True,
        starts_at__gt=since,
        starts_at__lte=now + FARTHEST_REMINDER,
    )
    for meeting in coming:
        told_at = meeting.moved_at or meeting.published_at
        for rule, days, wanted in REMINDERS_TO_GROUPS:
            due = reminder_moment(meeting.starts_at, days)
            if getattr(meeting, wanted) and due and told_at and told_at < due < meeting.starts_at:
                yield meeting, rule, due, useful_until(meeting, days), True


def who_hears(rule, meeting, speaking):
    """{rule: robot ids}: a change is told where the meeting is known, and a moved meeting is news everywhere else."""
    wanted = speaking if meeting.by_robot else set()
    if rule == MOVED:
        knew = robots_reached(FIRST_NEWS, meeting.pk, except_occurrence=meeting.revision) & speaking
        return {MOVED: knew, PUBLISHED: wanted - knew}
    if rule == PLACE_CHANGED:
        return {rule: robots_reached(FIRST_NEWS, meeting.pk, before=meeting.place_changed_at) & speaking}
    if rule == CANCELLED:
        return {rule: robots_reached(FIRST_NEWS, meeting.pk) & speaking}
    return {rule: wanted}


def group_item(rule, meeting, due, until, *, holds, robots):
    return DueItem(
        rule=rule,
        object_id=str(meeting.pk),
        occurrence=occurrence_of(rule, meeting),
        due_at=due,
        useful_until=until,
        person_ids=(),
        branch_id=meeting.branch_id,
        channels=(),
        holds=holds,
        robot_ids=tuple(sorted(robots)),
    )


def group_words(rule, object_id, occurrence):
    """Title and text of one line of a group's message (a dict), or None when it is no news any more."""
    meeting = read_meeting(object_id)
    if meeting is None or meeting.kind not in FOR_THE_GROUP or occurrence_of(rule, meeting) != occurrence:
        return None
    if not is_news(rule, meeting):
        return None
    starts = local(meeting.starts_at)
    when = moment_text(starts, starts.date())
    text = f"{when}，{meeting.place}。"
    if rule == CANCELLED:
        text = OFF.format(when=when)
    elif rule == PLACE_CHANGED:
        text = ELSEWHERE.format(place=meeting.place, when=when)
    return {"title": f"{HEADINGS[rule]}：{meeting.title}", "text": text}


def is_news(rule, meeting):
    if rule == CANCELLED:
        return meeting.state == MeetingState.CANCELLED
    if rule in {PUBLISHED, MOVED, PLACE_CHANGED}:
        return meeting.state in ANNOUNCED
    return meeting.state == MeetingState.SCHEDULED and meeting.by_robot
