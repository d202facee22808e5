"""提醒组长: a stored fact that the reminders read like any other."""

from django.db import transaction

from branches.models import PartyGroup
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.models import GroupMembership

from ..choices import MeetingKind
from ..queries.board import cell_for
from ..rules.requirements import OPEN_STATES
from .minutes import nudge_once

NO_LEADER = "这个党小组现在没有组长，无人可提醒。"
NOTHING_OPEN = "这一期的党小组会已经安排、已经召开，或者不作要求，不用提醒组长。"


@transaction.atomic
def nudge_leader(*, group, period, user, now):
    """Remind a group's leader of the meeting that a running period still asks for; (nudge, made): once a day.

    Refusal when nothing is open in the period, and without a leader.
    """
    PartyGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    cell = cell_for(group.branch, MeetingKind.GROUP, group.pk, period, now)
    if cell is None or not cell.is_current or cell.state not in OPEN_STATES:
        raise Refusal(NOTHING_OPEN)
    leading = GroupMembership.objects.on(local_day(now)).filter(group=group, is_leader=True)
    leader = leading.first()
    if leader is None:
        raise Refusal(NO_LEADER)
    return nudge_once(
        user, now, branch_id=group.branch_id, person_id=leader.person_id, group=group, period=period.key
    )
