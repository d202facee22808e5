from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from members.queries import roles_of

from ..forms import CloseForm, InboxFilter, OwnerForm, ShownTextForm, StepForm
from ..permissions import reads_answers, reads_cards
from ..queries import inbox as queries

PAGE_SIZE = 50
ONLY_READERS = "客户反馈给合伙人和支部委员会看。"


@login_required
@require_safe
@never_cache
def inbox(request):
    roles = roles_of(request.user, clock.today())
    if not reads_answers(roles):
        if reads_cards(roles):
            return redirect("feedback_cards")
        raise PermissionDenied(ONLY_READERS)
    today, now = clock.today(), clock.now()
    form = InboxFilter(
        request.GET,
        years=queries.years_of(request.user, today),
        lawyers=queries.lawyers_asked_about(request.user, today),
    )
    wanted = form.wanted()
    page = Paginator(queries.listed_answers(request.user, today, **wanted), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    year = wanted["year"] or today.year
    context = {
        "form": form,
        "page": page,
        "lines": queries.answer_lines(page.object_list, now),
        "is_filtered": any(wanted.values()),
        "year": year,
        "figures": queries.year_figures(request.user, today, year, now),
    }
    return render(request, "feedback/inbox.html", context)


def answer_of(request, pk):
    """An answer that the user may read, else 404."""
    found = queries.answers_for(request.user, clock.today()).select_related(
        "card", "handling__owner", "shown_by__person"
    )
    return get_object_or_404(found.prefetch_related("card__lawyers"), pk=pk)


@login_required
@require_safe
@never_cache
def answer(request, pk):
    return desk(request, answer_of(request, pk))


def desk(request, answer, status=200, **bound):
    """The page of an answer; `bound` are forms that came back with an error."""
    page = queries.answer_page(answer, clock.today(), clock.now())
    people = queries.possible_owners(answer, clock.today()).exclude(
        pk=page.handling.owner_id if page.handling else None
    )
    forms = {
        "text_form": ShownTextForm(initial={"shown_text": answer.shown_text or answer.text}),
        "step_form": StepForm(),
        "owner_form": OwnerForm(people=people),
        "close_form": CloseForm(),
    }
    wrong = next(iter(bound.values()), None)
    context = {
        "page": page,
        "answer": answer,
        **forms,
        **bound,
        "form": wrong,
        "wrong": next(iter(bound), ""),
    }
    return render(request, "feedback/answer.html", context, status=status)
