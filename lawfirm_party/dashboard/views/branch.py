"""A branch at a glance."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from members.queries import branches_for

from ..queries.branch import branch_page


@login_required
@require_safe
def branch(request, pk):
    today = clock.today()
    found = get_object_or_404(branches_for(request.user, today).select_related("firm"), pk=pk)
    return render(request, "dashboard/branch.html", branch_page(found, request.user, today))
