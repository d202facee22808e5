"""What a round tells people, and when."""

from datetime import date, timedelta

import pytest

from activities.evaluations.commands import acknowledge, object_to, reply_to, save_self_review
from activities.evaluations.models import Appraisal, Participant
from activities.evaluations.queries.due import due_items, notice_context
from lawfirm_party.common.dates import at
from tests.activities.evaluations.round_world import YEAR, make_announced, make_decided, make_running, part
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_MINUTE = timedelta(minutes=1)
WORDS = {"done": "办案", "lacking": "学习", "mending": "改"}


def told(rule, since, now):
    return [item for item in due_items(since, now) if item.rule == rule]


def hand_in(cast, found, role):
    person_id = cast.people[role].pk
    save_self_review(
        person_id=person_id, round_id=found.pk, words=WORDS, facts=[], version=0, now=NOW, hand_in=True
    )


def words(rule, item, person, now=NOW):
    return notice_context(rule, item.object_id, item.occurrence, person, now)


def test_everybody_who_fills_in_is_told_once_that_it_began(cast):
    found = make_running(cast)
    item = told("evaluation_open", NOW - A_MINUTE, NOW)[0]
    assert len(item.person_ids) == Participant.objects.filter(fills=True).count() == 9
    assert item.branch_id == cast.branch.pk and item.useful_until == at(date(2026, 11, 28), 0)
    assert told("evaluation_open", NOW, NOW + A_MINUTE) == []
    said = words("evaluation_open", item, cast.people["member"])
    assert said["path"] == f"/evaluation/{found.year}/" and "11月25日（周三）截止" in said["text"]
    assert words("evaluation_open", item, cast.people["outsider"]) is None


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2026, 11, 23), 0), (date(2026, 11, 24), 1), (date(2026, 11, 25), 0), (date(2026, 11, 27), 1)],
)
def test_who_has_not_handed_in_is_told_three_days_before_and_on_the_last_day(cast, day, count):
    found = make_running(cast, self_until=date(2026, 11, 27), peers_until=date(2026, 12, 20))
    hand_in(cast, found, "member")
    morning = at(day, 9)
    items = told("self_review_due", morning - A_MINUTE, morning)
    assert len(items) == count
    if items:
        assert cast.people["member"].pk not in items[0].person_ids
        assert len(items[0].person_ids) == 8
        assert words("self_review_due", items[0], cast.people["member"], morning) is None
        assert (
            words("self_review_due", items[0], cast.people["leader"], morning)["path"]
            == "/evaluation/2026/self/"
        )


def test_who_has_not_reviewed_every_colleague_is_told(cast):
    make_running(cast, self_until=date(2026, 12, 20), peers_until=date(2026, 11, 27))
    morning = at(date(2026, 11, 27), 9)
    (item,) = told("peers_due", morning - A_MINUTE, morning)
    assert len(item.person_ids) == 9
    assert "党员互评11月27日（周五）截止" in words("peers_due", item, cast.people["leader"], morning)["text"]


def test_the_result_goes_to_its_owner_without_the_grade(cast):
    make_announced(cast)
    items = told("grade_told", NOW - A_MINUTE, NOW)
    assert len(items) == 8 and all(len(item.person_ids) == 1 for item in items)
    row = Appraisal.objects.get(participant__person=cast.people["member"])
    item = next(item for item in items if item.object_id == str(row.pk))
    said = words("grade_told", item, cast.people["member"])
    assert said["path"] == "/evaluation/2026/mine/" and row.get_grade_display() not in str(said)
    assert words("grade_told", item, cast.people["leader"]) is None
    acknowledge(person_id=cast.people["member"].pk, participant_id=row.participant_id, now=NOW)
    assert words("grade_told", item, cast.people["member"]) is None


def test_an_objection_goes_to_the_secretary_and_its_answer_back(cast):
    found = make_announced(cast)
    mine = part(found, cast, "member")
    object_to(person_id=mine.person_id, participant_id=mine.pk, text="请复核学时", now=NOW + A_MINUTE)
    (item,) = told("grade_objected", NOW, NOW + A_MINUTE)
    assert item.person_ids == (cast.people["secretary"].pk,)
    said = words("grade_objected", item, cast.people["secretary"])
    assert said["path"] == f"/evaluation/{YEAR}/opinions/{mine.pk}/" and "学时" not in str(said)
    assert words("grade_objected", item, cast.people["member"]) is None
    reply_to(user=cast.users["committee"], participant_id=mine.pk, text="已复核", now=NOW + 2 * A_MINUTE)
    assert words("grade_objected", item, cast.people["secretary"]) is None
    (answer,) = told("objection_replied", NOW + A_MINUTE, NOW + 2 * A_MINUTE)
    assert answer.person_ids == (mine.person_id,)
    assert words("objection_replied", answer, cast.people["member"])["path"] == "/evaluation/2026/mine/"


def test_a_round_that_is_decided_reminds_nobody(cast):
    make_decided(cast)
    morning = at(date(2026, 11, 25), 9)
    assert told("self_review_due", morning - A_MINUTE, morning) == []
    assert told("evaluation_open", NOW - A_MINUTE, NOW) == []
