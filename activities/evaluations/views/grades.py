"""The grades of a year by name, once they are announced: for partners and committees."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock

from ..queries.grades import grades_told, told_rounds_for


@login_required
@require_safe
@never_cache
def grades(request, year):
    rounds = told_rounds_for(request.user, clock.today()).filter(year=year)
    rows = grades_told(rounds)
    if not rows:
        raise Http404
    return render(request, "evaluations/grades.html", {"year": year, "rows": rows})
