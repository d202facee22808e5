"""Cards and answers of the cast: made by the lawyer who is no partner, unless said otherwise."""

from datetime import timedelta
from itertools import count

from activities.feedback.choices import Dimension, Language, MeasureKind, MeasureSource
from activities.feedback.commands import give_answer, let_through, make_card, record_measure
from activities.feedback.models import FeedbackCard
from activities.feedback.tokens import hash_of
from tests.conftest import NOW

numbers = count(1)


def card_with_link(world, role="lawyer", lawyers=("lawyer",), now=NOW, **fields):
    """(a FeedbackCard, the token of its link)."""
    given = {
        "matter_code": f"〔2026〕民字第{next(numbers)}号",
        "kind": "civil",
        "is_finished": True,
        **fields,
    }
    ids = [world.people[one].pk for one in lawyers]
    return make_card(user=world.users[role], lawyer_ids=ids, now=now, **given)


def answer_to(card, overall=4, now=NOW, text="", is_complaint=False, **dimensions):
    marks = {"overall": overall, **dict.fromkeys(Dimension.values), **dimensions}
    return give_answer(
        card_id=card.pk, marks=marks, text=text, is_complaint=is_complaint, language=Language.CHINESE, now=now
    )


def answered(world, overall=4, now=NOW, lawyers=("lawyer",), **fields):
    """An Answer to a card that was made a day before."""
    card, _ = card_with_link(world, lawyers=lawyers, role=lawyers[0], now=now - timedelta(days=1))
    return answer_to(card, overall, now, **fields)


def told_answer(world):
    """A low answer whose words the lawyer may read."""
    answer = answered(world, 2, NOW - timedelta(days=2), text="联系不上")
    return let_through(user=world.users["secretary"], answer_id=answer.pk, text="希望多联系", now=NOW)


def plain_card(person, **fields):
    """A card of anybody's firm, by the ORM alone."""
    user = person.user
    number = next(numbers)
    card = FeedbackCard.objects.create(
        firm=person.firm,
        matter_code=f"第{number}号",
        kind="civil",
        made_by=user,
        made_at=NOW,
        link_at=NOW,
        token_hash=hash_of(f"plain {number}"),
        expires_at=NOW + timedelta(days=30),
        **fields,
    )
    card.lawyers.set([person])
    return card


def measure_of(world, role="secretary", **values):
    given = {
        "kind": MeasureKind.COMPLAINT,
        "person": world.people["lawyer"],
        "received_on": NOW.date() - timedelta(days=10),
        "source": MeasureSource.BAR,
        "document_number": "律协〔2026〕3号",
        "summary": "收费争议",
        "outcome": "",
        "closed_on": None,
    }
    return record_measure(user=world.users[role], values={**given, **values}, now=NOW)
