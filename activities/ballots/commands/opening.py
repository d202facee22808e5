"""Prepare a poll, make its key, open it. From the opening on its terms stand."""

from django.contrib.auth import get_user_model
from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from .. import sealing
from ..choices import PollState
from ..models import Poll, PollEvaluatee, Roll
from ..permissions import is_scrutineer
from ..queries import is_published, shows_nothing
from ..rules import COUNTS_FROM, LEAST_CAST, NEXT

NOBODY_TO_MARK = "没有被测评的人，不能发起投票。"
TOO_FEW_VOTERS = "有投票权的不到{n}人，无记名电子投票会让人猜出谁投了什么，请用纸质选票，把票数登记进来。"
TWICE = "名单里有重复的人，请核对。"
CLOSES_TOO_EARLY = "截止时间必须晚于现在。"
SCRUTINEER_IS_ADMIN = "监票人不能是程序的管理员：管理员能接触数据库，口令必须由别人保管。"
SCRUTINEER_HAS_NO_LOGIN = "监票人还没有登录账号，请先邀请开通。"
NOT_THE_SCRUTINEER = "这一步由监票人本人来做。"
WRONG_STATE = "这次投票现在是“{state}”，不能做这一步。"
WRONG_PASSPHRASE = "口令不对，请核对后再输入。"
OVERLAPS = "同一批人里已经有一次投票（{title}），两次结果一比就可能看出个人的选择，所以不能再开。"


def locked(poll_id):
    """The poll's row, locked for the rest of the transaction."""
    return Poll.objects.select_for_update(no_key=True).get(pk=poll_id)


def refuse_wrong_state(poll, step):
    if poll.state not in NEXT[step]:
        raise Refusal(WRONG_STATE.format(state=poll.get_state_display()))


def refuse_others(poll, user, now):
    if not is_scrutineer(roles_of(user, local_day(now)), poll):
        raise Refusal(NOT_THE_SCRUTINEER)


@transaction.atomic
def prepare_poll(
    *,
    branch_id,
    subject,
    title,
    evaluatees,
    voter_ids,
    scrutineer,
    closes_at,
    now,
    excellent_limit=None,
    least_cast=LEAST_CAST,
    counts_from=COUNTS_FROM,
):
    """A Poll that waits for its scrutineer (a Person). `evaluatees`: [(person id or None, title)] in the order of the ballot.

    The thresholds may be raised and never lowered. Raises Refusal for a scrutineer who administers the program or cannot
    log in, for too few voters, for anybody named twice, and for a closing time that has passed.
    """
    people = [person_id for person_id, _ in evaluatees if person_id is not None]
    if not evaluatees:
        raise Refusal(NOBODY_TO_MARK)
    if len(set(people)) < len(people) or len(set(voter_ids)) < len(voter_ids):
        raise Refusal(TWICE)
    least_cast, counts_from = max(least_cast, LEAST_CAST), max(counts_from, COUNTS_FROM)
    if len(voter_ids) < least_cast:
        raise Refusal(TOO_FEW_VOTERS.format(n=least_cast))
    if closes_at <= now:
        raise Refusal(CLOSES_TOO_EARLY, "closes_at")
    refuse_unfit_scrutineer(scrutineer, now)
    poll = Poll.objects.create(
        branch_id=branch_id,
        subject=subject,
        title=title,
        scrutineer=scrutineer,
        closes_at=closes_at,
        prepared_at=now,
        excellent_limit=excellent_limit,
        least_cast=least_cast,
        counts_from=counts_from,
    )
    PollEvaluatee.objects.bulk_create(
        PollEvaluatee(poll=poll, position=place, person_id=person_id, title=title)
        for place, (person_id, title) in enumerate(evaluatees, 1)
    )
    Roll.objects.bulk_create(Roll(poll=poll, person_id=person_id) for person_id in sorted(voter_ids))
    return poll


def refuse_unfit_scrutineer(scrutineer, now):
    user = get_user_model().objects.filter(person=scrutineer, is_active=True).first()
    if user is None:
        raise Refusal(SCRUTINEER_HAS_NO_LOGIN, "scrutineer")
    if roles_of(user, local_day(now)).is_admin:
        raise Refusal(SCRUTINEER_IS_ADMIN, "scrutineer")


@transaction.atomic
def make_key(*, user, poll_id, now):
    """The passphrase, for the scrutineer's eyes once: nothing keeps it. May be repeated until the poll opens; the old one is void then."""
    poll = locked(poll_id)
    refuse_others(poll, user, now)
    refuse_wrong_state(poll, "make key")
    passphrase = sealing.new_passphrase()
    poll.public_key, poll.salt, poll.wrapped_key = sealing.make_key(poll.pk, passphrase)
    poll.state = PollState.KEYED
    poll.save()
    return passphrase


@transaction.atomic
def open_poll(*, user, poll_id, passphrase, now):
    """Open the poll to its roll, once the scrutineer has shown to hold the passphrase.

    Raises Refusal for a wrong one, for a closing time that has passed meanwhile, and when a difference between this
    result and another of the same subject could show a person (a common evaluatee, some common voters). A poll in which
    too few voted has no result to compare with.
    """
    poll = locked(poll_id)
    refuse_others(poll, user, now)
    refuse_wrong_state(poll, "open")
    if poll.closes_at <= now:
        raise Refusal(CLOSES_TOO_EARLY)
    unlocked(poll, passphrase)
    refuse_comparable(poll)
    poll.state, poll.opened_at = PollState.OPEN, now
    poll.save()
    return poll


def unlocked(poll, passphrase):
    """The private key of a poll. Raises Refusal."""
    try:
        return sealing.open_key(poll.pk, passphrase, bytes(poll.salt), bytes(poll.wrapped_key))
    except sealing.Locked:
        raise Refusal(WRONG_PASSPHRASE, "passphrase") from None


def refuse_comparable(poll):
    others = Poll.objects.filter(
        branch=poll.branch_id, subject=poll.subject, opened_at__isnull=False
    ).exclude(state=PollState.VOID)
    voters = Roll.objects.filter(poll=poll).values("person")
    marked = PollEvaluatee.objects.filter(poll=poll).values("title")
    for other in others.filter(roll__person__in=voters, evaluatees__title__in=marked).distinct():
        if not (is_published(other) and shows_nothing(other)):
            raise Refusal(OVERLAPS.format(title=other.title))
