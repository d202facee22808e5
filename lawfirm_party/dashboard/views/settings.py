from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.meetings.choices import FOR_THE_GROUP
from branches.choices import SHORT_KIND_LABELS, MeetingKind
from branches.commands import set_branch_rules, set_kind_rules, withdraw
from branches.forms import BranchRulesForm, KindRulesForm
from branches.models import Branch
from branches.queries import settings_for
from branches.rules import (
    FLOORS,
    branch_changes,
    branch_text,
    change_text,
    check_rhythm,
    kind_changes,
    kind_text,
    next_start,
)
from lawfirm_party.common import clock
from lawfirm_party.common.dates import Every
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from ..queries.settings import settings_page

COMMITTEE_READS = "需要支部委员会成员的权限才能查看支部设置。"
SECRETARY_WRITES = "支部设置由支部书记修改。"
WITHDRAWN = "已撤回，仍按现在的设置。"
UNKNOWN_CHANGE = "没有这项设置，可能已经撤回。"
NO_CHANGE_YET = "和现在的设置相同，还没有要改的。"


def own_branch(request, *, to_write):
    """The branch whose settings the user reads or writes. Raises PermissionDenied."""
    roles = roles_of(request.user, clock.today())
    branches = roles.secretary_of if to_write else roles.secretary_of or roles.committee_of
    if not branches:
        raise PermissionDenied(SECRETARY_WRITES if to_write else COMMITTEE_READS)
    return Branch.objects.get(pk=min(branches))


@login_required
@require_safe
def branch_settings(request):
    branch = own_branch(request, to_write=False)
    may_write = branch.pk in roles_of(request.user, clock.today()).secretary_of
    page = settings_page(branch.pk, clock.today())
    context = {"branch": branch, "page": page, "may_write": may_write}
    return render(request, "dashboard/settings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request):
    branch, kind = own_branch(request, to_write=True), asked_kind(request)
    status, stored, preview = 200, None, ""
    if request.method == "POST":
        form, status = form_for(branch, kind, data=request.POST), 422
        if form.is_valid():
            try:
                if request.POST.get("act") != "preview":
                    return save(request, branch, kind, form)
                preview, status = preview_of(kind, form), 200
            except Conflict as conflict:
                stored, status = conflict.current, 409
                data = {**request.POST.dict(), "version": stored.version, "nonce": ""}
                form = form_for(branch, kind, data=data)
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.sentence)
    else:
        form = form_for(branch, kind)
    context = {
        "branch": branch,
        "kind": kind,
        "label": MeetingKind(kind).label if kind else "免打扰和期限",
        "form": form,
        "preview": preview,
        "stored": stored and words_of(kind, stored),
        "law": FLOORS[kind][1].cite if kind in FLOORS else "",
    }
    return render(request, "dashboard/settings_edit.html", context, status=status)


def asked_kind(request):
    """A MeetingKind, or "" for the whole branch. Raises Http404 for anything else."""
    kind = request.GET.get("kind", "")
    if kind and kind not in MeetingKind.values:
        raise Http404
    return kind


def form_for(branch, kind, data=None):
    """The form over the settings in force today; a change is proposed to hold from the next period on."""
    settings, today = settings_for(branch.pk), clock.today()
    if kind:
        rules = settings.kind(kind, today)
        initial = {"since": next_start(rules.every, today), "version": settings.version}
        return KindRulesForm(data, rules=rules, for_the_group=kind in FOR_THE_GROUP, initial=initial)
    initial = {"since": next_start(Every.MONTH, today), "version": settings.version}
    return BranchRulesForm(data, rules=settings.branch(today), initial=initial)


def words_of(kind, settings):
    """What stands there now, after a conflict."""
    today = clock.today()
    return kind_text(settings.kind(kind, today)) if kind else branch_text(settings.branch(today))


def change_in_words(kind, form):
    """What would be different from the day on, or "" when nothing would. Raises Refusal for less than a regulation asks."""
    old, new = form.rules, form.new_rules()
    if kind:
        check_rhythm(kind, new.every, new.times)
    changes = kind_changes(old, new) if kind else branch_changes(old, new)
    subject = SHORT_KIND_LABELS[kind] if kind else ""
    return change_text(subject, changes, form.cleaned_data["since"], clock.today()) if changes else ""


def preview_of(kind, form):
    return change_in_words(kind, form) or NO_CHANGE_YET


def save(request, branch, kind, form):
    data = form.cleaned_data
    store = set_kind_rules if kind else set_branch_rules
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            store(
                user=request.user,
                branch_id=branch.pk,
                since=data["since"],
                rules=form.new_rules(),
                version=data["version"],
                now=clock.now(),
            )
            once.answer = reverse("branch_settings")
            messages.success(request, f"已保存。{change_in_words(kind, form)}")
    return redirect(once.answer)


@login_required
@require_POST
def withdraw_change(request):
    branch = own_branch(request, to_write=True)
    kind = request.POST.get("kind", "")
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
        if kind and kind not in MeetingKind.values:
            raise ValueError(kind)
        withdraw(user=request.user, branch_id=branch.pk, kind=kind, since=since, now=clock.now())
    except ValueError:
        messages.error(request, UNKNOWN_CHANGE)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, WITHDRAWN)
    return redirect("branch_settings")
