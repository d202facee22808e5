"""A person's 党内经历, and the forms of what changes in it: each the same walk with another form and another command."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.forms import earlier_answer, once_only
from lawfirm_party.common.refusal import Conflict, Refusal

from .. import permissions, queries
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
                form = again(form_class, request, person, today)
                form.add_error(None, conflict.sentence)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    now = [fact_words(form.last)] if form.last else []
    context = {"form": form, "person": person, "act": what, "stored": stored, "now": now}
    return render(request, "members/fact_form.html", context, status=status)


def check_right(request, person, act, today):
    roles = queries.roles_of(request.user, today)
    branches = queries.branch_ids_of(person.pk, today)
    if act.is_firm_data:
        if not permissions.can_write_firm_data(roles, branches):
            raise PermissionDenied(NEEDS_FIRM_KEEPER)
    elif not permissions.can_write_party_data(roles, branches):
        raise PermissionDenied(NEEDS_KEEPER)


def again(form_class, request, person, today):
    """The typed text once more, over the rows as they stand now."""
    fresh = form_class(person=person, today=today)
    data = {**request.POST.dict(), "version": fresh.fields["version"].initial, "nonce": ""}
    form = form_class(data, person=person, today=today)
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
