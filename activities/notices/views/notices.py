import logging
from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import Error
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.models import Heartbeat
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from .. import commands, queries
from ..forms import OutboxFilter
from ..permissions import can_read_demo_mails, can_read_outbox

log = logging.getLogger(__name__)

PAGE_SIZE = 50
ONLY_COMMITTEE = "需要支部委员会成员的权限才能查看发件箱。"
ONLY_ADMIN = "需要管理员的权限才能查看演示邮件。"


def page_of(things, request):
    return Paginator(things, PAGE_SIZE).get_page(request.GET.get("page"))


def query_without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


# ---- my own notices


@login_required
@require_safe
def notices(request):
    roles = roles_of(request.user, clock.today())
    only_unread = request.GET.get("only") == "unread"
    page = page_of(queries.listed_notices(request.user, only_unread), request)
    context = {
        "page": page,
        "only_unread": only_unread,
        "query": query_without_page(request),
        "has_unread": any(notice.read_at is None for notice in page),
        "may_read_outbox": can_read_outbox(roles),
        "may_read_mails": queries.has_demo_mails() and can_read_demo_mails(roles),
    }
    return render(request, "notices/notices.html", context)


@login_required
@require_POST
def read_all(request):
    if request.user.person_id:
        commands.mark_all_read(person_id=request.user.person_id, now=clock.now())
    return redirect("notices")


@login_required
@require_POST
def open_notice(request, pk):
    notice = get_object_or_404(queries.notices_for(request.user), pk=pk)
    commands.mark_read(notice_id=notice.pk, now=clock.now())
    inside = notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if inside else "notices")


# ---- the outbox


@login_required
@require_safe
def outbox(request):
    today = clock.today()
    roles = roles_of(request.user, today)
    if not can_read_outbox(roles):
        raise PermissionDenied(ONLY_COMMITTEE)
    form = OutboxFilter(request.GET)
    rows = queries.filtered(queries.outbox_for(request.user, today), **form.wanted())
    page = page_of(rows, request)
    context = {
        "form": form,
        "page": page,
        "lines": queries.outbox_lines(page.object_list),
        "query": query_without_page(request),
        "wanted": form.cleaned_data,
    }
    return render(request, "notices/outbox.html", context)


@login_required
@require_POST
def resend(request, pk):
    row = get_object_or_404(queries.outbox_for(request.user, clock.today()), pk=pk)
    try:
        commands.resend_row(row_id=row.pk, now=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{row.get_rule_display()}已重新排队，一分钟内发出。")
    return back_to_outbox(request)


@login_required
@require_POST
def call_back(request, pk):
    row = get_object_or_404(queries.outbox_for(request.user, clock.today()), pk=pk)
    try:
        commands.call_back_row(row_id=row.pk)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{row.get_rule_display()}已取消。")
    return back_to_outbox(request)


def back_to_outbox(request):
    """Back to the outbox under the filters that were in force."""
    form = OutboxFilter(request.POST)
    form.is_valid()
    query = urlencode({name: value for name, value in form.cleaned_data.items() if value})
    return redirect(reverse("outbox") + (f"?{query}" if query else ""))


# ---- the mails of a demo


@login_required
@require_safe
def mails(request):
    if not queries.has_demo_mails():
        raise Http404
    if not can_read_demo_mails(roles_of(request.user, clock.today())):
        raise PermissionDenied(ONLY_ADMIN)
    return render(request, "notices/mails.html", {"page": page_of(queries.demo_mails(), request)})


# ---- health, for whoever watches the machine


@require_safe
@never_cache
def healthz(request):
    try:
        Heartbeat.objects.exists()
    except Error:
        log.warning("healthz: the database does not answer")
        return HttpResponse("数据库没有回应", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def delivery_health(request):
    try:
        health = queries.delivery_health(clock.now())
    except Error:
        log.warning("healthz: the database does not answer")
        return JsonResponse({"healthy": False}, status=503)
    return JsonResponse(asdict(health), status=200 if health.healthy else 503)
