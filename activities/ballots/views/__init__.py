"""Pages of a poll: the voter's and the scrutineer's. Nothing of a ballot goes into a message, a session or a log."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from lawfirm_party.common import clock
from members.queries import roles_of

from ..queries import polls_for

READ, WRITE = ("GET", "HEAD"), ("POST",)


def of_a_poll(*methods):
    """view(request, poll, roles) behind the login, kept out of caches and error reports; 404 for polls that are not the user's."""

    def decorate(view):
        @wraps(view)
        @login_required
        @require_http_methods(methods)
        @never_cache
        @sensitive_post_parameters()
        @sensitive_variables()
        def respond(request, pk):
            today = clock.today()
            poll = polls_for(request.user, today).select_related("branch", "scrutineer").filter(pk=pk).first()
            if poll is None:
                raise Http404
            return view(request, poll, roles_of(request.user, today))

        return respond

    return decorate
