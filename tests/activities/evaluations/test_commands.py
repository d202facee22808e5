"""A round from its plan to its archive: what is stored, and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from activities.ballots.choices import Mark
from activities.ballots.commands import counting
from activities.ballots.models import MarkCount, Poll, Roll
from activities.ballots.queries import result_of
from activities.evaluations.choices import Grade, RoundState
from activities.evaluations.commands import (
    acknowledge,
    adjust_round,
    announce,
    archive,
    decide,
    grade,
    object_to,
    open_round,
    opinions,
    plan_round,
    prepare_ballots,
    record_paper_ballot,
    record_talk,
    reply_to,
    review_peers,
    rounds,
    save_self_review,
    writing,
)
from activities.evaluations.models import (
    Appraisal,
    DisposalCase,
    MendItem,
    PeerReview,
    Round,
    SelfReview,
    Talk,
)
from activities.evaluations.queries.rounds import progress_of
from branches.choices import MeetingKind
from lawfirm_party.common.refusal import Conflict, Refusal
from members.choices import Standing
from members.models import PartyStanding, Person, Restriction
from tests import factories
from tests.activities.meetings.record_world import make_archived, make_held, make_planned
from tests.conftest import NOW, TODAY

from .round_world import (
    grade_everybody,
    make_announced,
    make_balloted,
    make_decided,
    make_planned_round,
    make_running,
    part,
    voted_and_counted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)
WORDS = {"done": "办案42件", "lacking": "学习不够", "mending": "每周学习"}


def refused(sentence, call, **given):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**given)
    assert refusal.value.sentence == sentence
    return refusal.value


def secretary(cast, found, now=NOW):
    return {"user": cast.users["secretary"], "round_id": found.pk, "now": now}


# ---- plan and opening


def test_a_round_is_planned_once_a_year_by_the_secretary(cast):
    found = make_planned_round(cast)
    plan = {"branch_id": cast.branch.pk, "values": {"plan": "新方案"}, "now": NOW}
    refused(rounds.ONLY_SECRETARY, plan_round, user=cast.users["committee"], year=2026, **plan)
    refused(rounds.ALREADY_THERE, plan_round, user=cast.users["secretary"], year=2026, **plan)
    refused(rounds.TOO_EARLY, plan_round, user=cast.users["secretary"], year=2024, **plan)
    changed = plan_round(user=cast.users["secretary"], year=2026, version=found.version, **plan)
    assert (changed.pk, changed.plan) == (found.pk, "新方案")
    with pytest.raises(Conflict):
        plan_round(user=cast.users["secretary"], year=2026, version=found.version, **plan)


def test_the_plan_of_a_round_that_runs_stands(cast):
    found = make_running(cast)
    running = rounds.WRONG_STATE.format(state=found.get_state_display())
    plan = {"branch_id": cast.branch.pk, "values": {"plan": "新方案"}, "version": found.version, "now": NOW}
    refused(running, plan_round, user=cast.users["secretary"], year=2026, **plan)


def test_the_opening_freezes_who_takes_part_and_the_cap_r_eva_3(cast):
    found = make_running(cast)
    graded = found.participants.filter(is_graded=True)
    assert (graded.count(), found.cap, found.state) == (8, 2, RoundState.RUNNING)
    probationary = part(found, cast, "probationary")
    assert (probationary.fills, probationary.is_graded, probationary.votes) == (True, False, True)
    Restriction.objects.create(person=cast.people["member"], kind="probation", since=TODAY)
    assert part(found, cast, "member").is_graded
    positions = [one.person.stroke_rank for one in found.participants.select_related("person")]
    assert positions == sorted(positions)
    refused(rounds.WRONG_STATE.format(state="正在进行"), open_round, **secretary(cast, found))


def test_a_round_opens_with_plan_scrutineer_and_days_for_somebody(cast):
    found = make_planned_round(cast, plan=" ")
    refused(rounds.NEEDS_PLAN, open_round, **secretary(cast, found))
    Round.objects.update(plan="方案", scrutineer=None)
    refused(rounds.NO_SCRUTINEER, open_round, **secretary(cast, found))
    Round.objects.update(scrutineer=cast.people["leader"], peers_until=None)
    refused(rounds.NO_DAYS, open_round, **secretary(cast, found))
    Round.objects.update(peers_until=TODAY + A_DAY)
    PartyStanding.objects.update(standing=Standing.PROBATIONARY)
    refused(rounds.NOBODY, open_round, **secretary(cast, found))


@pytest.mark.parametrize("name", ["self_until", "peers_until", "ballot_until"])
def test_no_step_ends_before_the_plan_is_saved_or_the_round_opens(cast, name):
    now = NOW + 20 * A_DAY if name == "ballot_until" else NOW + 10 * A_DAY
    found = make_planned_round(cast)
    days = {each: getattr(found, each) for each in rounds.DAYS}
    later = {**days, **dict.fromkeys({*rounds.DAYS} - {name}, now.date())}
    later["ballot_until"] = days[name] if name == "ballot_until" else now
    plan = {"user": cast.users["secretary"], "branch_id": cast.branch.pk, "year": 2026, "version": 1}
    refusal = refused(rounds.DAY_PASSED, plan_round, values=later, now=now, **plan)
    assert refusal.field == name
    Round.objects.update(**later)
    assert refused(rounds.DAY_PASSED, open_round, **secretary(cast, found, now)).field == name


def test_the_last_day_of_a_step_may_be_today(cast):
    make_running(cast, self_until=TODAY, peers_until=TODAY, ballot_until=NOW + timedelta(hours=1))


def test_a_plan_keeps_to_the_time_of_its_year_r_mtg_6(cast):
    with pytest.raises(Refusal) as refusal:
        make_planned_round(cast, peers_until=date(2027, 4, 1))
    assert refusal.value.sentence == rounds.TOO_LATE.format(year=2026, day="3月31日")


def test_a_decided_round_takes_neither_words_nor_ballots(cast):
    found = make_decided(cast)
    sentence = rounds.WRONG_STATE.format(state="已评定，待通报")
    refused(sentence, prepare_ballots, **secretary(cast, found))
    refused(sentence, record_paper_ballot, totals=[], papers=0, **secretary(cast, found))
    written = writing.NOT_RUNNING.format(state="已评定，待通报")
    member = {"person_id": cast.people["member"].pk, "round_id": found.pk, "now": NOW}
    refused(written, save_self_review, words=WORDS, facts=[], version=0, **member)
    refused(written, review_peers, reviews={part(found, cast, "leader").pk: (5, "")}, **member)


# ---- what members write


def test_a_self_review_is_kept_as_it_is_written_and_handed_in_whole(cast):
    found = make_running(cast)
    who = {"person_id": cast.people["member"].pk, "round_id": found.pk, "facts": [["出勤", "9/10"]]}
    draft = save_self_review(words={"done": "办案"}, version=0, now=NOW, **who)
    assert (draft.version, draft.handed_in_at) == (1, None)
    sentence = writing.INCOMPLETE.format(label="存在的问题")
    short = {**WORDS, "lacking": " "}
    refused(sentence, save_self_review, words=short, version=1, now=NOW, hand_in=True, **who)
    with pytest.raises(Conflict):
        save_self_review(words=WORDS, version=0, now=NOW, **who)
    handed = save_self_review(words=WORDS, version=1, now=NOW, hand_in=True, **who)
    assert (handed.handed_in_at, handed.facts) == (NOW, [["出勤", "9/10"]])
    refused(writing.HANDED_IN, save_self_review, words=WORDS, version=2, now=NOW, **who)
    assert SelfReview.objects.get().lacking == "学习不够"


def test_after_its_day_nobody_writes_and_strangers_never(cast):
    found = make_running(cast)
    late = NOW + 8 * A_DAY
    words = {"words": WORDS, "facts": [], "version": 0}
    mine = {"person_id": cast.people["member"].pk, "round_id": found.pk}
    refused(writing.SELF_OVER.format(day="11月25日"), save_self_review, now=late, **words, **mine)
    stranger = {"person_id": cast.people["lawyer"].pk, "round_id": found.pk}
    refused(writing.NOT_A_PART, save_self_review, now=NOW, **words, **stranger)


def test_colleagues_are_reviewed_once_each_and_never_oneself(cast):
    found = make_running(cast)
    me, other = part(found, cast, "member"), part(found, cast, "leader")
    who = {"person_id": cast.people["member"].pk, "round_id": found.pk, "now": NOW}
    review_peers(reviews={other.pk: (4, "")}, **who)
    assert review_peers(reviews={other.pk: (5, " 乐于助人 ")}, **who) == 1
    again = PeerReview.objects.get()
    assert (again.mark, again.words, again.at) == (5, "乐于助人", NOW)
    refused(writing.NOT_ABOUT, review_peers, reviews={me.pk: (5, "")}, **who)
    third = part(found, cast, "secretary")
    both = {third.pk: (5, ""), other.pk: (2, " ")}
    assert refused(writing.NEEDS_WORDS, review_peers, reviews=both, **who).field == f"words-{other.pk}"
    assert PeerReview.objects.get().mark == 5
    assert review_peers(reviews={}, **who) == 0
    who["now"] = NOW + 10 * A_DAY
    sentence = writing.PEERS_OVER.format(day="11月27日")
    refused(sentence, review_peers, reviews={other.pk: (5, "")}, **who)


def test_talks_are_between_two_of_the_branch_r_mtg_8(cast):
    found = make_running(cast)
    pair = {"one_id": cast.people["secretary"].pk, "other_id": cast.people["member"].pk}
    for turned in (pair, pair, {"one_id": pair["other_id"], "other_id": pair["one_id"]}):
        record_talk(on=TODAY, **turned, **secretary(cast, found))
    assert Talk.objects.count() == 1
    refused(rounds.TALK_TO_COME, record_talk, on=TODAY + A_DAY, **pair, **secretary(cast, found))
    alone = {**pair, "other_id": pair["one_id"]}
    refused(rounds.NOT_TWO, record_talk, on=TODAY, **alone, **secretary(cast, found))
    stranger = {**pair, "other_id": cast.people["outsider"].pk}
    refused(rounds.NOT_TWO, record_talk, on=TODAY, **stranger, **secretary(cast, found))


# ---- ballots and opinions


def test_ballots_are_prepared_once_and_the_committees_is_its_own(cast):
    for name in ("韩外明", "杨外明"):
        tomorrow = factories.make_person(cast.firm, name)
    PartyStanding.objects.create(person=tomorrow, standing=Standing.PROBATIONARY, since=TODAY + A_DAY)
    left = PartyStanding.objects.create(
        person=factories.make_person(cast.firm, "朱停明"), standing=Standing.SUSPENDED, since=TODAY
    )
    found = prepare_ballots(**secretary(cast, make_running(cast, with_masses=True)))
    again = prepare_ballots(**secretary(cast, found))
    assert Poll.objects.count() == 3 and again.members_poll == found.members_poll
    assert Roll.objects.filter(poll=found.members_poll).count() == 9
    assert found.members_poll.evaluatees.count() == 8 and found.members_poll.excellent_limit == 2
    assert list(found.committee_poll.evaluatees.values_list("person", "title")) == [(None, "支部委员会")]
    masses = set(Roll.objects.filter(poll=found.masses_poll).values_list("person__name", flat=True))
    assert {"褚伙明", "卫律明", "蒋录明", "杨外明"} <= masses
    assert not masses & {"丁党明", left.person.name}


def test_a_grade_is_somebodys_choice_and_no_count_sets_it_example_10(cast):
    found = make_balloted(cast)
    before = list(MarkCount.objects.order_by("pk").values_list("evaluatee", "mark", "n"))
    assert not Appraisal.objects.exists()
    grade_everybody(cast, found, member=Grade.BASIC)
    stored = Appraisal.objects.get(participant=part(found, cast, "member"))
    assert (stored.grade, stored.by) == (Grade.BASIC, cast.users["committee"])
    assert list(MarkCount.objects.order_by("pk").values_list("evaluatee", "mark", "n")) == before
    assert result_of(found.members_poll).people[0].in_order == [0, 9, 0, 0, 0]


def test_who_is_not_graded_gets_no_grade_example_9(cast):
    found = make_running(cast)
    given = {"grade": Grade.QUALIFIED, "reasons": "好", "mend": [], "version": 0, "now": NOW}
    probationary = part(found, cast, "probationary").pk
    committee = {"user": cast.users["committee"]}
    refused(opinions.NOT_GRADED, grade, participant_id=probationary, **committee, **given)
    mine = part(found, cast, "member").pk
    refused(opinions.ONLY_COMMITTEE, grade, user=cast.users["member"], participant_id=mine, **given)
    refused(opinions.NEEDS_REASONS, grade, participant_id=mine, **committee, **{**given, "reasons": " "})


def test_two_of_the_committee_do_not_overwrite_each_other(cast):
    found = make_running(cast)
    given = {"participant_id": part(found, cast, "member").pk, "reasons": "好", "mend": ["学习"], "now": NOW}
    grade(user=cast.users["committee"], grade=Grade.QUALIFIED, version=0, **given)
    with pytest.raises(Conflict):
        grade(user=cast.users["secretary"], grade=Grade.EXCELLENT, version=0, **given)
    grade(user=cast.users["secretary"], grade=Grade.BASIC, version=1, **given)
    assert MendItem.objects.count() == 1


def test_failing_opens_a_checklist_and_does_nothing_more_r_dis_1(cast):
    found = make_running(cast)
    given = {
        "participant_id": part(found, cast, "member").pk,
        "reasons": "长期不参加",
        "mend": [],
        "now": NOW,
    }
    given["user"] = cast.users["committee"]
    grade(grade=Grade.UNQUALIFIED, version=0, **given)
    assert DisposalCase.objects.get().kind == ""
    assert not Restriction.objects.exists()
    grade(grade=Grade.BASIC, version=1, **given)
    assert not DisposalCase.objects.exists()


def test_a_decision_needs_ballot_meeting_and_everybodys_grade(cast):
    running = make_running(cast)
    meeting = make_archived(cast)
    decision = {"meeting": meeting, "over_cap_reason": ""}
    refused(rounds.NOT_COUNTED, decide, **decision, **secretary(cast, running))
    running.delete()
    found = make_balloted(cast)
    refused(rounds.NEEDS_MEETING, decide, meeting=None, over_cap_reason="", **secretary(cast, found))
    with pytest.raises(Refusal, match="还有 8 人没有评定等次"):
        decide(**decision, **secretary(cast, found))
    grade_everybody(cast, found)
    done = decide(**decision, **secretary(cast, found))
    assert (done.state, done.meeting, done.decided_at) == (RoundState.DECIDED, meeting, NOW)


@pytest.mark.parametrize("kind", [MeetingKind.ASSEMBLY, MeetingKind.LIFE])
def test_the_members_may_decide_too_r_eva_1(cast, kind):
    found = make_balloted(cast)
    grade_everybody(cast, found)
    meeting = make_held(cast, kind=kind)
    assert decide(meeting=meeting, over_cap_reason="", **secretary(cast, found)).meeting == meeting


def test_no_other_meeting_decides_r_eva_1(cast):
    found = make_balloted(cast)
    grade_everybody(cast, found)
    others = [
        make_planned(cast, hour=15),
        make_held(cast, kind=MeetingKind.STUDY),
        factories.make_meeting(cast.branch, day=TODAY - A_DAY, state="held"),
        factories.make_meeting(cast.other_branch, MeetingKind.ASSEMBLY, day=TODAY, state="held"),
    ]
    for meeting in others:
        given = {"meeting": meeting, "over_cap_reason": ""}
        refused(rounds.NEEDS_MEETING, decide, **given, **secretary(cast, found))
    page = cast.client("secretary").get("/evaluation/2026/decide/").content.decode()
    assert "还没有可以选的会议" in page


def test_more_excellent_than_the_cap_needs_a_reason_r_eva_2(cast):
    with pytest.raises(Refusal, match="优秀 3 人，超过一般不超过的 2 人") as refusal:
        make_decided(cast, excellent=3)
    assert refusal.value.field == "over_cap_reason"


def test_with_a_reason_it_is_kept_r_eva_2(cast):
    assert make_decided(cast, excellent=3, reason="省级表彰").over_cap_reason == "省级表彰"


# ---- told, acknowledged, objected to


def test_the_result_is_told_acknowledged_and_objected_to_once(cast):
    found = make_announced(cast)
    participant = part(found, cast, "member")
    mine = {"person_id": cast.people["member"].pk, "participant_id": participant.pk, "now": NOW + A_DAY}
    assert Appraisal.objects.get(participant=participant).told_at == NOW
    acknowledge(**mine)
    acknowledge(**{**mine, "now": NOW + 2 * A_DAY})
    assert Appraisal.objects.get(participant=participant).acknowledged_at == NOW + A_DAY
    refused(opinions.NOT_TOLD, acknowledge, **{**mine, "person_id": cast.people["leader"].pk})
    refused(opinions.NEEDS_OBJECTION, object_to, text=" ", **mine)
    object_to(text="请再看办案数", **mine)
    refused(opinions.ALREADY_OBJECTED, object_to, text="再提", **mine)
    refused(rounds.OPEN_OBJECTIONS, archive, **secretary(cast, found))
    reply = {"user": cast.users["committee"], "participant_id": participant.pk, "now": NOW + 2 * A_DAY}
    refused(opinions.NEEDS_REPLY, reply_to, text="", **reply)
    answered = reply_to(text="已核对，维持评定", **reply)
    assert answered.replied_by == cast.users["committee"]
    assert archive(**secretary(cast, found)).state == RoundState.ARCHIVED
    pair = {"one_id": cast.people["leader"].pk, "other_id": cast.people["member"].pk, "on": TODAY}
    refused(rounds.TALKS_CLOSED, record_talk, **pair, **secretary(cast, found))
    other = part(found, cast, "leader")
    late = {"person_id": other.person_id, "participant_id": other.pk, "now": NOW + 3 * A_DAY}
    refused(opinions.CLOSED, object_to, text="我也有意见", **late)
    assert acknowledge(**late).acknowledged_at == NOW + 3 * A_DAY


def test_an_objection_is_answered_once_by_others_of_the_committee(cast):
    found = make_announced(cast)
    mine = part(found, cast, "committee")
    reply = {"participant_id": mine.pk, "text": "已核对", "now": NOW}
    refused(opinions.NO_OBJECTION, reply_to, user=cast.users["secretary"], **reply)
    object_to(person_id=mine.person_id, participant_id=mine.pk, text="请再核对", now=NOW)
    refused(opinions.ONLY_COMMITTEE, reply_to, user=cast.users["member"], **reply)
    refused(opinions.NOT_OWN_REPLY, reply_to, user=cast.users["committee"], **reply)
    page = cast.client("committee").get(f"/evaluation/2026/opinions/{mine.pk}/").content.decode()
    assert "本人的异议由其他委员答复" in page and 'name="text"' not in page
    reply_to(user=cast.users["secretary"], **reply)
    refused(opinions.ALREADY_REPLIED, reply_to, user=cast.users["committee_only"], **reply)


def test_too_few_outside_the_party_hold_up_no_ballot_of_the_members(cast):
    members = [one.pk for role, one in cast.people.items() if role != "lawyer"]
    Person.objects.exclude(pk__in=members).exclude(pk=cast.people["lawyer"].pk).update(left_on=TODAY)
    found = prepare_ballots(**secretary(cast, make_running(cast, with_masses=True)))
    assert found.members_poll is not None and found.masses_poll is None


class TestTimesOfARunningRound:
    def values(self, found, **changed):
        names = ("study", "self_until", "peers_until", "ballot_until")
        return {**{name: getattr(found, name) for name in names}, **changed}

    def test_days_and_study_may_move(self, cast):
        found = make_running(cast)
        meeting = make_archived(cast)
        later = self.values(found, self_until=date(2026, 12, 1), study=meeting)
        adjusted = adjust_round(values=later, version=found.version, **secretary(cast, found))
        assert (adjusted.self_until, adjusted.study) == (date(2026, 12, 1), meeting)
        with pytest.raises(Conflict), transaction.atomic():
            adjust_round(values=later, version=found.version, **secretary(cast, found))

    @pytest.mark.parametrize(("day", "passes"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
    def test_no_day_lies_behind_the_end_of_its_time(self, cast, day, passes):
        found = make_running(cast)
        given = {
            "values": self.values(found, peers_until=day),
            "version": found.version,
            **secretary(cast, found),
        }
        if passes:
            assert adjust_round(**given).peers_until == day
        else:
            refused(rounds.TOO_LATE.format(year=2026, day="3月31日"), adjust_round, **given)

    def test_a_step_that_is_over_stays_over_and_none_is_ended_backwards(self, cast):
        found = make_running(cast)
        now = NOW + 8 * A_DAY
        given = {"version": found.version, **secretary(cast, found, now)}
        back = self.values(found, peers_until=found.self_until)
        refused(rounds.DAY_PASSED, adjust_round, values=back, **given)
        assert (
            adjust_round(values=self.values(found, peers_until=now.date()), **given).self_until < now.date()
        )

    def test_the_end_of_the_ballot_stands_once_ballots_are_prepared(self, cast):
        found = prepare_ballots(**secretary(cast, make_running(cast)))
        moved = self.values(found, ballot_until=found.ballot_until + A_DAY)
        given = {"version": found.version, **secretary(cast, found)}
        refused(rounds.BALLOT_STANDS, adjust_round, values=moved, **given)
        assert adjust_round(values=self.values(found, peers_until=date(2026, 12, 2)), **given)

    def test_only_while_it_runs_and_only_by_the_secretary(self, cast):
        found = make_decided(cast)
        given = {"values": self.values(found), "version": found.version}
        sentence = rounds.WRONG_STATE.format(state="已评定，待通报")
        refused(sentence, adjust_round, **given, **secretary(cast, found))
        other = {"user": cast.users["committee"], "round_id": found.pk, "now": NOW}
        refused(rounds.ONLY_SECRETARY, adjust_round, **given, **other)


class TestVoteOnPaper:
    def totals(self, found, n=9):
        graded = found.participants.filter(is_graded=True).count()
        return [{Mark.QUALIFIED: n}] * graded

    def test_its_totals_take_the_place_of_a_ballot(self, cast):
        found = make_running(cast)
        found = record_paper_ballot(totals=self.totals(found), papers=9, **secretary(cast, found))
        assert found.members_poll.on_paper
        step = next(step for step in progress_of(found, NOW) if step.label == "民主测评")
        assert (step.state, step.done, step.all) == ("done", 9, 9)
        refused(
            rounds.ALREADY_VOTING,
            record_paper_ballot,
            totals=self.totals(found),
            papers=9,
            **secretary(cast, found),
        )
        grade_everybody(cast, found)
        decided = decide(meeting=make_archived(cast), over_cap_reason="", **secretary(cast, found))
        assert decided.state == RoundState.DECIDED

    def test_no_more_papers_than_voters_and_every_row_adds_up(self, cast):
        found = make_running(cast)
        who = secretary(cast, found)
        refused(rounds.TOO_MANY_PAPERS, record_paper_ballot, totals=self.totals(found, 10), papers=10, **who)
        refused(
            counting.PAPER_DOES_NOT_FIT, record_paper_ballot, totals=self.totals(found, 8), papers=9, **who
        )
        assert Round.objects.get().members_poll is None

    def test_it_takes_the_place_of_a_ballot_that_too_few_came_to(self, cast):
        found = prepare_ballots(**secretary(cast, make_running(cast)))
        voted_and_counted(cast, found.members_poll, voters=4)
        found = Round.objects.get()
        grade_everybody(cast, found)
        refused(
            rounds.NOT_COUNTED,
            decide,
            meeting=make_archived(cast),
            over_cap_reason="",
            **secretary(cast, found),
        )
        again = record_paper_ballot(totals=self.totals(found), papers=9, **secretary(cast, found))
        assert again.members_poll.on_paper


def test_nothing_is_told_before_it_is_announced(cast):
    found = make_decided(cast)
    participant = part(found, cast, "member")
    mine = {"person_id": cast.people["member"].pk, "participant_id": participant.pk, "now": NOW}
    sentence = opinions.NOT_NOW.format(state="已评定，待通报")
    refused(sentence, acknowledge, **mine)
    announce(**secretary(cast, found))
    assert acknowledge(**mine).acknowledged_at == NOW


def test_a_round_of_last_year_may_run_until_march(cast):
    plan = {"user": cast.users["secretary"], "branch_id": cast.branch.pk, "values": {"plan": "补"}}
    march = NOW.replace(year=2027, month=3, day=31)
    assert plan_round(year=2026, now=march, **plan).year == 2026
    april = march + A_DAY
    refused(
        rounds.TOO_LATE.format(year=2026, day="3月31日"), plan_round, year=2026, version=1, now=april, **plan
    )
    assert date(2027, 4, 1) == april.date()
