from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import Person
from members.queries import roles_of

from ..commands import record_measure
from ..commands.register import ONLY_KEEPERS
from ..forms import MeasureForm
from ..permissions import keeps_register, reads_register
from ..queries.register import measures_for, zeros_of

ONLY_READERS = "投诉、惩戒和处罚的登记给合伙人、支部委员会、书记和录入员看。"
SAVED = "已登记。"
OPENED_WITH = (
    "kind",
    "source",
    "person",
    "received_on",
    "document_number",
    "summary",
    "outcome",
    "closed_on",
    "version",
)


@login_required
@require_safe
def register(request):
    today = clock.today()
    roles = roles_of(request.user, today)
    if not reads_register(roles):
        raise PermissionDenied(ONLY_READERS)
    context = {
        "measures": measures_for(request.user, today).select_related("person", "recorded_by__person"),
        "zeros": zeros_of(roles.firm_id, today) if roles.firm_id else [],
        "may_write": keeps_register(roles) and roles.firm_id is not None,
    }
    return render(request, "feedback/register.html", context)


def keepers_only(request):
    roles = roles_of(request.user, clock.today())
    if not keeps_register(roles) or roles.firm_id is None:
        raise PermissionDenied(ONLY_KEEPERS)
    return Person.objects.filter(firm=roles.firm_id)


@login_required
@never_cache
def new(request):
    people = keepers_only(request)
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(data, people=people, initial={"received_on": clock.today(), "version": 0})
    return answered(request, form)


@login_required
@never_cache
def change(request, pk):
    people = keepers_only(request)
    measure = get_object_or_404(measures_for(request.user, clock.today()), pk=pk)
    if request.method == "POST":
        return answered(request, MeasureForm(request.POST, people=people), measure)
    initial = {name: getattr(measure, name) for name in OPENED_WITH}
    return answered(request, MeasureForm(people=people, initial=initial), measure)


def answered(request, form, measure=None):
    status, stored = (422 if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        try:
            return save(request, form, measure)
        except Conflict as conflict:
            stored, status = conflict.current, 409
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return render(
        request, "feedback/measure.html", {"form": form, "measure": measure, "stored": stored}, status=status
    )


def save(request, form, measure):
    which = {"measure_id": measure.pk, "version": form.cleaned_data["version"]} if measure else {}
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            record_measure(user=request.user, values=form.values(), now=clock.now(), **which)
            messages.success(request, SAVED)
            once.answer = reverse("measures")
    return redirect("measures")
