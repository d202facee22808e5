"""What a record still lacks before it may be archived, and which number in the year it takes (domain.md section 13)."""

from dataclasses import dataclass, field

from ..choices import LeaveReason, Presence
from .quorum import VOTING_KINDS, Counts, most_votes, quorum_of, votes_given

ATTENDANCE_PAGE, MINUTES_PAGE, LEAVES_PAGE = "attendance", "minutes", "leaves"
PUBLIC_LEAVE_REASONS = frozenset({LeaveReason.COURT, LeaveReason.TRAVEL})
SIGNATURES = ("主持人签字", "记录人签字")
REASON_REPORTED = "事由已报"
NO_REASON = "事由未填"


@dataclass(frozen=True)
class ResolutionFacts:
    pk: int
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None


@dataclass(frozen=True)
class ItemFacts:
    pk: int
    number: int
    has_discussion: bool = False
    needs_resolution: bool = False
    resolutions: tuple = ()


@dataclass(frozen=True)
class RecordFacts:
    """Everything the archive asks of one meeting. `items` are ItemFacts in the order of the agenda."""

    kind: str
    counts: Counts = field(default_factory=Counts)
    items: tuple = ()
    has_place: bool = False
    has_host: bool = False
    has_recorder: bool = False
    has_ended: bool = False
    host_signed: bool = False
    recorder_signed: bool = False
    leaves_waiting: int = 0


@dataclass(frozen=True)
class Missing:
    """One thing that is lacking: what, on which page, at which anchor."""

    what: str
    page: str
    anchor: str


def missing_for_archive(facts):
    """The Missing things of a record in the order in which people do them; empty: it may be archived."""
    lacking = [*missing_attendance(facts), *missing_frame(facts)]
    for item in facts.items:
        lacking += missing_in_item(facts, item)
    if not facts.items:
        lacking.append(Missing("议题", MINUTES_PAGE, "id_new_item"))
    if not facts.has_ended:
        lacking.append(Missing("散会", MINUTES_PAGE, "close"))
    if not facts.host_signed:
        lacking.append(Missing(SIGNATURES[0], MINUTES_PAGE, "id_host_signed"))
    if not facts.recorder_signed:
        lacking.append(Missing(SIGNATURES[1], MINUTES_PAGE, "id_recorder_signed"))
    return lacking


def missing_attendance(facts):
    unmarked = facts.counts.unmarked + facts.counts.guests_unmarked
    if facts.counts.expected == 0:
        return [Missing("应到会人员", ATTENDANCE_PAGE, "rows")]
    lacking = [Missing(f"{unmarked} 人的考勤", ATTENDANCE_PAGE, "rows")] if unmarked else []
    if facts.leaves_waiting:
        lacking.append(Missing(f"书记审批 {facts.leaves_waiting} 条请假", LEAVES_PAGE, "main"))
    return lacking


def leaves_waiting(rows):
    """How many leaves still wait for the secretary's word (R-MTG-11); who came after all needs none."""
    return sum(row.asks_leave and row.presence != Presence.PRESENT for row in rows)


def missing_frame(facts):
    wanted = [
        (facts.has_place, "地点", "id_place"),
        (facts.has_host, "主持人", "id_host"),
        (facts.has_recorder, "记录人", "id_recorder"),
    ]
    return [Missing(what, MINUTES_PAGE, anchor) for there, what, anchor in wanted if not there]


def missing_in_item(facts, item):
    name = f"议题{item.number}"
    lacking = []
    if not item.has_discussion:
        lacking.append(Missing(f"{name}发言要点", MINUTES_PAGE, f"id_item-{item.pk}-discussion"))
    if item.needs_resolution and not item.resolutions and can_decide(facts):
        lacking.append(Missing(f"{name}决议", MINUTES_PAGE, f"id_item-{item.pk}-resolution-new0-text"))
    for resolution in item.resolutions:
        if facts.kind in VOTING_KINDS and resolution.votes_for is None:
            lacking.append(Missing(f"{name}表决票数", MINUTES_PAGE, votes_anchor(item, resolution)))
        elif has_too_many_votes(facts, resolution):
            lacking.append(Missing(f"{name}正确的票数", MINUTES_PAGE, votes_anchor(item, resolution)))
    return lacking


def votes_anchor(item, resolution):
    return f"id_item-{item.pk}-resolution-{resolution.pk}-votes_for"


def can_decide(facts):
    """Where too few came no resolution is asked for: the meeting could make none."""
    quorum = quorum_of(facts.kind, facts.counts)
    return quorum.met or not quorum.asked


def has_too_many_votes(facts, resolution):
    given = votes_given(resolution.votes_for, resolution.votes_against, resolution.votes_abstained)
    return given > most_votes(facts.kind, facts.counts)


def number_in_year(place_by_date, taken):
    """第N次: the meeting's place by date among those of its kind that took place in the year, or the next free number.

    `place_by_date` counts from 1; `taken` are the numbers of the year already archived.
    """
    number = place_by_date
    while number in taken:
        number += 1
    return number


def public_reason(reason):
    """R-MTG-11: what may be said of a leave to everybody: 开庭 or 出差, otherwise only whether a reason was given."""
    if not reason:
        return NO_REASON
    return LeaveReason(reason).label if reason in PUBLIC_LEAVE_REASONS else REASON_REPORTED
