"""The partners' dashboard and its 简报."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.documents import pdf
from lawfirm_party.common.documents.download import download
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..documents import build_brief
from ..queries.evaluation import address, brief_proof, dashboard_page, reads_dashboard

ONLY_READERS = "看板给合伙人和支部委员会看。"


@login_required
@require_safe
@never_cache
def evaluation_dashboard(request, year):
    """A year of the firm; `?group=` a practice group that is large enough."""
    return render(request, "dashboard/evaluation.html", page_for(request, year, request.GET))


@login_required
@require_POST
@never_cache
def evaluation_brief(request, year):
    """The dashboard as it is shown, as a file; written down with the code that stands in its footer."""
    page, now = page_for(request, year, request.POST), clock.now()
    proof = brief_proof(page, request.user.get_full_name(), now)
    try:
        content = build_brief(page, proof)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(address(year, page["group"]))
    thing = f"brief:firm:{page['firm'].pk}:{year}:{proof.code}"
    write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
    name = f"{page['firm'].short_name}评议简报（{proof.period}）.pdf"
    return download(content, name=name, content_type=pdf.CONTENT_TYPE)


def page_for(request, year, asked):
    if not reads_dashboard(roles_of(request.user, clock.today())):
        raise PermissionDenied(ONLY_READERS)
    return dashboard_page(request.user, year, asked.get("group", ""), clock.now())
