from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from activities.meetings.queries.visible import meetings_for
from branches.models import Branch
from lawfirm_party.common import clock
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import party_facts, people_for, roles_of

from ..choices import RoundState
from ..commands import (
    adjust_round,
    announce,
    archive,
    decide,
    open_round,
    plan_round,
    prepare_ballots,
    record_paper_ballot,
    record_talk,
)
from ..commands.rounds import ONLY_SECRETARY
from ..forms import DecisionForm, PaperForm, PlanForm, TalkForm, TimesForm
from ..models import Round
from ..permissions import gives_opinion, keeps_round
from ..queries.papers import has_papers
from ..queries.rounds import (
    deciding_meetings,
    graded_of,
    is_free,
    opinion_lines,
    other_results,
    own_part,
    progress_of,
    rounds_for,
    ungraded_of,
    waits_for_ballots,
)
from . import READ, WRITE, of_a_round, posted

OPENED = "民主评议已经开始，参加的人会收到通知。"
PREPARED = "选票已经准备好，请监票人生成口令、开始投票。"
DECIDED = "已评定。核对后请通报。"
ANNOUNCED = "已通报，每个人会收到自己的结果。"
ARCHIVED = "已归档。"
COUNTED_ON_PAPER = "纸质票数已登记。"
ADJUSTED = "已保存。"
TIMES = ("study", "self_until", "peers_until", "ballot_until", "version")
TALKED = "已登记。"
PLANNED = "方案已保存。"
PAPERS = (("registrations", "登记表（每人一份）"), ("summary", "汇总表"), ("report", "报上级的报告"))
PLAN_FIELDS = (
    *("plan", "probationary_fill", "with_masses", "cap_base", "study"),
    *("self_until", "peers_until", "ballot_until", "scrutineer", "version"),
)


@login_required
@require_safe
def latest(request):
    """To the newest round the user sees; the secretary of a branch that has none this year plans it."""
    today = clock.today()
    found = rounds_for(request.user, today).order_by("-year").first()
    if found is not None:
        return redirect("evaluation", found.year)
    if roles_of(request.user, today).secretary_of:
        return redirect("evaluation_plan", today.year)
    return render(request, "evaluations/none.html")


@of_a_round(*READ)
def wizard(request, found):
    roles, now = roles_of(request.user, clock.today()), clock.now()
    sees_all, may_keep = gives_opinion(roles, found), keeps_round(roles, found)
    running = found.state == RoundState.RUNNING
    years = list(
        rounds_for(request.user, clock.today()).order_by("-year").values_list("year", flat=True).distinct()
    )
    this_year = clock.today().year
    context = {
        "round": found,
        "years": years,
        "plan_year": this_year if may_keep and this_year not in years else None,
        "steps": progress_of(found, now),
        "may_keep": may_keep,
        "sees_all": sees_all,
        "has_papers": sees_all and has_papers(found),
        "papers": PAPERS,
        "ungraded": ungraded_of(found) if sees_all else [],
        "others": other_results(found) if sees_all else [],
        "may_prepare": may_keep and running and waits_for_ballots(found),
        "may_use_paper": running and is_free(found.members_poll),
        "lines": opinion_lines(found, now) if sees_all and found.state != RoundState.PLANNED else [],
        "mine": own_part(found, roles.person_id) if found.state != RoundState.PLANNED else None,
    }
    return render(request, "evaluations/wizard.html", context)


@login_required
def plan(request, year):
    """The plan of a year: made here, and changed until the round opens."""
    today = clock.today()
    branches = roles_of(request.user, today).secretary_of
    if not branches:
        raise PermissionDenied(ONLY_SECRETARY)
    branch = Branch.objects.get(pk=min(branches))
    found = Round.objects.filter(branch=branch, year=year).first()
    if found and found.state != RoundState.PLANNED:
        return redirect("evaluation", year)
    if year not in {today.year, today.year - 1}:
        raise Http404
    initial = {name: getattr(found, name) for name in PLAN_FIELDS} if found else first_plan()
    people = people_for(request.user, today).filter(
        pk__in=[one.person_id for one in party_facts(branch.pk, today)]
    )
    meetings = (
        meetings_for(request.user, today).filter(branch=branch, starts_at__year=year).order_by("-starts_at")
    )
    form = PlanForm(posted(request), people=people, meetings=meetings, initial=initial)
    status, stored = (422 if form.is_bound else 200), None
    if form.is_valid():
        try:
            return save_plan(request, branch, year, found, form)
        except Conflict as conflict:
            stored, status = conflict.current, 409
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {"form": form, "year": year, "branch": branch, "round": found, "stored": stored}
    return render(request, "evaluations/plan.html", context, status=status)


def first_plan():
    return {"version": 0, "cap_base": "graded", "probationary_fill": True}


def save_plan(request, branch, year, found, form):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            made = plan_round(
                user=request.user,
                branch_id=branch.pk,
                year=year,
                values=form.values(),
                version=form.cleaned_data["version"] if found else None,
                now=clock.now(),
            )
            once.answer = made.get_absolute_url()
            messages.success(request, PLANNED)
    return redirect(once.answer)


@of_a_round(*READ, *WRITE, allowed=keeps_round)
def adjust(request, found):
    meetings = meetings_for(request.user, clock.today()).filter(
        branch=found.branch, starts_at__year=found.year
    )
    initial = {name: getattr(found, name) for name in TIMES}
    form = TimesForm(posted(request), meetings=meetings.order_by("-starts_at"), initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            adjust_round(
                user=request.user,
                round_id=found.pk,
                values=form.values(),
                version=form.cleaned_data["version"],
                now=clock.now(),
            )
            messages.success(request, ADJUSTED)
            return redirect(found)
        except Conflict as conflict:
            status = 409
            form.add_error(None, conflict.sentence)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return render(request, "evaluations/adjust.html", {"form": form, "round": found}, status=status)


def carry_out(request, found, command, words):
    """Run one step of a round and say how it went."""
    try:
        command(user=request.user, round_id=found.pk, now=clock.now())
        messages.success(request, words)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("evaluation", found.year)


@of_a_round(*WRITE, allowed=keeps_round)
def start(request, found):
    return carry_out(request, found, open_round, OPENED)


@of_a_round(*WRITE, allowed=keeps_round)
def ballots(request, found):
    return carry_out(request, found, prepare_ballots, PREPARED)


@of_a_round(*WRITE, allowed=keeps_round)
def tell(request, found):
    return carry_out(request, found, announce, ANNOUNCED)


@of_a_round(*WRITE, allowed=keeps_round)
def close(request, found):
    return carry_out(request, found, archive, ARCHIVED)


@of_a_round(*READ, *WRITE, allowed=keeps_round)
def talks(request, found):
    people = people_for(request.user, clock.today()).filter(pk__in=found.participants.values("person"))
    form = TalkForm(posted(request), people=people, initial={"on": clock.today()})
    if form.is_valid():
        data = form.cleaned_data
        try:
            with once_only(request, data["nonce"]) as once:
                if not once.repeated:
                    record_talk(
                        user=request.user,
                        round_id=found.pk,
                        one_id=data["one"].pk,
                        other_id=data["other"].pk,
                        on=data["on"],
                        now=clock.now(),
                    )
                    once.answer = request.path
                    messages.success(request, TALKED)
            return redirect("evaluation_talks", found.year)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "round": found, "talks": found.talks.select_related("one", "other")}
    return render(request, "evaluations/talks.html", context, status=422 if form.is_bound else 200)


@of_a_round(*READ, *WRITE, allowed=keeps_round)
def paper(request, found):
    form = PaperForm(posted(request), people=graded_of(found))
    if form.is_valid():
        try:
            with once_only(request, form.cleaned_data["nonce"]) as once:
                if not once.repeated:
                    record_paper_ballot(
                        user=request.user,
                        round_id=found.pk,
                        totals=form.totals,
                        papers=form.cleaned_data["papers"],
                        now=clock.now(),
                    )
                    once.answer = found.get_absolute_url()
                    messages.success(request, COUNTED_ON_PAPER)
            return redirect(found)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "round": found}
    return render(request, "evaluations/paper.html", context, status=422 if form.is_bound else 200)


@of_a_round(*READ, *WRITE, allowed=keeps_round)
def decision(request, found):
    if found.state != RoundState.RUNNING:
        return redirect(found)
    meetings = deciding_meetings(found)
    form = DecisionForm(posted(request), meetings=meetings)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with once_only(request, data["nonce"]) as once:
                if not once.repeated:
                    decide(
                        user=request.user,
                        round_id=found.pk,
                        meeting=data["meeting"],
                        over_cap_reason=data["over_cap_reason"],
                        now=clock.now(),
                    )
                    once.answer = found.get_absolute_url()
                    messages.success(request, DECIDED)
            return redirect(found)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {
        "form": form,
        "round": found,
        "lines": opinion_lines(found, clock.now()),
        "has_meetings": meetings.exists(),
    }
    return render(request, "evaluations/decide.html", context, status=422 if form.is_bound else 200)
