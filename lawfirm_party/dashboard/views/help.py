"""How things are done, and what the rules ask."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.regulations import ARTICLES
from members.queries import roles_of

from ..faces import face_of
from ..help import topics_for
from ..navigation import navigation_of


@login_required
@require_safe
def help_page(request):
    roles = roles_of(request.user, clock.today())
    return render(request, "dashboard/help.html", {"topics": topics_for(roles)})


@login_required
@require_safe
def regulations(request):
    """Every cited article; the places where it works are links as far as the reader's navigation leads there."""
    today = clock.today()
    face = face_of(request, roles_of(request.user, today))
    pages = {entry.name: entry.url for entry in navigation_of(face, "", today.year).entries}
    articles = [
        (article, [(works.words, pages.get(works.page, "")) for works in article.works])
        for article in ARTICLES
    ]
    return render(request, "dashboard/regulations.html", {"articles": articles})
