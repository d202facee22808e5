"""Reads about polls. There is no way here to a result before it is published, for anybody."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q

from lawfirm_party.common.dates import moment_text
from lawfirm_party.common.due import DueItem
from members.models import Person
from members.queries import roles_of

from .choices import WITH_RESULT, Mark, PollState, Shows
from .models import Poll, PollEvaluatee, ReceiptList, Roll
from .rules import LEAST_CAST, OBJECTION, Facts, in_fours, is_over, may_be_shredded, shows

OPENED, CLOSING, TO_COUNT = "poll_open", "poll_closing", "poll_to_count"
A_DAY = timedelta(days=1)
COUNT_USEFUL = timedelta(days=14)


def polls_for(user, on):
    """The polls a user may see at all: those they may vote in or watch over, and those of a branch whose committee they are in."""
    roles = roles_of(user, on)
    if roles.person_id is None:
        return Poll.objects.none()
    mine = Q(pk__in=Roll.objects.filter(person=roles.person_id).values("poll")) | Q(
        scrutineer=roles.person_id
    )
    return Poll.objects.filter(mine | Q(branch__in=roles.committee_of))


@dataclass(frozen=True)
class BallotPage:
    """What one voter is shown: the same for everybody. `names`: [(id of the evaluatee, title, is the voter's own)]."""

    poll: Poll
    names: list
    has_cast: bool
    is_open: bool


def ballot_page(poll, person_id, now):
    """The BallotPage of a poll for somebody on its roll, or None for anybody else; two queries."""
    cast = Roll.objects.filter(poll=poll, person=person_id).values_list("cast", flat=True).first()
    if cast is None:
        return None
    rows = PollEvaluatee.objects.filter(poll=poll).order_by("position").values_list("pk", "title", "person")
    names = [(pk, title, person == person_id) for pk, title, person in rows]
    return BallotPage(poll, names, cast, poll.state == PollState.OPEN and now < poll.closes_at)


@dataclass(frozen=True)
class Turnout:
    voters: int
    cast: int

    @property
    def missing(self):
        return self.voters - self.cast


def turnout(poll):
    """How many may vote and how many have: one number, at any time; one query."""
    return Turnout(
        **Roll.objects.filter(poll=poll).aggregate(voters=Count("pk"), cast=Count("pk", filter=Q(cast=True)))
    )


def not_yet_voted(poll):
    """The people (Person) on the roll who have not voted, in 姓氏笔画 order: for reminding them."""
    waiting = Roll.objects.filter(poll=poll, cast=False).values("person")
    return Person.objects.filter(pk__in=waiting).order_by("stroke_rank", "pk")


def can_be_counted(poll, now):
    """Whether an open poll is over (rules.is_over)."""
    return poll.state == PollState.OPEN and is_over(poll.closes_at, now, not turnout(poll).missing)


def can_be_shredded(poll, now):
    return poll.state == PollState.PUBLISHED and not poll.on_paper and may_be_shredded(poll.published_at, now)


def shreddable_from(poll):
    return poll.published_at + OBJECTION


@dataclass(frozen=True)
class PersonResult:
    """What is known of one evaluatee: `counts` {mark: n} or `facts`; neither when too few voted."""

    evaluatee_id: int
    person_id: int | None
    title: str
    counts: dict = field(default_factory=dict)
    facts: Facts | None = None

    @property
    def in_order(self):
        """The numbers in the order of the grades, for a row of a table."""
        return [self.counts[mark] for mark in Mark] if self.counts else []


@dataclass(frozen=True)
class PollResult:
    poll: Poll
    shows: Shows
    people: list


def result_of(poll):
    """The PollResult, or None as long as the poll is not published; one query."""
    if poll.state not in WITH_RESULT:
        return None
    found = {}
    rows = PollEvaluatee.objects.filter(poll=poll).order_by("position")
    for pk, person_id, title, mark, n, majority, third in rows.values_list(
        *("pk", "person", "title", "counts__mark", "counts__n"),
        *("facts__excellent_majority", "facts__failing_third"),
    ):
        facts = None if majority is None else Facts(majority, third)
        one = found.setdefault(pk, PersonResult(pk, person_id, title, {}, facts))
        if mark is not None:
            one.counts[mark] = n
    told = Shows.COUNTS if poll.on_paper else shows(poll.cast_count, poll.least_cast, poll.counts_from)
    return PollResult(poll, told, list(found.values()))


def receipts_of(poll):
    """The published receipts, sorted, in groups of four; [] before."""
    if poll.state not in WITH_RESULT:
        return []
    text = ReceiptList.objects.filter(poll=poll).values_list("text", flat=True).first() or ""
    return [in_fours(receipt) for receipt in text.split()]


def is_published(poll):
    """Whether there is a result of a poll to read."""
    return poll.state in WITH_RESULT


def are_enough(voters):
    """Whether so many voters are enough for a secret poll to be prepared."""
    return voters >= LEAST_CAST


def shows_nothing(poll):
    """Whether too few voted for any result of a published poll to be told."""
    return not poll.on_paper and shows(poll.cast_count, poll.least_cast, poll.counts_from) == Shows.NOTHING


def polls_with(person_id, poll_ids):
    """Those of some polls, given by id, on whose roll somebody is; one query."""
    return list(Poll.objects.filter(pk__in=[pk for pk in poll_ids if pk], roll__person=person_id))


def open_ballots_of(person_id, now):
    """The open polls in which somebody may still vote."""
    waiting = Roll.objects.filter(person=person_id, cast=False).values("poll")
    return Poll.objects.filter(pk__in=waiting, state=PollState.OPEN, closes_at__gt=now).order_by("closes_at")


def scrutinies_of(person_id):
    """The polls that wait for something their scrutineer must do, or will."""
    return Poll.objects.filter(
        scrutineer=person_id,
        state__in=[PollState.PREPARED, PollState.KEYED, PollState.OPEN, PollState.TALLIED],
    ).order_by("closes_at")


def due_items(since, now):
    """DueItems with since < due_at <= now: to voters only that a vote is open or closes soon, to the scrutineer that it may be counted."""
    for poll in Poll.objects.filter(state=PollState.OPEN, opened_at__gt=since - A_DAY * 400):
        for rule, moment, until, people in told_of(poll, now):
            if since < moment <= now and people:
                yield DueItem(
                    rule=rule,
                    object_id=str(poll.pk),
                    occurrence="1",
                    due_at=moment,
                    useful_until=until,
                    person_ids=tuple(people),
                    branch_id=poll.branch_id,
                )


def told_of(poll, now):
    waiting = Roll.objects.filter(poll=poll, cast=False).values_list("person", flat=True).order_by("person")
    yield OPENED, poll.opened_at, poll.closes_at, waiting
    if poll.closes_at - A_DAY > poll.opened_at:
        yield CLOSING, poll.closes_at - A_DAY, poll.closes_at, waiting
    yield TO_COUNT, poll.closes_at, poll.closes_at + COUNT_USEFUL, (poll.scrutineer_id,)


def notice_context(rule, object_id, occurrence, person):
    """The words of one message, or None when there is nothing left to tell: voters learn that a vote is open, and nothing else."""
    poll = Poll.objects.filter(pk=object_id, state=PollState.OPEN).select_related("branch").first()
    if poll is None:
        return None
    closes = moment_text(poll.closes_at)
    if rule == TO_COUNT:
        return {
            "title": f"请计票：{poll.title}",
            "text": "投票已经截止，请输入口令计票。",
            "path": f"/ballots/{poll.pk}/scrutiny/",
            "poll": poll,
        }
    if not Roll.objects.filter(poll=poll, person=person, cast=False).exists():
        return None
    return {
        "title": f"{poll.title}{'即将截止' if rule == CLOSING else '可以投票了'}",
        "text": f"{closes}截止，无记名，请您亲自投票。",
        "path": f"/ballots/{poll.pk}/",
        "poll": poll,
        "closes": closes,
    }
