"""The home of every role."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day
from members.queries import roles_of

from ..faces import SESSION_KEY, Face, face_of, faces_of
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
    if face_of(request, roles_of(request.user, today)) == Face.COMMITTEE:
        branch = own_branch(request.user, today)
        page = desk_page(branch, request.user, now)
        page["first_steps"] = [] if page["has_met"] else first_steps(request.user, today, branch)
        return render(request, "dashboard/desk.html", page)
    page = plain_page(request.user, now)
    page["first_steps"] = [] if page["meetings"] else first_steps(request.user, today)
    return render(request, "dashboard/plain.html", page)


@login_required
@require_POST
def choose_face(request):
    """Whoever is several things at once chooses whose home and navigation they see; one they are not is not there."""
    chosen = request.POST.get("face", "")
    if chosen not in faces_of(roles_of(request.user, clock.today())):
        raise Http404
    request.session[SESSION_KEY] = chosen
    return redirect("home")
