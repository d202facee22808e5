"""The committee's opinion of one person, with everything known beside it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from lawfirm_party.common import clock
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..choices import RoundState
from ..commands import grade, reply_to, return_self_review
from ..forms import MendedForm, OpinionForm, WordsForm
from ..permissions import gives_opinion, keeps_round
from ..queries.rounds import opinion_lines, sits_alone
from . import READ, WRITE, of_a_round, posted

SAVED = "已保存对{name}的评定意见。"
REPLIED = "已答复。"
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
    stored = line.appraisal
    initial = {"version": stored.version if stored else 0}
    if stored:
        items = line.participant.mend_items.values_list("text", flat=True)
        initial |= {"grade": stored.grade, "reasons": stored.reasons, "mend": "\n".join(items)}
    form = OpinionForm(posted(request), initial=initial)
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
    context = {"form": form, "round": found, "line": line, "stored": stored, "conflict": status == 409}
    context |= page_of(request, found, line)
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
    get_object_or_404(found.participants, pk=pk, is_graded=True)
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            reply_to(user=request.user, participant_id=pk, text=form.cleaned_data["text"], now=clock.now())
            messages.success(request, REPLIED)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    else:
        messages.error(request, form.errors["text"][0])
    return redirect("opinion", found.year, pk)
