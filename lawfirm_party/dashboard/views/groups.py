"""党小组: founding one, renaming it, and letting it end; who is in it is a matter of each person's 党内经历."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.commands import change_group, dissolve_group, found_group
from branches.forms import DissolveForm, GroupChangeForm, GroupDataForm
from lawfirm_party.common import clock
from lawfirm_party.common.documents.layout import chinese_number
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import row_version
from members.permissions import keeps_groups
from members.queries import branches_for, roles_of

from ..queries.branch import group_page, groups_for, next_number

NEEDS_KEEPER = "设立、修改和撤销党小组需要本支部书记、组织委员或录入员。"
FOUNDED = "已设立{name}。接着把党员编进来，并确定组长。"
CHANGED = "已保存{name}。"
DISSOLVED = "已登记{name}的撤销日期。"
KEPT = "{name}不再撤销。"
SAVED = {
    found_group: lambda group: FOUNDED,
    change_group: lambda group: CHANGED,
    dissolve_group: lambda group: DISSOLVED if group.dissolved_on else KEPT,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request, pk):
    today = clock.today()
    branch = get_object_or_404(branches_for(request.user, today), pk=pk)
    check_right(request, branch.pk)
    number = next_number(branch)
    initial = {"number": number, "name": f"第{chinese_number(number)}党小组", "founded_on": today}
    form, status = GroupDataForm(initial=initial), 200
    if request.method == "POST":
        form, status = GroupDataForm(request.POST), 422
        if form.is_valid():
            try:
                return save(request, form, found_group, branch_id=branch.pk)
            except Refusal as refusal:
                put_at_field(form, refusal)
    return render(request, "dashboard/group_new.html", {"form": form, "branch": branch}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group(request, pk):
    found_one = own_group(request, pk)
    make_form = partial(GroupChangeForm, group=found_one)
    form, status, stored, answer = answered(request, found_one, make_form, change_group)
    if answer:
        return answer
    context = {**group_page(found_one, clock.today()), "form": form, "stored": stored}
    return render(request, "dashboard/group.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request, pk):
    found_one = own_group(request, pk)
    make_form = partial(DissolveForm, group=found_one, today=clock.today())
    form, status, stored, answer = answered(request, found_one, make_form, dissolve_group)
    if answer:
        return answer
    context = {"group": found_one, "form": form, "stored": stored}
    return render(request, "dashboard/group_dissolve.html", context, status=status)


def own_group(request, pk):
    """A group the user may write. Raises Http404, PermissionDenied."""
    found_one = get_object_or_404(groups_for(request.user, clock.today()), pk=pk)
    check_right(request, found_one.branch_id)
    return found_one


def check_right(request, branch_id):
    if not keeps_groups(roles_of(request.user, clock.today()), branch_id):
        raise PermissionDenied(NEEDS_KEEPER)


def answered(request, found_one, make_form, command):
    """(form, status, what stands there after a conflict, the redirect when it was saved) of a form over a group."""
    if request.method != "POST":
        return make_form(), 200, None, None
    form = make_form(data=request.POST)
    if not form.is_valid():
        return form, 422, None, None
    try:
        return form, 302, None, save(request, form, command, group_id=found_one.pk)
    except Conflict as conflict:
        current = own_group(request, found_one.pk)
        again = make_form(data={**request.POST.dict(), "version": row_version(current), "nonce": ""})
        again.add_error(None, conflict.sentence)
        return again, 409, current, None
    except Refusal as refusal:
        put_at_field(form, refusal)
        return form, 422, None, None


def put_at_field(form, refusal):
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def save(request, form, command, **unit):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            group = command(user=request.user, now=clock.now(), **unit, **form.values())
            once.answer = reverse("group", args=[group.pk])
            messages.success(request, SAVED[command](group).format(name=group.name))
    return redirect(once.answer)
