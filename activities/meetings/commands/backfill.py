"""补录: a meeting that took place and was not entered at its time, and how that is undone. Nobody is told; who did it and when is kept."""

from django.db import transaction

from branches.models import Branch, PartyGroup
from branches.queries import settings_for
from lawfirm_party.common.dates import Every, at, local_day, period_of
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import Person

from ..choices import MeetingKind, MeetingState
from ..models import ActionItem, AgendaItem, Attendance, Guest, Meeting
from ..rules.scheduling import (
    END_BEFORE_START,
    LONGEST,
    TOO_LONG,
    check_evaluation_year,
    check_group,
    check_unit,
    refuse_unless,
    way_out,
)
from .attendance import freeze_expected, locked
from .changes import note_change

NOT_PAST = "补录只用于已经开过的会议，请选择已经过去的时间。"
ENTERED_BEFORE = "这个时间已经登记过一次同类会议，请不要重复补录。"
ANOTHER = "{period}已有 {count} 次同类会议，确定再补录？请核对后勾选。"
UNDO_REASON_MISSING = "请写明撤销补录的原因。"
DECIDED_THERE = "这次补录里已经写了议定事项，请先在记录里删去，再撤销补录。"
CHANGED_MEANWHILE = "别人刚刚修改过这次会议，请核对后再提交。"
OTHER_FIRM = "主持人和记录人须是本所人员。"
DEMOCRATIC_LIFE = "民主生活会"
NOT_LIFE_KIND = "支部召开的是组织生活会，不是民主生活会；请把类型改为“组织生活会”，原名称会保留。"


@transaction.atomic
def backfill_meeting(*, user, now, data, confirm_another=False):
    """Enter a past meeting from a Plan: held, its attendance rows those of its own day, waiting for the minutes.

    Example 18: 民主生活会 in the title of a 组织生活会 is kept as the original title only. Raises Refusal for a meeting not
    yet over, outside the life of branch or group, entered before, or without anybody expected; and for one more than its
    period asks for, unless that is confirmed.
    """
    branch = Branch.objects.select_for_update(no_key=True).get(pk=data.branch_id)
    day = local_day(data.starts_at)
    group = PartyGroup.objects.filter(pk=data.group_id).first() if data.group_id else None
    check_past(data, now)
    check_unit(day, branch.founded_on, branch.dissolved_on)
    check_group(data.kind, group, branch.pk, day)
    check_evaluation_year(data.kind, data.evaluation_year, day)
    check_people(data, branch)
    check_not_entered(data)
    if not confirm_another:
        check_still_asked(data, day)
    title, original = titles_of(data.kind, data.title)
    meeting = Meeting.objects.create(
        branch=branch,
        group=group,
        kind=data.kind,
        title=title,
        original_title=original,
        theme=data.theme,
        evaluation_year=data.evaluation_year,
        starts_at=data.starts_at,
        ends_at=data.ends_at,
        place=data.place,
        host_id=data.host_id,
        recorder_id=data.recorder_id,
        state=MeetingState.HELD,
        is_backfilled=True,
        created_by=user,
        created_at=now,
        backfilled_by=user,
        backfilled_at=now,
        begun_at=data.starts_at,
        held_at=data.ends_at,
    )
    write_agenda(meeting, data.agenda)
    Guest.objects.bulk_create(Guest(meeting=meeting, person_id=pk) for pk in data.guest_ids)
    freeze_expected(meeting, user, now)
    meeting.save()
    return meeting


def check_past(data, now):
    if data.ends_at <= data.starts_at:
        raise Refusal(END_BEFORE_START, "ends")
    if data.ends_at - data.starts_at > LONGEST:
        raise Refusal(TOO_LONG, "ends")
    if data.ends_at > now:
        raise Refusal(NOT_PAST, "day")


def check_people(data, branch):
    wanted = {pk for pk in (data.host_id, data.recorder_id, *data.guest_ids) if pk}
    if Person.objects.filter(pk__in=wanted, firm=branch.firm_id).count() != len(wanted):
        raise Refusal(OTHER_FIRM, "host")


def check_not_entered(data):
    """Under the branch's lock: the same kind at the same moment is the same meeting."""
    same = Meeting.objects.filter(
        branch=data.branch_id, kind=data.kind, group=data.group_id, starts_at=data.starts_at
    )
    if same.exclude(state=MeetingState.CANCELLED).exists():
        raise Refusal(ENTERED_BEFORE, "day")


def check_still_asked(data, day):
    """Under the branch's lock: a period that has its meetings takes another one only when that is meant."""
    rules = settings_for(data.branch_id).kind(data.kind, day)
    if rules.every == Every.AS_NEEDED:
        return
    there = Meeting.objects.filter(branch=data.branch_id, kind=data.kind, group=data.group_id)
    there = there.exclude(state__in=[MeetingState.CANCELLED, MeetingState.DRAFT])
    if data.evaluation_year:
        label = f"{data.evaluation_year}年度"
        there = there.filter(evaluation_year=data.evaluation_year)
    else:
        period = period_of(rules.every, day)
        label = period.label
        there = there.filter(starts_at__gte=at(period.start, 0), starts_at__lt=at(period.end, 0))
    count = there.count()
    if count >= max(rules.times, 1):
        raise Refusal(ANOTHER.format(period=label, count=count), "confirm_another")


@transaction.atomic
def undo_backfill(*, meeting_id, user, now, reason, version=None):
    """撤销补录: until it is archived, what was entered by mistake is called off with a reason; its attendance goes with it.

    Raises Refusal for any other meeting, without a reason, or while something decided stands under it; Conflict when it
    was changed since `version`.
    """
    meeting = locked(meeting_id)
    refuse_unless(way_out(meeting.is_backfilled), meeting.state)
    if version is not None and version != meeting.version:
        raise Conflict(CHANGED_MEANWHILE, current=meeting)
    if not reason.strip():
        raise Refusal(UNDO_REASON_MISSING, "reason")
    if ActionItem.objects.filter(meeting=meeting).exists():
        raise Refusal(DECIDED_THERE)
    Attendance.objects.filter(meeting=meeting).delete()
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_at, meeting.cancel_reason = now, reason.strip()
    note_change(meeting, user, now)
    meeting.save()
    return meeting


def titles_of(kind, title):
    """(title, original title): a branch holds no 民主生活会, so the word gives way to 组织生活会 and stays as it was written beside it."""
    if DEMOCRATIC_LIFE not in title:
        return title, ""
    if kind != MeetingKind.LIFE:
        raise Refusal(NOT_LIFE_KIND, "title")
    return title.replace(DEMOCRATIC_LIFE, MeetingKind.LIFE.label), title


def write_agenda(meeting, agenda):
    """`agenda` holds (title, needs_resolution) pairs, as in a Plan."""
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, title=entry[0], needs_resolution=entry[1])
        for place, entry in enumerate(agenda, 1)
    )
