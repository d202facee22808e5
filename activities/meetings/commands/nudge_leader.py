"""提醒组长: a stored fact that the reminders read like any other."""

from django.db import transaction

from branches.models import PartyGroup
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.models import GroupMembership

from .minutes import nudge_once

NO_LEADER = "这个党小组现在没有组长，无人可提醒。"


@transaction.atomic
def nudge_leader(*, group, period, user, now):
    """Remind a group's leader of the meeting of a period; (nudge, made): once a day. Refusal without a leader."""
    PartyGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    leading = GroupMembership.objects.on(local_day(now)).filter(group=group, is_leader=True)
    leader = leading.first()
    if leader is None:
        raise Refusal(NO_LEADER)
    return nudge_once(
        user, now, branch_id=group.branch_id, person_id=leader.person_id, group=group, period=period.key
    )
