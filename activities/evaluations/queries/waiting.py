"""What of evaluations and ballots waits for one person, and for the committee of a branch: the lines of a home page."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Cast

from activities.ballots.queries import open_ballots_of, scrutinies_of
from lawfirm_party.common.prepared import A_MOMENT, AN_ID, Prepared

from ..choices import RoundState
from ..models import Appraisal, Participant, PeerReview, Round
from .rounds import TOLD, counted

NO_BRANCH = 0


class Waiting(NamedTuple):
    """One thing that waits. `what`: self, peers, grade, ballot, scrutiny, round or objection; the year of its round; the last
    day, or the moment when it ends (ballot, scrutiny) or began (the others); a poll's title, state and key; how much is done."""

    what: str
    year: int | None
    day: date | None
    moment: datetime | None
    title: str
    state: str
    key: str
    done: int | None
    all: int | None


def row_of(what, *, year=None, day=None, moment=None, title="", state="", key="", done=None, all=None):
    """One shape for every part of the union: what is not given is empty."""
    return (
        Value(what, output_field=CharField()),
        Cast(year, BigIntegerField()),
        Cast(day, DateField()),
        Cast(moment, DateTimeField()),
        *(Cast(text if isinstance(text, F) else Value(text), CharField()) for text in (title, state, key)),
        Cast(done, BigIntegerField()),
        Cast(all, BigIntegerField()),
    )


def waiting_query(person, branch, now):
    mine = Participant.objects.filter(person=person, round__state=RoundState.RUNNING, fills=True)
    reviewed = counted(PeerReview.objects.filter(by=OuterRef("pk")), "by")
    colleagues = Participant.objects.filter(round=OuterRef("round"), fills=True).exclude(pk=OuterRef("pk"))
    peers = mine.annotate(done=reviewed, all=counted(colleagues, "round")).filter(done__lt=F("all"))
    told = Appraisal.objects.filter(participant__person=person, participant__round__state__in=TOLD)
    duties = scrutinies_of(person).exclude(state="open", closes_at__gt=now)
    fills = Participant.objects.filter(round=OuterRef("pk"), fills=True)
    running = Round.objects.filter(branch=branch, state=RoundState.RUNNING).annotate(
        done=counted(fills.filter(self_review__handed_in_at__isnull=False), "round"),
        all=counted(fills, "round"),
    )
    objections = Appraisal.objects.filter(
        participant__round__branch=branch, objected_at__isnull=False, replied_at=None
    )
    handed_in = Q(self_review__handed_in_at__isnull=False)
    parts = [
        (mine.exclude(handed_in), row_of("self", year=F("round__year"), day=F("round__self_until"))),
        (peers, row_of("peers", year=F("round__year"), day=F("round__peers_until"), done=F("done"), all=F("all"))),
        (told.filter(acknowledged_at=None), row_of("grade", year=F("participant__round__year"), moment=F("told_at"))),
        (open_ballots_of(person, now), row_of("ballot", moment=F("closes_at"), title=F("title"), key=F("uuid"))),
        (duties, row_of("scrutiny", moment=F("closes_at"), title=F("title"), state=F("state"), key=F("uuid"))),
        (running, row_of("round", year=F("year"), moment=F("opened_at"), done=F("done"), all=F("all"))),
        (objections, row_of("objection", year=F("participant__round__year"), moment=F("objected_at"), key=F("participant"))),
    ]  # fmt: skip
    first, *others = [query.order_by().values_list(*row) for query, row in parts]
    return first.union(*others, all=True)


ROWS = Prepared(waiting_query, person=AN_ID, branch=AN_ID + 1, now=A_MOMENT)


def waiting_of(person_id, now, branch_id=NO_BRANCH):
    """[Waiting] of one person, and of the branch whose committee they are in, given by id; one query."""
    return [Waiting(*row) for row in ROWS.rows(person=person_id, branch=branch_id, now=now)]
