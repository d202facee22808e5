"""Who came, whether the meeting can decide, and whether a resolution has passed (R-VOTE-1, R-VOTE-9, R-MTG-2)."""

from dataclasses import dataclass

from lawfirm_party.common import regulations

from ..choices import MeetingKind, Presence

# Kinds whose decisions are taken by a counted vote under a rule of the Party.
VOTING_KINDS = frozenset({MeetingKind.ASSEMBLY, MeetingKind.COMMITTEE})
# Kinds in which only those with a vote in the Party may be counted among the votes.
PARTY_KINDS = frozenset(MeetingKind) - {MeetingKind.PARTNERS, MeetingKind.UNION, MeetingKind.STUDY}


@dataclass(frozen=True)
class Counts:
    """The numbers of one meeting. `guests` are the 列席 who came; they are in no other number."""

    expected: int = 0
    voting: int = 0
    present: int = 0
    present_voting: int = 0
    leave: int = 0
    absent: int = 0
    unmarked: int = 0
    unmarked_voting: int = 0
    guests: int = 0
    guests_unmarked: int = 0


@dataclass(frozen=True)
class Quorum:
    """Whether the meeting can decide. `asked` is False where no rule asks for a number; then the rest says nothing."""

    asked: bool
    met: bool = False
    base: int = 0
    needed: int = 0
    present: int = 0
    base_label: str = ""
    law: str = ""

    @property
    def majority(self):
        """R-VOTE-1, R-VOTE-9: the votes that a decision takes, counted of all and not of those present."""
        return more_than_half_of(self.base)


@dataclass(frozen=True)
class Outcome:
    """What became of a vote: `passed` is None where no rule names a majority, or nothing was counted yet."""

    passed: bool | None
    needed: int = 0
    base: int = 0
    base_label: str = ""


def counts_of(rows):
    """Counts over attendance rows (anything with is_guest, has_vote and presence)."""
    expected = [row for row in rows if not row.is_guest]
    guests = [row for row in rows if row.is_guest]

    def number(presence, among=expected):
        return sum(row.presence == presence for row in among)

    return Counts(
        expected=len(expected),
        voting=sum(row.has_vote for row in expected),
        present=number(Presence.PRESENT),
        present_voting=sum(row.has_vote and row.presence == Presence.PRESENT for row in expected),
        leave=number(Presence.LEAVE),
        absent=number(Presence.ABSENT),
        unmarked=number(Presence.UNMARKED),
        unmarked_voting=sum(row.has_vote and row.presence == Presence.UNMARKED for row in expected),
        guests=number(Presence.PRESENT, guests),
        guests_unmarked=number(Presence.UNMARKED, guests),
    )


def half_of(base):
    """The least whole number that is at least one half."""
    return (base + 1) // 2


def more_than_half_of(base):
    """The least whole number above one half."""
    return base // 2 + 1


def quorum_of(kind, counts):
    """R-VOTE-1: half of 应到会有表决权 with a vote present; R-MTG-2: half of the 委员. Nobody expected never suffices."""
    if kind == MeetingKind.ASSEMBLY:
        base, present = counts.voting, counts.present_voting
        label, law = "应到会有表决权", regulations.ASSEMBLY.cite
    elif kind == MeetingKind.COMMITTEE:
        base, present, label, law = counts.expected, counts.present, "委员", regulations.COMMITTEE.cite
    else:
        return Quorum(asked=False)
    met = base > 0 and present >= half_of(base)
    return Quorum(True, met, base, half_of(base), present, label, law)


def outcome_of(kind, counts, votes_for):
    """R-VOTE-1: more than half of 应到会有表决权, not of those present; R-VOTE-9: a majority of all 委员. Without a quorum nothing passes."""
    quorum = quorum_of(kind, counts)
    if not quorum.asked or votes_for is None:
        return Outcome(None)
    passed = quorum.met and votes_for >= quorum.majority
    return Outcome(passed, quorum.majority, quorum.base, quorum.base_label)


def most_votes(kind, counts):
    """How many votes can have been given at all: one by everybody present with a vote, in kinds outside the Party one by everybody present.

    Who is not marked yet may still turn out to have come. R-MTG-12: 列席 never vote.
    """
    if kind in PARTY_KINDS:
        return counts.present_voting + counts.unmarked_voting
    return counts.present + counts.unmarked


def votes_given(votes_for, votes_against, votes_abstained):
    return (votes_for or 0) + (votes_against or 0) + (votes_abstained or 0)
