"""What clients said of a whole firm, for its partners and committees: never who said it, and never of whom alone."""

from collections import Counter, defaultdict

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from ..choices import Dimension, Outcome
from ..models import Answer, FeedbackCard
from ..rules import Voice, counts
from .figures import final_answers
from .inbox import answers_for, in_year

OVERALL = "overall"


def voices_of(firm_id, years, now, circles_of):
    """{year: [Voice]} of the answers of a firm that count, by the year of their card, in the order in which they began to; one query.

    `circles_of(lawyer_ids, year)` gives the circles of an answer, by who worked on its matter.
    """
    names = [OVERALL, *Dimension.values]
    asked = Q()
    for year in years:
        asked |= in_year(year, "card__")
    rows = final_answers(now).filter(asked, card__firm=firm_id).annotate(year=ExtractYear("card__made_at"))
    columns = ("pk", "year", "is_complaint", "handling__closed_at", "card__lawyers", *names)
    answers, lawyers = {}, defaultdict(set)
    for pk, year, complaint, closed_at, lawyer, *marks in rows.values_list(*columns):
        lawyers[pk].add(lawyer)
        if counts(marks[0], complaint, closed_at is not None):
            answers[pk] = year, {name: mark for name, mark in zip(names, marks, strict=True) if mark}
    found = {year: [] for year in years}
    for pk, (year, marks) in answers.items():
        found[year].append(Voice(frozenset(circles_of(lawyers[pk], year)), marks))
    return found


def cards_of(firm_id, now, lawyers=None):
    """{year: how many cards of a firm were answered, were asked (answered or ran out), are running}; one query.

    `lawyers`: ids of those whose matters alone are counted; without them everybody's. Every year with a card is there.
    """
    answered = Exists(Answer.objects.filter(card=OuterRef("pk")))
    cards = FeedbackCard.objects.filter(firm=firm_id, revoked_at=None).annotate(
        year=ExtractYear("made_at"), is_answered=answered
    )
    mine = Q()
    if lawyers is not None:
        working = FeedbackCard.lawyers.through.objects.filter(feedbackcard=OuterRef("pk"))
        mine = Q(Exists(working.filter(person__in=list(lawyers))))
    over = Q(is_answered=True) | Q(expires_at__lte=now)
    rows = (
        cards.order_by()
        .values_list("year")
        .annotate(
            answered=Count("pk", filter=mine & Q(is_answered=True)),
            asked=Count("pk", filter=mine & over),
            running=Count("pk", filter=mine & ~over),
        )
    )
    return {
        year: {"answered": answered, "asked": asked, "running": running}
        for year, answered, asked, running in rows
    }


def handled_of(user, on, year):
    """(how many complaints and low answers of a year's cards are still open, {Outcome: n} of the others), of what the user may read; one query."""
    rows = answers_for(user, on).filter(in_year(year, "card__"), handling__isnull=False).order_by()
    found = Counter(dict(rows.values_list("handling__outcome").annotate(n=Count("pk"))))
    return found[""], {outcome: found[outcome] for outcome in Outcome if found[outcome]}
