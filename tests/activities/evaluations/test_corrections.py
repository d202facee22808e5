"""An objection that is upheld: another grade, decided in a meeting since the objection, in the reply."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from activities.evaluations.choices import Grade
from activities.evaluations.commands import acknowledge, object_to, opinions, reply_to, write_disposal_step
from activities.evaluations.models import Appraisal, DisposalCase, Round
from activities.evaluations.queries.grades import grades_by_year
from activities.evaluations.rules import Correction
from activities.meetings.models import Meeting
from tests.conftest import NOW, TODAY

from .round_world import make_announced, part
from .test_commands import refused
from .test_papers import ask, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)
ROOT = "/evaluation/2026/"


def objected(cast, now=NOW, **changed):
    """Somebody's Participant in an announced round, who knows the result and objects."""
    found = make_announced(cast, **{"member": Grade.QUALIFIED} | changed)
    one = part(found, cast, "member")
    mine = {"person_id": one.person_id, "participant_id": one.pk, "now": now}
    acknowledge(**mine)
    object_to(text="请再看办案数", **mine)
    return one


def answer(cast, one, to=Grade.BASIC, **changed):
    """What reply_to is given: the correction's values by name, where they differ."""
    values = {"grade": to, "reasons": "复核了学习记录", "meeting": Meeting.objects.get()} | changed
    reply = {"user": cast.users["committee"], "participant_id": one.pk, "text": "经复核更正", "now": NOW}
    return reply | {"correction": Correction(**values)}


def test_an_upheld_objection_changes_the_grade_in_a_named_meeting(cast):
    one = objected(cast)
    before = grades_by_year(cast.branch.firm_id)[2026]
    corrected = reply_to(**answer(cast, one))
    stored = Appraisal.objects.get(pk=corrected.pk)
    assert (stored.grade, stored.reasons, stored.reply) == (Grade.BASIC, "复核了学习记录", "经复核更正")
    assert stored.corrected_in == Meeting.objects.get()
    assert (stored.told_at, stored.acknowledged_at) == (NOW, None)
    after = grades_by_year(cast.branch.firm_id)[2026]
    assert before[Grade.QUALIFIED] - after[Grade.QUALIFIED] == 1
    assert after[Grade.BASIC] - before[Grade.BASIC] == 1


def test_a_reply_without_a_correction_leaves_the_grade_and_what_was_acknowledged(cast):
    one = objected(cast)
    stored = reply_to(**answer(cast, one) | {"correction": None})
    assert (stored.grade, stored.corrected_in, stored.acknowledged_at) == (Grade.QUALIFIED, None, NOW)


def test_a_correction_names_another_grade_its_reasons_and_a_meeting(cast):
    one = objected(cast)
    for sentence, changed, name in (
        (opinions.SAME_GRADE, {"to": Grade.QUALIFIED}, "grade"),
        (opinions.NEEDS_REVIEW, {"meeting": None}, "meeting"),
        (opinions.NEEDS_REASONS, {"reasons": " "}, "reasons"),
    ):
        assert refused(sentence, reply_to, **answer(cast, one, **changed)).field == name
    assert not Appraisal.objects.filter(replied_at__isnull=False).exists()


def test_a_meeting_from_before_the_objection_corrects_nothing(cast):
    one = objected(cast, now=NOW + A_DAY)
    refused(opinions.NEEDS_REVIEW, reply_to, **answer(cast, one))
    page = text_of(cast.client("committee").get(f"{ROOT}opinions/{one.pk}/"))
    assert "还没有开过可以选的会议" in page


def test_one_more_excellent_than_the_cap_needs_a_reason_of_its_own_r_eva_2(cast):
    one = objected(cast, excellent=3, member=Grade.BASIC)
    excellent = {"to": Grade.EXCELLENT}
    refusal = refused(opinions.OVER_CAP.format(n=3, cap=2), reply_to, **answer(cast, one, **excellent))
    assert refusal.field == "over_cap_reason"
    reply_to(**answer(cast, one, over_cap_reason="上级表彰", **excellent))
    assert Round.objects.get().over_cap_reason == "上级表彰"


def test_within_the_cap_no_reason_is_kept_r_eva_2(cast):
    one = objected(cast, member=Grade.BASIC)
    reply_to(**answer(cast, one, to=Grade.EXCELLENT, over_cap_reason="多写的"))
    assert Round.objects.get().over_cap_reason == ""


def test_who_is_no_longer_unqualified_has_no_case_that_was_not_begun(cast):
    one = objected(cast, member=Grade.UNQUALIFIED)
    reply_to(**answer(cast, one))
    assert not DisposalCase.objects.exists()


def test_a_case_that_was_begun_stays_to_be_ended_in_words(cast):
    one = objected(cast, member=Grade.UNQUALIFIED)
    case = DisposalCase.objects.get()
    DisposalCase.objects.update(kind="correct")
    step = {"case_id": case.pk, "step": "proposed", "on": TODAY, "note": ""}
    write_disposal_step(user=cast.users["secretary"], now=NOW, **step)
    reply_to(**answer(cast, one))
    assert DisposalCase.objects.get().done.count() == 1


def test_a_correction_without_a_reply_is_never_stored(cast):
    one = objected(cast)
    with pytest.raises(IntegrityError, match="grade_corrected_with_a_reply"), transaction.atomic():
        Appraisal.objects.filter(participant=one).update(corrected_in=Meeting.objects.get())


def test_the_committee_corrects_on_the_page_and_the_person_reads_it_there(cast):
    one = objected(cast)
    committee, page = cast.client("committee"), f"{ROOT}opinions/{one.pk}/"
    text = text_of(committee.get(page))
    assert "更正等次" in text and "维持原等次（合格）" in text
    words = {"text": "经复核更正", "grade": "excellent", "reasons": "办案突出"}
    lacking = committee.post(f"{page}reply/", words)
    assert lacking.status_code == 422 and opinions.NEEDS_REVIEW in text_of(lacking)
    given = words | {"meeting": Meeting.objects.get().pk, "nonce": "n-1"}
    assert "还没有开过可以选的会议" not in text
    for _ in range(2):
        assert committee.post(f"{page}reply/", given).url == page
    text = text_of(committee.get(page))
    assert "经复核更正，依据" in text and "已更正" in text and opinions.ALREADY_REPLIED not in text
    text = text_of(cast.client("member").get(f"{ROOT}mine/"))
    assert "优秀" in text and "（经复核更正）" in text and "我已知悉" in text
    text = text_of(ask(cast, "member", "registration.docx"))
    assert "等次：优秀" in text and "等次经复核更正" in text
