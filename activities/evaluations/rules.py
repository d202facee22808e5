"""民主评议党员 as arithmetic and tables (R-EVA, R-DIS): no ORM, no clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lawfirm_party.common.dates import add_months
from members.choices import Relation, RestrictionKind, Standing

from .choices import CapBase, Disposal, DisposalStep, Grade, RoundState, Step

NEXT = {
    "open": {RoundState.PLANNED: RoundState.RUNNING},
    "decide": {RoundState.RUNNING: RoundState.DECIDED},
    "announce": {RoundState.DECIDED: RoundState.ANNOUNCED},
    "archive": {RoundState.ANNOUNCED: RoundState.ARCHIVED},
}
# So few words of colleagues say too much of the one who wrote them.
LEAST_PEERS = 3
# A round of a year may run until the end of March of the next (R-MTG-6).
LAST_MONTH, LAST_DAY = 3, 31
CORRECTED_AFTER, CORRECTED_AT_MOST = 6, 12


@dataclass(frozen=True)
class Part:
    """How somebody takes part in a round: fills in the forms, is graded, votes."""

    fills: bool = False
    graded: bool = False
    votes: bool = False

    @property
    def takes_part(self):
        return self.fills or self.graded or self.votes

    @property
    def words(self):
        if self.graded:
            return "评定等次"
        return "参加评议，不评定等次" if self.fills else "只参加测评" if self.votes else "不参加"


NO_PART = Part()


def part_of(facts, probationary_fill=True):
    """The Part of somebody with these PartyFacts on the day a round opens (the status matrix of the rules, R-EVA-3).

    正式党员 are graded. 预备党员 take part and vote, and fill in the forms when the branch wants it; they are never graded.
    Under 留党察看, or with rights suspended, one takes part without grade and vote. 流入党员 may join the vote; whoever 停止党籍 does not take part.
    """
    if facts.relation == Relation.INFLOW:
        return Part(votes=True) if facts.standing == Standing.FULL else NO_PART
    if facts.relation not in {Relation.HERE, Relation.OUTFLOW}:
        return NO_PART
    if facts.standing == Standing.PROBATIONARY:
        return Part(fills=probationary_fill, votes=True)
    if facts.standing != Standing.FULL:
        return NO_PART
    if facts.restriction in {RestrictionKind.PROBATION, RestrictionKind.RIGHTS_SUSPENDED}:
        return Part(fills=True)
    return Part(fills=True, graded=True, votes=True)


def excellent_cap(graded, everybody, base=CapBase.GRADED):
    """How many may be 优秀 at most: a third, rounded down (R-EVA-2)."""
    return (everybody if base == CapBase.EVERYBODY else graded) // 3


def is_over_cap(grades, cap):
    """Whether so many Grades hold more 优秀 than the cap: allowed with a reason that is kept, since the rule says 一般."""
    return Counter(grades)[Grade.EXCELLENT] > cap


@dataclass(frozen=True)
class Correction:
    """Another grade for somebody who objected, its reasons, and the meeting in which it was decided."""

    grade: Grade
    reasons: str
    meeting: object
    over_cap_reason: str = ""


def mean_of(marks):
    """The mean of colleagues' marks as a Decimal with one digit; None while there are fewer than three."""
    marks = list(marks)
    if len(marks) < LEAST_PEERS:
        return None
    return (Decimal(sum(marks)) / len(marks)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def latest_end(year):
    """The last day on which the round of a year may end."""
    return date(year + 1, LAST_MONTH, LAST_DAY)


def disposal_clock(kind, since):
    """(the first day on which 限期改正 may end, the last day) for one that began on a day; None for other kinds (R-DIS-2)."""
    if kind != Disposal.CORRECT:
        return None
    a_day = timedelta(days=1)
    return add_months(since, CORRECTED_AFTER) - a_day, add_months(since, CORRECTED_AT_MOST) - a_day


def next_disposal_step(done):
    """The first DisposalStep of the path that is not among the done ones; None at its end (R-DIS-6: one after the other)."""
    return next((step for step in DisposalStep if step not in done), None)


@dataclass(frozen=True)
class Progress:
    """How far a step is: `done` of `all`, None where nothing is counted."""

    step: Step
    state: str
    done: int | None = None
    all: int | None = None

    @property
    def label(self):
        return self.step.label

    @property
    def words(self):
        return f"{self.done}/{self.all}" if self.all is not None else ""

    @property
    def note(self):
        """Beside the strip's own sign: how many of how many."""
        return self.words
