"""The ledger and its files: for the committee; for everybody else it is not there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction, JobKind
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.documents import pdf, xlsx
from lawfirm_party.common.documents.download import download
from lawfirm_party.common.jobs import start
from lawfirm_party.common.kick import kick
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of
from members.reauth import password_again

from ..documents import build_ledger_pdf, build_ledger_xlsx
from ..jobs import binder_of
from ..queries.board import own_branch
from ..queries.ledger import BY_KIND, BY_QUARTER, ledger_branches_for, ledger_of, ledger_page, read_span
from ..tasks import make_files
from .board import is_id

# A record takes 30 to 50 ms, on a busy machine several times that: what a page waits for stays far below the patience of
# the web server, and more is made by a worker.
RECORDS_AT_ONCE = 40

BUILDERS = {"pdf": build_ledger_pdf, "xlsx": build_ledger_xlsx}
TYPES = {"pdf": pdf.CONTENT_TYPE, "xlsx": xlsx.CONTENT_TYPE}


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
    proof = found.proof(request.user.get_full_name(), now)
    try:
        content = BUILDERS[kind](found, by, proof)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{reverse('ledger')}?{urlencode(span.fields)}")
    thing = f"ledger:branch:{branch.pk}:{span.name}:{kind}:{proof.code}"
    write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
    name = f"{branch.short_name}组织生活台账（{span.label}）.{kind}"
    return download(content, name=name, content_type=TYPES[kind])


@login_required
@require_POST
@password_again
def ledger_binder(request):
    """Ledger and every record as one PDF: at once when it is quick, else by a worker while its page shows how far it is."""
    now = clock.now()
    branch = asked_branch(request, request.POST, now)
    span = read_span(request.POST, branch, local_day(now))
    by = asked_grouping(request.POST)
    found = ledger_of(branch, span, now)
    if len(found.lines) > RECORDS_AT_ONCE:
        asked = {**span.fields, "branch": branch.pk, "by": by}
        return redirect("job", begin_binder(request.user, asked, len(found.lines), now).pk)
    try:
        content, name = binder_of(found, by, request.user, now, step=lambda done, total: None)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{reverse('ledger')}?{urlencode(span.fields)}")
    return download(content, name=name, content_type=pdf.CONTENT_TYPE)


def begin_binder(user, asked, total, now):
    """The open job for this binder; a worker is told of it after the commit."""
    with transaction.atomic():
        job = start(kind=JobKind.LEDGER_BINDER, asked=asked, user=user, total=total, now=now)
        transaction.on_commit(lambda: kick(make_files))
    return job


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
