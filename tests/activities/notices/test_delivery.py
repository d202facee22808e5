"""One row after the other: what becomes of it, and that two senders never both hold it."""

import uuid
from datetime import timedelta

import pytest

from activities.notices import commands
from activities.notices.channels import TryLater, Undeliverable
from activities.notices.commands import claims, delivery
from activities.notices.commands.claims import INTERRUPTED, INTERRUPTED_TWICE, claim, free_expired
from activities.notices.commands.delivery import NO_ADDRESS, RENDERING_FAILED, STORING_FAILED
from activities.notices.commands.rows import MISSED_WHILE_DOWN, NO_LONGER_NEEDED
from activities.notices.models import Notice, OutboxRow
from lawfirm_party.common.models import Heartbeat
from tests import factories
from tests.conftest import NOW

from .outbox import Post, deliver, make_row, say

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def branch():
    return factories.make_branch()


@pytest.fixture
def person(branch):
    return factories.make_person(branch.firm, email="dang@example.com")


def fresh(row):
    return OutboxRow.objects.get(pk=row.pk)


def test_an_in_app_notice_is_stored_with_its_row(person):
    row = make_row(person, channel="in_app")
    assert deliver() == {"sent": 1}
    notice = Notice.objects.get()
    assert (notice.row_id, notice.person, notice.url, notice.at) == (row.pk, person, "/me/", NOW)
    assert (fresh(row).state, fresh(row).sent_at, fresh(row).attempts) == ("sent", NOW, 1)
    assert deliver() == {}
    assert Notice.objects.count() == 1


def test_a_mail_goes_out_under_its_own_message_id(person):
    post = Post()
    row = make_row(person)
    assert deliver(post=post) == {"sent": 1}
    [mail] = post.sent
    assert mail.to == ["dang@example.com"]
    assert mail.extra_headers["Message-ID"] == fresh(row).message_id
    assert row.dedupe_key[:40] in fresh(row).message_id
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_sent_before_it_is_due(person):
    make_row(person, due_at=NOW + MINUTE)
    assert deliver() == {}
    assert deliver(at=NOW + MINUTE) == {"sent": 1}


def test_what_is_no_longer_useful_is_missed(person):
    row = make_row(person, useful_until=NOW + MINUTE)
    assert deliver(at=NOW + MINUTE) == {"missed": 1}
    assert fresh(row).error == MISSED_WHILE_DOWN


def test_what_nobody_need_be_told_is_cancelled(person):
    row = make_row(person)
    assert deliver(render=lambda row, now: None) == {"cancelled": 1}
    assert fresh(row).error == NO_LONGER_NEEDED


def test_an_address_that_was_taken_away_ends_the_row(person):
    row = make_row(person)
    person.email = ""
    person.save()
    assert deliver() == {"dead": 1}
    assert fresh(row).error == NO_ADDRESS


def test_a_rendering_that_raises_stops_its_own_row_only(person):
    rows = [make_row(person, channel=channel) for channel in ("email", "in_app", "email")]

    def render(row, now):
        if row.pk == rows[0].pk:
            raise KeyError("no such field")
        return say(row, now)

    assert deliver(render=render) == {"sent": 2, "queued": 1}
    assert (fresh(rows[0]).error, fresh(rows[0]).attempts) == (RENDERING_FAILED, 1)


def test_a_failed_attempt_waits_longer_each_time_and_the_sixth_is_dead(person, monkeypatch):
    monkeypatch.setattr(claims.random, "random", lambda: 0)
    row = make_row(person)
    now, waits = NOW, []
    for _ in range(6):
        deliver(at=now, post=Post(TryLater("邮件服务器没有及时回应。")))
        waits.append((fresh(row).next_try_at - now) / MINUTE)
        assert deliver(at=fresh(row).next_try_at - timedelta(seconds=1)) == {}
        now = fresh(row).next_try_at
    assert waits[:5] == [1, 5, 15, 60, 240]
    assert (fresh(row).state, fresh(row).attempts) == ("dead", 6)
    assert fresh(row).error == "邮件服务器没有及时回应。"


def test_a_final_error_is_dead_at_once(person):
    row = make_row(person)
    assert deliver(post=Post(Undeliverable("对方邮箱拒收（550）。"))) == {"dead": 1}
    assert (fresh(row).attempts, fresh(row).error) == (1, "对方邮箱拒收（550）。")


def test_a_repeated_attempt_keeps_the_message_id(person):
    post = Post(TryLater("稍后。"))
    make_row(person)
    deliver(post=post)
    deliver(at=NOW + 2 * MINUTE, post=post)
    assert len(post.tried) == 2
    assert len(set(post.tried)) == 1


def test_quiet_hours_hold_back_mails_that_may_be_held(person, branch):
    ends = NOW + timedelta(hours=9)
    held = make_row(person, branch=branch)
    published = make_row(person, branch=branch, holds=False)
    in_app = make_row(person, branch=branch, channel="in_app")
    account = make_row(person, branch=None)

    assert deliver(hold=lambda branch_id, now: ends) == {"sent": 3, "queued": 1}

    assert (fresh(held).state, fresh(held).next_try_at, fresh(held).attempts) == ("queued", ends, 0)
    assert {fresh(row).state for row in (published, in_app, account)} == {"sent"}
    assert deliver(at=ends) == {"sent": 1}


def test_a_claim_that_died_goes_back_for_free(person):
    row = make_row(person)
    claim(channel="email", now=NOW)
    assert deliver(at=NOW + timedelta(seconds=59)) == {}
    assert deliver(at=NOW + timedelta(seconds=61)) == {"sent": 1}
    assert fresh(row).attempts == 1


def test_a_sending_that_was_cut_off_is_repeated_once_and_then_uncertain(person):
    row = make_row(person)
    post = Post(SystemExit(), SystemExit())
    with pytest.raises(SystemExit):
        deliver(post=post)
    assert fresh(row).state == "sending"

    free_expired(now=NOW + 2 * MINUTE)
    assert (fresh(row).state, fresh(row).interrupted, fresh(row).error) == ("queued", 1, INTERRUPTED)
    with pytest.raises(SystemExit):
        deliver(at=NOW + 2 * MINUTE, post=post)

    assert deliver(at=NOW + 4 * MINUTE, post=post) == {}
    assert (fresh(row).state, fresh(row).error) == ("uncertain", INTERRUPTED_TWICE)
    assert len(post.tried) == 2
    assert len(set(post.tried)) == 1


def test_two_senders_claim_different_rows(person):
    rows = [make_row(person) for _ in range(30)]
    first, second = (claim(channel="email", now=NOW) for _ in range(2))
    assert len(first.rows) == 20
    assert len(second.rows) == 10
    assert {row.pk for row in first.rows + second.rows} == {row.pk for row in rows}


def test_a_claim_that_was_lost_sends_nothing(person):
    row = make_row(person)
    post = Post()

    def steal(row, now):
        OutboxRow.objects.filter(pk=row.pk).update(claim_token=uuid.uuid4())
        return say(row, now)

    assert deliver(render=steal, post=post) == {"lost": 1}
    assert post.tried == []
    assert fresh(row).state == "claimed"


def test_a_lost_in_app_claim_writes_no_notice(person):
    make_row(person, channel="in_app")

    def steal(row, now):
        OutboxRow.objects.filter(pk=row.pk).update(claim_token=uuid.uuid4())
        return say(row, now)

    assert deliver(render=steal) == {"lost": 1}
    assert not Notice.objects.exists()


def test_a_row_called_back_between_claim_and_sending_is_not_sent(person):
    row = make_row(person, rule="meeting_tomorrow", object_id=4)
    post = Post()

    def move(row, now):
        commands.cancel_rows(rule_prefix="meeting_", object_id=4)
        return say(row, now)

    assert deliver(render=move, post=post) == {"lost": 1}
    assert (fresh(row).state, post.tried) == ("cancelled", [])


def test_the_lease_is_renewed_before_it_runs_out(person):
    rows = [make_row(person) for _ in range(20)]
    clock = iter(range(0, 10_000, 5))

    def slow_clock():
        return NOW + timedelta(seconds=next(clock))

    assert deliver(at=slow_clock, post=Post()) == {"sent": 20}
    assert {fresh(row).attempts for row in rows} == {1}


def test_a_sender_out_of_time_gives_its_claims_back(person, monkeypatch):
    rows = [make_row(person) for _ in range(5)]
    seconds = iter([0, *([1] * 4), *([99] * 20)])
    monkeypatch.setattr(delivery.time, "monotonic", lambda: next(seconds))
    done = deliver(seconds=50)
    assert done["sent"] in (1, 2)
    left = OutboxRow.objects.exclude(state="sent")
    assert set(left.values_list("state", "claim_token")) == {("queued", None)}
    assert left.count() == len(rows) - done["sent"]


def test_in_app_notices_come_before_the_mails(person):
    order = []

    def render(row, now):
        order.append(row.channel)
        return say(row, now)

    for channel in ("email", "in_app", "email", "in_app"):
        make_row(person, channel=channel)
    deliver(render=render)
    assert order == ["in_app", "in_app", "email", "email"]


def test_the_sender_leaves_its_heartbeat_even_with_nothing_to_do(db):
    deliver()
    deliver(at=NOW + MINUTE)
    assert list(Heartbeat.objects.values_list("name", "seen_at")) == [("sender", NOW + MINUTE)]


def test_a_clock_that_went_back_frees_claims_of_the_future(person):
    make_row(person)
    claim(channel="email", now=NOW + timedelta(days=1))
    OutboxRow.objects.update(state="claimed", claimed_until=NOW + timedelta(days=1), claim_token=uuid.uuid4())
    assert deliver(at=NOW) == {"sent": 1}


def test_a_clock_that_went_back_frees_a_cut_off_sending_of_the_future(person):
    make_row(person)
    tomorrow, post = NOW + timedelta(days=1), Post(SystemExit())
    with pytest.raises(SystemExit):
        deliver(at=tomorrow, post=post)
    assert deliver(at=NOW, post=post) == {"sent": 1}
    assert len(post.tried) == 2
    assert len(set(post.tried)) == 1


def test_long_texts_are_cut_to_what_a_notice_holds(person):
    make_row(person, channel="in_app")
    deliver(render=lambda row, now: commands.Telling(title="长" * 300, text="长" * 900, path="/me/"))
    assert (len(Notice.objects.get().title), len(Notice.objects.get().text)) == (120, 400)


def test_a_notice_that_cannot_be_stored_is_tried_again(person):
    row = make_row(person, channel="in_app")
    assert deliver(render=lambda row, now: commands.Telling(title="\x00")) == {"queued": 1}
    assert fresh(row).error == STORING_FAILED
