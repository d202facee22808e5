"""What must be told about feedback: to who made a card that it waits for its answer, to the owner that something is to be handled."""

from datetime import timedelta

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Value

from branches.models import Branch
from lawfirm_party.common.dates import day_text, local_day
from lawfirm_party.common.due import DueItem

from ..models import Answer, FeedbackCard, Handling
from .inbox import answers_for, words_of

REMIND, TO_HANDLE = "feedback_remind", "feedback_to_handle"
TO_HANDLE_USEFUL = timedelta(days=14)
REMINDED_AFTER = ExpressionWrapper(
    F("firm__feedback_reminder_days") * Value(timedelta(days=1)), output_field=DurationField()
)
DUE = ExpressionWrapper(F("link_at") + REMINDED_AFTER, output_field=DateTimeField())


def due_items(since, now):
    """DueItems with since < due_at <= now."""
    branches = {}
    yield from reminders(since, now, branches)
    yield from handlings(since, now, branches)


def branch_of(firm_id, branches):
    """The oldest branch of a firm, whose `reminders_since` and quiet hours feedback keeps to; remembered in `branches`."""
    if firm_id not in branches:
        of_firm = Branch.objects.filter(firm=firm_id).order_by("founded_on", "pk")
        branches[firm_id] = of_firm.values_list("pk", flat=True).first()
    return branches[firm_id]


def reminders(since, now, branches):
    cards = waiting_cards(now).annotate(due=DUE)
    cards = cards.filter(due__gt=since, due__lte=now, due__lt=F("expires_at"), made_by__person__isnull=False)
    for card in cards.select_related("made_by").order_by("pk"):
        yield DueItem(
            rule=REMIND,
            object_id=str(card.pk),
            occurrence=str(card.link_number),
            due_at=card.due,
            useful_until=card.expires_at,
            person_ids=(card.made_by.person_id,),
            branch_id=branch_of(card.firm_id, branches),
        )


def waiting_cards(now):
    answered = Answer.objects.filter(card=OuterRef("pk"))
    return FeedbackCard.objects.filter(~Exists(answered), revoked_at=None, expires_at__gt=now)


def handlings(since, now, branches):
    rows = Handling.objects.filter(closed_at=None, owner_since__gt=since, owner_since__lte=now)
    for handling in rows.select_related("answer__card").order_by("pk"):
        yield DueItem(
            rule=TO_HANDLE,
            object_id=str(handling.pk),
            occurrence=f"{handling.owner_id}-{handling.owner_since:%Y%m%d%H%M%S}",
            due_at=handling.owner_since,
            useful_until=handling.owner_since + TO_HANDLE_USEFUL,
            person_ids=(handling.owner_id,),
            branch_id=branch_of(handling.answer.card.firm_id, branches),
        )


def notice_context(rule, object_id, occurrence, person, now):
    """The words of one message, or None when there is nothing left to tell. They say nothing of what a client wrote."""
    return (
        remind_words(object_id, occurrence, now) if rule == REMIND else handle_words(object_id, person, now)
    )


def remind_words(object_id, occurrence, now):
    card = waiting_cards(now).filter(pk=object_id, link_number=occurrence).first()
    if card is None:
        return None
    return {
        "title": f"客户还没有反馈：{card.matter_code}",
        "text": f"反馈卡发出后还没有收到反馈，可以再联系客户一次，{day_text(local_day(card.expires_at))}到期。",
        "path": "/feedback/cards/",
        "card": card,
    }


def handle_words(object_id, person, now):
    rows = Handling.objects.filter(pk=object_id, owner=person, closed_at=None)
    handling = rows.select_related("answer__card").first()
    user = getattr(person, "user", None)
    if handling is None or user is None:
        return None
    if not answers_for(user, local_day(now)).filter(pk=handling.answer_id).exists():
        return None
    answer = handling.answer
    return {
        "title": f"请处理客户反馈：{answer.card.matter_code}",
        "text": "客户提出了投诉。" if answer.is_complaint else f"客户表示{words_of(answer.overall)}。",
        "path": answer.get_absolute_url(),
        "handling": handling,
    }
