"""The steps by which an answer is handled, one form each on its page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lawfirm_party.common import clock
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal

from ..commands import add_step, close_handling, hand_on, let_through
from ..forms import CloseForm, OwnerForm, ShownTextForm, StepForm
from ..queries.inbox import possible_owners
from .inbox import answer_of, desk

TEXT_SHOWN = "已保存，承办律师在本人的汇总里可以看到，看不到是谁说的。"
TEXT_TAKEN_BACK = "已保存，承办律师看不到文字意见。"
STEP_ADDED = "已记下这一步。"
HANDED_ON = "已交给{name}，会收到通知。"
CLOSED = "已办结，这条反馈从现在起计入评议。"


def carry_out(request, answer, name, form, command):
    """Run `command(values)` for a form that is right, once, and say what it answers; else the page with its errors."""
    if form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if key != "nonce"}
        try:
            with once_only(request, form.cleaned_data["nonce"]) as once:
                if not once.repeated:
                    messages.success(request, command(values))
                    once.answer = answer.get_absolute_url()
            return redirect(answer.get_absolute_url())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return desk(request, answer, 422, **{name: form})


@login_required
@require_POST
def show_text(request, pk):
    answer = answer_of(request, pk)

    def show(values):
        stored = let_through(user=request.user, answer_id=pk, text=values["shown_text"], now=clock.now())
        return TEXT_SHOWN if stored.shown_text else TEXT_TAKEN_BACK

    return carry_out(request, answer, "text_form", ShownTextForm(request.POST), show)


@login_required
@require_POST
def step(request, pk):
    answer = answer_of(request, pk)

    def add(values):
        add_step(user=request.user, answer_id=pk, text=values["text"], now=clock.now())
        return STEP_ADDED

    return carry_out(request, answer, "step_form", StepForm(request.POST), add)


@login_required
@require_POST
def owner(request, pk):
    answer = answer_of(request, pk)

    def give(values):
        hand_on(user=request.user, answer_id=pk, person_id=values["owner"].pk, now=clock.now())
        return HANDED_ON.format(name=values["owner"].name)

    form = OwnerForm(request.POST, people=possible_owners(answer, clock.today()))
    return carry_out(request, answer, "owner_form", form, give)


@login_required
@require_POST
def close(request, pk):
    answer = answer_of(request, pk)

    def end(values):
        close_handling(user=request.user, answer_id=pk, now=clock.now(), **values)
        return CLOSED

    return carry_out(request, answer, "close_form", CloseForm(request.POST), end)
