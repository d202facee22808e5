"""What somebody was to mend is done."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..models import MendItem
from ..queries.rounds import TOLD

NOT_YOURS = "整改事项由本人或者支部委员会登记完成。"
NOT_TOLD = "评定结果还没有告知本人。"
TO_COME = "完成日期不能晚于今天。"
TOO_EARLY = "完成日期不能早于通报的那一天。"


@transaction.atomic
def finish_mend_item(*, user, item_id, on, note, now):
    """Write down that an item was mended on a day, again if it was wrong; the MendItem. The person or the committee may. Raises Refusal."""
    item = (
        MendItem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("participant__round")
        .get(pk=item_id)
    )
    found = item.participant.round
    roles = roles_of(user, local_day(now))
    if item.participant.person_id != roles.person_id and found.branch_id not in roles.committee_of:
        raise Refusal(NOT_YOURS)
    if found.state not in TOLD:
        raise Refusal(NOT_TOLD)
    if on > local_day(now):
        raise Refusal(TO_COME, "done_on")
    if on < local_day(found.announced_at):
        raise Refusal(TOO_EARLY, "done_on")
    item.done_on, item.note = on, note.strip()
    item.save()
    return item
