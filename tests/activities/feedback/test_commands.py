"""Cards, answers, their handling and the register: what is stored, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from activities.feedback.choices import Outcome
from activities.feedback.commands import (
    add_step,
    close_handling,
    give_answer,
    hand_on,
    let_through,
    record_measure,
    renew_link,
    revoke_card,
)
from activities.feedback.commands import answers as answer_words
from activities.feedback.commands import cards as card_words
from activities.feedback.commands import handling as handling_words
from activities.feedback.commands import register as register_words
from activities.feedback.commands.answers import Gone
from activities.feedback.models import Answer, FeedbackCard, Handling, Measure
from activities.feedback.queries.cards import card_of
from activities.feedback.queries.figures import evidence_of
from activities.feedback.queries.inbox import answers_for, possible_owners
from activities.feedback.queries.register import zeros_of
from activities.feedback.tokens import hash_of
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import Partner
from tests import factories
from tests.conftest import NOW, TODAY

from .feedback_world import answer_to, answered, card_with_link, measure_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)
ROUNDS = 100


def refused(sentence, call, **given):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**given)
    assert refusal.value.sentence == sentence


# ---- cards


def test_a_card_keeps_only_the_hash_of_its_token_and_no_client(cast):
    card, token = card_with_link(cast)
    assert len(token) >= 43 and token not in repr(FeedbackCard.objects.values())
    assert (card.token_hash, card.expires_at) == (hash_of(token), NOW + timedelta(days=30))
    assert card_of(token, NOW) == card
    texts = {field.name for field in FeedbackCard._meta.get_fields() if "client" in field.name}
    assert texts == set()


def test_how_long_a_card_is_good_for_is_a_setting_of_the_firm(cast):
    type(cast.firm).objects.update(feedback_days=14)
    card, token = card_with_link(cast)
    assert card_of(token, card.expires_at - timedelta(seconds=1)) and not card_of(token, card.expires_at)
    assert card.expires_at == NOW + timedelta(days=14)


def test_one_matter_has_one_card_and_its_number_names_nobody(cast):
    card_with_link(cast, matter_code="〔2026〕民字第7号")
    again = {"call": card_with_link, "world": cast}
    refused(card_words.ALREADY_ASKED, matter_code="〔2026〕民字第7号", **again)
    refused(card_words.NOT_A_CODE, matter_code="〔2026〕张三离婚案", **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackCard.objects.create(
            firm=cast.firm,
            matter_code="〔2026〕民字第7号",
            kind="civil",
            made_by=cast.users["clerk"],
            made_at=NOW,
            link_at=NOW,
            expires_at=NOW + A_DAY,
            token_hash="x",
        )


def test_a_lawyer_asks_about_own_matters_the_clerk_about_anybodys(cast):
    make = {"call": card_with_link, "world": cast}
    refused(card_words.ONLY_LAWYERS, role="outsider", **make)
    refused(card_words.NOT_YOUR_MATTER, role="lawyer", lawyers=("member",), **make)
    refused(card_words.NO_LAWYER, role="clerk", lawyers=("clerk",), **make)
    card, _ = card_with_link(cast, role="clerk", lawyers=("member", "lawyer"))
    assert card.lawyers.count() == 2


def test_a_lawyer_of_another_firm_is_nobody_here(cast):
    cast.people["stranger"] = factories.make_person(factories.make_branch().firm)
    both = {"world": cast, "lawyers": ("lawyer", "stranger")}
    refused(card_words.NO_LAWYER, card_with_link, role="clerk", **both)
    cast.users["bare"] = factories.make_user("bare", group="clerk")
    refused(card_words.NO_LAWYER, card_with_link, role="bare", **both)


def test_a_new_link_kills_the_old_one_and_a_revoked_card_is_dead(cast):
    card, old = card_with_link(cast)
    who = {"user": cast.users["lawyer"], "card_id": card.pk}
    renewed, new = renew_link(now=NOW + A_DAY, **who)
    assert card_of(old, NOW) is None and card_of(new, NOW) == card
    assert (renewed.link_number, renewed.expires_at) == (2, NOW + timedelta(days=31))
    refused(card_words.NOT_YOURS, revoke_card, user=cast.users["member"], card_id=card.pk, now=NOW)
    revoke_card(now=NOW, **who)
    assert card_of(new, NOW) is None
    refused(card_words.ALREADY_REVOKED, renew_link, now=NOW, **who)
    card_with_link(cast, matter_code=card.matter_code)


def test_an_answered_card_stays_as_it_is(cast):
    answer = answered(cast)
    who = {"user": cast.users["lawyer"], "card_id": answer.card_id, "now": NOW}
    refused(card_words.ALREADY_ANSWERED, renew_link, **who)
    refused(card_words.ALREADY_ANSWERED, revoke_card, **who)


# ---- answers


def test_an_answer_may_be_changed_for_a_day_and_stays_one(cast):
    card, _ = card_with_link(cast)
    answer_to(card, 2, text="慢")
    changed = answer_to(card, 5, NOW + timedelta(hours=23), text="解决了")
    assert (Answer.objects.count(), changed.overall, changed.answered_at) == (1, 5, NOW)
    refused(answer_words.TOO_LATE, answer_to, card=card, overall=1, now=NOW + A_DAY)
    # What was begun because of the low answer goes on: somebody brings it to its end.
    assert Handling.objects.get().closed_at is None


def test_a_dead_card_takes_no_answer(cast):
    card, _ = card_with_link(cast)
    with pytest.raises(Gone):
        answer_to(card, now=card.expires_at)
    FeedbackCard.objects.update(revoked_at=NOW)
    with pytest.raises(Gone):
        answer_to(card)
    assert not Answer.objects.exists()


def test_changed_words_are_let_through_anew(cast):
    answer = answered(cast, text="很好，谢谢")
    let_through(user=cast.users["secretary"], answer_id=answer.pk, text="很好", now=NOW)
    assert answer_to(answer.card, 4, text="不好说").shown_text == ""


def test_who_let_words_through_and_when_is_kept(cast):
    answer = answered(cast, text="王先生的案子办得好")
    who = {"answer_id": answer.pk, "now": NOW}
    refused(answer_words.NOT_READ_BY_YOU, let_through, user=cast.users["lawyer"], text="x", **who)
    told = let_through(user=cast.users["partner"], text=" 案子办得好 ", **who)
    assert (told.shown_text, told.shown_by, told.shown_at) == ("案子办得好", cast.users["partner"], NOW)
    assert told.text == "王先生的案子办得好"


@pytest.mark.django_db(transaction=True)
def test_f12_of_twenty_answers_at_once_one_is_stored(cast):
    cards = [card_with_link(cast)[0] for _ in range(ROUNDS)]
    low, together = set(cards[:10]), Barrier(20)

    def press(card):
        together.wait()
        answer_to(card, 2 if card in low else 5)

    with ThreadPoolExecutor(20, initializer=connection.connect) as threads:
        for card in cards:
            list(threads.map(press, [card] * 20))
        for _ in range(20):
            threads.submit(lambda: (together.wait(), connection.close()))
    assert (Answer.objects.count(), Handling.objects.count()) == (ROUNDS, len(low))


# ---- handling


def test_a_low_answer_goes_to_the_managing_partner_but_never_to_who_works_on_the_matter(cast):
    assert answered(cast, 2).handling.owner == cast.people["secretary"]
    own = answered(cast, 2, lawyers=("secretary",))
    assert own.handling.owner in {cast.people["committee"], cast.people["partner"]}
    assert not possible_owners(own, TODAY).filter(pk=cast.people["secretary"].pk).exists()
    assert not answers_for(cast.users["secretary"], TODAY).filter(pk=own.pk).exists()


def test_without_a_partner_the_committee_handles_and_without_anybody_who_made_the_card(cast):
    Partner.objects.all().delete()
    assert answered(cast, 1).handling.owner == cast.people["secretary"]
    cast.term.seats.all().delete()
    assert answered(cast, 1).handling.owner == cast.people["lawyer"]


def test_a_handling_goes_step_by_step_to_one_result(cast):
    answer = answered(cast, 1, text="没人管")
    who = {"user": cast.users["partner"], "answer_id": answer.pk, "now": NOW + A_DAY}
    refused(handling_words.NEEDS_TEXT, add_step, text=" ", **who)
    step = add_step(text="与客户通话", **who)
    assert (step.by, step.at) == (cast.users["partner"], NOW + A_DAY)
    refused(handling_words.NOT_A_HANDLER, hand_on, person_id=cast.people["lawyer"].pk, **who)
    refused(handling_words.SAME_OWNER, hand_on, person_id=cast.people["secretary"].pk, **who)
    given = hand_on(person_id=cast.people["partner"].pk, **who)
    assert (given.owner, given.owner_since) == (cast.people["partner"], NOW + A_DAY)
    refused(handling_words.NEEDS_RESULT, close_handling, outcome=Outcome.UPHELD, result="", **who)
    closed = close_handling(outcome=Outcome.UPHELD, result="已退费", **who)
    assert (closed.outcome, closed.closed_by) == ("upheld", cast.users["partner"])
    for command, given in (
        (add_step, {"text": "再说"}),
        (close_handling, {"outcome": "partly", "result": "x"}),
    ):
        with pytest.raises(Conflict):
            command(**given, **who)


def test_a_content_client_needs_no_handling(cast):
    answer = answered(cast, 5)
    who = {"user": cast.users["secretary"], "answer_id": answer.pk, "now": NOW}
    refused(handling_words.NOTHING_TO_HANDLE, add_step, text="x", **who)


def test_example_10_feedback_is_told_beside_a_name_once_it_is_handled(cast):
    """Three complaints: they stand beside the name when they were handled to the end, and set nothing."""
    person_id, later = cast.people["lawyer"].pk, NOW + 3 * A_DAY
    complaints = [answered(cast, 1, is_complaint=True) for _ in range(3)]
    before = evidence_of([person_id], 2026, later)[person_id]
    assert (before.figures.answered, before.figures.shown, before.handled) == (3, 0, 0)
    for answer in complaints:
        who = {"user": cast.users["secretary"], "answer_id": answer.pk}
        close_handling(outcome=Outcome.UPHELD, result="已改正", now=later, **who)
    after = evidence_of([person_id], 2026, later)[person_id]
    assert (after.figures.shown, after.handled, after.figures.mean) == (3, 3, 1)


# ---- the register


def test_the_register_counts_the_days_since_the_last_of_each_kind(cast):
    founded = cast.firm.founded_on
    zeros = {zero.label: zero.days for zero in zeros_of(cast.firm.pk, TODAY)}
    assert zeros == dict.fromkeys(("零投诉", "零惩戒", "零处罚"), (TODAY - founded).days)
    answered(cast, 1, is_complaint=True)
    assert zeros_of(cast.firm.pk, TODAY)[0].days == zeros["零投诉"]
    measure_of(cast)
    now = {zero.label: zero.days for zero in zeros_of(cast.firm.pk, TODAY)}
    assert now == {**zeros, "零投诉": 10}
    assert zeros_of(cast.firm.pk, TODAY - timedelta(days=11))[0].last is None


def test_a_measure_is_registered_and_corrected_by_its_keepers(cast):
    refused(register_words.ONLY_KEEPERS, measure_of, world=cast, role="committee_only")
    refused(register_words.IN_THE_FUTURE, measure_of, world=cast, received_on=TODAY + A_DAY)
    refused(register_words.NEEDS_OUTCOME, measure_of, world=cast, closed_on=TODAY)
    early = TODAY - timedelta(days=11)
    refused(register_words.ENDED_BEFORE, measure_of, world=cast, closed_on=early, outcome="x")
    stranger = factories.make_person(factories.make_branch().firm)
    refused(register_words.STRANGER, measure_of, world=cast, person=stranger)
    measure = measure_of(cast, "clerk")
    values = {"kind": "penalty", "person": None, "received_on": TODAY, "source": "justice"}
    values |= {"document_number": "", "summary": "更正", "outcome": "警告", "closed_on": TODAY}
    change = {"user": cast.users["secretary"], "values": values, "now": NOW, "measure_id": measure.pk}
    record_measure(version=1, **change)
    with pytest.raises(Conflict):
        record_measure(version=1, **change)
    stored = Measure.objects.get()
    assert (stored.kind, stored.person, stored.version) == ("penalty", None, 2)


def test_a_card_answered_twice_by_the_orm_is_refused(cast):
    answer = answered(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(card=answer.card, overall=5, answered_at=NOW, changed_at=NOW)
    for wrong in ({"overall": 6}, {"skill": 0}, {"shown_text": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.filter(pk=answer.pk).update(**wrong)


def test_a_mark_that_is_none_never_reaches_the_table(cast):
    card, _ = card_with_link(cast)
    given = {"marks": {"overall": 9}, "text": "", "is_complaint": False, "language": "zh", "now": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        give_answer(card_id=card.pk, **given)
