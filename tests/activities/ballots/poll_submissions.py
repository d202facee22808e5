"""One good submission for every step of a poll, as tests/submissions.py has them for the other pages."""

from activities.ballots.commands import make_key
from activities.ballots.models import Poll
from tests.conftest import NOW
from tests.submission import Submission

from .poll_world import AFTER, MARKED, SCRUTINEER, count, everybody_votes, make_open, make_poll


def step(cast, poll, name, role=SCRUTINEER, **data):
    return Submission(cast.client(role), f"/ballots/{poll.pk}/{name}", data)


def open_and_full(cast):
    """(a poll in which everybody has voted, its passphrase): it may be counted before its time."""
    poll, passphrase = make_open(cast)
    everybody_votes(poll)
    return poll, passphrase


def poll(cast):
    one, _ = make_open(cast, marked=MARKED[:2])
    marks = {f"m{pk}": "qualified" for pk in one.evaluatees.values_list("pk", flat=True)}
    return step(cast, one, "", "member", **marks)


def poll_key(cast):
    return step(cast, make_poll(cast), "key/")


def poll_start(cast):
    one = make_poll(cast)
    passphrase = make_key(user=cast.users[SCRUTINEER], poll_id=one.pk, now=NOW)
    return step(cast, one, "open/", passphrase=passphrase)


def poll_tally(cast):
    one, passphrase = open_and_full(cast)
    return step(cast, one, "tally/", passphrase=passphrase)


def counted(cast, **moments):
    """(a published poll, its passphrase)."""
    one, passphrase = open_and_full(cast)
    count(cast, one, passphrase, now=NOW)
    Poll.objects.filter(pk=one.pk).update(**moments)
    return one, passphrase


def poll_sweep(cast):
    """A tally that was killed before its traces were swept away."""
    one, _ = counted(cast, state="tallied", published_at=None)
    return step(cast, one, "sweep/")


def poll_recount(cast):
    one, passphrase = counted(cast)
    return step(cast, one, "recount/", passphrase=passphrase)


def poll_shred(cast):
    one, _ = counted(cast, published_at=NOW - (AFTER - NOW) * 5)
    return step(cast, one, "shred/", "secretary")


def poll_void(cast):
    one, _ = make_open(cast)
    return step(cast, one, "void/", "secretary", reason="口令遗失")


POLL_STEPS = (poll, poll_key, poll_start, poll_tally, poll_sweep, poll_recount, poll_shred, poll_void)
