"""F12 and F14: one person one vote under twenty hands at once, and a kill -9 that leaves no half of anything."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from activities.ballots.choices import Mark, PollState
from activities.ballots.commands import counting, tally
from activities.ballots.models import MarkCount, Poll, ReceiptList, SealedBox
from activities.ballots.queries import result_of
from lawfirm_party.common.refusal import Conflict
from tests.activities.reminders.drills.processes import Crew, wait_until
from tests.conftest import NOW
from tests.factories import make_person

from .poll_world import AFTER, SCRUTINEER, make_open, vote

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, ROUNDS = 20, 100


@pytest.fixture
def crew():
    crew = Crew()
    yield crew
    crew.kill()


@pytest.fixture
def crowd(cast):
    """A hundred people who may vote."""
    for number in range(ROUNDS):
        cast.people[f"voter{number}"] = make_person(cast.firm)
    return [f"voter{number}" for number in range(ROUNDS)]


def nothing_runs():
    """A session whose process was killed ends the statement it is in, and may commit between two reads of a test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return cursor.fetchone() == (0,)


def test_f12_of_twenty_votes_at_once_one_counts(cast, crowd, frozen):
    poll, _ = make_open(cast, voters=crowd, marked=("member",))
    together = Barrier(THREADS)

    def press(person):
        together.wait()
        try:
            vote(poll, person)
        except Conflict:
            return 0
        return 1

    with ThreadPoolExecutor(THREADS, initializer=connection.connect) as threads:
        counted = [sum(threads.map(press, [cast.people[role]] * THREADS)) for role in crowd]
        for _ in range(THREADS):
            threads.submit(lambda: (together.wait(), connection.close()))
    assert counted == [1] * ROUNDS
    assert poll.boxes.count() == poll.roll.filter(cast=True).count() == ROUNDS


def test_f14_killed_voters_leave_as_many_boxes_as_marks_on_the_roll(cast, crowd, frozen, crew):
    poll, passphrase = make_open(cast, voters=crowd, marked=("member",))
    waiting, dice, patience = list(crowd), random.Random(5), 1

    def all_vote(roles):
        for role in roles:
            vote(poll, cast.people[role])

    while waiting:
        voters = crew.start(all_vote, waiting)
        time.sleep(dice.uniform(0.02, 0.12) * patience)
        crew.kill(voters)
        assert wait_until(nothing_runs, pause=0.01)
        cast_ids = set(poll.roll.filter(cast=True).values_list("person", flat=True))
        assert poll.boxes.count() == len(cast_ids)
        left = [role for role in waiting if cast.people[role].pk not in cast_ids]
        # A machine so busy that nobody came to vote gets longer.
        patience = patience if len(left) < len(waiting) else patience * 2
        waiting = left
    counted = tally(user=cast.users[SCRUTINEER], poll_id=poll.pk, passphrase=passphrase, now=NOW)
    assert result_of(counted).people[0].counts[Mark.QUALIFIED] == ROUNDS


def test_f14_a_killed_tally_is_whole_or_not_there(cast, crowd, frozen, crew):
    poll, passphrase = make_open(cast, voters=crowd, marked=("member", "leader"))
    for role in crowd:
        vote(poll, cast.people[role])
    who = {"user": cast.users[SCRUTINEER], "poll_id": poll.pk, "passphrase": passphrase, "now": AFTER}
    seen, delay = set(), 0.0
    while Poll.objects.get(pk=poll.pk).state == PollState.OPEN:
        counter = crew.start(lambda: tally(**who))
        time.sleep(delay)
        crew.kill(counter)
        assert wait_until(nothing_runs, pause=0.01)
        delay += 0.01
        state = Poll.objects.get(pk=poll.pk).state
        seen.add(state)
        whole = state != PollState.OPEN
        assert MarkCount.objects.count() == (10 if whole else 0)
        assert ReceiptList.objects.count() == whole
        assert SealedBox.objects.count() == poll.roll.filter(cast=True).count() == ROUNDS
    assert PollState.OPEN in seen
    done = counting.sweep(poll_id=poll.pk, now=AFTER)
    assert done.state == PollState.PUBLISHED
    assert [one.counts[Mark.QUALIFIED] for one in result_of(done).people] == [ROUNDS, ROUNDS]
