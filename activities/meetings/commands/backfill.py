"""补录: a meeting that took place and was not entered at its time. Nobody is told; who entered it and when is kept."""

from django.db import transaction

from branches.models import Branch, PartyGroup
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.models import Person

from ..choices import MeetingKind, MeetingState
from ..models import AgendaItem, Guest, Meeting
from ..rules.scheduling import (
    END_BEFORE_START,
    LONGEST,
    TOO_LONG,
    check_evaluation_year,
    check_group,
    check_unit,
)
from .attendance import freeze_expected

NOT_PAST = "补录只用于已经开过的会议，请选择已经过去的时间。"
ENTERED_BEFORE = "这个时间已经登记过一次同类会议，请不要重复补录。"
OTHER_FIRM = "主持人和记录人须是本所人员。"
DEMOCRATIC_LIFE = "民主生活会"
NOT_LIFE_KIND = "支部召开的是组织生活会，不是民主生活会；请把类型改为“组织生活会”，原名称会保留。"


@transaction.atomic
def backfill_meeting(*, user, now, data):
    """Enter a past meeting from a Plan: held, its attendance rows those of its own day, waiting for the minutes.

    Example 18: 民主生活会 in the title of a 组织生活会 is kept as the original title only. Raises Refusal for a meeting not
    yet over, outside the life of branch or group, entered before, or without anybody expected.
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
