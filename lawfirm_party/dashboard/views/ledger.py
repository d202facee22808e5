"""The ledger and its files: for the committee; for everybody else it is not there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.files import as_download
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..documents import build_ledger_pdf
from ..queries.board import own_branch
from ..queries.ledger import BY_KIND, BY_QUARTER, ledger_branches_for, ledger_of, ledger_page, read_span
from .board import is_id


@login_required
@require_safe
def ledger(request):
    now = clock.now()
    branch = asked_branch(request, request.GET, now)
    span = read_span(request.GET, branch, local_day(now))
    page = ledger_page(branch, span, asked_grouping(request.GET), request.user, now)
    return render(request, "dashboard/ledger.html", page)


@login_required
@require_POST
def ledger_export(request):
    """The ledger as it is shown, as a file; written down with the code that stands in its footer."""
    now = clock.now()
    branch = asked_branch(request, request.POST, now)
    span = read_span(request.POST, branch, local_day(now))
    by, kind = asked_grouping(request.POST), asked_kind(request.POST)
    found = ledger_of(branch, span, now)
    proof = found.proof(exporter(request.user, now), now)
    try:
        content = BUILDERS[kind](found, by, proof)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{reverse('ledger')}?{urlencode(span.fields)}")
    thing = f"ledger:branch:{branch.pk}:{span.name}:{kind}:{proof.code}"
    write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
    return as_download(content, f"{branch.short_name}组织生活台账（{span.label}）", kind)


BUILDERS = {"pdf": build_ledger_pdf}


def exporter(user, now):
    """How the footer names who exports."""
    return roles_of(user, local_day(now)).person_name or user.get_username()


def asked_kind(data):
    kind = data.get("as", "pdf")
    if kind not in BUILDERS:
        raise Http404
    return kind


def asked_grouping(data):
    return BY_QUARTER if data.get("by") == BY_QUARTER else BY_KIND


def asked_branch(request, data, now):
    """The branch whose ledger is asked for, else the user's own; 404 where the user does not sit in its committee."""
    mine = ledger_branches_for(request.user, local_day(now))
    given = data.get("branch", "")
    if given:
        if not is_id(given):
            raise Http404
        return get_object_or_404(mine, pk=int(given))
    if not roles_of(request.user, local_day(now)).committee_of:
        raise Http404
    return own_branch(request.user, local_day(now))
