"""Rounds of the cast in every state: eight are graded, the 预备党员 takes part; a third of eight is two."""

from datetime import date, timedelta

from activities.ballots.choices import Mark
from activities.ballots.commands import make_key, open_poll, record_paper_poll, tally
from activities.ballots.models import Poll, Roll
from activities.evaluations.choices import Grade
from activities.evaluations.commands import (
    announce,
    decide,
    grade,
    open_round,
    plan_round,
    prepare_ballots,
)
from activities.evaluations.models import (
    Appraisal,
    DisposalCase,
    DisposalDone,
    MendItem,
    Participant,
    PeerReview,
    Round,
    SelfReview,
)
from tests.activities.ballots.poll_world import vote
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW

SCRUTINEER = "leader"
YEAR = 2026


def make_planned_round(world, **values):
    # A test that walks over many forms asks for one round after the other.
    Round.objects.filter(branch=world.branch, year=YEAR).delete()
    given = {
        "plan": "学习条例，查摆问题，开展批评和自我批评。",
        "scrutineer": world.people[SCRUTINEER],
        "self_until": date(2026, 11, 25),
        "peers_until": date(2026, 11, 27),
        "ballot_until": NOW + timedelta(days=10),
        **values,
    }
    return plan_round(
        user=world.users["secretary"], branch_id=world.branch.pk, year=YEAR, values=given, now=NOW
    )


def make_running(world, **values):
    planned = make_planned_round(world, **values)
    return open_round(user=world.users["secretary"], round_id=planned.pk, now=NOW)


def part(found, world, role):
    return found.participants.get(person=world.people[role])


def voted_and_counted(world, poll, mark=Mark.QUALIFIED, voters=None):
    who = {"user": world.users[SCRUTINEER], "poll_id": poll.pk, "now": NOW}
    passphrase = make_key(**who)
    open_poll(passphrase=passphrase, **who)
    for row in Roll.objects.filter(poll=poll).select_related("person")[:voters]:
        vote(Poll.objects.get(pk=poll.pk), row.person, mark)
    return tally(passphrase=passphrase, **{**who, "now": Poll.objects.get(pk=poll.pk).closes_at})


def make_balloted(world, **values):
    found = prepare_ballots(user=world.users["secretary"], round_id=make_running(world, **values).pk, now=NOW)
    voted_and_counted(world, found.members_poll)
    return Round.objects.get(pk=found.pk)


def grade_everybody(world, found, excellent=2, **changed):
    """Opinions of all; the first `excellent` of them 优秀. `changed`: {role: Grade}."""
    roles = {world.people[role].pk: value for role, value in changed.items()}
    for place, one in enumerate(found.participants.filter(is_graded=True)):
        usual = Grade.EXCELLENT if place < excellent else Grade.QUALIFIED
        is_own = one.person_id == world.people["committee"].pk
        grade(
            user=world.users["secretary" if is_own else "committee"],
            participant_id=one.pk,
            grade=roles.get(one.person_id, usual),
            reasons="表现稳定",
            mend=["多参加学习"],
            version=0,
            now=NOW,
        )


def make_decided(world, excellent=2, reason="", **changed):
    found = make_balloted(world)
    grade_everybody(world, found, excellent, **changed)
    return decide(
        user=world.users["secretary"],
        round_id=found.pk,
        meeting=make_archived(world),
        over_cap_reason=reason,
        now=NOW,
    )


def told_things(branch, person, keeper, meeting):
    """Of the round of the year before, announced: a case after 不合格, and an item to mend, of somebody."""
    Round.objects.filter(branch=branch, year=YEAR - 1).delete()
    found = Round.objects.create(
        branch=branch,
        year=YEAR - 1,
        state="announced",
        cap=1,
        meeting=meeting,
        opened_at=NOW,
        decided_at=NOW,
        announced_at=NOW,
        made_by=keeper,
    )
    one = Participant.objects.create(round=found, person=person, position=1, fills=True, is_graded=True)
    Appraisal.objects.create(
        participant=one, grade=Grade.UNQUALIFIED, reasons="长期不参加", by=keeper, at=NOW, told_at=NOW
    )
    return {
        "case": DisposalCase.objects.create(participant=one, opened_at=NOW),
        "mend item": MendItem.objects.create(participant=one, text="按时参加"),
    }


def voted_on_paper(participant):
    """A vote of three about somebody alone, as the members' ballot of the round."""
    found, person = participant.round, participant.person
    found.members_poll = record_paper_poll(
        branch_id=found.branch_id,
        subject="paper",
        title="民主测评",
        evaluatees=[(person.pk, person.name)],
        totals=[{Mark.QUALIFIED: 3}],
        papers=3,
        scrutineer=person,
        now=NOW,
    )
    found.save()


def written_about(participant, by, keeper):
    """What was written about somebody in a running round and in the told one of the year before (told_things), each in words of its own."""
    SelfReview.objects.create(
        participant=participant,
        done="自评写的话",
        lacking="问题",
        mending="措施",
        saved_at=NOW,
        handed_in_at=NOW,
    )
    PeerReview.objects.create(by=by, about=participant, mark=4, words="同志写的话", at=NOW)
    told = Appraisal.objects.get(participant__round__year=YEAR - 1, participant__person=participant.person)
    told.reasons, told.objection, told.objected_at = "评定写的理由", "异议写的话", NOW
    told.reply, told.replied_at, told.replied_by = "答复写的话", NOW, keeper
    told.save()
    case = DisposalCase.objects.get(participant=told.participant)
    DisposalDone.objects.create(case=case, step="proposed", on=NOW.date(), note="处置写的说明", by=keeper)
    DisposalCase.objects.filter(pk=case.pk).update(kind="correct", closed_at=NOW, ending="处置写的结果")
    MendItem.objects.filter(participant=told.participant).update(
        text="整改写的事", done_on=NOW.date(), note="整改写的结果"
    )


def make_announced(world, **changed):
    return announce(user=world.users["secretary"], round_id=make_decided(world, **changed).pk, now=NOW)
