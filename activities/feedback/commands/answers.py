"""A client answers by a link; somebody lets the words through to the lawyers."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal
from members.models import Partner, Seat

from ..models import Answer, FeedbackCard, Handling
from ..queries.inbox import answers_for, possible_owners
from ..rules import is_editable, needs_handling

TOO_LATE = "修改的时间已过。"
NOT_READ_BY_YOU = "您不能处理这条反馈。"


class Gone(Exception):
    """The link is dead: unknown, expired and revoked are one."""


@transaction.atomic
def give_answer(*, card_id, marks, text, is_complaint, language, now):
    """The Answer of a card, new or changed within 24 hours. `marks`: {"overall": 1-5, a Dimension: 1-5 or None}.

    Only this uses a link up. A complaint or low answer opens its handling, which a later change never closes. Raises Gone for
    a card that was revoked or has run out, Refusal when the time for changes is over.
    """
    card = FeedbackCard.objects.select_for_update(no_key=True).select_related("firm").get(pk=card_id)
    if card.revoked_at or card.expires_at <= now:
        raise Gone
    answer = Answer.objects.filter(card=card).first()
    if answer and not is_editable(answer.answered_at, now):
        raise Refusal(TOO_LATE)
    answer = answer or Answer(card=card, answered_at=now)
    for name, mark in marks.items():
        setattr(answer, name, mark)
    answer.text, answer.is_complaint, answer.language, answer.changed_at = text, is_complaint, language, now
    # What was let through before stood for other words.
    answer.shown_text, answer.shown_by, answer.shown_at = "", None, None
    answer.save()
    if needs_handling(answer.overall, is_complaint):
        open_handling(answer, now)
    return answer


def open_handling(answer, now):
    """Begin the handling, unless it has begun, in the hands of the managing partner or whoever else works on another matter."""
    owner = first_owner(answer, local_day(now))
    Handling.objects.get_or_create(
        answer=answer, defaults={"owner": owner, "owner_since": now, "opened_at": now}
    )


def first_owner(answer, on):
    """主任, else another partner, else a seat of a committee, but never somebody who works on the matter; at last who made the card."""
    possible = possible_owners(answer, on)
    partners = (
        Partner.objects.in_force(on).order_by("-is_managing", "since", "id").values_list("person", flat=True)
    )
    seated = Seat.objects.in_force(on).order_by("id").values_list("person", flat=True)
    people = {person.pk: person for person in possible}
    for person_id in [*partners, *seated]:
        if person_id in people:
            return people[person_id]
    return answer.card.made_by.person or answer.card.lawyers.first()


@transaction.atomic
def let_through(*, user, answer_id, text, now):
    """What of an answer's words the lawyers may read, as it stands or with names and facts taken out; the Answer. Raises Refusal.

    Who did it and when is kept. An empty text takes it back.
    """
    answer = locked_answer(user, answer_id, now)
    if answer.shown_text == text.strip():
        return answer
    answer.shown_text, answer.shown_by, answer.shown_at = text.strip(), user, now
    answer.save(update_fields=["shown_text", "shown_by", "shown_at"])
    return answer


def locked_answer(user, answer_id, now):
    """An answer that the user may read, locked. Raises Refusal."""
    if not answers_for(user, local_day(now)).filter(pk=answer_id).exists():
        raise Refusal(NOT_READ_BY_YOU)
    return Answer.objects.select_for_update(no_key=True).get(pk=answer_id)
