"""The home of every role."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.lunar import lunar_hint
from members.queries import roles_of

from ..faces import SESSION_KEY, Face, face_of, faces_of
from ..queries.board import own_branch
from ..queries.desk import date_line, desk_page
from ..queries.first_steps import first_steps
from ..queries.plain import plain_page
from ..queries.staff import admin_page, clerk_page


@login_required
@require_safe
def home(request):
    """What waits for somebody, in the capacity they look from."""
    now = clock.now()
    today = local_day(now)
    face = face_of(request, roles_of(request.user, today))
    template, page, steps = HOMES.get(face, plain_home)(request.user, now, face)
    page |= {"date_line": date_line(today), "lunar": lunar_hint(today), "first_steps": steps}
    return render(request, template, page)


def desk_home(user, now, face):
    today = local_day(now)
    branch = own_branch(user, today)
    page = desk_page(branch, user, now)
    return "dashboard/desk.html", page, [] if page["has_met"] else first_steps(user, today, branch)


def plain_home(user, now, face):
    page = plain_page(user, now, face)
    return "dashboard/plain.html", page, [] if page["next"] else first_steps(user, local_day(now))


def staff_home(user, now, face):
    steps = first_steps(user, local_day(now))
    page = STAFF_PAGES[face](user, now, filled=not steps)
    return "dashboard/staff.html", page, steps


STAFF_PAGES = {Face.CLERK: clerk_page, Face.ADMIN: admin_page}
HOMES = {Face.COMMITTEE: desk_home, Face.CLERK: staff_home, Face.ADMIN: staff_home}


@login_required
@require_POST
def choose_face(request):
    """Whoever is several things at once chooses whose home and navigation they see; one they are not is not there."""
    chosen = request.POST.get("face", "")
    if chosen not in faces_of(roles_of(request.user, clock.today())):
        raise Http404
    request.session[SESSION_KEY] = chosen
    return redirect("home")
