"""The committees of a branch, term by term, and who may be elected into one."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from branches.rules import term_state
from lawfirm_party.common.dates import until_text

from ..choices import SeatRole, Standing
from ..models import CommitteeTerm, Membership, Person, Seat
from ..rules import PARTY_MEMBER, PartyFacts, has_vote, is_full_member, is_party_member, years_in_party
from .facts import recorder
from .party import party_facts
from .party_dates import party_dates_of
from .people import seat_words

STATES = {
    "quiet": ("ok", "本届"),
    "ahead": ("info", "半年内届满"),
    "soon": ("warn", "三个月内届满"),
    "over": ("bad", "已届满，应当换届"),
}


def terms_version(branch_id):
    """A number that changes whenever a term or a seat of the branch does."""
    terms = CommitteeTerm.objects.filter(branch=branch_id).order_by("pk").values_list()
    seats = Seat.objects.filter(term__branch=branch_id).order_by("pk").values_list()
    return int(hashlib.sha256(repr([list(terms), list(seats)]).encode()).hexdigest()[:7], 16)


def last_term(branch_id):
    return CommitteeTerm.objects.filter(branch=branch_id).order_by("since").last()


@dataclass(frozen=True)
class SeatLine:
    """What somebody holds from a day to a day in one term: one line for all offices of the same days."""

    person: Person
    seats: tuple
    since: date
    until: date | None

    @property
    def roles(self):
        return [seat.role for seat in self.seats]

    @property
    def words(self):
        return seat_words(self.roles)

    @property
    def ends(self):
        return until_text(self.until) if self.until else ""

    @property
    def key(self):
        """The numbers of the seats, by which a form finds its row again."""
        return "-".join(str(seat.pk) for seat in self.seats)


def seat_lines(seats):
    """SeatLines of seats with their people, 书记 first."""
    held = {}
    for seat in sorted(seats, key=lambda seat: (list(SeatRole).index(SeatRole(seat.role)), seat.pk)):
        held.setdefault((seat.person_id, seat.since, seat.until), []).append(seat)
    return [
        SeatLine(seats[0].person, tuple(seats), since, until) for (_, since, until), seats in held.items()
    ]


@dataclass(frozen=True)
class TermPage:
    """One term as the page of all terms shows it."""

    term: CommitteeTerm
    ends: str
    tone: str
    words: str
    lines: list
    recorded: str


def terms_of(branch, on):
    """TermPages of a branch, newest first; two queries."""
    seats = Seat.objects.select_related("person").order_by("pk")
    terms = CommitteeTerm.objects.filter(branch=branch).order_by("-since")
    terms = terms.select_related("recorded_by__person", "ended_by__person")
    return [term_page(term, on) for term in terms.prefetch_related(Prefetch("seats", seats))]


def term_page(term, on):
    tone, words = STATES[term_state(term.ends, on)] if term.holds_on(on) else ("plain", "已换届")
    ended = f"；结束：{recorder(term.ended_by, term.ended_at)}" if term.ended_by_id else ""
    return TermPage(
        term=term,
        ends=until_text(term.until or term.ends),
        tone=tone,
        words=words,
        lines=seat_lines(term.seats.all()),
        recorded=recorder(term.recorded_by, term.recorded_at) + ended,
    )


@dataclass(frozen=True)
class BranchNumbers:
    """What the size of a committee hangs on, on a day."""

    members: int
    full: int
    electable: int


def branch_numbers(branch_id, on):
    facts = party_facts(branch_id, on)
    return BranchNumbers(*(sum(map(asked, facts)) for asked in (is_party_member, is_full_member, has_vote)))


def electable(branch_id, since, on):
    """{person id: 高书明（正式党员，党龄11年）} of the Party members who were of the branch since a day, by 拼音; four queries.

    Whether somebody had the right on the very day of an election, the command says.
    """
    facts = party_facts(branch_id, on)
    told = {one.person_id: one for one in facts if one.standing in PARTY_MEMBER}
    were = Membership.objects.touching(min(since, on), on + timedelta(days=1)).filter(branch=branch_id)
    people = list(Person.objects.filter(pk__in=were.values("person")).order_by("pinyin", "pk"))
    dates = party_dates_of([person.pk for person in people], on)
    return {
        person.pk: f"{person.name}（{standing_words(told.get(person.pk), dates.get(person.pk), on)}）"
        for person in people
    }


def standing_words(facts: PartyFacts | None, dates, on):
    if facts is None:
        return "现在不是本支部党员"
    label = Standing(facts.standing).label
    if facts.standing == Standing.FULL and dates and dates.full_since:
        return f"{label}，党龄{years_in_party(dates.full_since, on)}年"
    return label
