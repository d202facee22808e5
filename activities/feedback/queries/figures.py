"""Figures that lawyers see of themselves, and that an evaluation sets beside a name (R-EVA-5): never who said what."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from ..models import Answer, FeedbackCard, Handling
from ..rules import EDITABLE, Figures, counts, figures_of
from .inbox import in_year


@dataclass(frozen=True)
class LawyerFigures:
    """What clients said of one lawyer's matters of a year. `handled`: complaints and low answers that were handled to their end."""

    figures: Figures
    handled: int = 0
    texts: list = field(default_factory=list)


def final_answers(now):
    """Answers that can no longer be changed, in the order in which they began to count."""
    began = Coalesce("handling__closed_at", F("answered_at") + EDITABLE)
    rows = Answer.objects.filter(card__revoked_at=None, answered_at__lte=now - EDITABLE)
    return rows.annotate(began=began).order_by("began", "id")


def evidence_of(person_ids, year, now):
    """{person id: LawyerFigures} of lawyers, given by id, for the cards made in a year; three queries, however many they are.

    An answer counts once it can no longer be changed, a complaint or low one once it is handled; they are taken in the order
    in which they began to count, so that what was told once stays in what is told later.
    """
    rows = final_answers(now).filter(in_year(year, "card__"), card__lawyers__in=list(person_ids))
    overall, handled, texts = defaultdict(list), defaultdict(int), defaultdict(list)
    columns = ("card__lawyers", "overall", "is_complaint", "handling__closed_at", "shown_text")
    for person_id, mark, complaint, closed_at, text in rows.values_list(*columns):
        if counts(mark, complaint, closed_at is not None):
            overall[person_id].append(mark)
            texts[person_id].append(text)
            handled[person_id] += closed_at is not None
    cards = cards_by_lawyer(person_ids, year, now)
    found = {}
    for person_id in person_ids:
        figures = figures_of(overall[person_id], **cards[person_id])
        # Sorted by their words, so that their order tells nothing; only of answers that the figures tell of.
        shown = sorted(text for text in texts[person_id][: figures.shown] if text)
        found[person_id] = LawyerFigures(figures, handled[person_id], shown)
    return found


def cards_by_lawyer(person_ids, year, now):
    """{person id: how many cards of a year were answered, were asked (answered or ran out), are running}; one query."""
    answered = Exists(Answer.objects.filter(card=OuterRef("pk")))
    rows = FeedbackCard.objects.filter(in_year(year), revoked_at=None, lawyers__in=list(person_ids))
    found = {person_id: {"answered": 0, "asked": 0, "running": 0} for person_id in person_ids}
    for person_id, is_answered, expires_at in rows.annotate(is_answered=answered).values_list(
        "lawyers", "is_answered", "expires_at"
    ):
        is_over = is_answered or expires_at <= now
        found[person_id]["answered"] += is_answered
        found[person_id]["asked" if is_over else "running"] += 1
    return found


def own_years(person_id, on):
    """The years in which cards were made for somebody's matters, the latest first; this year is always among them."""
    found = (
        FeedbackCard.objects.filter(lawyers=person_id, revoked_at=None).order_by().dates("made_at", "year")
    )
    return sorted({on.year, *(day.year for day in found)}, reverse=True)


def open_handlings_of(person_id):
    """The handlings that somebody is to bring to their end, the oldest first."""
    rows = Handling.objects.filter(owner=person_id, closed_at=None).select_related("answer__card")
    return rows.order_by("opened_at", "id")
