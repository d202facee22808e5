"""The month page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day

from ..queries.calendar import month_for, read_month


@login_required
@require_safe
def calendar(request):
    now = clock.now()
    month = read_month(request.GET.get("month"), local_day(now))
    return render(request, "dashboard/calendar.html", {"month": month_for(request.user, now, month)})
