"""A person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.addresses import inside
from lawfirm_party.common.crypto import Unreadable
from lawfirm_party.common.refusal import Refusal

from .. import commands, permissions, queries
from ..frame import person_frame
from ..reauth import password_again

NEEDS_SECRETARY_OR_CLERK = "查看证件号码需要支部书记或录入员身份。"
NEEDS_SECRETARY_OR_ADMIN = "发出邀请需要支部书记或管理员身份。"
INVITED = "已向{name}发出邀请，链接三天内有效。"


def person_context(request, person, **extra):
    return {**person_frame(request.user, person, "person"), **extra}


@login_required
@require_safe
def person(request, pk):
    found = get_object_or_404(queries.people_for(request.user, clock.today()), pk=pk)
    return render(request, "members/person.html", person_context(request, found))


@never_cache
@login_required
@require_POST
@password_again
def reveal_id_number(request, pk):
    """Shows the number once, on this answer only: it stands in no address and in no message."""
    today = clock.today()
    found = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    roles = queries.roles_of(request.user, today)
    if not permissions.can_reveal_id_number(roles, queries.branch_ids_of(pk, today)):
        raise PermissionDenied(NEEDS_SECRETARY_OR_CLERK)
    try:
        number = commands.reveal_id_number(person_id=pk, by=request.user, now=clock.now())
    except Unreadable as error:
        messages.error(request, str(error))
        return redirect(found)
    return render(request, "members/person.html", person_context(request, found, id_number=number))


@login_required
@require_POST
def invite(request, pk):
    today = clock.today()
    found = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    roles = queries.roles_of(request.user, today)
    if not permissions.can_invite(roles, queries.branch_ids_of(pk, today)):
        raise PermissionDenied(NEEDS_SECRETARY_OR_ADMIN)
    try:
        commands.invite(person_id=pk, by=request.user, now=clock.now())
        messages.success(request, INVITED.format(name=found.name))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(inside(request.POST.get("next", "")) or found)
