"""Polls of the cast in every state, and voters who vote."""

from datetime import timedelta
from itertools import count as count_from

from activities.ballots.choices import Mark
from activities.ballots.commands import cast, make_key, open_poll, prepare_poll, tally
from activities.ballots.models import Poll, PollEvaluatee, Roll
from tests.conftest import NOW

numbers = count_from(1)
VOTERS = (
    "secretary",
    "committee",
    "committee_only",
    "leader",
    "member",
    "fifth",
    "sixth",
    "seventh",
    "probationary",
)
MARKED = VOTERS[:-1]
CLOSES = NOW + timedelta(days=2)
AFTER = CLOSES + timedelta(hours=1)
SCRUTINEER = "leader"


def make_poll(world, voters=VOTERS, marked=MARKED, **fields):
    """A prepared poll of the main branch about some of the cast."""
    people = [world.people[role] for role in marked]
    given = {
        "branch_id": world.branch.pk,
        "subject": f"evaluation-{next(numbers)}",
        "title": "2026年度民主测评",
        "evaluatees": [(person.pk, person.name) for person in people],
        "voter_ids": [world.people[role].pk for role in voters],
        "scrutineer": world.people[SCRUTINEER],
        "closes_at": CLOSES,
        "excellent_limit": 2,
        "now": NOW,
    }
    return prepare_poll(**{**given, **fields})


def make_plain(branch, person):
    """A prepared poll of any branch with one person on its roll, who also counts it."""
    poll = Poll.objects.create(
        branch=branch, subject="plain", title="测评", scrutineer=person, prepared_at=NOW, closes_at=CLOSES
    )
    PollEvaluatee.objects.create(poll=poll, position=1, person=person, title=person.name)
    Roll.objects.create(poll=poll, person=person)
    return poll


def make_open(world, **fields):
    """(an open poll, its passphrase)."""
    poll = make_poll(world, **fields)
    who = {"user": world.users[SCRUTINEER], "poll_id": poll.pk, "now": fields.get("now", NOW)}
    passphrase = make_key(**who)
    return open_poll(passphrase=passphrase, **who), passphrase


def vote(poll, person, marks=Mark.QUALIFIED, now=NOW):
    """One ballot; `marks` is one Mark for everybody or a list in the order of the ballot. The receipt."""
    numbers = PollEvaluatee.objects.filter(poll=poll).order_by("position").values_list("pk", flat=True)
    if isinstance(marks, Mark):
        marks = [marks] * len(numbers)
    return cast(person_id=person.pk, poll_id=poll.pk, marks=dict(zip(numbers, marks, strict=True)), now=now)


def everybody_votes(poll, marks=Mark.QUALIFIED, but=0):
    """The receipts of all voters, of all but the last `but`."""
    roll = list(Roll.objects.filter(poll=poll, cast=False).select_related("person").order_by("person"))
    return [vote(poll, row.person, marks) for row in roll[: len(roll) - but]]


def count(world, poll, passphrase, now=AFTER):
    return tally(user=world.users[SCRUTINEER], poll_id=poll.pk, passphrase=passphrase, now=now)
