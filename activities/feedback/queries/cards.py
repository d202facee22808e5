"""Reads of cards: who made which, and whether an answer has come. Never what it says."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from members.choices import PersonKind
from members.models import Person
from members.queries import roles_of

from ..models import Answer, FeedbackCard
from ..rules import makes_cards, reads_answers
from ..tokens import hash_of

WAITING, ANSWERED, EXPIRED, REVOKED = "waiting", "answered", "expired", "revoked"
WORDS = {
    WAITING: ("info", "等待反馈"),
    ANSWERED: ("ok", "已反馈"),
    EXPIRED: ("muted", "已过期"),
    REVOKED: ("plain", "已撤销"),
}


def cards_for(user, on):
    """The cards a user sees: a lawyer own matters' and own ones, clerk, partners and committees the whole firm's."""
    roles = roles_of(user, on)
    if roles.firm_id is None and not roles.is_clerk:
        return FeedbackCard.objects.none()
    if roles.is_clerk and roles.firm_id is None:
        return FeedbackCard.objects.all()
    of_firm = FeedbackCard.objects.filter(firm=roles.firm_id)
    if roles.is_clerk or reads_answers(roles):
        return of_firm
    lawyers = FeedbackCard.lawyers.through.objects.filter(person=roles.person_id, feedbackcard=OuterRef("pk"))
    return of_firm.filter(Q(made_by=user) | Exists(lawyers))


def lawyers_to_choose(user, on):
    """Whose matters a user may make cards for: a lawyer the own ones and those shared with others, so all lawyers of the firm."""
    roles = roles_of(user, on)
    people = Person.objects.in_firm(on).filter(kind=PersonKind.LAWYER)
    return people.filter(firm=roles.firm_id) if roles.firm_id else people


def state_of(card, is_answered, now):
    if is_answered:
        return ANSWERED
    if card.revoked_at:
        return REVOKED
    return EXPIRED if card.expires_at <= now else WAITING


@dataclass(frozen=True)
class CardLine:
    """One card of the list. `can_renew`: a new link may be made for it; `can_revoke`: it may be taken back."""

    card: FeedbackCard
    lawyers: str
    state: str
    tone: str
    word: str
    can_renew: bool
    can_revoke: bool


def listed_cards(user, on, state, now):
    """Cards as the list shows them, the newest first; `state` "" for all."""
    answered = Exists(Answer.objects.filter(card=OuterRef("pk")))
    cards = cards_for(user, on).annotate(is_answered=answered).order_by("-made_at", "-id")
    if state == ANSWERED:
        return cards.filter(is_answered=True)
    if state == WAITING:
        return cards.filter(is_answered=False, revoked_at=None, expires_at__gt=now)
    return (
        cards.filter(is_answered=False, revoked_at=None, expires_at__lte=now) if state == EXPIRED else cards
    )


def card_lines(cards, user, on, now):
    """CardLines of annotated cards, in two queries."""
    roles = roles_of(user, on)
    may_write, clerk = makes_cards(roles), roles.is_clerk
    lines = []
    for card in cards.prefetch_related("lawyers").select_related("made_by"):
        people = list(card.lawyers.all())
        state = state_of(card, card.is_answered, now)
        own = clerk or card.made_by_id == user.pk or any(one.pk == user.person_id for one in people)
        is_open = may_write and own and state in {WAITING, EXPIRED}
        names = "、".join(one.name for one in people)
        lines.append(CardLine(card, names, state, *WORDS[state], is_open, is_open and state == WAITING))
    return lines


def own_cards(user, on):
    """The cards a user may change: those of cards_for that the clerk keeps, or that the user made or works on."""
    roles = roles_of(user, on)
    if roles.is_clerk:
        return cards_for(user, on)
    if not makes_cards(roles):
        return FeedbackCard.objects.none()
    mine = FeedbackCard.lawyers.through.objects.filter(person=user.person_id, feedbackcard=OuterRef("pk"))
    return cards_for(user, on).filter(Q(made_by=user) | Exists(mine))


def card_of(token, now):
    """The card a link opens, or None: unknown, expired and revoked are one. An answered card stays open to its own link until it expires."""
    card = FeedbackCard.objects.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=now)
    return card.select_related("firm").first()
