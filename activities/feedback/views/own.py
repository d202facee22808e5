from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from members.queries import roles_of

from ..permissions import reads_own_figures
from ..queries.figures import evidence_of, own_years
from ..rules import LEAST

ONLY_LAWYERS = "这一页给律师看本人的客户反馈。"


@login_required
@require_safe
@never_cache
def own(request):
    """A lawyer's own figures of a year: `?year=`, this year without it."""
    today = clock.today()
    if not reads_own_figures(roles_of(request.user, today)):
        raise PermissionDenied(ONLY_LAWYERS)
    person_id = request.user.person_id
    years = own_years(person_id, today)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked[:5]) in years else today.year
    context = {
        "years": years,
        "year": year,
        "least": LEAST,
        "mine": evidence_of([person_id], year, clock.now())[person_id],
    }
    return render(request, "feedback/own.html", context)
