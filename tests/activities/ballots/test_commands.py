"""The life of a poll: who may do which step when, and that a refused step writes nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from activities.ballots import sealing
from activities.ballots.choices import Mark, PollState, Shows
from activities.ballots.commands import (
    cast as cast_ballot,
)
from activities.ballots.commands import (
    casting,
    counting,
    make_key,
    open_poll,
    opening,
    record_paper_poll,
    recount,
    shred,
    tally,
    void_poll,
)
from activities.ballots.models import MarkCount, MarkFacts, Poll, PollEvaluatee, ReceiptList, Roll, SealedBox
from activities.ballots.queries import receipts_of, result_of
from activities.ballots.rules import NEXT, in_fours
from lawfirm_party.common.refusal import Conflict, Refusal
from tests.conftest import NOW
from tests.factories import make_user

from .poll_world import AFTER, CLOSES, SCRUTINEER, VOTERS, count, everybody_votes, make_open, make_poll, vote

pytestmark = pytest.mark.django_db
E, Q, B, U, A = Mark
S = PollState


@pytest.fixture(autouse=True)
def swept(monkeypatch):
    """The disk is swept outside any transaction: what these tests, which roll back, leave to test_secrecy."""
    monkeypatch.setattr(counting, "SWEPT", ())


def refused(sentence, **step):
    call = step.pop("call")
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**step)
    assert refusal.value.sentence == sentence
    return refusal.value


# ---- prepared and opened


def test_a_poll_waits_for_its_scrutineer(cast):
    poll = make_poll(cast)
    assert (poll.state, poll.roll.count(), poll.evaluatees.count()) == (S.PREPARED, 9, 8)
    assert list(poll.evaluatees.values_list("title", flat=True))[:2] == ["高书明", "李组明"]
    assert result_of(poll) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"voters": VOTERS[:4]}, opening.TOO_FEW_VOTERS.format(n=5)),
        ({"marked": ()}, opening.NOBODY_TO_MARK),
        ({"voters": (*VOTERS, "member")}, opening.TWICE),
        ({"marked": ("member", "member")}, opening.TWICE),
        ({"closes_at": NOW}, opening.CLOSES_TOO_EARLY),
    ],
)
def test_what_no_poll_can_be_made_of(cast, fields, sentence):
    refused(sentence, call=make_poll, world=cast, **fields)
    assert not Poll.objects.exists()


def test_the_scrutineer_can_log_in_and_administers_nothing(cast):
    refused(opening.SCRUTINEER_HAS_NO_LOGIN, call=make_poll, world=cast, scrutineer=cast.people["fifth"])
    make_user("fifth", cast.people["fifth"], group="admin", is_staff=True)
    refused(opening.SCRUTINEER_IS_ADMIN, call=make_poll, world=cast, scrutineer=cast.people["fifth"])


def test_thresholds_are_raised_and_never_lowered(cast):
    poll = make_poll(cast, least_cast=3, counts_from=4)
    assert (poll.least_cast, poll.counts_from) == (5, 8)
    poll = make_poll(cast, least_cast=6, counts_from=9)
    assert (poll.least_cast, poll.counts_from) == (6, 9)
    for lowered in ({"least_cast": 4}, {"counts_from": 7}, {"counts_from": 6, "least_cast": 6}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Poll.objects.filter(pk=poll.pk).update(**lowered)


def test_the_passphrase_is_shown_once_and_may_be_made_anew_before_the_opening(cast):
    poll = make_poll(cast)
    who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk, "now": NOW}
    first, second = make_key(**who), make_key(**who)
    assert first != second
    refused(opening.WRONG_PASSPHRASE, call=open_poll, passphrase=first, **who)
    poll = open_poll(passphrase=in_fours(second).lower(), **who)
    assert (poll.state, poll.opened_at) == (S.OPEN, NOW)
    for column in ("public_key", "salt", "wrapped_key"):
        assert second.encode() not in bytes(getattr(poll, column))


@pytest.mark.parametrize("role", ["secretary", "member", "admin", "outsider"])
def test_nobody_but_the_scrutineer_holds_the_key(cast, role):
    poll, passphrase = make_open(cast)
    who = {"user": cast.users[role], "poll_id": poll.pk, "now": AFTER}
    everybody_votes(poll)
    for step in (make_key, open_poll, tally, recount):
        more = {} if step is make_key else {"passphrase": passphrase}
        refused(opening.NOT_THE_SCRUTINEER, call=step, **who, **more)


def test_a_poll_whose_hour_has_passed_does_not_open(cast):
    poll = make_poll(cast)
    who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk}
    passphrase = make_key(now=NOW, **who)
    refused(opening.CLOSES_TOO_EARLY, call=open_poll, passphrase=passphrase, now=CLOSES, **who)


def test_no_second_poll_whose_difference_would_show_a_person(cast):
    first, _ = make_open(cast, subject="evaluation-2026")
    sentence = opening.OVERLAPS.format(title=first.title)
    refused(sentence, call=make_open, world=cast, subject=first.subject, voters=VOTERS[:-1])
    make_open(cast, subject="evaluation-2027")
    void_poll(user=cast.users["secretary"], poll_id=first.pk, reason="口令遗失", now=NOW)
    again, _ = make_open(cast, subject=first.subject, voters=VOTERS[:-1])
    assert again.state == S.OPEN


def test_a_poll_that_too_few_came_to_may_be_held_again(cast):
    first, passphrase = make_open(cast, subject="evaluation-2026")
    everybody_votes(first, but=5)
    count(cast, first, passphrase)
    again, _ = make_open(cast, subject=first.subject, now=AFTER, closes_at=AFTER + timedelta(days=1))
    assert again.state == S.OPEN


def test_an_open_poll_keeps_its_terms_through_every_door(cast):
    poll, _ = make_open(cast)
    row = poll.roll.get(person=cast.people["member"])
    evaluatee = poll.evaluatees.first()
    doors = [
        lambda: Poll.objects.filter(pk=poll.pk).update(closes_at=CLOSES + timedelta(days=1)),
        lambda: Poll.objects.filter(pk=poll.pk).update(scrutineer=cast.people["secretary"]),
        lambda: Poll.objects.filter(pk=poll.pk).update(public_key=b"other"),
        lambda: Poll.objects.filter(pk=poll.pk).update(counts_from=20),
        lambda: poll.roll.create(person=cast.people["lawyer"]),
        row.delete,
        lambda: poll.roll.filter(pk=row.pk).update(person=cast.people["lawyer"]),
        lambda: PollEvaluatee.objects.filter(pk=evaluatee.pk).update(title="别人"),
        lambda: PollEvaluatee.objects.create(poll=poll, position=99, title="别人"),
        evaluatee.delete,
    ]
    for door in doors:
        with pytest.raises(DatabaseError), transaction.atomic():
            door()
    vote(poll, cast.people["member"])
    with pytest.raises(DatabaseError), transaction.atomic():
        poll.roll.filter(pk=row.pk).update(cast=False)


# ---- voting


def test_a_ballot_is_one_mark_on_the_roll_and_one_box(cast):
    poll, _ = make_open(cast)
    receipt = vote(poll, cast.people["member"])
    assert len(receipt) == 20
    assert list(poll.roll.filter(cast=True).values_list("person", flat=True)) == [cast.people["member"].pk]
    assert poll.boxes.count() == 1


def test_one_person_one_vote(cast):
    poll, _ = make_open(cast)
    vote(poll, cast.people["member"])
    with pytest.raises(Conflict, match=casting.ALREADY_CAST), transaction.atomic():
        vote(poll, cast.people["member"], E)
    assert poll.boxes.count() == 1


def test_who_may_not_vote_leaves_nothing_behind(cast):
    prepared = make_poll(cast, subject="another")
    poll, _ = make_open(cast)
    member = cast.people["member"]
    refused(casting.NOT_OPEN, call=vote, poll=prepared, person=member)
    refused(casting.NOT_ON_THE_ROLL, call=vote, poll=poll, person=cast.people["outsider"])
    refused(casting.ALREADY_OVER, call=vote, poll=poll, person=member, now=CLOSES)
    numbers = list(poll.evaluatees.values_list("pk", flat=True))
    for marks in (
        {},
        dict.fromkeys(numbers[:-1], E),
        dict.fromkeys([*numbers, 0], E),
        dict.fromkeys(numbers, "其他"),
    ):
        refused(
            casting.INCOMPLETE, call=cast_ballot, person_id=member.pk, poll_id=poll.pk, marks=marks, now=NOW
        )
    assert not SealedBox.objects.exists() and not Roll.objects.filter(cast=True).exists()


# ---- counted


def test_every_mark_is_counted_and_every_receipt_published(cast):
    poll, passphrase = make_open(cast)
    people = [cast.people[role] for role in VOTERS]
    ballots = [[E] * 8, [E, Q, B, U, A, E, Q, B], *[[Q] * 8] * 7]
    given = [vote(poll, person, marks) for person, marks in zip(people, ballots, strict=True)]
    poll = count(cast, poll, passphrase, now=NOW)
    assert (poll.state, poll.cast_count) == (S.PUBLISHED, 9)
    result = result_of(poll)
    assert result.shows == Shows.COUNTS
    assert [one.in_order for one in result.people] == [
        [2, 7, 0, 0, 0],
        [1, 8, 0, 0, 0],
        [1, 7, 1, 0, 0],
        [1, 7, 0, 1, 0],
        [1, 7, 0, 0, 1],
        [2, 7, 0, 0, 0],
        [1, 8, 0, 0, 0],
        [1, 7, 1, 0, 0],
    ]
    assert receipts_of(poll) == sorted(in_fours(receipt) for receipt in given)


def test_of_five_to_seven_ballots_two_facts_are_known(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll, E, but=3)
    poll = count(cast, poll, passphrase)
    result = result_of(poll)
    assert (result.shows, poll.cast_count) == (Shows.FACTS, 6)
    assert {(one.facts.excellent_majority, one.facts.failing_third) for one in result.people} == {
        (True, False)
    }
    assert not MarkCount.objects.exists() and MarkFacts.objects.count() == 8


def test_of_four_ballots_nothing_is_known(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll, E, but=5)
    poll = count(cast, poll, passphrase)
    result = result_of(poll)
    assert (result.shows, poll.cast_count) == (Shows.NOTHING, 4)
    assert not MarkCount.objects.exists() and not MarkFacts.objects.exists()
    assert all(not one.counts and one.facts is None for one in result.people)


def test_nothing_is_counted_before_the_hour_or_with_a_wrong_passphrase(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll, but=1)
    refused(
        counting.NOT_OVER, call=count, world=cast, poll=poll, passphrase=passphrase, now=CLOSES - timedelta(1)
    )
    refused(opening.WRONG_PASSPHRASE, call=count, world=cast, poll=poll, passphrase="ABCD")
    assert Poll.objects.get().state == S.OPEN and not ReceiptList.objects.exists()


@pytest.mark.parametrize("tamper", ["add", "remove", "spoil", "copy"])
def test_a_count_stops_when_boxes_and_voters_differ(cast, tamper):
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    box = poll.boxes.first()
    if tamper == "add":
        SealedBox.objects.create(poll=poll, sealed=sealing.seal_ballot(poll.public_key, poll.pk, [E] * 8))
    elif tamper == "remove":
        box.delete()
    elif tamper == "spoil":
        SealedBox.objects.filter(pk=box.pk).update(sealed=bytes(box.sealed)[:-1] + b"\x00")
    else:
        SealedBox.objects.filter(pk=box.pk).update(sealed=poll.boxes.last().sealed)
    refused(counting.BROKEN, call=count, world=cast, poll=poll, passphrase=passphrase)
    assert not MarkCount.objects.exists() and Poll.objects.get().state == S.OPEN


def test_a_recount_gives_the_same_and_finds_what_was_changed(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    count(cast, poll, passphrase)
    who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk, "passphrase": passphrase, "now": AFTER}
    assert recount(**who) is True
    before = list(MarkCount.objects.values_list("evaluatee", "mark", "n"))
    SealedBox.objects.filter(pk=poll.boxes.first().pk).update(
        sealed=sealing.seal_ballot(poll.public_key, poll.pk, [U] * 8)
    )
    assert recount(**who) is False
    assert list(MarkCount.objects.values_list("evaluatee", "mark", "n")) == before
    with pytest.raises(DatabaseError), transaction.atomic():
        MarkCount.objects.update(n=0)


# ---- destroyed


def test_after_the_objections_nothing_can_open_the_ballots(cast):
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    count(cast, poll, passphrase)
    who = {"user": cast.users["secretary"], "poll_id": poll.pk}
    refused(counting.TOO_EARLY_TO_SHRED, call=shred, **who, now=AFTER + timedelta(days=6))
    poll = shred(**who, now=AFTER + timedelta(days=7))
    assert (poll.state, poll.wrapped_key, poll.salt, poll.boxes.count()) == (S.SHREDDED, None, None, 0)
    assert not sealing.pepper_path(poll.pk).exists()
    assert result_of(poll).people[0].in_order == [0, 9, 0, 0, 0] and len(receipts_of(poll)) == 9


def test_a_lost_passphrase_ends_in_a_void_poll_with_a_reason(cast):
    poll, _ = make_open(cast)
    everybody_votes(poll)
    who = {"poll_id": poll.pk, "now": AFTER}
    refused(counting.NOT_YOURS, call=void_poll, user=cast.users["member"], reason="口令遗失", **who)
    refused(counting.NEEDS_A_REASON, call=void_poll, user=cast.users["secretary"], reason=" ", **who)
    poll = void_poll(user=cast.users["secretary"], reason="口令遗失", **who)
    assert (poll.state, poll.boxes.count(), result_of(poll)) == (S.VOID, 0, None)
    assert not sealing.pepper_path(poll.pk).exists()


def test_a_small_branch_counts_on_paper_and_the_totals_are_typed_in(cast):
    given = {
        "branch_id": cast.other_branch.pk,
        "subject": "evaluation-2026-members",
        "title": "2026年度民主测评",
        "evaluatees": [(cast.people["outsider"].pk, "冯外明"), (None, "支部委员会")],
        "scrutineer": cast.people["outsider"],
        "papers": 3,
        "now": NOW,
    }
    refused(counting.PAPER_DOES_NOT_FIT, call=record_paper_poll, totals=[{E: 3}, {E: 1, Q: 1}], **given)
    poll = record_paper_poll(totals=[{E: 2, Q: 1}, {Q: 3}], **given)
    assert [one.in_order for one in result_of(poll).people] == [[2, 1, 0, 0, 0], [0, 3, 0, 0, 0]]


# ---- every step in every state


def poll_in(cast, state):
    poll, passphrase = make_open(cast, subject=f"state-{state}")
    if state in {S.PREPARED, S.KEYED}:
        poll = make_poll(cast, subject="early")
        if state == S.KEYED:
            passphrase = make_key(user=cast.users[SCRUTINEER], poll_id=poll.pk, now=NOW)
        return Poll.objects.get(pk=poll.pk), passphrase
    everybody_votes(poll, but=1)
    if state in {S.TALLIED, S.PUBLISHED, S.SHREDDED}:
        count_at(cast, poll, passphrase, state)
    if state == S.SHREDDED:
        shred(user=cast.users["secretary"], poll_id=poll.pk, now=AFTER + timedelta(days=7))
    if state == S.VOID:
        void_poll(user=cast.users["secretary"], poll_id=poll.pk, reason="口令遗失", now=NOW)
    return Poll.objects.get(pk=poll.pk), passphrase


def count_at(cast, poll, passphrase, state):
    who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk, "passphrase": passphrase, "now": AFTER}
    (counting.write_tally if state == S.TALLIED else tally)(**who)


STEPS = {
    "make key": lambda who, word: make_key(now=NOW, **who),
    "open": lambda who, word: open_poll(passphrase=word, now=NOW, **who),
    "tally": lambda who, word: counting.write_tally(passphrase=word, now=AFTER, **who),
    "recount": lambda who, word: recount(passphrase=word, now=AFTER, **who),
    "shred": lambda who, word: shred(now=AFTER + timedelta(days=8), **who),
    "void": lambda who, word: void_poll(reason="口令遗失", now=NOW, **who),
}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_leads_where_the_table_says_and_nowhere_else(cast, step):
    reached = {}
    for state in S:
        poll, word = poll_in(cast, state)
        who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk}
        try:
            with transaction.atomic():
                STEPS[step](who, word)
        except Refusal:
            assert Poll.objects.get(pk=poll.pk).state == state
        else:
            reached[state] = Poll.objects.get(pk=poll.pk).state
        Poll.objects.filter(pk=poll.pk).update(subject=f"done-{state}")
    assert reached == NEXT[step]
