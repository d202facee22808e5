"""Writes of a branch's committee: an election begins a term with all its seats, and what is entered of a term is put right."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from branches.models import Branch
from branches.rules import TERM_YEARS
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import stored

from ..models import CommitteeTerm, Person, Seat
from ..queries.party import party_facts
from ..queries.party_dates import party_dates_of
from ..queries.terms import last_term, terms_version
from ..rules import is_full_member
from ..rules.committees import Sitting, judge_candidate, judge_committee, judge_turn, judge_years, together
from .facts import NOT_IN_FUTURE, end

TERMS_CHANGED = "打开这个页面之后，别人刚刚修改过本支部的任期或职务。您填写的内容还在，请核对后再保存一次。"
AFTER_LAST_TERM = "必须晚于上一届的选举日期（{day}）。更早的各届请由录入员在后台补录。"
SEATS_OUTLAST = "还登记着更晚的任职，请先改它的日期：{names}。"
NOBODY_ELECTED = "请填写当选的人员和职务。"


@dataclass(frozen=True)
class SeatEntry:
    """One row of the form: what somebody holds. `seats` are the stored seats it was opened over; `remove` takes them out."""

    row: int
    person: Person
    roles: tuple
    since: date | None = None
    until: date | None = None
    seats: tuple = ()
    remove: bool = False

    def field(self, name):
        return f"seat-{self.row}-{name}"


@transaction.atomic
def begin_term(*, branch_id, since, years, entries, by, now, document_number="", note="", version=None):
    """Write down an election (R-COM-3): the running term ends on its day (exclusive), the new one begins with its seats.

    Returns the CommitteeTerm. Refuses a day in the future, an early 换届 without its approval, a committee that is too small
    or holds somebody who may not be elected (R-COM-1, R-COM-5); what is only asked "一般" passes with a note. Raises Conflict
    when `version` is not that of the terms stored.
    """
    branch, last = locked(branch_id, version), last_term(branch_id)
    if since > local_day(now):
        raise Refusal(NOT_IN_FUTURE, "since")
    if last and since <= last.since:
        raise Refusal(AFTER_LAST_TERM.format(day=f"{last.since:%Y-%m-%d}"), "since")
    turn = judge_turn(end_of(last), since, document=document_number)
    if last:
        end_term(last, since, by=by, now=now)
    term = CommitteeTerm(branch=branch, since=since, years=years, document_number=document_number, note=note)
    term.sign(by, now)
    stored(term)
    elected = write_seats(term, entries, by=by, now=now)
    if not elected:
        raise Refusal(NOBODY_ELECTED)
    judge(term, elected, turn, judge_years(years, TERM_YEARS), on=local_day(now), is_new=True)
    account(term, "begun", by=by, now=now)
    return term


@transaction.atomic
def change_term(*, term_id, values, entries, by, now, version=None):
    """Put right or add to what is entered of a term and its seats: a 补选, somebody who resigned, an approved delay, its end.

    `values` are fields of CommitteeTerm. Returns it. Refuses as `begin_term` does, as far as anything is new; Conflict too.
    """
    term = CommitteeTerm.objects.get(pk=term_id)
    locked(term.branch_id, version)
    term.refresh_from_db()
    had, years = term.until, term.years
    for name, value in values.items():
        setattr(term, name, value)
    if term.since > local_day(now):
        raise Refusal(NOT_IN_FUTURE, "since")
    term.sign(by, now, is_end=term.until != had)
    stored(term)
    elected = write_seats(term, entries, by=by, now=now)
    refuse_outlasting(term)
    verdicts = [judge_years(term.years, TERM_YEARS)] if term.years != years else []
    judge(term, elected, *verdicts, on=local_day(now), is_new=False)
    account(term, "changed", by=by, now=now)
    return term


def locked(branch_id, version):
    """The branch, held until the transaction ends. Raises Conflict when its terms are not those the form showed."""
    branch = Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    if version is not None and terms_version(branch_id) != version:
        raise Conflict(TERMS_CHANGED)
    return branch


def end_of(term):
    """The day a term is or will be over (exclusive); None where there is none."""
    return term and (term.until or term.ends)


def end_term(term, day, *, by, now):
    """Close a term at a day, and with it every seat that was to last longer."""
    for seat in term.seats.filter(until__gt=day):
        end(seat, day, by=by, now=now)
    end(term, day, by=by, now=now)
    refuse_outlasting(term)


def refuse_outlasting(term):
    """Nobody sits in a committee longer than it lasts."""
    if term.until is None:
        return
    outside = [
        seat.person.name
        for seat in term.seats.select_related("person").order_by("pk")
        if seat.since >= term.until or (seat.until and seat.until > term.until)
    ]
    if outside:
        raise Refusal(SEATS_OUTLAST.format(names="、".join(dict.fromkeys(outside))), "until")


def write_seats(term, entries, *, by, now):
    """Store the rows of the form, ends before beginnings; gives (entry, Seat) of what nobody held before or from another day.

    Seats of the term that no row names stay as they are. Raises Refusal at the field of the row.
    """
    known = {seat.pk: seat for seat in Seat.objects.filter(term=term).select_related("person")}
    for entry in entries:
        for seat in old_seats(entry, known):
            if entry.remove or seat.role not in entry.roles:
                seat.delete()
    elected = []
    for entry in sorted(entries, key=lambda entry: not entry.seats):
        if not entry.remove:
            elected += seat_entry(term, entry, old_seats(entry, known), by=by, now=now)
    return elected


def old_seats(entry, known):
    """The stored seats of a row: those of this term and of the person it is about."""
    found = [known[number] for number in entry.seats if number in known]
    return [seat for seat in found if seat.person_id == entry.person.pk]


def seat_entry(term, entry, old, *, by, now):
    since, held, elected = entry.since or term.since, {seat.role: seat for seat in old}, []
    for role in entry.roles:
        seat = held.get(role) or Seat(term=term, person=entry.person, role=role, since=since)
        is_news = seat._state.adding or seat.since != since
        is_end = seat.until != entry.until
        if is_news or is_end:
            seat.term, seat.since, seat.until = term, since, entry.until
            seat.sign(by, now, is_end=is_end)
            store_at(entry, seat)
        if is_news:
            elected.append((entry, seat))
    return elected


def store_at(entry, seat):
    """Store a seat; what the models find against it is said in its row."""
    try:
        stored(seat)
    except Conflict:
        raise
    except Refusal as refusal:
        raise Refusal(refusal.sentence, entry.field(refusal.field or "person")) from refusal


def judge(term, elected, *verdicts, on, is_new):
    """Hold the rules of R-COM against what stands now. Raises Refusal with the field it belongs to."""
    for entry, verdict in candidates(term, elected):
        problem = verdict.first(term.note)
        if problem:
            field, sentence = problem
            raise Refusal(sentence, field if field == "note" else entry.field(field))
    if term.holds_on(on):
        sitting = [
            Sitting(seat.person_id, seat.role)
            for seat in term.seats.all()
            if seat.until is None or seat.until > on
        ]
        full = sum(map(is_full_member, party_facts(term.branch_id, on)))
        verdicts = (*verdicts, judge_committee(sitting, full, is_new=is_new))
    problem = together(*verdicts).first(term.note)
    if problem:
        raise Refusal(problem[1], problem[0])


def candidates(term, elected):
    """(entry, Verdict) of everybody newly seated, by what they were on that day."""
    known = {}
    for entry, seat in elected:
        if seat.since not in known:
            facts = party_facts(term.branch_id, seat.since)
            ids = [entry.person.pk for entry, other in elected if other.since == seat.since]
            known[seat.since] = {one.person_id: one for one in facts}, party_dates_of(ids, seat.since)
        facts, dates = known[seat.since]
        full_since = dates[seat.person_id].full_since if seat.person_id in dates else None
        person = entry.person
        yield (
            entry,
            judge_candidate(facts.get(person.pk), person.name, seat.role, full_since, seat.since),
        )


def account(term, what, *, by, now):
    thing = f"term:{term.branch_id}:{term.pk}:{what}"
    write_down(user=by, action=AuditAction.ROLE_CHANGED, thing=thing, now=now)
