"""政治生日."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock

from .. import permissions, queries
from ..queries.birthdays import birthdays_of

NEEDS_PARTY = "查看政治生日需要党员、支部委员或录入员身份。"


@login_required
@require_safe
def birthdays(request):
    today = clock.today()
    roles = queries.roles_of(request.user, today)
    if not permissions.sees_birthdays(roles):
        raise PermissionDenied(NEEDS_PARTY)
    months = birthdays_of(request.user, today)
    return render(
        request,
        "members/birthdays.html",
        {
            "months": months,
            "total": sum(len(month.birthdays) for month in months),
            "this_month": today.month,
            "only_own": not permissions.sees_party_columns(roles),
            "branch_name": "、".join(roles.branch_names),
            "today": today,
        },
    )
