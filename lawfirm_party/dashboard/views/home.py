"""The home of every role."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day
from members.queries import roles_of

from ..queries.board import own_branch
from ..queries.desk import desk_page
from ..queries.first_steps import first_steps
from ..queries.plain import plain_page


@login_required
@require_safe
def home(request):
    """A to-do list for who runs a branch, a plain page for everybody else."""
    now = clock.now()
    today = local_day(now)
    if roles_of(request.user, today).committee_of:
        branch = own_branch(request.user, today)
        page = desk_page(branch, request.user, now)
        page["first_steps"] = [] if page["has_met"] else first_steps(request.user, today, branch)
        return render(request, "dashboard/desk.html", page)
    page = plain_page(request.user, now)
    page["first_steps"] = [] if page["meetings"] else first_steps(request.user, today)
    return render(request, "dashboard/plain.html", page)
