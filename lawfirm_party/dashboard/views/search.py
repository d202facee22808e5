"""The global search."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock

from ..queries import search as queries


@login_required
@require_safe
def search(request):
    """Enter with a single hit, or with the name of a page, opens it."""
    text = request.GET.get("q", "")[: queries.LONGEST].strip()
    found = queries.search(request.user, clock.now(), text)
    if found.only:
        return redirect(found.only)
    return render(
        request, "dashboard/search.html", {"text": text, "found": found, "examples": queries.EXAMPLES}
    )
