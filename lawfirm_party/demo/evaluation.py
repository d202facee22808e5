"""民主评议 in the demo: last year's finished round, this year's at its third step, and the years before the program as totals."""

from datetime import date, timedelta
from random import Random

from activities.ballots.choices import Mark
from activities.evaluations.choices import Grade, PeerMark
from activities.evaluations.commands import (
    acknowledge,
    announce,
    archive,
    decide,
    grade,
    open_round,
    plan_round,
    record_paper_ballot,
    record_talk,
    save_self_review,
)
from activities.evaluations.models import PeerReview, YearTotals
from activities.evaluations.queries.evidence import evidence
from activities.evaluations.rules import latest_end
from activities.meetings.choices import MeetingState
from activities.meetings.models import Meeting
from branches.choices import MeetingKind
from lawfirm_party.common.dates import at, local_day

from . import people, texts

# Until March the round of the year before is still open (R-MTG-6).
LAST_OF_THE_YEAR_BEFORE = 3
EXCELLENT, BASIC_PLACE = 7, 12
NOT_HANDED_IN = 4
# (优秀, 合格, 基本合格) of the years before the program.
BEFORE = ((6, 15, 0), (7, 13, 1), (6, 14, 0))
TALKS = 8


def evaluate(world, now):
    """Both rounds of the main branch, and totals of three years before them."""
    today = local_day(now)
    year = today.year - (today.month <= LAST_OF_THE_YEAR_BEFORE)
    finish(world, year - 1)
    begin(world, year, now)
    YearTotals.objects.bulk_create(
        YearTotals(branch=world.main, year=year - 2 - back, excellent=best, qualified=good, basic=basic)
        for back, (best, good, basic) in enumerate(BEFORE)
    )


def plan_and_open(world, year, when, **values):
    secretary = world.users["secretary"]
    given = {"plan": texts.PLAN, "scrutineer": world.people[people.MEMBERS[0].name], **values}
    planned = plan_round(user=secretary, branch_id=world.main.pk, year=year, values=given, now=when)
    return open_round(user=secretary, round_id=planned.pk, now=when + timedelta(days=1))


def last_meeting(world, kind, before, year):
    """The latest archived meeting of a kind before a day (exclusive), of the year; None without any."""
    found = Meeting.objects.filter(branch=world.main, kind=kind, state=MeetingState.ARCHIVED)
    found = found.filter(starts_at__gte=at(date(year, 1, 1), 0), starts_at__lt=at(before, 0))
    return found.order_by("starts_at").last()


# -- last year's ------------------------------------------------------------------------------------------------


def finish(world, year):
    """A whole round, voted on paper and decided by the last 支委会 of the year, told and archived in the new one."""
    start, end = date(year, 12, 1), date(year + 1, 1, 1)
    found = plan_and_open(
        world,
        year,
        at(start, 9),
        study=last_meeting(world, MeetingKind.LECTURE, start, year),
        self_until=start + timedelta(days=7),
        peers_until=start + timedelta(days=10),
        ballot_until=at(start + timedelta(days=12), 17),
    )
    dice = Random(year)
    parts = list(found.participants.filter(fills=True).select_related("person"))
    talk(world, found, [*parts, *parts[: len(parts) % 2]], start + timedelta(days=4), len(parts))
    write_reviews(found, parts, at(start + timedelta(days=6), 20))
    review_each_other(parts, parts, at(start + timedelta(days=9), 20), dice)
    graded = [part for part in parts if part.is_graded]
    vote_on_paper(world, found, graded, at(start + timedelta(days=12), 18))
    decide_grades(world, found, graded, at(end, 9))
    announced = at(date(year + 1, 1, 26), 10)
    announce(user=world.users["secretary"], round_id=found.pk, now=announced)
    for part in graded:
        acknowledge(person_id=part.person_id, participant_id=part.pk, now=announced + timedelta(hours=2))
    archive(user=world.users["secretary"], round_id=found.pk, now=at(date(year + 1, 2, 10), 10))


def vote_on_paper(world, found, graded, when):
    """Nobody is marked 不合格; whoever will be 优秀 is so for most."""
    papers = found.participants.filter(votes=True).count()
    totals = []
    for place, _ in enumerate(graded):
        best = papers - 2 - place // 3 if place < EXCELLENT else 4 + place % 3
        fair = 3 if place == BASIC_PLACE else 0
        totals.append({Mark.EXCELLENT: best, Mark.QUALIFIED: papers - best - fair, Mark.BASIC: fair})
    record_paper_ballot(
        user=world.users["secretary"], round_id=found.pk, totals=totals, papers=papers, now=when
    )


def decide_grades(world, found, graded, when):
    secretary, other = world.users["secretary"], world.users["committee"]
    for place, part in enumerate(graded):
        usual = Grade.EXCELLENT if place < EXCELLENT else Grade.QUALIFIED
        given = Grade.BASIC if place == BASIC_PLACE else usual
        grade(
            user=other if part.person_id == secretary.person_id else secretary,
            participant_id=part.pk,
            grade=given,
            reasons=texts.REASONS[given],
            mend=[texts.TO_MEND[place % len(texts.TO_MEND)]] if given != Grade.EXCELLENT else [],
            version=0,
            now=when,
        )
    meeting = last_meeting(world, MeetingKind.COMMITTEE, local_day(when), found.year)
    decide(
        user=secretary,
        round_id=found.pk,
        meeting=meeting,
        over_cap_reason="",
        now=when + timedelta(hours=1),
    )


# -- this year's ------------------------------------------------------------------------------------------------


def begin(world, year, now):
    """Opened ten days ago: most self-reviews are there, colleagues have begun to review each other, nobody has voted."""
    today, last = local_day(now), latest_end(year)
    found = plan_and_open(
        world,
        year,
        at(today - timedelta(days=11), 9),
        study=last_meeting(world, MeetingKind.LECTURE, today - timedelta(days=11), year),
        self_until=min(today + timedelta(days=5), last),
        peers_until=min(today + timedelta(days=9), last),
        ballot_until=at(min(today + timedelta(days=14), last), 17),
    )
    parts = list(found.participants.filter(fills=True).select_related("person"))
    waiting = {world.users["member"].person_id, *(part.person_id for part in parts[-NOT_HANDED_IN + 1 :])}
    done = [part for part in parts if part.person_id not in waiting]
    talk(world, found, parts, today - timedelta(days=4), TALKS)
    write_reviews(found, done, at(today - timedelta(days=2), 20))
    review_each_other(done[: len(done) // 2], parts, at(today - timedelta(days=1), 20), Random(year))


# -- what members do --------------------------------------------------------------------------------------------


def talk(world, found, parts, on, pairs):
    for one, other in list(zip(parts[::2], parts[1::2], strict=False))[:pairs]:
        record_talk(
            user=world.users["secretary"],
            round_id=found.pk,
            one_id=one.person_id,
            other_id=other.person_id,
            on=on,
            now=at(on, 18),
        )


def write_reviews(found, parts, when):
    known = evidence([part.person_id for part in parts], found.year, when)
    for place, part in enumerate(parts):
        save_self_review(
            person_id=part.person_id,
            round_id=found.pk,
            words={name: said[place % len(said)] for name, said in texts.SELF_REVIEW.items()},
            facts=[[figure.label, figure.value, figure.note] for figure in known[part.person_id]],
            version=0,
            now=when,
            hand_in=True,
        )


def review_each_other(writers, parts, when, dice):
    """Hundreds of reviews at once: one by one they would take as long to load as all the rest."""
    PeerReview.objects.bulk_create(
        PeerReview(
            by=by,
            about=about,
            mark=dice.choice([PeerMark.VERY_GOOD, PeerMark.VERY_GOOD, PeerMark.GOOD]),
            words=dice.choice(texts.PEERS_SAID),
            at=when,
        )
        for by in writers
        for about in parts
        if about != by
    )
