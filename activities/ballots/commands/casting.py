"""Vote: one transaction, and no trace of what was chosen but the sealed box."""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from lawfirm_party.common.refusal import Conflict, Refusal

from ..choices import Mark, PollState
from ..models import Poll, PollEvaluatee, Roll, SealedBox
from ..rules import receipt_of
from ..sealing import seal_ballot
from .opening import locked

NOT_OPEN = "这次投票现在不能投票。"
ALREADY_OVER = "投票已经截止。"
NOT_ON_THE_ROLL = "您不在这次投票的名单里。"
ALREADY_CAST = "您已经投过票。每人一票，投出后不能更改。"
INCOMPLETE = "每个人都要选一项；不愿表态的，请选弃权。"


@sensitive_variables("marks", "box")
def cast(*, person_id, poll_id, marks, now):
    """Store one person's ballot; the receipt, which is shown once and kept nowhere beside the voter.

    `marks`: {id of the evaluatee: Mark}, all of them. Raises Conflict for a second ballot, Refusal before the opening,
    from the closing time on, for anybody not on the roll and for an incomplete ballot.
    """
    poll = Poll.objects.get(pk=poll_id)
    refuse_unless_open(poll, now)
    numbers = list(PollEvaluatee.objects.filter(poll=poll).order_by("position").values_list("pk", flat=True))
    if set(marks) != set(numbers) or not all(mark in Mark for mark in marks.values()):
        raise Refusal(INCOMPLETE)
    box = seal_ballot(poll.public_key, poll.pk, [marks[number] for number in numbers])
    put_in(poll.pk, person_id, box, now)
    return receipt_of(poll.pk, box)


@transaction.atomic
def put_in(poll_id, person_id, box, now):
    refuse_unless_open(locked(poll_id), now)
    mine = Roll.objects.filter(poll=poll_id, person=person_id)
    if not mine.filter(cast=False).update(cast=True):
        raise Conflict(ALREADY_CAST) if mine.exists() else Refusal(NOT_ON_THE_ROLL)
    SealedBox.objects.create(poll_id=poll_id, sealed=box)


def refuse_unless_open(poll, now):
    if poll.state != PollState.OPEN:
        raise Refusal(NOT_OPEN)
    if now >= poll.closes_at:
        raise Refusal(ALREADY_OVER)
