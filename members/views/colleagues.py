"""The partners' list of the firm's people."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock

from .. import permissions, queries
from ..choices import PersonKind
from ..forms.roster import ColleaguesFilterForm
from ..queries import colleagues as people
from .filters import chips_of, choices_of, query_of
from .roster import PEOPLE_PER_PAGE

NEEDS_PARTNER = "查看这份名单需要合伙人、支部委员、录入员或管理员身份。"


@login_required
@require_safe
def colleagues(request):
    today = clock.today()
    if not permissions.sees_contact_columns(queries.roles_of(request.user, today)):
        raise PermissionDenied(NEEDS_PARTNER)
    chosen = ColleaguesFilterForm(request.GET).chosen()
    params = {name: 1 if value is True else value for name, value in chosen.items()}
    found = people.colleagues(request.user, today, **chosen)
    total, partners, counts = people.colleague_counts(found)
    paginator = Paginator(found, PEOPLE_PER_PAGE)
    paginator.count = total
    page = paginator.get_page(request.GET.get("page"))
    kinds = dict(PersonKind.choices)
    words = {
        "q": f"“{chosen.get('q')}”",
        "kind": kinds.get(chosen.get("kind")),
        "partner": "合伙人",
        "left": "已离所",
    }
    return render(
        request,
        "members/colleagues.html",
        {
            "page": page,
            "rows": people.colleague_rows(page.object_list, request.user, today),
            "total": total,
            "partners": partners,
            "counts": counts,
            "params": params,
            "query": query_of(params),
            "links": [
                *choices_of(params, "partner", [(1, "合伙人")]),
                *choices_of(params, "kind", PersonKind.choices),
                *choices_of(params, "left", [(1, "已离所")]),
            ],
            "chips": chips_of(params, words),
        },
    )
