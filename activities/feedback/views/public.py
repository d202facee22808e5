"""The page behind a client's link: no login, no navigation, one question."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from lawfirm_party.common import clock, errors, throttle
from lawfirm_party.common.dates import local
from lawfirm_party.common.refusal import Refusal

from ..choices import Dimension, Language
from ..commands import give_answer
from ..commands.answers import Gone
from ..forms import FeedbackForm
from ..models import Answer, FeedbackCard
from ..queries.cards import card_of
from ..rules import EDITABLE, is_editable
from ..words import PAGE

TRIES, WINDOW = 30, timedelta(minutes=10)


@dataclass(frozen=True)
class Visit:
    """Somebody at a living link."""

    card: FeedbackCard
    token: str
    answer: Answer | None
    language: str
    now: datetime

    @property
    def is_english(self):
        return self.language == Language.ENGLISH

    @property
    def is_editable(self):
        return self.answer is not None and is_editable(self.answer.answered_at, self.now)

    @property
    def address(self):
        address = reverse("feedback_form", args=[self.token])
        return f"{address}?lang=en" if self.is_english else address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def feedback(request, token):
    now = clock.now()
    card = card_of(token, now)
    # What is sent is counted for its card: one office shares one address, and nobody's guessing shuts the others out.
    counted = f"feedback of {card.pk}" if card else f"feedback:{throttle.client_address(request)}"
    if (card is None or request.method == "POST") and not throttle.hit(counted, limit=TRIES, window=WINDOW):
        return errors.too_many(request)
    if card is None:
        raise Http404
    answer = Answer.objects.filter(card=card).first()
    english = request.GET.get("lang") == Language.ENGLISH
    visit = Visit(card, token, answer, Language.ENGLISH if english else Language.CHINESE, now)
    if request.method == "POST":
        return send(request, visit)
    if answer and not (visit.is_editable and "change" in request.GET):
        return page(request, visit)
    return page(request, visit, FeedbackForm(None, visit.language, stored_of(answer)))


def stored_of(answer):
    names = ("overall", *Dimension.values, "text", "is_complaint")
    return {name: getattr(answer, name) for name in names} if answer else None


@sensitive_variables()
def send(request, visit):
    form = FeedbackForm(request.POST, visit.language)
    if not form.is_valid():
        return page(request, visit, form, 422)
    words = {name: form.cleaned_data[name] for name in ("text", "is_complaint")}
    try:
        give_answer(card_id=visit.card.pk, marks=form.marks, language=visit.language, now=visit.now, **words)
    except Gone:
        raise Http404 from None
    except Refusal:
        return page(request, visit, status=409)
    return redirect(visit.address)


def page(request, visit, form=None, status=200):
    words = PAGE[visit.language]
    context = {
        "feedback_form": form,
        "visit": visit,
        "card": visit.card,
        "lawyers": "、".join(visit.card.lawyers.order_by("id").values_list("name", flat=True)),
        "words": words,
        "until": words["editable"].format(until=moment_of(visit.answer.answered_at + EDITABLE))
        if visit.is_editable
        else "",
    }
    return render(request, "feedback/public.html", context, status=status)


def moment_of(moment):
    """A moment that reads the same in both languages."""
    at = local(moment)
    return f"{at.year}-{at.month:02d}-{at.day:02d} {at:%H:%M}"
