"""The tab 参加会议 of a person's page."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from members.frame import person_frame
from members.permissions import can_read_attendance
from members.queries import branch_ids_of, people_for, roles_of

from ..queries.person import attendance_of, open_actions_of, year_of, years_of

NEEDS_COMMITTEE = "参加会议的情况只有本人和本支部委员可以看。"


@login_required
@require_safe
def person_meetings(request, pk):
    today = clock.today()
    person = get_object_or_404(people_for(request.user, today), pk=pk)
    if not can_read_attendance(roles_of(request.user, today), person, branch_ids_of(pk, today)):
        raise PermissionDenied(NEEDS_COMMITTEE)
    years = years_of(attendance_of(pk, request.user, today))
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(known) for known in years} else (years[0] if years else today.year)
    figures, lines = year_of(pk, request.user, today, year)
    context = {
        **person_frame(request.user, person, "meetings"),
        "years": years,
        "year": year,
        "figures": figures,
        "lines": lines,
        "actions": open_actions_of(pk, request.user, today),
        "today": today,
    }
    return render(request, "meetings/person.html", context)
