"""What the wizard, the table of opinions and one's own page are made of."""

from datetime import timedelta

import pytest

from activities.evaluations.choices import Step
from activities.evaluations.commands import record_talk, review_peers, save_self_review
from activities.evaluations.models import MendItem, Round
from activities.evaluations.queries.evidence import evidence
from activities.evaluations.queries.rounds import opinion_lines, own_part, progress_of, rounds_for
from activities.meetings.choices import Presence
from tests.activities.feedback.feedback_world import answered, measure_of
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW, TODAY

from .round_world import make_announced, make_balloted, make_planned_round, make_running, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)


def test_a_planned_round_is_the_committees_a_running_one_everybodys_who_takes_part(cast):
    found = make_planned_round(cast)
    seen = {role for role in cast.users if rounds_for(cast.users[role], TODAY).exists()}
    assert seen == {"secretary", "committee", "committee_only"}
    Round.objects.filter(pk=found.pk).delete()
    make_running(cast)
    seen = {role for role in cast.users if rounds_for(cast.users[role], TODAY).exists()}
    assert seen == {"secretary", "committee", "committee_only", "leader", "member"}


def test_the_steps_tell_how_far_a_round_is(cast, django_assert_max_num_queries):
    found = make_running(cast)
    member = {"person_id": cast.people["member"].pk, "round_id": found.pk, "now": NOW}
    words = {"done": "a", "lacking": "b", "mending": "c"}
    save_self_review(words=words, facts=[], version=0, hand_in=True, **member)
    review_peers(reviews={part(found, cast, "leader").pk: (5, "")}, **member)
    pair = {"one_id": cast.people["secretary"].pk, "other_id": cast.people["member"].pk}
    record_talk(user=cast.users["secretary"], round_id=found.pk, on=TODAY, now=NOW, **pair)
    with django_assert_max_num_queries(7):
        steps = {one.step: (one.state, one.words) for one in progress_of(Round.objects.get(), NOW)}
    assert steps == {
        Step.PLAN: ("done", ""),
        Step.STUDY: ("current", "2/9"),
        Step.SELF: ("current", "1/9"),
        Step.PEERS: ("current", "1/72"),
        Step.BALLOT: ("todo", ""),
        Step.OPINION: ("todo", "0/8"),
        Step.ANNOUNCED: ("todo", "0/8"),
    }
    late = {one.step: one.state for one in progress_of(Round.objects.get(), NOW + 10 * A_DAY)}
    assert (late[Step.SELF], late[Step.PEERS]) == ("done", "done")


def test_the_table_of_opinions_asks_as_much_for_many_as_for_one(cast, django_assert_num_queries):
    found = make_balloted(cast)
    with django_assert_num_queries(10):
        lines = opinion_lines(Round.objects.get(pk=found.pk), NOW)
    assert len(lines) == 8 and lines[0].counts.in_order == [0, 9, 0, 0, 0]
    assert (lines[0].peers, lines[0].has_self_review, lines[0].appraisal) == (None, False, None)


def test_evidence_stands_beside_the_name_and_opens_its_records_r_eva_5(cast):
    person = cast.people["member"]
    make_archived(cast)
    for _ in range(3):
        answered(cast, 5, NOW - 3 * A_DAY, lawyers=("member",))
    measure_of(cast, person=person)
    found = {one.label: one for one in evidence([person.pk], 2026, NOW)[person.pk]}
    assert (found["客户反馈"].value, found["客户反馈"].note) == ("5.0", "3 份，回收率 100%，非常满意 3")
    assert found["投诉"].value == "1 件"
    assert all(one.url.startswith("/") for one in found.values())


def test_what_no_slice_keeps_is_left_out_and_not_zero(cast):
    person = cast.people["seventh"]
    assert evidence([person.pk], 2026, NOW) == {person.pk: []}


def test_what_was_to_be_mended_is_carried_into_the_next_year(cast):
    found = make_announced(cast)
    Round.objects.filter(pk=found.pk).update(year=2025)
    MendItem.objects.filter(participant__person=cast.people["member"]).update(done_on=TODAY)
    figures = evidence([cast.people["member"].pk], 2026, NOW)[cast.people["member"].pk]
    assert ("上年整改", "多参加学习", "已完成") in {(one.label, one.value, one.note) for one in figures}


def test_ones_own_part_shows_the_grade_only_once_it_is_announced(cast):
    found = make_balloted(cast)
    mine = own_part(found, cast.people["member"].pk)
    assert (mine.to_review, mine.reviewed, len(mine.polls), mine.appraisal) == (8, 0, 2, None)
    assert own_part(found, cast.people["lawyer"].pk) is None


def test_leave_stands_apart_from_attendance(cast):
    meeting = make_archived(cast)
    row = meeting.attendance.filter(is_guest=False, presence=Presence.PRESENT).first()
    figures = {one.label: one for one in evidence([row.person_id], 2026, NOW)[row.person_id]}
    assert figures["出勤"].value == "100%" and "请假" not in figures["出勤"].note
