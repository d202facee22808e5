"""Rows are added once, and called back when their occurrence is over."""

from datetime import date, timedelta

import pytest

from activities.notices.commands.rows import (
    CALLED_BACK_BY_HAND,
    MISSED_WHILE_DOWN,
    NO_LONGER_NEEDED,
    WHY_NOT_CALLED_BACK,
    WHY_NOT_RESENT,
    add_rows,
    call_back_row,
    cancel_rows,
    resend_row,
)
from activities.notices.models import OutboxRow
from lawfirm_party.common.due import DueItem
from lawfirm_party.common.refusal import Refusal
from tests import factories
from tests.conftest import NOW, TODAY

from .outbox import make_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return factories.make_branch()


@pytest.fixture
def person(branch):
    return factories.make_person(branch.firm)


def item_for(branch, *people, **fields):
    defaults = {
        "rule": "meeting_published",
        "object_id": "12",
        "occurrence": "1",
        "due_at": NOW,
        "useful_until": NOW + timedelta(days=3),
        "person_ids": tuple(person.pk for person in people),
        "branch_id": branch and branch.pk,
    }
    return DueItem(**{**defaults, **fields})


def states():
    return sorted(OutboxRow.objects.values_list("channel", "state"))


def test_who_has_left_the_firm_and_the_branch_is_told_nothing_any_more(branch, person):
    """What somebody was once charged with stays theirs in the record, and goes no longer to their private address."""
    member = factories.make_member(branch, "流出员", joined_on=date(2020, 1, 1), left_on=TODAY)
    for left_on, rows in ((TODAY, 0), (TODAY + timedelta(days=1), 2)):
        person.left_on = left_on
        person.save()
        assert add_rows(items=[item_for(branch, person, rule="action_due")], now=NOW) == rows
    assert add_rows(items=[item_for(branch, member, rule="action_due")], now=NOW) == 2


def test_one_row_for_each_recipient_and_channel(branch, person):
    other = factories.make_person(branch.firm)
    assert add_rows(items=[item_for(branch, person, other)], now=NOW) == 4
    assert states() == [("email", "queued")] * 2 + [("in_app", "queued")] * 2


def test_the_same_item_adds_nothing_a_second_time(branch, person):
    item = item_for(branch, person)
    add_rows(items=[item], now=NOW)
    assert add_rows(items=[item, item], now=NOW + timedelta(days=1)) == 0
    assert OutboxRow.objects.count() == 2


def test_another_occurrence_is_another_row(branch, person):
    add_rows(items=[item_for(branch, person), item_for(branch, person, occurrence="2")], now=NOW)
    assert OutboxRow.objects.count() == 4


def test_somebody_without_an_address_gets_no_mail_row(branch):
    nobody = factories.make_person(branch.firm, email="")
    assert add_rows(items=[item_for(branch, nobody)], now=NOW) == 1
    assert states() == [("in_app", "queued")]


def test_what_is_no_longer_useful_is_stored_as_missed(branch, person):
    add_rows(items=[item_for(branch, person, useful_until=NOW)], now=NOW)
    assert states() == [("email", "missed"), ("in_app", "missed")]
    assert set(OutboxRow.objects.values_list("error", flat=True)) == {MISSED_WHILE_DOWN}


def test_a_person_or_branch_that_is_gone_adds_nothing(branch, person):
    items = [item_for(branch, person, person_ids=(10**9,)), item_for(branch, person, branch_id=10**9)]
    assert add_rows(items=items, now=NOW) == 0


def test_an_account_mail_needs_no_branch(person):
    assert add_rows(items=[item_for(None, person, channels=("email",), holds=False)], now=NOW) == 1
    assert OutboxRow.objects.get().holds is False


def test_adding_reads_no_more_for_more_items(branch, person, django_assert_num_queries):
    for number in (1, 3):
        items = [item_for(branch, person, object_id=f"{number}-{n}") for n in range(number)]
        with django_assert_num_queries(6):
            add_rows(items=items, now=NOW)


def test_a_move_calls_back_the_unsent_rows_of_the_old_occurrence(person):
    old = make_row(person, rule="meeting_tomorrow", object_id=12, occurrence="1")
    sent = make_row(person, rule="meeting_published", object_id=12, occurrence="1", state="sent")
    new = make_row(person, rule="meeting_tomorrow", object_id=12, occurrence="2")
    other = make_row(person, rule="meeting_tomorrow", object_id=13, occurrence="1")
    minutes = make_row(person, rule="minutes_missing", object_id=12, occurrence="1")

    assert cancel_rows(rule_prefix="meeting_", object_id=12, except_occurrence=2) == 1

    found = dict(OutboxRow.objects.values_list("pk", "state"))
    assert found == {
        old.pk: "cancelled",
        sent.pk: "sent",
        new.pk: "queued",
        other.pk: "queued",
        minutes.pk: "queued",
    }
    assert OutboxRow.objects.get(pk=old.pk).error == NO_LONGER_NEEDED


def test_rules_can_be_named_one_by_one(person):
    make_row(person, rule="leave_waiting", object_id=5)
    make_row(person, rule="leave_decided", object_id=5)
    assert cancel_rows(rules=["leave_waiting"], object_id=5) == 1


def test_calling_back_everything_at_once_is_a_mistake():
    with pytest.raises(ValueError, match="rule_prefix"):
        cancel_rows(object_id=1)


@pytest.mark.parametrize("state", ["dead", "uncertain", "missed"])
def test_what_failed_can_be_sent_again_by_hand(person, state):
    row = make_row(person, state=state, attempts=6, interrupted=2, error="连不上。", useful_until=NOW)
    resend_row(row_id=row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.interrupted, row.error) == ("queued", 0, 0, "")
    assert (row.next_try_at, row.holds) == (NOW, False)  # by hand means now, quiet hours or not
    assert row.useful_until == NOW + timedelta(days=1)


@pytest.mark.parametrize("state", ["queued", "claimed", "sending", "sent", "cancelled"])
def test_what_did_not_fail_is_not_sent_again(person, state):
    row = make_row(person, state=state)
    with pytest.raises(Refusal) as refusal:
        resend_row(row_id=row.pk, now=NOW)
    assert refusal.value.sentence == WHY_NOT_RESENT[state]


@pytest.mark.parametrize("state", ["queued", "claimed", "dead", "uncertain", "missed"])
def test_what_is_not_sent_can_be_cancelled_by_hand(person, state):
    row = make_row(person, state=state, error="连不上邮件服务器。")
    call_back_row(row_id=row.pk)
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert row.error == f"连不上邮件服务器。{CALLED_BACK_BY_HAND}"


@pytest.mark.parametrize("state", ["sending", "sent", "cancelled"])
def test_what_is_sent_cannot_be_cancelled(person, state):
    row = make_row(person, state=state)
    with pytest.raises(Refusal) as refusal:
        call_back_row(row_id=row.pk)
    assert refusal.value.sentence == WHY_NOT_CALLED_BACK[state]
