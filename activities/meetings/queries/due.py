"""Who must be told what about meetings, and when; what each message says stands in `words`."""

from dataclasses import replace
from datetime import timedelta

from activities.notices.queries import last_rules, people_reached
from branches.queries import settings_of
from lawfirm_party.common.dates import at, local_day
from lawfirm_party.common.due import DueItem
from members.queries import secretaries_on

from ..choices import LeaveState, MeetingState
from ..models import ActionItem, Guest, LeaveRequest, Meeting, Nudge
from ..rules.scheduling import minutes_due_moment, reminder_moment
from .expected import people_told

PUBLISHED, MOVED, CANCELLED = "meeting_published", "meeting_moved", "meeting_cancelled"
PLACE_CHANGED, TAKEN_OFF = "meeting_place_changed", "meeting_taken_off"
INVITING = (PUBLISHED, MOVED)
REMINDERS = (
    ("meeting_in_3_days", 3, "remind_3_days"),
    ("meeting_tomorrow", 1, "remind_1_day"),
    ("meeting_today", 0, "remind_same_day"),
)
MINUTES_MISSING, ACTION_DUE = "minutes_missing", "action_due"
LEAVE_WAITING, LEAVE_DECIDED, NUDGE = "leave_waiting", "leave_decided", "nudge"
WITH_INVITATION = frozenset({PUBLISHED, MOVED, PLACE_CHANGED, CANCELLED})
OF_MEETINGS = WITH_INVITATION | {TAKEN_OFF, *(rule for rule, _, _ in REMINDERS)}
ANNOUNCED = (MeetingState.SCHEDULED, MeetingState.BEGUN)
UNFINISHED = (MeetingState.BEGUN, MeetingState.HELD, MeetingState.RECORDED)
LONGEST_MINUTES_WAIT = timedelta(days=61)
FARTHEST_REMINDER = timedelta(days=4)
MINUTES_USEFUL = timedelta(days=14)
NUDGE_USEFUL = timedelta(days=3)
MORNING = 9
REVISIONLESS = "0"


def due_items(since, now):
    """DueItems with since < due_at <= now: notices, reminders, missing minutes, action items, leaves, nudges."""
    for source in SOURCES:
        for item in source(since, now):
            if since < item.due_at <= now:
                yield item


def notices(since, now):
    """Published, moved, called off: at once, quiet hours or not."""
    meetings = Meeting.objects.select_related("branch")
    for meeting in meetings.filter(
        published_at__gt=since, published_at__lte=now, revision=0, state__in=ANNOUNCED
    ):
        yield meeting_item(
            PUBLISHED,
            meeting,
            meeting.published_at,
            meeting.ends_at,
            holds=False,
            people=told_together(meeting),
        )
    for meeting in meetings.filter(moved_at__gt=since, moved_at__lte=now, state__in=ANNOUNCED):
        yield from move_items(meeting)
    for meeting in meetings.filter(cancelled_at__gt=since, cancelled_at__lte=now, published_at__isnull=False):
        told = people_to_tell_off(meeting)
        if told and meeting.cancelled_at < meeting.ends_at:
            yield meeting_item(
                CANCELLED, meeting, meeting.cancelled_at, meeting.ends_at, holds=False, people=told
            )


def move_items(meeting):
    """Of another time: 会议改期 for who heard of an earlier one, 会议通知 for who never did."""
    people = told_together(meeting)
    knew = people & people_reached(INVITING, meeting.pk, except_occurrence=meeting.revision)
    for rule, them in ((MOVED, knew), (PUBLISHED, people - knew)):
        if them:
            yield meeting_item(rule, meeting, meeting.moved_at, meeting.ends_at, holds=False, people=them)


def told_together(meeting):
    """Ids of everybody the notice of the meeting's time goes to; a guest invited after it gets one of their own (`late_guests`)."""
    late = Guest.objects.filter(meeting=meeting, invited_at__gt=time_set_at(meeting))
    return people_told(meeting) - set(late.values_list("person", flat=True))


def time_set_at(meeting):
    """When the meeting got the time it has now, and that was told."""
    return meeting.moved_at or meeting.published_at


def people_to_tell_off(meeting):
    """Ids of everybody who believes that they are invited, or may believe so: they are told that it is off; one query."""
    last = last_rules((*INVITING, TAKEN_OFF), meeting.pk, on_their_way=())
    return {person_id for person_id, rule in last.items() if rule != TAKEN_OFF}


def taken_off(since, now):
    """Who was told of a meeting and is not on its list any more since somebody changed it: told once, so that no entry stays."""
    changed = Meeting.objects.filter(
        changed_at__gt=since, changed_at__lte=now, state=MeetingState.SCHEDULED, ends_at__gt=now
    ).select_related("branch")
    for meeting in changed:
        last = last_rules((*INVITING, TAKEN_OFF), meeting.pk, on_their_way=(TAKEN_OFF,))
        gone = {person_id for person_id, rule in last.items() if rule != TAKEN_OFF} - people_told(meeting)
        if gone:
            yield meeting_item(
                TAKEN_OFF, meeting, meeting.changed_at, meeting.ends_at, holds=False, people=gone
            )


def changed_places(since, now):
    """Another place: for whoever was told of the meeting before; a later move says it too. Answers and leaves stand."""
    changed = Meeting.objects.filter(
        place_changed_at__gt=since, place_changed_at__lte=now, state__in=ANNOUNCED
    ).select_related("branch")
    for meeting in changed:
        if meeting.moved_at and meeting.moved_at >= meeting.place_changed_at:
            continue
        moment = meeting.place_changed_at
        told = people_told(meeting) & people_reached(INVITING, meeting.pk, before=moment)
        if told:
            yield meeting_item(PLACE_CHANGED, meeting, moment, meeting.ends_at, holds=False, people=told)


def late_guests(since, now):
    """Who is invited to a meeting that was announced before: the same notice, for the guest alone."""
    guests = Guest.objects.filter(
        invited_at__gt=since, invited_at__lte=now, meeting__state__in=ANNOUNCED
    ).select_related("meeting__branch")
    for guest in guests:
        meeting = guest.meeting
        if guest.invited_at > time_set_at(meeting):
            item = meeting_item(
                PUBLISHED, meeting, guest.invited_at, meeting.ends_at, holds=False, people={guest.person_id}
            )
            # Who was taken off the list and is invited again hears of it again.
            yield replace(item, occurrence=f"{meeting.revision}-{guest.invited_at:%Y%m%d%H%M%S}")


def reminders(since, now):
    """Three days and one day before, and on the day: for whoever was told before that moment and has no leave."""
    coming = Meeting.objects.filter(
        state=MeetingState.SCHEDULED, starts_at__gt=since, starts_at__lte=now + FARTHEST_REMINDER
    )
    for meeting in coming.select_related("branch"):
        told_at = time_set_at(meeting)
        for rule, days, wanted in REMINDERS:
            due = reminder_moment(meeting.starts_at, days)
            if not getattr(meeting, wanted) or due is None or not since < due <= now:
                continue
            if told_at and told_at < due < meeting.starts_at:
                people = people_told(meeting) - on_leave(meeting) - invited_since(meeting, due)
                yield meeting_item(rule, meeting, due, useful_until(meeting, days), people=people)


def useful_until(meeting, days):
    """A reminder is of use until the next one says it better."""
    day = local_day(meeting.starts_at)
    if days > 1:
        return min(meeting.starts_at, at(day - timedelta(days=1), MORNING))
    return at(day, 0) if days else meeting.starts_at


def on_leave(meeting):
    leaves = LeaveRequest.objects.filter(meeting=meeting, state=LeaveState.APPROVED)
    return set(leaves.values_list("person", flat=True))


def invited_since(meeting, moment):
    guests = Guest.objects.filter(meeting=meeting, invited_at__gte=moment)
    return set(guests.values_list("person", flat=True))


def missing_minutes(since, now):
    """Meetings that took place and are not archived some days later (a dated setting): for recorder and secretaries."""
    held = Meeting.objects.filter(
        state__in=UNFINISHED,
        is_backfilled=False,
        starts_at__gt=since - LONGEST_MINUTES_WAIT,
        starts_at__lte=now,
    )
    held = list(held.select_related("branch"))
    rules = settings_of({meeting.branch_id for meeting in held}) if held else {}
    for meeting in held:
        days = rules[meeting.branch_id].branch(local_day(meeting.starts_at)).minutes_due_days
        due = minutes_due_moment(meeting.starts_at, days)
        if since < due <= now:
            people = {person.pk for person in secretaries_on(meeting.branch_id, local_day(now))}
            people |= {meeting.recorder_id} - {None}
            yield meeting_item(MINUTES_MISSING, meeting, due, due + MINUTES_USEFUL, people=people)


def due_actions(since, now):
    """An open action item, at 9:00 one day before and on its day: for its owner."""
    first, last = local_day(since), local_day(now) + timedelta(days=1)
    actions = ActionItem.objects.filter(done_on=None, due_on__gte=first, due_on__lte=last)
    for action in actions.select_related("meeting"):
        day_before = action.due_on - timedelta(days=1)
        for name, day in (("before", day_before), ("day", action.due_on)):
            yield DueItem(
                rule=ACTION_DUE,
                object_id=str(action.pk),
                occurrence=f"{action.due_on:%Y-%m-%d}-{name}",
                due_at=at(day, MORNING),
                useful_until=at(action.due_on + timedelta(days=int(name == "day")), MORNING),
                person_ids=(action.owner_id,),
                branch_id=action.meeting.branch_id,
            )


def waiting_leaves(since, now):
    """A leave that was asked for: for the secretaries."""
    leaves = LeaveRequest.objects.filter(
        asked_at__gt=since, asked_at__lte=now, state=LeaveState.PENDING
    ).select_related("meeting")
    for leave in leaves:
        secretaries = secretaries_on(leave.meeting.branch_id, local_day(now))
        people = tuple(dict.fromkeys(person.pk for person in secretaries))
        yield leave_item(LEAVE_WAITING, leave, leave.asked_at, leave.meeting.starts_at, people)


def decided_leaves(since, now):
    """A leave that was decided: for whoever asked."""
    leaves = LeaveRequest.objects.filter(
        decided_at__gt=since, decided_at__lte=now, state__in=[LeaveState.APPROVED, LeaveState.REFUSED]
    ).select_related("meeting")
    for leave in leaves:
        until = max(leave.meeting.starts_at, leave.decided_at + timedelta(days=1))
        item = leave_item(LEAVE_DECIDED, leave, leave.decided_at, until, (leave.person_id,))
        yield replace(item, occurrence=f"{item.occurrence}:{moment_of(leave)}")


def nudges(since, now):
    """催办: a stored fact like any other."""
    for nudge in Nudge.objects.filter(at__gt=since, at__lte=now):
        yield DueItem(
            rule=NUDGE,
            object_id=str(nudge.pk),
            occurrence=REVISIONLESS,
            due_at=nudge.at,
            useful_until=nudge.at + NUDGE_USEFUL,
            person_ids=(nudge.person_id,),
            branch_id=nudge.branch_id,
        )


SOURCES = (
    notices,
    changed_places,
    taken_off,
    late_guests,
    reminders,
    missing_minutes,
    due_actions,
    waiting_leaves,
    decided_leaves,
    nudges,
)


def occurrence_of(rule, meeting):
    """Which time of the meeting, and of its place, a message is about; when it is another one now, the message is no news."""
    if rule == PLACE_CHANGED and meeting.place_changed_at:
        return f"{meeting.revision}-{meeting.place_changed_at:%Y%m%d%H%M%S}"
    if rule == TAKEN_OFF:
        return f"{meeting.revision}-{meeting.changed_at:%Y%m%d%H%M%S}"
    return str(meeting.revision)


def is_current(rule, meeting, occurrence):
    """Whether a message is about the meeting's time as it stands, and, when it tells of a place, about that place."""
    if rule == PLACE_CHANGED:
        return occurrence == occurrence_of(rule, meeting)
    return occurrence.partition("-")[0] == str(meeting.revision)


def meeting_item(rule, meeting, due_at, until, *, holds=True, people=None):
    people = people_told(meeting) if people is None else people
    return DueItem(
        rule=rule,
        object_id=str(meeting.pk),
        occurrence=occurrence_of(rule, meeting),
        due_at=due_at,
        useful_until=until,
        person_ids=tuple(sorted(people)),
        branch_id=meeting.branch_id,
        channels=("in_app", "email") if meeting.by_email else ("in_app",),
        holds=holds,
    )


def moment_of(leave):
    """Which decision it was: one that is taken back and made anew is told anew."""
    return f"{leave.decided_at.timestamp():.6f}"


def leave_item(rule, leave, due_at, until, people):
    """A question and its answer between two people: no reminder, so the quiet hours do not hold it back."""
    return DueItem(
        rule=rule,
        object_id=str(leave.pk),
        occurrence=str(leave.meeting.revision),
        due_at=due_at,
        useful_until=until,
        person_ids=people,
        branch_id=leave.meeting.branch_id,
        holds=False,
    )
