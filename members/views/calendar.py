"""Subscribing to one's own calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lawfirm_party.common import clock
from lawfirm_party.common.forms import PlainForm, once_only

from ..commands.calendar_links import NO_PERSON, make_calendar_link, revoke_calendar_link
from ..queries.calendar_links import calendar_link_of

MADE_BEFORE = "订阅地址刚才已经生成，只显示一次。没有记下来的话，请重新生成。"
REVOKED = "已撤销，原来的地址不能再用。"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_link(request):
    """The address stands on the answer to the form alone: neither stored nor in any address of this site's pages."""
    if request.user.person_id is None:
        raise PermissionDenied(NO_PERSON)
    form = PlainForm(request.POST if request.method == "POST" else None)
    context = {"form": PlainForm(), "link": calendar_link_of(request.user)}
    if not form.is_valid():
        return render(request, "members/calendar_link.html", context, status=422 if form.is_bound else 200)
    token = ""
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            token = make_calendar_link(user=request.user, now=clock.now())
            once.answer = reverse("calendar_link")
    if not token:
        messages.warning(request, MADE_BEFORE)
        return redirect("calendar_link")
    path = reverse("calendar_feed", args=[token])
    context |= {"link": calendar_link_of(request.user), "address": settings.SITE_URL + path}
    return render(request, "members/calendar_link.html", context)


@login_required
@require_POST
def calendar_revoke(request):
    revoke_calendar_link(user=request.user, now=clock.now())
    messages.success(request, REVOKED)
    return redirect("calendar_link")
