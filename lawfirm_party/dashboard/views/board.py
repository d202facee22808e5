"""The year board and the page of one of its cells."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.meetings.choices import MeetingKind
from activities.meetings.commands.explain import explain, version_of
from activities.meetings.commands.nudge_leader import nudge_leader
from activities.meetings.forms.explain import ExplainForm
from activities.meetings.models import Explanation
from activities.meetings.permissions import can_explain
from activities.meetings.queries.board import cell_for, make_ups_for
from branches.models import PartyGroup
from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day, parse_period
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..queries.board import board_branches_for, board_page, cell_page, own_branch

SECRETARY_EXPLAINS = "写未召开的说明需要书记的权限。"
SECRETARY_NUDGES = "提醒组长需要书记的权限。"
EXPLAINED = "已保存说明。"
NUDGED = "已提醒组长，站内通知随后送到。"
NUDGED_BEFORE = "今天已经提醒过组长。"
LONGEST_ID = 18


@login_required
@require_safe
def board(request, year):
    now = clock.now()
    branch = asked_branch(request, now)
    return render(request, "dashboard/board.html", board_page(branch, request.user, now, year))


@login_required
@require_safe
def board_recent(request):
    now = clock.now()
    branch = asked_branch(request, now)
    return render(request, "dashboard/board.html", board_page(branch, request.user, now))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def explain_cell(request):
    """The page of one cell of the board: its meetings, and the ways to schedule, to enter afterwards or to explain."""
    now = clock.now()
    branch = asked_branch(request, now)
    cell = asked_cell(request, branch, now)
    page = cell_page(branch, cell, request.user, now)
    if request.method == "POST":
        return save_explanation(request, branch, cell, page, now)
    if page["may_explain"]:
        page["form"] = explain_form(branch, cell)
    return render(request, "dashboard/cell.html", page)


def save_explanation(request, branch, cell, page, now):
    if not can_explain(roles_of(request.user, local_day(now)), branch.pk):
        raise PermissionDenied(SECRETARY_EXPLAINS)
    form = explain_form(branch, cell, request.POST)
    status = 422
    if form.is_valid():
        try:
            store(request, branch, cell, form, now)
        except Conflict as conflict:
            status = 409
            page["current"] = conflict.current
            form = explain_form(branch, cell, request.POST, fresh_version=True)
            form.add_error(None, conflict.sentence)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect(request.get_full_path())
    return render(request, "dashboard/cell.html", {**page, "form": form}, status=status)


def store(request, branch, cell, form, now):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if once.repeated:
            return
        explain(
            branch=branch,
            kind=cell.slot.kind,
            group_id=cell.slot.group_id,
            period=cell.slot.period,
            text=form.cleaned_data["text"],
            made_up_by=form.cleaned_data["made_up_by"],
            user=request.user,
            now=now,
            version=form.cleaned_data["version"],
        )
        once.answer = request.get_full_path()[:200]
        messages.success(request, EXPLAINED)


def explain_form(branch, cell, data=None, fresh_version=False):
    """The form over the explanation that stands there, if any."""
    slot = cell.slot
    there = Explanation.objects.filter(
        branch=branch, kind=slot.kind, group=slot.group_id, period=slot.period.key
    ).first()
    if fresh_version:
        data = data.copy()
        data["version"] = version_of(there)
    initial = {"version": version_of(there)}
    if there:
        initial |= {"text": there.text, "made_up_by": there.made_up_by_id}
    return ExplainForm(data, initial=initial, make_ups=make_ups_for(branch.pk, cell))


@login_required
@require_POST
def nudge(request, pk):
    """提醒组长: the secretary reminds a group's leader of the meeting of a period."""
    now = clock.now()
    today = local_day(now)
    mine = board_branches_for(request.user, today)
    group = get_object_or_404(PartyGroup.objects.select_related("branch"), pk=pk, branch__in=mine)
    if group.branch_id not in roles_of(request.user, today).secretary_of:
        raise PermissionDenied(SECRETARY_NUDGES)
    try:
        _, made = nudge_leader(group=group, period=asked_period(request), user=request.user, now=now)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, NUDGED if made else NUDGED_BEFORE)
    return redirect("home")


def asked_branch(request, now):
    """The branch whose board is asked for: ?branch=, else the user's own; 404 when it is none of theirs."""
    today = local_day(now)
    given = request.GET.get("branch", "")
    if given:
        if not is_id(given):
            raise Http404
        return get_object_or_404(board_branches_for(request.user, today), pk=int(given))
    own = own_branch(request.user, today)
    if own is None:
        raise Http404
    return own


def is_id(text):
    """Whether a text can be a row's number: as in addresses, 18 digits at most."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def asked_period(request):
    try:
        return parse_period(request.GET.get("period", ""))
    except ValueError:
        raise Http404 from None


def asked_cell(request, branch, now):
    """The cell named by kind, period and group; 404 when the board has no such cell."""
    kind, group = request.GET.get("kind", ""), request.GET.get("group", "")
    if kind not in MeetingKind.values or not (group == "" or is_id(group)):
        raise Http404
    cell = cell_for(branch, kind, int(group) if group else None, asked_period(request), now)
    if cell is None:
        raise Http404
    return cell
