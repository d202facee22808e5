import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.forms import PlainForm, once_only
from lawfirm_party.common.refusal import Refusal
from members.queries import roles_of

from ..commands import make_card, renew_link, revoke_card
from ..commands.cards import NOT_YOURS, ONLY_LAWYERS
from ..forms import CardForm
from ..permissions import makes_cards, reads_cards
from ..queries.cards import (
    ANSWERED,
    EXPIRED,
    WAITING,
    card_lines,
    cards_for,
    lawyers_to_choose,
    listed_cards,
    own_cards,
)

PAGE_SIZE = 50
STATES = (("", "全部"), (WAITING, "等待反馈"), (ANSWERED, "已反馈"), (EXPIRED, "已过期"))
MADE_BEFORE = "这张卡刚才已经做好，链接只显示一次。没有抄下的，请点“重新生成链接”。"
REVOKED = "已撤销，原来的链接不能再用。"
ONLY_FIRM = "反馈卡给律师、录入员和查看反馈的人看。"


@login_required
@require_safe
def cards(request):
    today, now = clock.today(), clock.now()
    roles = roles_of(request.user, today)
    if not reads_cards(roles):
        raise PermissionDenied(ONLY_FIRM)
    state = request.GET.get("state", "")
    page = Paginator(listed_cards(request.user, today, state, now), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "lines": card_lines(page.object_list, request.user, today, now),
        "states": STATES,
        "state": state if state in dict(STATES) else "",
        "may_make": makes_cards(roles),
        "nonce": PlainForm()["nonce"].value(),
    }
    return render(request, "feedback/cards.html", context)


@login_required
@never_cache
@sensitive_variables()
def new(request):
    """The link stands on the answer to the form alone, so that is no redirect."""
    today = clock.today()
    roles = roles_of(request.user, today)
    if not makes_cards(roles):
        raise PermissionDenied(ONLY_LAWYERS)
    form = CardForm(
        request.POST if request.method == "POST" else None,
        lawyers=lawyers_to_choose(request.user, today),
        initial={"lawyers": [roles.person_id] if roles.is_lawyer else []},
    )
    if form.is_valid():
        try:
            return made(request, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "own_name": roles.person_name if roles.is_lawyer else ""}
    return render(request, "feedback/card_new.html", context, status=422 if form.is_bound else 200)


@sensitive_variables()
def made(request, data):
    card = token = None
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            card, token = make_card(
                user=request.user,
                matter_code=data["matter_code"],
                kind=data["kind"],
                is_finished=data["is_finished"],
                lawyer_ids=[one.pk for one in data["lawyers"]],
                now=clock.now(),
            )
            once.answer = reverse("feedback_cards")
    return printed(request, card, token)


@sensitive_variables()
def printed(request, card, token):
    """The card with its link as text and QR code: shown once."""
    if card is None:
        messages.warning(request, MADE_BEFORE)
        return redirect("feedback_cards")
    address = settings.SITE_URL + reverse("feedback_form", args=[token])
    context = {
        "card": card,
        "lawyers": "、".join(card.lawyers.order_by("id").values_list("name", flat=True)),
        "address": address,
        "code": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
    }
    return render(request, "feedback/card.html", context)


def own_card(request, pk):
    """A card that the user may change: 404 when it is not visible, 403 when it is somebody else's."""
    card = get_object_or_404(cards_for(request.user, clock.today()), pk=pk)
    if not own_cards(request.user, clock.today()).filter(pk=pk).exists():
        raise PermissionDenied(NOT_YOURS)
    return card


@login_required
@require_POST
@never_cache
@sensitive_variables()
def renew(request, pk):
    card = own_card(request, pk)
    made_card = token = None
    try:
        with once_only(request, request.POST.get("nonce", "")[:64]) as once:
            if not once.repeated:
                made_card, token = renew_link(user=request.user, card_id=card.pk, now=clock.now())
                once.answer = reverse("feedback_cards")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("feedback_cards")
    return printed(request, made_card, token)


@login_required
@require_POST
def revoke(request, pk):
    card = own_card(request, pk)
    try:
        revoke_card(user=request.user, card_id=card.pk, now=clock.now())
        messages.success(request, REVOKED)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("feedback_cards")
