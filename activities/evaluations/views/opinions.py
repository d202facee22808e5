"""The committee's opinion of one person, with everything known beside it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from lawfirm_party.common import clock
from lawfirm_party.common.forms import earlier_answer, once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..choices import RoundState
from ..commands import grade, reply_to, return_self_review
from ..commands.opinions import NO_OBJECTION
from ..forms import MendedForm, OpinionForm, ReplyForm
from ..permissions import gives_opinion, keeps_round
from ..queries.rounds import opinion_lines, reviewing_meetings, sits_alone
from . import READ, WRITE, of_a_round, posted

SAVED = "已保存对{name}的评定意见。"
REPLIED = "已答复。"
CORRECTED = "已答复，等次已更正，请本人重新确认。"
RETURNED = "{name}的自评已退回，本人可以修改后再提交。"


def line_of(found, pk):
    """The line of whoever is graded, or writes without being graded."""
    lines = opinion_lines(found, clock.now(), pk=pk)
    if not lines or not (lines[0].participant.is_graded or lines[0].participant.fills):
        raise Http404
    return lines[0]


@of_a_round(*READ, *WRITE, allowed=gives_opinion)
def opinion(request, found, pk):
    line = line_of(found, pk)
    form, stored = opinion_form(line, posted(request)), line.appraisal
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            grade(
                user=request.user,
                participant_id=pk,
                grade=data["grade"],
                reasons=data["reasons"],
                mend=form.items(),
                version=data["version"],
                now=clock.now(),
            )
            messages.success(request, SAVED.format(name=line.participant.person.name))
            return redirect("evaluation", found.year)
        except Conflict as conflict:
            status, stored = 409, conflict.current
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return shown(request, found, line, status, form=form, stored=stored)


def opinion_form(line, data=None):
    stored = line.appraisal
    initial = {"version": stored.version if stored else 0}
    if stored:
        items = line.participant.mend_items.values_list("text", flat=True)
        initial |= {"grade": stored.grade, "reasons": stored.reasons, "mend": "\n".join(items)}
    return OpinionForm(data, initial=initial)


def reply_form(found, appraisal, data=None):
    """None for somebody who did not object."""
    if appraisal is None or appraisal.objected_at is None:
        return None
    initial = {"grade": "", "reasons": appraisal.reasons}
    return ReplyForm(
        data, initial=initial, appraisal=appraisal, meetings=reviewing_meetings(found, appraisal)
    )


def shown(request, found, line, status=200, **more):
    context = {
        "round": found,
        "line": line,
        "stored": line.appraisal,
        "conflict": status == 409,
        "reply_form": reply_form(found, line.appraisal),
        **page_of(request, found, line),
        **more,
    }
    if context["reply_form"]:
        context["has_meetings"] = context["reply_form"].fields["meeting"].queryset.exists()
    return render(request, "evaluations/opinion.html", context, status=status)


def page_of(request, found, line):
    """What stands beside the form: colleagues' words by their text, so that their order tells nothing, and never to who they are about."""
    is_own = line.participant.person_id == request.user.person_id
    reviews = [] if is_own else line.participant.reviews.exclude(words="").values_list("words", flat=True)
    roles, running = roles_of(request.user, clock.today()), found.state == RoundState.RUNNING
    return {
        "is_left_to_others": is_own and not sits_alone(found.branch_id, clock.today()),
        "reviews": sorted(reviews),
        "may_return": running and keeps_round(roles, found) and clock.today() <= found.self_until,
        "mend": line.participant.mend_items.all(),
        "mended_form": MendedForm(initial={"done_on": clock.today()}),
    }


@of_a_round(*WRITE, allowed=keeps_round)
def give_back(request, found, pk):
    participant = get_object_or_404(found.participants.select_related("person"), pk=pk, fills=True)
    try:
        return_self_review(user=request.user, participant_id=pk, now=clock.now())
        messages.success(request, RETURNED.format(name=participant.person.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("opinion", found.year, pk)


@of_a_round(*WRITE, allowed=gives_opinion)
def reply(request, found, pk):
    # The other grades to choose from are others once one was chosen.
    sent_before = earlier_answer(request)
    if sent_before:
        return redirect(sent_before)
    line, address = line_of(found, pk), reverse("opinion", args=[found.year, pk])
    form = reply_form(found, line.appraisal, request.POST)
    if form is None:
        messages.error(request, NO_OBJECTION)
        return redirect(address)
    if form.is_valid():
        try:
            with once_only(request, form.cleaned_data["nonce"]) as once:
                if not once.repeated:
                    reply_to(
                        user=request.user,
                        participant_id=pk,
                        text=form.cleaned_data["text"],
                        correction=form.correction,
                        now=clock.now(),
                    )
                    once.answer = address
                    messages.success(request, CORRECTED if form.correction else REPLIED)
            return redirect(address)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return shown(request, found, line, 422, reply_form=form)
