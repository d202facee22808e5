"""Pages of 民主评议: the secretary's wizard, each member's own part, the committee's opinions."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lawfirm_party.common import clock
from members.queries import roles_of

from ..queries.rounds import rounds_for

READ, WRITE = ("GET", "HEAD"), ("POST",)
NOT_YOURS = "这一步由支部书记或支部委员会来做。"


def posted(request):
    """What a form is bound to: an empty one that was sent is bound too."""
    return request.POST if request.method == "POST" else None


def of_a_round(*methods, allowed=None):
    """view(request, round, …) behind the login; 404 for rounds that are not the user's, 403 where `allowed(roles, round)` is false."""

    def decorate(view):
        @wraps(view)
        @login_required
        @require_http_methods(methods)
        @never_cache
        def respond(request, year, **more):
            today = clock.today()
            seen = rounds_for(request.user, today).select_related(
                *("branch", "members_poll", "committee_poll", "masses_poll", "scrutineer", "meeting", "study")
            )
            found = seen.filter(year=year).order_by("branch").first()
            if found is None:
                raise Http404
            if allowed and not allowed(roles_of(request.user, today), found):
                raise PermissionDenied(NOT_YOURS)
            return view(request, found, **more)

        return respond

    return decorate
