"""Who should come to which kind of meeting, and who of them votes (应到, 应到会有表决权), over plain facts of one day."""

from dataclasses import dataclass

from members.choices import Standing
from members.rules import NO_VOTE, PartyFacts, has_vote, is_party_member

from ..choices import MeetingKind

ALL_MEMBERS = frozenset({MeetingKind.ASSEMBLY, MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE})
SEATS_VOTE = frozenset({MeetingKind.COMMITTEE, MeetingKind.PARTNERS, MeetingKind.UNION})


@dataclass(frozen=True)
class Ties:
    """What ties one person to a branch and its firm on one day."""

    facts: PartyFacts
    has_seat: bool = False
    is_partner: bool = False
    is_lawyer: bool = False
    in_other_branch: bool = False


@dataclass(frozen=True)
class ExpectedPerson:
    person_id: int
    name: str
    has_vote: bool
    standing: str = Standing.MASSES


def is_expected(kind, ties, group_id=None):
    """Whether somebody should come (R-MTG-1 to R-MTG-6, R-MTG-12; R-GRP-1 for a group's own members; R-JNT-1, R-UNI-3).

    预备党员 and 流入党员 must come to what all members come to; 停止党籍 comes to nothing.
    """
    member = is_party_member(ties.facts)
    if kind in ALL_MEMBERS:
        return member
    if kind == MeetingKind.GROUP:
        return member and group_id is not None and ties.facts.group_id == group_id
    if kind == MeetingKind.PARTNERS:
        return ties.has_seat or ties.is_partner
    if kind == MeetingKind.STUDY:
        return member or (ties.is_lawyer and not ties.in_other_branch)
    return ties.has_seat


def votes(kind, ties):
    """Whether somebody expected counts in 应到会有表决权: a member's vote by the status matrix, in the committee a seat's.

    Rights that are suspended are suspended in every seat; a study decides nothing.
    """
    if kind == MeetingKind.STUDY:
        return False
    if kind in SEATS_VOTE:
        return ties.has_seat and ties.facts.restriction not in NO_VOTE
    return has_vote(ties.facts)


def expected_people(kind, all_ties, group_id=None):
    """The ExpectedPerson of everybody expected, in 姓氏笔画 order."""
    coming = [ties for ties in all_ties if is_expected(kind, ties, group_id)]
    coming.sort(key=lambda ties: (ties.facts.stroke_rank, ties.facts.person_id))
    return [
        ExpectedPerson(ties.facts.person_id, ties.facts.name, votes(kind, ties), ties.facts.standing)
        for ties in coming
    ]
