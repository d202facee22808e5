"""Accounts: who has a login, who was invited, and what is to be done about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock, errors
from lawfirm_party.common.addresses import inside
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Refusal

from .. import commands, permissions, queries
from ..choices import AccountState
from ..forms.accounts import CIRCLES, AccountFilterForm, InviteAllForm, SwitchForm
from ..models import User
from ..queries import accounts as found
from ..reauth import password_again

NEEDS_KEEPER = "查看账号需要支部书记或管理员身份。"
NEEDS_ADMIN = "停用、启用账号需要管理员身份。"
NOBODY_TO_INVITE = "没有需要邀请的人。"
ALL_INVITED = "已向 {count} 人发出邀请，链接三天内有效。"
SWITCHED = {True: "已启用{name}的账号。", False: "已停用{name}的账号，正在使用的设备随即退出。"}
PER_PAGE = 50


def keeper(request):
    """The Roles of somebody who keeps accounts; else 403."""
    roles = queries.roles_of(request.user, clock.today())
    if not permissions.keeps_accounts(roles):
        raise PermissionDenied(NEEDS_KEEPER)
    return roles


@login_required
@require_safe
def accounts(request):
    now = clock.now()
    keeper(request)
    chosen = AccountFilterForm(request.GET).chosen()
    state = chosen.get("state")
    people = found.narrow(
        found.accounts_for(request.user, now), circle=chosen.get("circle", ""), q=chosen.get("q", "")
    )
    counts = found.count_states(people)
    shown = (people.filter(state=state) if state else people).select_related("user")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/accounts.html",
        {
            "page": page,
            "rows": found.account_rows(page.object_list, request.user, now),
            "chosen": chosen,
            "states": [
                (value, label, counts[value]) for value, label in AccountState.choices if value in counts
            ],
            "total": sum(counts.values()),
            "circles": CIRCLES,
            "to_invite": sum(counts.get(value, 0) for value in found.TO_INVITE),
            "without_person": found.logins_without_person(request.user, now) if not chosen else [],
        },
    )


@login_required
def invite_all(request):
    """One question with the number, then a mail for each."""
    now = clock.now()
    keeper(request)
    form = InviteAllForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not form.is_valid():
        return errors.bad_request(request)
    chosen = form.cleaned_data if form.is_bound else AccountFilterForm(request.GET).chosen()
    circle = chosen.get("circle", "")
    people = found.narrow(found.accounts_for(request.user, now), circle=circle)
    waiting = list(people.filter(state__in=found.TO_INVITE).values_list("pk", flat=True))
    back = reverse("accounts") + (f"?circle={circle}" if circle else "")
    if form.is_bound:
        return send_invitations(request, form, waiting, back)
    if not waiting:
        messages.info(request, NOBODY_TO_INVITE)
        return redirect(back)
    missing = list(people.filter(state=AccountState.NO_EMAIL).values_list("name", flat=True))
    context = {"count": len(waiting), "missing": missing, "back": back, "circle": circle, "form": form}
    return render(request, "members/invite_all.html", context)


def send_invitations(request, form, waiting, back):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            count = commands.invite_all(person_ids=waiting, by=request.user, now=clock.now())
            once.answer = back
            words = ALL_INVITED.format(count=count) if count else NOBODY_TO_INVITE
            messages.success(request, words)
    return redirect(once.answer)


@login_required
@require_POST
@password_again
def account_switch(request, pk):
    today = clock.today()
    person = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    if not permissions.switches_accounts(queries.roles_of(request.user, today)):
        raise PermissionDenied(NEEDS_ADMIN)
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    active = form.cleaned_data["active"]
    back = inside(request.POST.get("next", "")) or reverse("accounts")
    try:
        with once_only(request, form.cleaned_data["nonce"]) as once:
            if not once.repeated:
                commands.switch_login(person_id=pk, active=active, by=request.user, now=clock.now())
                once.answer = back[:200]
                messages.success(request, SWITCHED[active].format(name=person.name))
        return redirect(once.answer)
    except User.DoesNotExist as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
