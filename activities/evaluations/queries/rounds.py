"""Reads of rounds: the wizard's page, one's own part, the table of opinions."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from activities.ballots.queries import is_published, polls_with, result_of, turnout
from lawfirm_party.common.dates import local_day
from members.queries import roles_of

from ..choices import RoundState, Step
from ..models import Appraisal, Participant, PeerReview, Round, SelfReview, Talk
from ..rules import Progress, mean_of
from .evidence import evidence

DONE, NOW_ON, TO_COME = "done", "current", "todo"
DECIDED = (RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)
TOLD = (RoundState.ANNOUNCED, RoundState.ARCHIVED)


def rounds_for(user, on):
    """The rounds a user sees: of the own branch; a planned one is its committee's alone."""
    roles = roles_of(user, on)
    taking = Participant.objects.filter(person=roles.person_id or 0).values("round")
    return Round.objects.filter(
        Q(branch__in=roles.committee_of) | (Q(pk__in=taking) & ~Q(state=RoundState.PLANNED))
    )


def progress_of(found, now):
    """The seven Progresses of a round (wireframe E); at most seven queries."""
    people = found.participants.aggregate(
        fills=Count("pk", filter=Q(fills=True)),
        graded=Count("pk", filter=Q(is_graded=True)),
        handed_in=Count("pk", filter=Q(self_review__handed_in_at__isnull=False)),
        appraised=Count("pk", filter=Q(appraisal__isnull=False)),
        told=Count("pk", filter=Q(appraisal__acknowledged_at__isnull=False)),
    )
    opened, on = found.state != RoundState.PLANNED, local_day(now)
    pairs = people["fills"] * (people["fills"] - 1)
    written = PeerReview.objects.filter(by__round=found).count() if opened else 0
    talked = len(talked_with(found)) if opened else 0
    over = {
        Step.SELF: found.self_until is not None and on > found.self_until,
        Step.PEERS: found.peers_until is not None and on > found.peers_until,
    }

    def state(is_done):
        return DONE if is_done else NOW_ON if opened else TO_COME

    return [
        Progress(Step.PLAN, DONE if opened else NOW_ON),
        Progress(Step.STUDY, state(found.study_id and talked >= people["fills"]), talked, people["fills"]),
        Progress(
            Step.SELF,
            state(people["handed_in"] >= people["fills"] or over[Step.SELF]),
            people["handed_in"],
            people["fills"],
        ),
        Progress(Step.PEERS, state(written >= pairs or over[Step.PEERS]), written, pairs),
        ballot_progress(found, opened),
        Progress(
            Step.OPINION,
            DONE if found.state in DECIDED else NOW_ON if opened and people["appraised"] else TO_COME,
            people["appraised"],
            people["graded"],
        ),
        Progress(
            Step.ANNOUNCED,
            DONE if found.state == RoundState.ARCHIVED else NOW_ON if found.state in DECIDED else TO_COME,
            people["told"],
            people["graded"],
        ),
    ]


def ballot_progress(found, opened):
    poll = found.members_poll
    if poll is None:
        return Progress(Step.BALLOT, TO_COME)
    seen = turnout(poll)
    return Progress(Step.BALLOT, DONE if is_published(poll) else NOW_ON, seen.cast, seen.voters)


def missing_self(found):
    """Participants whose self-review is not handed in."""
    return found.participants.filter(fills=True, self_review__handed_in_at=None)


def missing_peers(found):
    """Participants who have not reviewed every colleague who takes part."""
    colleagues = found.participants.filter(fills=True).count() - 1
    return found.participants.filter(fills=True).annotate(n=Count("reviews_written")).filter(n__lt=colleagues)


def talked_with(found):
    """Ids of everybody who fills in the forms and with whom somebody talked."""
    people = set(found.participants.filter(fills=True).values_list("person", flat=True))
    pairs = Talk.objects.filter(round=found).values_list("one", "other")
    return people & {person for pair in pairs for person in pair}


@dataclass(frozen=True)
class OpinionLine:
    """One row of the table of opinions."""

    participant: Participant
    has_self_review: bool
    peers: object
    peers_n: int
    counts: list
    figures: list = field(default_factory=list)
    appraisal: Appraisal | None = None


def opinion_lines(found, now):
    """OpinionLines of everybody who is graded, in 姓氏笔画 order; no more queries for many than for one."""
    people = list(
        found.participants.filter(is_graded=True).select_related("person", "appraisal", "self_review")
    )
    marks = defaultdict(list)
    for about, mark in PeerReview.objects.filter(about__round=found).values_list("about", "mark"):
        marks[about].append(mark)
    counts = {}
    if found.members_poll and is_published(found.members_poll):
        result = result_of(found.members_poll)
        counts = {one.person_id: one for one in result.people}
    figures = evidence([one.person_id for one in people], found.year, now)
    return [
        OpinionLine(
            participant=one,
            has_self_review=bool(getattr(one, "self_review", None) and one.self_review.handed_in_at),
            peers=mean_of(marks[one.pk]),
            peers_n=len(marks[one.pk]),
            counts=counts.get(one.person_id),
            figures=figures[one.person_id],
            appraisal=getattr(one, "appraisal", None),
        )
        for one in people
    ]


@dataclass(frozen=True)
class OwnPart:
    """What a round asks of one person, and what it told them."""

    participant: Participant
    self_review: SelfReview | None
    reviewed: int
    to_review: int
    appraisal: Appraisal | None
    polls: list


def own_part(found, person_id):
    """The OwnPart of somebody in a round, or None; five queries."""
    mine = found.participants.filter(person=person_id).select_related("self_review", "appraisal").first()
    if mine is None:
        return None
    others = found.participants.filter(fills=True).exclude(pk=mine.pk).count() if mine.fills else 0
    appraisal = getattr(mine, "appraisal", None)
    return OwnPart(
        participant=mine,
        self_review=getattr(mine, "self_review", None),
        reviewed=PeerReview.objects.filter(by=mine).count(),
        to_review=others,
        appraisal=appraisal if found.state in TOLD else None,
        polls=polls_with(person_id, [found.members_poll_id, found.committee_poll_id]),
    )
