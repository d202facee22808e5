"""Count, sweep away the order of casting, count again, destroy."""

from django.db import connection, transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from .. import sealing
from ..choices import Mark, PollState, Shows
from ..models import MarkCount, MarkFacts, Poll, PollEvaluatee, ReceiptList, Roll, SealedBox
from ..permissions import may_shred
from ..rules import NEXT, digest_of, is_over, may_be_shredded, receipt_of, result_of, shows
from .opening import NOBODY_TO_MARK, locked, refuse_others, refuse_wrong_state, unlocked

NOT_OVER = "投票还没有截止，也不是人人都投了票，现在不能计票。"
BROKEN = "有选票打不开，或者与名单对不上，计票已停止，没有写入任何结果。请保留现状，报告上级党组织。"
RECOUNT_FITS = "重新计票的结果与公布的完全一致。"
RECOUNT_DIFFERS = "重新计票的结果与公布的不一致，请保留现状，报告上级党组织。"
TOO_EARLY_TO_SHRED = "公布后7天内可以提出异议和重新计票，到期以后才能销毁选票。"
NOT_YOURS = "作废和销毁由监票人或书记来做。"
NEEDS_A_REASON = "请写明作废的原因。"
PAPER_DOES_NOT_FIT = "每个人的票数加起来都必须等于收回的票数。"
SWEPT = (Roll, SealedBox, MarkCount, MarkFacts, ReceiptList)


def tally(*, user, poll_id, passphrase, now):
    """Count a poll that is over and publish it; the Poll. Raises Refusal and then writes nothing.

    The marks are decrypted in memory only. Either everything is written or nothing; `sweep` ends it, and may be run
    again when it was cut off.
    """
    write_tally(user=user, poll_id=poll_id, passphrase=passphrase, now=now)
    return sweep(poll_id=poll_id, now=now)


@transaction.atomic
def write_tally(*, user, poll_id, passphrase, now):
    """The result, and the roll and the boxes written again in sorted order, so that no order of casting is left in them."""
    poll = locked(poll_id)
    refuse_others(poll, user, now)
    refuse_wrong_state(poll, "tally")
    roll = list(Roll.objects.filter(poll=poll).order_by("person").values_list("person", "cast"))
    if not is_over(poll.closes_at, now, all(cast for _, cast in roll)):
        raise Refusal(NOT_OVER)
    boxes = sealed_boxes(poll)
    cast = sum(cast for _, cast in roll)
    result, receipts = count_boxes(poll, unlocked(poll, passphrase), boxes, cast)
    poll.state, poll.tallied_at, poll.cast_count = PollState.TALLIED, now, cast
    poll.result_hash = digest_of(poll.pk, cast, result, receipts)
    poll.save()
    store_result(poll, result)
    ReceiptList.objects.create(poll=poll, text="\n".join(receipts))
    Roll.objects.filter(poll=poll).delete()
    Roll.objects.bulk_create(Roll(poll=poll, person_id=person, cast=cast) for person, cast in roll)
    SealedBox.objects.filter(poll=poll).delete()
    SealedBox.objects.bulk_create(SealedBox(poll=poll, sealed=box) for box in boxes)
    return poll


def sealed_boxes(poll):
    """The boxes, sorted by what is in them, which is as good as chance."""
    return sorted(bytes(box) for box in SealedBox.objects.filter(poll=poll).values_list("sealed", flat=True))


def count_boxes(poll, key, boxes, cast):
    """(what may be known of the result, the sorted receipts). Raises Refusal unless boxes, voters and receipts are equally many."""
    size = poll.evaluatees.count()
    try:
        ballots = [sealing.open_ballot(key, poll.pk, box, size) for box in boxes]
    except sealing.BrokenBox:
        raise Refusal(BROKEN) from None
    receipts = sorted({receipt_of(poll.pk, box) for box in boxes})
    if not len(boxes) == cast == len(receipts):
        raise Refusal(BROKEN)
    return result_of(ballots, size, shows(cast, poll.least_cast, poll.counts_from)), receipts


def store_result(poll, result):
    evaluatees = PollEvaluatee.objects.filter(poll=poll).order_by("position")
    told = shows(poll.cast_count, poll.least_cast, poll.counts_from)
    if told == Shows.COUNTS:
        MarkCount.objects.bulk_create(
            MarkCount(evaluatee=evaluatee, mark=mark, n=counts[mark])
            for evaluatee, counts in zip(evaluatees, result, strict=True)
            for mark in Mark
        )
    elif told == Shows.FACTS:
        MarkFacts.objects.bulk_create(
            MarkFacts(evaluatee=evaluatee, **vars(facts))
            for evaluatee, facts in zip(evaluatees, result, strict=True)
        )


def sweep(*, poll_id, now):
    """Take what was deleted off the disk, and publish; the Poll. Not inside a transaction; may be repeated.

    A deleted row stays in its table until then, and the order of those rows is the order of casting.
    """
    with connection.cursor() as cursor:
        for model in SWEPT:
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")
    Poll.objects.filter(pk=poll_id, state=PollState.TALLIED).update(
        state=NEXT["sweep"][PollState.TALLIED], published_at=now
    )
    return Poll.objects.get(pk=poll_id)


@transaction.atomic
def recount(*, user, poll_id, passphrase, now):
    """Whether counting the sealed ballots again gives the very same result; changes nothing. Raises Refusal."""
    poll = locked(poll_id)
    refuse_others(poll, user, now)
    refuse_wrong_state(poll, "recount")
    result, receipts = count_boxes(poll, unlocked(poll, passphrase), sealed_boxes(poll), poll.cast_count)
    return digest_of(poll.pk, poll.cast_count, result, receipts) == poll.result_hash


def shred(*, user, poll_id, now):
    """Destroy the pepper, the boxes and the wrapped key, once the time for objections is over; the Poll.

    The pepper goes first: from then on every copy of the boxes, wherever it lies, stays closed. Raises Refusal.
    """
    with transaction.atomic():
        poll = locked(poll_id)
        refuse_strangers(poll, user, now)
        refuse_wrong_state(poll, "shred")
        if not may_be_shredded(poll.published_at, now):
            raise Refusal(TOO_EARLY_TO_SHRED)
        destroy_ballots(poll, PollState.SHREDDED, now)
    return sweep(poll_id=poll_id, now=now)


@transaction.atomic
def void_poll(*, user, poll_id, reason, now):
    """End a poll without a result, as when the passphrase is lost; a new one may be prepared then. Raises Refusal."""
    poll = locked(poll_id)
    refuse_strangers(poll, user, now)
    refuse_wrong_state(poll, "void")
    if not reason.strip():
        raise Refusal(NEEDS_A_REASON, "reason")
    poll.void_reason = reason.strip()
    destroy_ballots(poll, PollState.VOID, now)
    return poll


def refuse_strangers(poll, user, now):
    if not may_shred(roles_of(user, local_day(now)), poll):
        raise Refusal(NOT_YOURS)


def destroy_ballots(poll, state, now):
    sealing.destroy_pepper(poll.pk)
    poll.state, poll.ended_at = state, now
    poll.public_key = poll.salt = poll.wrapped_key = None
    poll.save()
    SealedBox.objects.filter(poll=poll).delete()


@transaction.atomic
def record_paper_poll(*, branch_id, subject, title, evaluatees, totals, papers, scrutineer, now):
    """Totals of a vote on paper, typed in: for branches too small for a secret ballot here; the Poll.

    `totals`: [{mark: n}] beside `evaluatees` ([(person id or None, title)]); each must add up to `papers`, the ballots
    returned. Raises Refusal.
    """
    if not evaluatees:
        raise Refusal(NOBODY_TO_MARK)
    if any(sum(of_person.values()) != papers for of_person in totals):
        raise Refusal(PAPER_DOES_NOT_FIT)
    poll = Poll.objects.create(
        branch_id=branch_id,
        subject=subject,
        title=title,
        scrutineer=scrutineer,
        prepared_at=now,
        closes_at=now,
        on_paper=True,
    )
    rows = PollEvaluatee.objects.bulk_create(
        PollEvaluatee(poll=poll, position=place, person_id=person_id, title=name)
        for place, (person_id, name) in enumerate(evaluatees, 1)
    )
    MarkCount.objects.bulk_create(
        MarkCount(evaluatee=row, mark=mark, n=of_person.get(mark, 0))
        for row, of_person in zip(rows, totals, strict=True)
        for mark in Mark
    )
    moments = {"opened_at": now, "tallied_at": now, "published_at": now}
    Poll.objects.filter(pk=poll.pk).update(state=PollState.PUBLISHED, cast_count=papers, **moments)
    poll.refresh_from_db()
    return poll
