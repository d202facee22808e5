"""The scrutineer's page, and the steps that are one form each. The secretary sees turnout and who is waited for, the committee the turnout."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from lawfirm_party.common import clock, errors, throttle
from lawfirm_party.common.refusal import Refusal

from ..choices import BEFORE_OPEN, PollState
from ..commands import make_key, open_poll, recount, shred, sweep, tally, void_poll
from ..commands.counting import NOT_YOURS, RECOUNT_DIFFERS, RECOUNT_FITS
from ..commands.opening import NOT_THE_SCRUTINEER
from ..forms import PassphraseForm, VoidForm
from ..permissions import is_scrutineer, keeps_poll, may_shred, sees_turnout
from ..queries import can_be_counted, can_be_shredded, not_yet_voted, shreddable_from, turnout
from ..rules import NEXT, in_fours
from . import READ, WRITE, of_a_poll

ONLY_VOTES = "这一页给监票人和支部委员会看。"
OPENED = "投票已经开始，名单上的人会收到通知。"
COUNTED = "计票完成，结果已公布。"
SHREDDED = "选票和密钥已销毁，票数和回执名单留存。"
VOIDED = "这次投票已作废，可以重新发起。"
TRIES, WINDOW = 10, timedelta(minutes=10)


@of_a_poll(*READ)
def scrutiny(request, poll, roles):
    return desk(request, poll, roles)


def desk(request, poll, roles, form=None, status=200, **more):
    """The page as it stands; `more` is what a step has to show: a passphrase once, how a recount ended."""
    if not sees_turnout(roles, poll):
        raise PermissionDenied(ONLY_VOTES)
    now, is_mine = clock.now(), is_scrutineer(roles, poll)
    context = {
        "poll": poll,
        "form": form or PassphraseForm(),
        "void_form": VoidForm(),
        "is_mine": is_mine,
        "before_open": poll.state in BEFORE_OPEN,
        "turnout": turnout(poll),
        "waiting": not_yet_voted(poll) if keeps_poll(roles, poll) and poll.state == PollState.OPEN else (),
        "can_count": is_mine and can_be_counted(poll, now),
        "can_shred": may_shred(roles, poll) and can_be_shredded(poll, now),
        "can_void": may_shred(roles, poll) and poll.state in NEXT["void"],
        "shreddable_from": shreddable_from(poll) if poll.state == PollState.PUBLISHED else None,
        **more,
    }
    return render(request, "ballots/scrutiny.html", context, status=status)


def only_the_scrutineer(roles, poll):
    if not is_scrutineer(roles, poll):
        raise PermissionDenied(NOT_THE_SCRUTINEER)


@of_a_poll(*WRITE)
@sensitive_variables()
def key(request, poll, roles):
    """The passphrase stands in this one answer and nowhere else, so it is no redirect."""
    only_the_scrutineer(roles, poll)
    try:
        passphrase = make_key(user=request.user, poll_id=poll.pk, now=clock.now())
    except Refusal as refusal:
        return refused(request, poll, refusal)
    poll.refresh_from_db()
    return desk(request, poll, roles, passphrase=in_fours(passphrase))


def refused(request, poll, refusal):
    messages.error(request, refusal.sentence)
    return redirect("poll_scrutiny", poll.pk)


@sensitive_variables()
def with_passphrase(request, poll, roles, step):
    """Carry out a step that needs the passphrase: (what it gave, None) or (None, the page that says why not)."""
    only_the_scrutineer(roles, poll)
    if not throttle.hit(f"passphrase:{poll.pk}", limit=TRIES, window=WINDOW):
        return None, errors.too_many(request)
    form = PassphraseForm(request.POST)
    if form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        try:
            return step(user=request.user, poll_id=poll.pk, passphrase=passphrase, now=clock.now()), None
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return None, desk(request, poll, roles, form, 422)


@of_a_poll(*WRITE)
def start(request, poll, roles):
    _, page = with_passphrase(request, poll, roles, open_poll)
    if page:
        return page
    messages.success(request, OPENED)
    return redirect("poll_scrutiny", poll.pk)


@of_a_poll(*WRITE)
def count(request, poll, roles):
    _, page = with_passphrase(request, poll, roles, tally)
    if page:
        return page
    messages.success(request, COUNTED)
    return redirect("poll_result", poll.pk)


@of_a_poll(*WRITE)
def clean(request, poll, roles):
    only_the_scrutineer(roles, poll)
    if poll.state == PollState.TALLIED:
        sweep(poll_id=poll.pk, now=clock.now())
        messages.success(request, COUNTED)
    return redirect("poll_scrutiny", poll.pk)


@of_a_poll(*WRITE)
def count_again(request, poll, roles):
    fits, page = with_passphrase(request, poll, roles, recount)
    if page:
        return page
    return desk(request, poll, roles, recounted=RECOUNT_FITS if fits else RECOUNT_DIFFERS, fits=fits)


def only_its_keepers(roles, poll):
    if not may_shred(roles, poll):
        raise PermissionDenied(NOT_YOURS)


@of_a_poll(*WRITE)
def destroy(request, poll, roles):
    only_its_keepers(roles, poll)
    try:
        shred(user=request.user, poll_id=poll.pk, now=clock.now())
    except Refusal as refusal:
        return refused(request, poll, refusal)
    messages.success(request, SHREDDED)
    return redirect("poll_scrutiny", poll.pk)


@of_a_poll(*WRITE)
def void(request, poll, roles):
    only_its_keepers(roles, poll)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return desk(request, poll, roles, status=422, void_form=form)
    try:
        void_poll(user=request.user, poll_id=poll.pk, reason=form.cleaned_data["reason"], now=clock.now())
    except Refusal as refusal:
        return refused(request, poll, refusal)
    messages.success(request, VOIDED)
    return redirect("poll_scrutiny", poll.pk)
