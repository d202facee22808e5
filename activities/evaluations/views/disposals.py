"""The path after 不合格: read by the committee, written down by the secretary."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from lawfirm_party.common import clock
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..commands import choose_disposal, end_disposal, write_disposal_step
from ..forms import DisposalForm, DisposalStepForm, EndingForm
from ..permissions import gives_opinion, keeps_round
from ..queries.disposals import disposal_page, disposals_of
from ..queries.rounds import TOLD
from . import READ, WRITE, of_a_round

CHOSEN = "已保存。"
WRITTEN = "已登记。"
ENDED = "已结束。"


def case_of(found, pk):
    """The case, once the result was told: before, nobody reads that there is one."""
    if found.state not in TOLD:
        raise Http404
    return get_object_or_404(disposals_of(found), pk=pk)


@of_a_round(*READ, allowed=gives_opinion)
def disposal(request, found, pk):
    return shown(request, found, case_of(found, pk))


def shown(request, found, case, status=200, **forms):
    page, today = disposal_page(case), clock.today()
    context = {
        "round": found,
        "page": page,
        "may_write": keeps_round(roles_of(request.user, today), found) and not case.closed_at,
        "kind_form": DisposalForm(initial={"kind": case.kind or None}),
        "step_form": DisposalStepForm(initial={"on": today, "step": page.following}),
        "end_form": EndingForm(),
        **forms,
    }
    return render(request, "evaluations/disposal.html", context, status=status)


# Of each thing that is written down: its form, its command, and what is said afterwards.
ACTS = {
    "kind": (DisposalForm, choose_disposal, CHOSEN),
    "step": (DisposalStepForm, write_disposal_step, WRITTEN),
    "end": (EndingForm, end_disposal, ENDED),
}


@of_a_round(*WRITE, allowed=keeps_round)
def write(request, found, pk, act):
    case, (form_class, command, words) = case_of(found, pk), ACTS[act]
    form = form_class(request.POST)
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "nonce"}
        try:
            command(user=request.user, case_id=case.pk, now=clock.now(), **given)
            messages.success(request, words)
            return redirect("disposal", found.year, case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return shown(request, found, case, 422, **{f"{act}_form": form})
