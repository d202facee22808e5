"""Who is what on a day, and what follows from it, over plain rows. `until` is exclusive."""

from dataclasses import dataclass
from datetime import date

from ..choices import Relation, RestrictionKind, Standing

PARTY_MEMBER = frozenset({Standing.FULL, Standing.PROBATIONARY})
NO_VOTE = frozenset({RestrictionKind.PROBATION, RestrictionKind.RIGHTS_SUSPENDED})


@dataclass(frozen=True)
class PartyFacts:
    """What the dated axes say of one person on one day."""

    person_id: int
    name: str
    stroke_rank: str
    standing: str = Standing.MASSES
    relation: str = ""
    restriction: str = ""
    group_id: int | None = None
    is_leader: bool = False


def is_party_member(facts):
    """A 党员 of the branch: 正式 or 预备, whose relation touches the branch; 停止党籍 is none."""
    return facts.standing in PARTY_MEMBER and facts.relation != ""


def is_full_member(facts):
    """A 正式党员 whose relation belongs to the branch (流入 belongs elsewhere): what R-ORG and R-COM count."""
    return facts.standing == Standing.FULL and facts.relation not in {"", Relation.INFLOW}


def has_vote(facts):
    """Status matrix: 正式党员 of this branch, not under 留党察看 nor with suspended rights; 限期改正 keeps the vote; 流入 has none."""
    return is_full_member(facts) and facts.restriction not in NO_VOTE


def years_in_party(full_since: date, on: date):
    """党龄 in completed years, from the day somebody became 正式 (R-DEV-1)."""
    years = on.year - full_since.year - ((on.month, on.day) < (full_since.month, full_since.day))
    return max(years, 0)


@dataclass(frozen=True)
class PartyDates:
    """When somebody was admitted (党籍, the 政治生日) and became 正式 (党龄), as far as it is recorded."""

    admitted: date | None = None
    full_since: date | None = None


IN_PARTY = PARTY_MEMBER | {Standing.SUSPENDED}


def party_dates(standings, on: date):
    """PartyDates on a day from (standing, since, until) in any order; `until` exclusive (R-DEV-1).

    党籍 runs from the 支部大会 that admitted: the start of the 预备党员 standing, or where that is not recorded of the first
    Party standing. Who was out of the Party between counts from the new admission; 停止党籍 between is no such break,
    and neither are days without a record before a 正式 standing, which nobody begins with.
    """
    admitted = full_since = end = None
    for standing, since, until in sorted(standings, key=lambda row: row[1]):
        if since > on:
            break
        if standing not in IN_PARTY:
            admitted = full_since = None
            continue
        if standing == Standing.PROBATIONARY and end is not None and end < since:
            admitted = full_since = None
        admitted, end = admitted or since, until
        if standing == Standing.FULL:
            full_since = full_since or since
    return PartyDates(admitted, full_since)


def masked(text, keep_start=3, keep_end=2):
    """138****21: enough to recognise, not enough to use."""
    if len(text) <= keep_start + keep_end:
        return "*" * len(text)
    return text[:keep_start] + "*" * (len(text) - keep_start - keep_end) + text[-keep_end:]


def is_open(left_on: date | None, on: date):
    """Whether somebody's login is open on a day: `left_on` is the first day they are not of the firm."""
    return left_on is None or on < left_on


ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def is_id_number(text):
    """An 18-digit 居民身份证号码 whose last character is right (GB 11643)."""
    if len(text) != 18 or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    return text[17] == ID_CHECKS[sum(int(d) * w for d, w in zip(text, ID_WEIGHTS, strict=False)) % 11]


def answers(own_branches, branches):
    """Whether one of a reader's branches answers for a person of these branches; for a person of none every branch does."""
    return bool(own_branches) and (not branches or bool(own_branches & branches))
