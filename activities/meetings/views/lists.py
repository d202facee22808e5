from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from members.queries import roles_of

from ..permissions import kinds_to_schedule
from ..queries.lists import (
    chips_of,
    leave_page,
    meeting_page,
    my_days,
    my_leave_page,
    read_filter,
)

NEEDS_SECRETARY = "审批请假需要书记。"


@login_required
@require_safe
def meetings(request):
    if request.GET.get("view") == "month":
        return redirect(f"{reverse('calendar')}?{urlencode({'month': request.GET.get('month', '')})}")
    today = clock.today()
    roles = roles_of(request.user, today)
    asked = read_filter(request.GET)
    may_schedule = any(kinds_to_schedule(roles, pk) for pk in roles.branches)
    context = {"asked": asked, "chips": chips_of(asked, today), "may_schedule": may_schedule, "today": today}
    context["page"] = meeting_page(request.user, today, asked, request.GET.get("page"))
    return render(request, "meetings/list.html", context)


@login_required
@require_safe
def my(request):
    now = clock.now()
    return render(request, "meetings/my.html", {"days": my_days(request.user, now), "today": clock.today()})


@login_required
@require_safe
def my_leaves(request):
    page = my_leave_page(request.user.person_id, clock.today(), request.GET.get("page"))
    return render(request, "meetings/my_leaves.html", {"page": page})


@login_required
@require_safe
def leaves(request):
    today = clock.today()
    branches = roles_of(request.user, today).secretary_of
    if not branches:
        raise PermissionDenied(NEEDS_SECRETARY)
    page = leave_page(branches, clock.now(), request.GET.get("page"))
    return render(request, "meetings/leaves.html", {"page": page, "today": today})
