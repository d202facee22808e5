"""Plan a meeting, tell everybody, change it, move it, call it off."""

from dataclasses import replace

from django.db import transaction

from activities.notices.commands import cancel_rows
from branches.models import Branch, PartyGroup
from branches.queries import settings_for
from lawfirm_party.common.calendar import rest_days
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import Person

from ..choices import LeaveState, MeetingState
from ..models import AgendaItem, Guest, LeaveRequest, Meeting
from ..queries.expected import expected_at
from ..rules.scheduling import (
    check_evaluation_year,
    check_group,
    check_rest_day,
    check_times,
    check_unit,
    refuse_unless,
    title_for,
)
from .changes import note_change

NOT_IN_FIRM = "这一天不是本所人员，请另选一位。"
HOST_MISSING = "请选择主持人。"
RECORDER_MISSING = "请选择记录人。"
TITLE_MISSING = "请填写会议名称。"
PLACE_MISSING = "请填写地点。"
AGENDA_MISSING = "请至少写一项议题。"
AGENDA_IN_USE = "“{title}”下面已有记录或决议，不能删除。"
NOBODY_EXPECTED = "这一天没有应到人员，请先核对名册、委员会或党小组。"
REASON_MISSING = "请写明取消的原因，通知里会说明。"
STALE = "别人刚刚修改过这次会议，请核对后再提交。"
SAME_TIME = "时间没有改变。"
TAKEN = "这个时间已经有一次同类会议：{title}（{state}）。请另选时间，或者打开那次会议修改。"
PLAIN_FIELDS = ("title", "place", "theme", "evaluation_year", "host_id", "recorder_id")
NOTICES = "meeting_"
REMINDERS = ("remind_3_days", "remind_1_day", "remind_same_day", "by_email")


def create_meeting(*, user, now, data, publish=False):
    """Make one meeting from a `rules.scheduling.Plan`; with `publish` it is scheduled and everybody will be told.

    Returns the Meeting. Raises Refusal (with the form's field) for a time in the past, an end before the start, a day on
    which the branch or group does not exist, an unconfirmed rest day, people of another firm, an empty agenda or
    nobody expected (R-MTG-1 to R-MTG-6, R-GRP-1, R-ORG-4).
    """
    with transaction.atomic():
        branch = Branch.objects.select_for_update(no_key=True).get(pk=data.branch_id)
        expected = check_plan(branch, data, now)
        meeting = Meeting(
            branch=branch,
            group_id=data.group_id,
            kind=data.kind,
            starts_at=data.starts_at,
            ends_at=data.ends_at,
            created_by=user,
            created_at=now,
        )
        take_over(meeting, data)
        if publish:
            check_publishable(meeting, data.agenda, expected)
            meeting.state = MeetingState.SCHEDULED
            meeting.published_at = now
        meeting.save()
        write_guests(meeting, set(data.guest_ids) - expected, now)
        write_agenda(meeting, data.agenda)
        return meeting


def edit_meeting(*, meeting_id, user, now, data, version):
    """Write a Plan over a meeting that has not begun. A draft takes the time too; a scheduled one keeps it.

    Whoever knows of a scheduled meeting is told of another place, and who is invited now is told of the meeting.
    Raises Conflict when somebody changed it since `version`, Refusal as `create_meeting`.
    """
    with transaction.atomic():
        meeting = lock(meeting_id, "edit", version)
        data = with_followed_title(meeting, data)
        if meeting.state == MeetingState.DRAFT:
            expected = check_plan(meeting.branch, data, now, meeting.pk)
            meeting.starts_at, meeting.ends_at = data.starts_at, data.ends_at
            take_over(meeting, data)
        else:
            check_words(data)
            day = local_day(meeting.starts_at)
            check_evaluation_year(meeting.kind, data.evaluation_year, day)
            expected = expected_ids(meeting)
            check_people(meeting.branch, data, day, expected)
            if data.place.strip() != meeting.place:
                meeting.place_changed_at = now
            take_over(meeting, data)
            check_publishable(meeting, data.agenda, expected)
        note_change(meeting, user, now)
        meeting.save()
        write_guests(meeting, set(data.guest_ids) - expected, now)
        write_agenda(meeting, data.agenda)
        return meeting


def publish_meeting(*, meeting_id, user, now, version=None):
    """Turn a draft into a scheduled meeting, so that its notice goes out. Raises Refusal or Conflict."""
    with transaction.atomic():
        meeting = lock(meeting_id, "publish", version)
        check_times(meeting.starts_at, meeting.ends_at, now)
        check_publishable(meeting, meeting.agenda.all(), expected_ids(meeting))
        meeting.state = MeetingState.SCHEDULED
        meeting.published_at = now
        note_change(meeting, user, now)
        meeting.save()
        return meeting


def move_meeting(*, meeting_id, user, now, starts_at, ends_at, version=None, confirm_rest_day=False):
    """Give a scheduled meeting another time: the revision rises, everybody is told, answers and leaves for the old time lapse.

    A title that only named the old month or quarter follows. Raises Refusal or Conflict.
    """
    with transaction.atomic():
        meeting = lock(meeting_id, "move", version)
        if (starts_at, ends_at) == (meeting.starts_at, meeting.ends_at):
            raise Refusal(SAME_TIME, "when")
        check_when(
            meeting.branch,
            kind=meeting.kind,
            group=meeting.group,
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
            confirmed=confirm_rest_day,
        )
        check_not_taken(meeting.branch_id, meeting.kind, meeting.group_id, starts_at, meeting.pk)
        check_evaluation_year(meeting.kind, meeting.evaluation_year, local_day(starts_at))
        meeting.title = followed_title(meeting, starts_at, meeting.evaluation_year)
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        if not expected_ids(meeting):
            raise Refusal(NOBODY_EXPECTED)
        meeting.revision += 1
        note_change(meeting, user, now)
        meeting.moved_by, meeting.moved_at = user, now
        meeting.save()
        open_leaves(meeting).update(state=LeaveState.WITHDRAWN)
        cancel_rows(object_id=meeting.pk, rule_prefix=NOTICES, except_occurrence=meeting.revision)
        return meeting


def cancel_meeting(*, meeting_id, user, now, reason, version=None):
    """Call off a draft or a scheduled meeting; whoever was told of it is told why. Raises Refusal or Conflict."""
    with transaction.atomic():
        meeting = lock(meeting_id, "cancel", version)
        if not reason.strip():
            raise Refusal(REASON_MISSING, "reason")
        meeting.state = MeetingState.CANCELLED
        meeting.cancelled_at = now
        meeting.cancel_reason = reason.strip()
        note_change(meeting, user, now)
        meeting.save()
        open_leaves(meeting).update(state=LeaveState.WITHDRAWN)
        cancel_rows(object_id=meeting.pk, rule_prefix=NOTICES)
        return meeting


def lock(meeting_id, act, version):
    """The meeting, locked; Refusal when its state forbids the act, Conflict when `version` (if given) is not its own.

    The branch's row is locked first, so that no two meetings of a kind take one start.
    """
    branch_id = Meeting.objects.values_list("branch", flat=True).get(pk=meeting_id)
    Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    meeting = (
        Meeting.objects.select_for_update(of=["self"], no_key=True)
        .select_related("branch", "group")
        .get(pk=meeting_id)
    )
    refuse_unless(act, meeting.state)
    if version is not None and version != meeting.version:
        raise Conflict(STALE, current=meeting)
    return meeting


def open_leaves(meeting):
    return LeaveRequest.objects.filter(meeting=meeting, state__in=[LeaveState.PENDING, LeaveState.APPROVED])


def expected_ids(meeting):
    day = local_day(meeting.starts_at)
    rows = expected_at(meeting.branch_id, meeting.kind, meeting.group_id, day)
    return {row.person_id for row in rows}


def check_plan(branch, data, now, own_id=None):
    """Everything that must hold for a plan; returns the ids of who is expected on its day."""
    check_words(data)
    group = PartyGroup.objects.filter(pk=data.group_id).first() if data.group_id else None
    check_when(
        branch,
        kind=data.kind,
        group=group,
        starts_at=data.starts_at,
        ends_at=data.ends_at,
        now=now,
        confirmed=data.confirm_rest_day,
    )
    check_not_taken(branch.pk, data.kind, data.group_id, data.starts_at, own_id)
    day = local_day(data.starts_at)
    check_evaluation_year(data.kind, data.evaluation_year, day)
    expected = {row.person_id for row in expected_at(branch.pk, data.kind, data.group_id, day)}
    check_people(branch, data, day, expected)
    return expected


def check_words(data):
    if not data.title.strip():
        raise Refusal(TITLE_MISSING, "title")
    if not data.place.strip():
        raise Refusal(PLACE_MISSING, "place")


def check_when(branch, *, kind, group, starts_at, ends_at, now, confirmed):
    day = local_day(starts_at)
    check_times(starts_at, ends_at, now)
    check_unit(day, branch.founded_on, branch.dissolved_on)
    check_group(kind, group, branch.pk, day)
    rules = settings_for(branch.pk).kind(kind, day)
    check_rest_day(day, rest_days(day, day).is_rest(day), rules.on_rest_days, confirmed)


def check_not_taken(branch_id, kind, group_id, starts_at, own_id):
    """Under the branch's lock: two officers, or two open pages, make one meeting, not two."""
    same = Meeting.objects.filter(branch=branch_id, kind=kind, group=group_id, starts_at=starts_at)
    there = same.exclude(state=MeetingState.CANCELLED).exclude(pk=own_id).first()
    if there:
        raise Refusal(TAKEN.format(title=there.title, state=there.get_state_display()), "when")


def check_people(branch, data, day, expected):
    """Host, recorder and guests are expected, or of the branch's firm on the day."""
    wanted = {pk for pk in (data.host_id, data.recorder_id, *data.guest_ids) if pk} - expected
    there = expected | set(
        Person.objects.in_firm(day).filter(firm=branch.firm_id, pk__in=wanted).values_list("pk", flat=True)
    )
    for field, pk in (("host", data.host_id), ("recorder", data.recorder_id)):
        if pk and pk not in there:
            raise Refusal(NOT_IN_FIRM, field)
    if not set(data.guest_ids) <= there:
        raise Refusal(NOT_IN_FIRM, "guests")


def check_publishable(meeting, agenda, expected):
    """Whoever is told of a meeting must be told who holds it and what it is about."""
    if not meeting.host_id:
        raise Refusal(HOST_MISSING, "host")
    if not meeting.recorder_id:
        raise Refusal(RECORDER_MISSING, "recorder")
    if not agenda:
        raise Refusal(AGENDA_MISSING, "agenda")
    if not expected:
        raise Refusal(NOBODY_EXPECTED)


def take_over(meeting, data):
    if data.by_robot is not None:
        meeting.by_robot = data.by_robot
    for name in (*PLAIN_FIELDS, *REMINDERS):
        setattr(meeting, name, getattr(data, name))
    for name in ("title", "place", "theme"):
        setattr(meeting, name, getattr(meeting, name).strip())


def write_guests(meeting, wanted, now):
    """Invite exactly these people; who is expected anyway is no guest (R-MTG-12), and who was invited before stays so."""
    Guest.objects.filter(meeting=meeting).exclude(person__in=wanted).delete()
    Guest.objects.bulk_create(
        [Guest(meeting=meeting, person_id=pk, invited_at=now) for pk in sorted(wanted)],
        ignore_conflicts=True,
    )


def write_agenda(meeting, lines):
    """Bring the agenda to these lines in this order; an item that is kept keeps what was written under it."""
    items = {item.pk: item for item in meeting.agenda.all()}
    kept = {line[2] for line in lines if len(line) > 2 and line[2] in items}
    for pk in sorted(items.keys() - kept):
        item = items[pk]
        if item.discussion or item.resolutions.exists() or item.actions.exists():
            raise Refusal(AGENDA_IN_USE.format(title=item.title), "agenda")
        item.delete()
    for position, (title, needs_resolution, *known) in enumerate(lines, start=1):
        item = items.pop(known[0], None) if known else None
        item = item or AgendaItem(meeting=meeting)
        item.position, item.title, item.needs_resolution = position, title.strip(), needs_resolution
        item.save()


def with_followed_title(meeting, data):
    """The Plan of an edit; a title that stands there unchanged follows the day of a draft, and the year of a 组织生活会."""
    if data.title.strip() != meeting.title:
        return data
    starts_at = data.starts_at if meeting.state == MeetingState.DRAFT else meeting.starts_at
    return replace(data, title=followed_title(meeting, starts_at, data.evaluation_year))


def followed_title(meeting, starts_at, year):
    """The meeting's title at another time: one that only named the old month, quarter or year names the new one."""
    every = settings_for(meeting.branch_id).kind(meeting.kind, local_day(starts_at)).every
    group = meeting.group.name if meeting.group else ""

    def proposed(moment, own_year):
        return title_for(meeting.kind, local_day(moment), every, group, own_year)

    named_so = meeting.title == proposed(meeting.starts_at, meeting.evaluation_year)
    return proposed(starts_at, year) if named_so else meeting.title
