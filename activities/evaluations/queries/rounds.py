"""Reads of rounds: the wizard's page, one's own part, the table of opinions."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from activities.ballots.queries import is_published, polls_with, result_of, shows_nothing, turnout
from activities.meetings.queries.evidence import meetings_to_decide
from lawfirm_party.common.dates import local_day
from members.queries import committee_on, roles_of

from ..choices import RoundState, Step
from ..models import Appraisal, Participant, PeerReview, Round, SelfReview, Talk
from ..rules import Progress, mean_of
from .evidence import evidence

DONE, NOW_ON, TO_COME = "done", "current", "todo"
DECIDED = (RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)
TOLD = (RoundState.ANNOUNCED, RoundState.ARCHIVED)
# What a ballot can say, in its order.
NAMES = ("优秀", "合格", "基本合格", "不合格", "弃权")
TOO_FEW = "样本不足"
YES_NO = {True: "是", False: "否"}


def rounds_for(user, on):
    """The rounds a user sees: of the own branch; a planned one is its committee's alone."""
    roles = roles_of(user, on)
    taking = Participant.objects.filter(person=roles.person_id or 0).values("round")
    return Round.objects.filter(
        Q(branch__in=roles.committee_of) | (Q(pk__in=taking) & ~Q(state=RoundState.PLANNED))
    )


def counted(rows, of):
    """How many rows there are for each of `of`, as an expression."""
    return Coalesce(Subquery(rows.order_by().values(of).annotate(n=Count("pk")).values("n")), 0)


def figures_of(found):
    """{name: n} of everybody's part in a round so far; one query."""
    talks = Talk.objects.filter(round=OuterRef("round")).filter(
        Q(one=OuterRef("person")) | Q(other=OuterRef("person"))
    )
    return found.participants.annotate(
        talked=Exists(talks), written=counted(PeerReview.objects.filter(by=OuterRef("pk")), "by")
    ).aggregate(
        writers=Count("pk", filter=Q(fills=True)),
        graded=Count("pk", filter=Q(is_graded=True)),
        voters=Count("pk", filter=Q(votes=True)),
        handed_in=Count("pk", filter=Q(self_review__handed_in_at__isnull=False)),
        appraised=Count("pk", filter=Q(appraisal__isnull=False)),
        told=Count("pk", filter=Q(appraisal__acknowledged_at__isnull=False)),
        talked_n=Count("pk", filter=Q(fills=True, talked=True)),
        written_n=Coalesce(Sum("written"), 0),
    )


def progress_of(found, now):
    """The seven Progresses of a round (wireframe E); two queries at most."""
    people = figures_of(found)
    opened, decided = found.state != RoundState.PLANNED, found.state in DECIDED
    on = local_day(now)
    pairs = people["writers"] * (people["writers"] - 1)
    written, talked = people["written_n"], people["talked_n"]
    over = {
        Step.SELF: found.self_until is not None and on > found.self_until,
        Step.PEERS: found.peers_until is not None and on > found.peers_until,
    }

    def state(is_done):
        return DONE if is_done or decided else NOW_ON if opened else TO_COME

    return [
        Progress(Step.PLAN, DONE if opened else NOW_ON),
        Progress(
            Step.STUDY, state(found.study_id and talked >= people["writers"]), talked, people["writers"]
        ),
        Progress(
            Step.SELF,
            state(people["handed_in"] >= people["writers"] or over[Step.SELF]),
            people["handed_in"],
            people["writers"],
        ),
        Progress(Step.PEERS, state(written >= pairs or over[Step.PEERS]), written, pairs),
        ballot_progress(found, people["voters"]),
        Progress(
            Step.OPINION,
            DONE if decided else NOW_ON if opened and people["appraised"] else TO_COME,
            people["appraised"],
            people["graded"],
        ),
        Progress(
            Step.ANNOUNCED,
            DONE if found.state == RoundState.ARCHIVED else NOW_ON if decided else TO_COME,
            people["told"],
            people["graded"],
        ),
    ]


def ballot_progress(found, voters):
    poll = found.members_poll
    if poll is None:
        return Progress(Step.BALLOT, TO_COME)
    if is_published(poll):
        return Progress(Step.BALLOT, DONE, poll.cast_count, voters)
    return Progress(Step.BALLOT, NOW_ON, turnout(poll).cast, voters)


def is_free(poll):
    """Whether a vote may (again) be held: none yet, one given up, or one with too few ballots to tell anything."""
    return poll is None or poll.state == "void" or (is_published(poll) and shows_nothing(poll))


def waits_for_ballots(found):
    """Whether one of a round's ballots may (again) be prepared. 群众测评 that never was has too few outside the Party."""
    polls = [found.members_poll, found.committee_poll]
    if found.masses_poll:
        polls.append(found.masses_poll)
    return any(is_free(poll) for poll in polls)


def deciding_meetings(found):
    """The meetings in which the opinions of a round can have been decided: since the day it opened, the latest first."""
    return meetings_to_decide(found.branch_id, local_day(found.opened_at))


def reviewing_meetings(found, appraisal):
    """The meetings in which another grade can have been decided: since the day of the objection, the latest first."""
    return meetings_to_decide(found.branch_id, local_day(appraisal.objected_at))


def graded_of(found):
    """[(person id, name)] of those who are graded, in the order of the ballot."""
    people = found.participants.filter(is_graded=True).order_by("position")
    return list(people.values_list("person", "person__name"))


def sits_alone(branch_id, on):
    """Whether a branch has nobody beside its secretary to write the secretary's opinion; one query."""
    return len(committee_on(branch_id, on)) < 2


def colleagues_of(participant):
    """The others who fill in the forms of somebody's round."""
    return Participant.objects.filter(round=participant.round_id, fills=True).exclude(pk=participant.pk)


def missing_self(found):
    """Participants whose self-review is not handed in."""
    return found.participants.filter(fills=True, self_review__handed_in_at=None)


def missing_peers(found):
    """Participants who have not reviewed every colleague who takes part."""
    colleagues = found.participants.filter(fills=True).count() - 1
    return found.participants.filter(fills=True).annotate(n=Count("reviews_written")).filter(n__lt=colleagues)


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

    @property
    def ballot_words(self):
        return ballot_words(self.counts)


def ballot_words(result):
    """What the poll tells of one person."""
    if result is None:
        return f"{TOO_FEW}，不公布票数。"
    if result.counts:
        named = zip(NAMES, result.in_order, strict=True)
        return "，".join(f"{head} {n} 票" for head, n in named) + "。"
    if result.facts is None:
        return f"{TOO_FEW}，不公布票数。"
    facts = result.facts
    return (
        f"优秀票过半：{YES_NO[facts.excellent_majority]}；不合格票达三分之一：{YES_NO[facts.failing_third]}。"
    )


def opinion_lines(found, now, **whom):
    """OpinionLines of everybody who is graded, or of those participants alone that `whom` filters, in 姓氏笔画 order; no more
    queries for many than for one."""
    asked = found.participants.filter(**(whom or {"is_graded": True}))
    marks = PeerReview.objects.filter(about=OuterRef("pk")).order_by().values("mark")
    columns = ("person", "appraisal__corrected_in", "self_review", "disposal")
    people = list(asked.select_related(*columns).annotate(marks=ArraySubquery(marks)))
    result = result_of(found.members_poll) if found.members_poll else None
    counts = {one.person_id: one for one in result.people} if result else {}
    figures = evidence([one.person_id for one in people], found.year, now)
    return [
        OpinionLine(
            participant=one,
            has_self_review=bool(getattr(one, "self_review", None) and one.self_review.handed_in_at),
            peers=mean_of(one.marks),
            peers_n=len(one.marks),
            counts=counts.get(one.person_id),
            figures=figures[one.person_id],
            appraisal=getattr(one, "appraisal", None),
        )
        for one in people
    ]


def ungraded_of(found):
    """Participants who write without being graded (R-EVA-3), with their people."""
    return found.participants.filter(is_graded=False, fills=True).select_related("person")


def other_results(found):
    """The PollResults of the committee's own ballot and of 群众测评, as far as they are published: apart from the members' (R-EVA-4)."""
    results = (result_of(poll) for poll in (found.committee_poll, found.masses_poll) if poll)
    return [result for result in results if result]


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
    """The OwnPart of somebody in a round, or None; two queries."""
    others = Participant.objects.filter(round=OuterRef("round"), fills=True).exclude(pk=OuterRef("pk"))
    mine = (
        found.participants.filter(person=person_id)
        .select_related("self_review", "appraisal__corrected_in")
        .annotate(
            reviewed=counted(PeerReview.objects.filter(by=OuterRef("pk")), "by"),
            others=counted(others, "round"),
        )
        .first()
    )
    if mine is None:
        return None
    appraisal = getattr(mine, "appraisal", None)
    return OwnPart(
        participant=mine,
        self_review=getattr(mine, "self_review", None),
        reviewed=mine.reviewed,
        to_review=mine.others if mine.fills else 0,
        appraisal=appraisal if found.state in TOLD else None,
        polls=polls_with(person_id, [found.members_poll_id, found.committee_poll_id]),
    )
