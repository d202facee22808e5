"""A member's own part of a round: self-review, colleagues, the result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..choices import RoundState
from ..commands import acknowledge, finish_mend_item, object_to, review_peers, save_self_review
from ..commands.writing import CHANGED, NOT_A_PART
from ..forms import MendedForm, PeersForm, SelfReviewForm, WordsForm
from ..models import MendItem, PeerReview
from ..permissions import gives_opinion
from ..queries.evidence import evidence
from ..queries.rounds import colleagues_of, own_part
from . import READ, WRITE, of_a_round, posted

NOT_SAVED = "还不能保存：{sentence}"
SAVED = "已保存。提交以前只有您自己看得到。"
HANDED_IN = "自评已提交。"
REVIEWED_ALL = "互评已保存，全部完成。截止以前还可以修改。"
REVIEWED_SOME = "互评已保存，还有 {n} 人没有评。"
KNOWN = "已确认知悉。"
MENDED = "已登记完成。"
OBJECTED = "异议已提出，支部委员会会答复您。"


def part_that_fills(request, found):
    mine = own_part(found, request.user.person_id)
    if mine is None or not mine.participant.fills:
        raise PermissionDenied(NOT_A_PART)
    return mine


def facts_of(found, person_id):
    figures = evidence([person_id], found.year, clock.now())[person_id]
    return [[figure.label, figure.value, figure.note] for figure in figures]


@of_a_round(*READ, *WRITE)
def self_review(request, found):
    mine = part_that_fills(request, found)
    stored = mine.self_review
    words = {name: getattr(stored, name) for name in ("done", "lacking", "mending")} if stored else {}
    form = SelfReviewForm(posted(request), initial={**words, "version": stored.version if stored else 0})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return keep(request, found, form)
        except Conflict as conflict:
            status, stored = 409, conflict.current
            form = over_the_stored(form, stored)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    if form.is_bound and is_autosave(request):
        return JsonResponse({"message": why_not(form, status)}, status=status)
    context = {
        "form": form,
        "round": found,
        "stored": stored,
        "conflict": status == 409,
        "may_write": found.state == RoundState.RUNNING and not (stored and stored.handed_in_at),
        "figures": evidence([request.user.person_id], found.year, clock.now())[request.user.person_id],
    }
    return render(request, "evaluations/self.html", context, status=status)


def over_the_stored(form, stored):
    """The same text, to be saved over what is stored: both are on the page by then."""
    return SelfReviewForm({**form.data.dict(), "version": stored.version})


def is_autosave(request):
    return request.headers.get("X-Autosave") == "1"


def why_not(form, status):
    if status == 409:
        return CHANGED
    return NOT_SAVED.format(sentence=next(iter(form.errors.values()))[0])


def keep(request, found, form):
    """Store the review; an autosave is answered with its version, a button with the page."""
    review = save_self_review(
        person_id=request.user.person_id,
        round_id=found.pk,
        words=form.words(),
        facts=facts_of(found, request.user.person_id),
        version=form.cleaned_data["version"],
        hand_in="hand_in" in request.POST and not is_autosave(request),
        now=clock.now(),
    )
    if is_autosave(request):
        return JsonResponse({"saved": f"{local(review.saved_at):%H:%M}", "version": review.version})
    messages.success(request, HANDED_IN if review.handed_in_at else SAVED)
    return redirect("evaluation" if review.handed_in_at else "self_review", found.year)


@of_a_round(*READ, *WRITE)
def peers(request, found):
    mine = part_that_fills(request, found)
    written = {row.about_id: row for row in PeerReview.objects.filter(by=mine.participant)}
    colleagues = list(colleagues_of(mine.participant).select_related("person"))
    form = PeersForm(posted(request), colleagues=colleagues, written=written)
    if form.is_valid():
        try:
            review_peers(
                person_id=request.user.person_id, round_id=found.pk, reviews=form.reviews, now=clock.now()
            )
            left = len(colleagues) - len(written.keys() | form.reviews.keys())
            messages.success(request, REVIEWED_SOME.format(n=left) if left else REVIEWED_ALL)
            return redirect("peers" if left else "evaluation", found.year)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "round": found, "mine": mine, "may_write": found.state == RoundState.RUNNING}
    return render(request, "evaluations/peers.html", context, status=422 if form.is_bound else 200)


def told(request, found):
    mine = own_part(found, request.user.person_id)
    if mine is None or mine.appraisal is None:
        raise Http404
    return mine


@of_a_round(*READ)
def mine(request, found):
    return result(request, found, told(request, found))


def result(request, found, own, form=None, status=200):
    context = {"round": found, "mine": own, "appraisal": own.appraisal, "form": form or WordsForm()}
    context["mend"] = own.participant.mend_items.all()
    context["mended_form"] = MendedForm(initial={"done_on": clock.today()})
    return render(request, "evaluations/mine.html", context, status=status)


@of_a_round(*WRITE)
def known(request, found):
    own = told(request, found)
    acknowledge(person_id=request.user.person_id, participant_id=own.participant.pk, now=clock.now())
    messages.success(request, KNOWN)
    return redirect("own_grade", found.year)


@of_a_round(*WRITE)
def objection(request, found):
    own, form = told(request, found), WordsForm(request.POST)
    if not form.is_valid():
        return result(request, found, own, form, 422)
    try:
        object_to(
            person_id=request.user.person_id,
            participant_id=own.participant.pk,
            text=form.cleaned_data["text"],
            now=clock.now(),
        )
        messages.success(request, OBJECTED)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("own_grade", found.year)


@of_a_round(*WRITE)
def mended(request, found, pk):
    """An item is done: said by its owner, or by the committee."""
    item = get_object_or_404(MendItem.objects.select_related("participant"), pk=pk, participant__round=found)
    is_own = item.participant.person_id == request.user.person_id
    if not is_own and not gives_opinion(roles_of(request.user, clock.today()), found):
        raise Http404
    form = MendedForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            finish_mend_item(
                user=request.user, item_id=pk, on=data["done_on"], note=data["note"], now=clock.now()
            )
            messages.success(request, MENDED)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return (
        redirect("own_grade", found.year) if is_own else redirect("opinion", found.year, item.participant_id)
    )
