"""Reads of answers for those who handle them: never one's own clients', so that no lawyer learns who said what."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from lawfirm_party.common.dates import at
from members.choices import PersonKind
from members.models import Partner, Person, Seat
from members.queries import roles_of

from ..choices import Dimension, Satisfaction
from ..models import Answer, FeedbackCard, Handling
from ..rules import Figures, is_editable, needs_handling, reads_answers

NEW_FOR = timedelta(days=7)
OPEN, HANDLED = "open", "handled"


def answers_for(user, on):
    """The answers a user may read: partners and committees those of the firm, but for matters they work on themselves."""
    roles = roles_of(user, on)
    if roles.firm_id is None or not reads_answers(roles):
        return Answer.objects.none()
    own = FeedbackCard.lawyers.through.objects.filter(
        person=roles.person_id, feedbackcard=OuterRef("card_id")
    )
    return Answer.objects.filter(card__firm=roles.firm_id).exclude(Exists(own))


def in_year(year, path=""):
    """The condition that a card was made in a year: what is counted together is what was asked together."""
    return Q(
        **{f"{path}made_at__gte": at(date(year, 1, 1), 0), f"{path}made_at__lt": at(date(year + 1, 1, 1), 0)}
    )


def years_of(user, on):
    """The years in which cards were answered, the latest first; this year is always among them."""
    found = answers_for(user, on).order_by().dates("card__made_at", "year")
    return sorted({on.year, *(day.year for day in found)}, reverse=True)


def lawyers_asked_about(user, on):
    """Lawyers of the firm, by name, for the filter."""
    firm_id = roles_of(user, on).firm_id
    return Person.objects.filter(firm=firm_id, kind=PersonKind.LAWYER).exclude(pk=user.person_id)


def listed_answers(user, on, *, state="", year=None, kind="", lawyer=None):
    """Answers as the inbox lists them: what waits for its end first, then the newest; what is empty does not narrow."""
    answers = answers_for(user, on)
    if year:
        answers = answers.filter(in_year(year, "card__"))
    if kind:
        answers = answers.filter(card__kind=kind)
    if lawyer:
        answers = answers.filter(card__lawyers=lawyer)
    if state == OPEN:
        answers = answers.filter(handling__isnull=False, handling__closed_at=None)
    if state == HANDLED:
        answers = answers.filter(handling__closed_at__isnull=False)
    waits = When(handling__isnull=False, handling__closed_at=None, then=Value(0))
    return answers.order_by(Case(waits, default=Value(1)), "-answered_at", "-id")


@dataclass(frozen=True)
class AnswerLine:
    answer: Answer
    lawyers: str
    tone: str
    word: str
    owner: str


def answer_lines(answers, now):
    """AnswerLines of answers, in two queries."""
    rows = answers.select_related("card", "handling__owner").prefetch_related("card__lawyers")
    return [answer_line(answer, now) for answer in rows]


def handling_of(answer):
    return getattr(answer, "handling", None)


def answer_line(answer, now):
    handling = handling_of(answer)
    if handling and handling.closed_at is None:
        tone, word = "bad", "投诉待处理" if answer.is_complaint else "不满意待处理"
    elif handling:
        tone, word = "ok", "已办结"
    elif answer.answered_at + NEW_FOR > now:
        tone, word = "info", "新收到"
    else:
        tone, word = "plain", "已收到"
    lawyers = "、".join(one.name for one in answer.card.lawyers.all())
    return AnswerLine(answer, lawyers, tone, word, handling.owner.name if handling else "")


@dataclass(frozen=True)
class AnswerPage:
    """One answer with its handling. `dimensions`: [(label, word)]; `others`: who may take the handling over."""

    answer: Answer
    lawyers: str
    dimensions: list
    handling: Handling | None
    steps: list
    others: list
    is_final: bool
    needs_handling: bool


def answer_page(answer, on, now):
    """The AnswerPage of an answer that its reader may see; five queries at most."""
    handling = handling_of(answer)
    return AnswerPage(
        answer,
        "、".join(one.name for one in answer.card.lawyers.all()),
        [
            (one.label, words_of(getattr(answer, one.value)))
            for one in Dimension
            if getattr(answer, one.value)
        ],
        handling,
        list(handling.steps.select_related("by__person")) if handling else [],
        list(possible_owners(answer, on)) if handling and not handling.closed_at else [],
        not is_editable(answer.answered_at, now),
        needs_handling(answer.overall, answer.is_complaint),
    )


def words_of(value):
    return Satisfaction(value).label


def possible_owners(answer, on):
    """Who may handle an answer: those who may read it, and nobody who works on the matter."""
    readers = Q(pk__in=Partner.objects.in_force(on).values("person")) | Q(
        pk__in=Seat.objects.in_force(on).values("person")
    )
    people = Person.objects.in_firm(on).filter(readers, firm=answer.card.firm_id)
    return people.exclude(pk__in=answer.card.lawyers.values("pk")).order_by("pinyin", "id")


def year_figures(user, on, year, now):
    """Figures of all answers a reader may see of a year's cards; two queries. Who reads each answer needs no protection here."""
    spread = Counter()
    rows = answers_for(user, on).filter(in_year(year, "card__")).order_by()
    for overall, n in rows.values_list("overall").annotate(n=Count("pk")):
        spread[Satisfaction(overall)] = n
    others = FeedbackCard.objects.exclude(lawyers=user.person_id)
    asked, running = asked_and_running(others.filter(in_year(year), firm=user.person.firm_id), now)
    n = sum(spread.values())
    return Figures(n, n, dict(spread), asked, running)


def asked_and_running(cards, now):
    """(cards that were answered or ran out, cards that still wait), of cards that were not taken back."""
    answered = Exists(Answer.objects.filter(card=OuterRef("pk")))
    cards = cards.filter(revoked_at=None).order_by().annotate(is_answered=answered)
    found = cards.aggregate(
        asked=Count("pk", filter=Q(is_answered=True) | Q(expires_at__lte=now)),
        running=Count("pk", filter=Q(is_answered=False, expires_at__gt=now)),
    )
    return found["asked"], found["running"]


def waiting_count(user, on):
    """How many answers wait for the end of their handling; one query."""
    return answers_for(user, on).filter(handling__isnull=False, handling__closed_at=None).count()
