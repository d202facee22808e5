"""A person's 党内经历, and the forms of what changes in it: each the same walk with another form and another command."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.forms import earlier_answer, once_only
from lawfirm_party.common.refusal import Conflict, Refusal

from .. import permissions, queries
from ..choices import FactAxis
from ..commands import facts as commands
from ..forms import facts as forms
from ..frame import person_frame
from ..models import DutyExemption, Restriction
from ..queries.facts import fact_words, history_of

NEEDS_KEEPER = "登记党内情况需要本支部书记、组织委员或录入员。"
NEEDS_FIRM_KEEPER = "登记合伙人需要支部书记、录入员或管理员。"
NEEDS_COMMITTEE = "党内经历只有本人、本支部委员和录入员可以看。"


@dataclass(frozen=True)
class Act:
    """One thing that may happen to a person's facts; `pick` gives the form and the command as things stand."""

    title: str
    done: str
    pick: Callable
    is_firm_data: bool = False


def always(form, command):
    return lambda person: (form, command)


def running_or_not(model, begin, finish):
    """The form that begins something, or, while it runs, the one that ends it."""

    def pick(person):
        last = model.objects.filter(person=person).order_by("since").last()
        return finish if last and last.until is None else begin

    return pick


ACTS = {
    "standing": Act(
        "变更党内身份", "已登记{name}的党内身份。", always(forms.StandingForm, commands.change_standing)
    ),
    "restriction": Act(
        "权利限制",
        "已登记{name}的权利限制。",
        running_or_not(
            Restriction,
            (forms.RestrictionForm, commands.restrict),
            (forms.EndRestrictionForm, commands.end_restriction),
        ),
    ),
    "relation": Act(
        "转接组织关系", "已登记{name}的组织关系。", always(forms.RelationForm, commands.change_relation)
    ),
    "exemption": Act(
        "义务减免",
        "已登记{name}的义务减免。",
        running_or_not(
            DutyExemption,
            (forms.ExemptionForm, commands.exempt),
            (forms.EndExemptionForm, commands.end_exemption),
        ),
    ),
    "group": Act("编入党小组", "已登记{name}的党小组。", always(forms.GroupForm, commands.place_in_group)),
    "partner": Act(
        "合伙人变更", "已登记{name}的合伙人情况。", always(forms.PartnerForm, commands.change_partner), True
    ),
}


CORRECTION = Act(
    "更正记录",
    "已更正{name}的记录，原来的记录留在更正一栏。",
    always(forms.CorrectionForm, commands.correct_fact),
)


@login_required
@require_safe
def history(request, pk):
    person = get_object_or_404(queries.people_for(request.user, clock.today()), pk=pk)
    frame = person_frame(request.user, person, "history")
    if not frame["with_party"]:
        raise PermissionDenied(NEEDS_COMMITTEE)
    context = {
        **frame,
        "lines": history_of(person),
        "corrections": person.corrections.select_related("by__person"),
        "acts": acts_of(person) if frame["can_write_party"] else [],
    }
    return render(request, "members/history.html", context)


def acts_of(person):
    """(label, address) of the forms over a person's Party data."""
    return [
        (act.title, reverse(f"{name}_change", args=[person.pk]))
        for name, act in ACTS.items()
        if not act.is_firm_data
    ]


@login_required
def change(request, pk, act):
    today, what = clock.today(), ACTS[act]
    person = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    check_right(request, person, what, today)
    sent_before = request.method == "POST" and earlier_answer(request)
    if sent_before:
        return redirect(sent_before)
    form_class, command = what.pick(person)
    form, status, stored = form_class(person=person, today=today), 200, []
    if request.method == "POST":
        form, status = form_class(request.POST, person=person, today=today), 422
        if form.is_valid():
            try:
                return save(request, person, what, form, command)
            except Conflict as conflict:
                status, stored = 409, stored_lines(form_class.model, person)
                form = again(form_class, request, person=person, today=today)
                form.add_error(None, conflict.sentence)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    now = [fact_words(form.last)] if form.last else []
    context = {"form": form, "person": person, "act": what, "stored": stored, "now": now}
    return render(request, "members/fact_form.html", context, status=status)


@login_required
def correct(request, pk):
    """Put one stored row right, or take it out; what stood there stays beside it, with who and why. The row stands in the query."""
    today = clock.today()
    person = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    check_right(request, person, CORRECTION, today)
    sent_before = request.method == "POST" and earlier_answer(request)
    if sent_before:
        return redirect(sent_before)
    if "row" not in request.GET:
        return redirect("person_history", pk)
    axis, row = asked_row(request.GET, person)
    form, status, stored = forms.CorrectionForm(row=row), 200, []
    if request.method == "POST":
        form, status = forms.CorrectionForm(request.POST, row=row), 422
        if form.is_valid():
            try:
                command = partial(commands.correct_fact, axis=axis, row_id=row.pk)
                return save(request, person, CORRECTION, form, command)
            except Conflict as conflict:
                status, stored = 409, [fact_words(row)]
                form = again(forms.CorrectionForm, request, row=row)
                form.add_error(None, conflict.sentence)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {"form": form, "person": person, "act": CORRECTION, "stored": stored, "now": [fact_words(row)]}
    return render(request, "members/fact_form.html", context, status=status)


def asked_row(data, person):
    """(FactAxis, row) of a query; 404 for what is no row of this person."""
    axis, number = data.get("axis", ""), data.get("row", "")
    if axis not in FactAxis or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return axis, get_object_or_404(commands.MODELS[axis], pk=number, person=person)


def check_right(request, person, act, today):
    roles = queries.roles_of(request.user, today)
    branches = queries.branch_ids_of(person.pk, today)
    if act.is_firm_data:
        if not permissions.can_write_firm_data(roles, branches):
            raise PermissionDenied(NEEDS_FIRM_KEEPER)
    elif not permissions.can_write_party_data(roles, branches):
        raise PermissionDenied(NEEDS_KEEPER)


def again(form_class, request, **over):
    """The typed text once more, over the rows as they stand now."""
    fresh = form_class(**over)
    data = {**request.POST.dict(), "version": fresh.fields["version"].initial, "nonce": ""}
    form = form_class(data, **over)
    form.is_valid()
    return form


def stored_lines(model, person):
    rows = model.objects.filter(person=person).order_by("-since")[:3]
    return [fact_words(row) for row in rows]


def save(request, person, act, form, command):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            command(person_id=person.pk, by=request.user, now=clock.now(), **form.values())
            once.answer = reverse("person" if act.is_firm_data else "person_history", args=[person.pk])
            messages.success(request, act.done.format(name=person.name))
    return redirect(once.answer)
