"""After 不合格: a checklist with its clocks, never an act (R-DIS), and what is to be mended."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from activities.evaluations.choices import Disposal, DisposalStep, Grade
from activities.evaluations.commands import (
    choose_disposal,
    disposals,
    end_disposal,
    finish_mend_item,
    grade,
    mending,
    opinions,
    return_self_review,
    save_self_review,
    write_disposal_step,
    writing,
)
from activities.evaluations.models import DisposalCase, MendItem, PeerReview, SelfReview
from activities.evaluations.queries.disposals import disposal_page
from activities.evaluations.queries.evidence import evidence
from members.models import Membership, PartyStanding, Restriction
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW, TODAY

from .round_world import (
    grade_everybody,
    make_announced,
    make_balloted,
    make_decided,
    make_running,
    part,
    told_things,
)
from .test_commands import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
A_DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    return told_things(cast.branch, cast.people["member"], cast.users["secretary"], make_archived(cast))[
        "case"
    ]


def who(cast, case, role="secretary", now=NOW):
    return {"user": cast.users[role], "case_id": case.pk, "now": now}


def walk(cast, case, steps, on=TODAY):
    for step in steps:
        write_disposal_step(step=step, on=on, note="", **who(cast, case))


class TestThePath:
    def test_a_grade_opens_a_case_and_changes_nobodys_standing(self, cast):
        before = [list(model.objects.values()) for model in (PartyStanding, Restriction, Membership)]
        make_announced(cast, member=Grade.UNQUALIFIED)
        opened = DisposalCase.objects.get()
        assert opened.participant.person == cast.people["member"] and opened.kind == ""
        choose_disposal(kind=Disposal.REMOVE, **who(cast, opened))
        walk(cast, opened, DisposalStep)
        end_disposal(ending="已除名", **who(cast, opened))
        assert [list(model.objects.values()) for model in (PartyStanding, Restriction, Membership)] == before

    def test_its_steps_go_one_after_the_other(self, cast, case):
        step = {"step": DisposalStep.PROPOSED, "on": TODAY, "note": " 第3次 "}
        refused(disposals.NEEDS_KIND, write_disposal_step, **step, **who(cast, case))
        choose_disposal(kind=Disposal.CORRECT, **who(cast, case))
        sentence = disposals.NOT_NEXT.format(step="支部委员会提出处置意见")
        refused(sentence, write_disposal_step, **{**step, "step": DisposalStep.TALKED}, **who(cast, case))
        refused(disposals.TO_COME, write_disposal_step, **{**step, "on": TODAY + A_DAY}, **who(cast, case))
        assert write_disposal_step(**step, **who(cast, case)).note == "第3次"
        earlier = {"step": DisposalStep.FILED, "on": TODAY - A_DAY, "note": ""}
        refused(
            disposals.BEFORE.format(day="2026年11月18日"), write_disposal_step, **earlier, **who(cast, case)
        )
        walk(cast, case, list(DisposalStep)[1:])
        refused(disposals.ALL_DONE, write_disposal_step, **step, **who(cast, case))

    def test_what_is_proposed_stands_once_a_step_was_taken_and_what_ends_early_was_none(self, cast, case):
        choose_disposal(kind=Disposal.REMOVE, **who(cast, case))
        choose_disposal(kind="", **who(cast, case))
        choose_disposal(kind=Disposal.CORRECT, **who(cast, case))
        walk(cast, case, [DisposalStep.PROPOSED])
        for kind in ("", Disposal.REMOVE, Disposal.CORRECT):
            refused(disposals.STARTED, choose_disposal, kind=kind, **who(cast, case))
        refused(disposals.NEEDS_ENDING, end_disposal, ending=" ", **who(cast, case))
        ended = end_disposal(ending="上级没有同意，继续教育转化", **who(cast, case))
        assert (ended.closed_at, ended.kind) == (NOW, "")
        refused(disposals.CLOSED, choose_disposal, kind=Disposal.CORRECT, **who(cast, case))

    def test_a_path_that_was_walked_to_its_end_keeps_its_kind(self, cast, case):
        choose_disposal(kind=Disposal.PERSUADE, **who(cast, case))
        walk(cast, case, DisposalStep)
        assert end_disposal(ending="已劝退", **who(cast, case)).kind == Disposal.PERSUADE

    def test_nobody_writes_what_is_about_themselves(self, cast):
        things = told_things(
            cast.branch, cast.people["secretary"], cast.users["committee"], make_archived(cast)
        )
        refused(disposals.NOT_OWN, choose_disposal, kind=Disposal.CORRECT, **who(cast, things["case"]))

    def test_nothing_is_preselected_and_something_must_be_chosen(self, cast, case):
        client, root = cast.client("secretary"), f"/evaluation/2025/disposals/{case.pk}/"
        assert " checked" not in client.get(root).content.decode().split("<main")[1].split("</main")[0]
        assert client.post(f"{root}kind/", {}).status_code == 422
        assert client.post(f"{root}kind/", {"kind": "none"}).status_code == 302

    def test_the_secretary_alone_writes_it(self, cast, case):
        for role in ("committee", "member", "outsider"):
            refused(disposals.ONLY_SECRETARY, choose_disposal, kind=Disposal.CORRECT, **who(cast, case, role))

    def test_before_the_announcement_there_is_no_path(self, cast):
        make_decided(cast, member=Grade.UNQUALIFIED)
        opened = DisposalCase.objects.get()
        refused(disposals.NOT_YET, choose_disposal, kind=Disposal.CORRECT, **who(cast, opened))
        assert cast.client("secretary").get(f"/evaluation/2026/disposals/{opened.pk}/").status_code == 404

    def test_its_clock_runs_from_the_decision(self, cast, case):
        choose_disposal(kind=Disposal.CORRECT, **who(cast, case))
        assert disposal_page(DisposalCase.objects.get(pk=case.pk)).clock is None
        walk(cast, case, list(DisposalStep)[:-1])
        page = disposal_page(DisposalCase.objects.get(pk=case.pk))
        assert page.clock == (date(2027, 5, 17), date(2027, 11, 17))
        assert page.following == DisposalStep.TOLD

    def test_a_closed_case_says_how_it_ended(self, case):
        with pytest.raises(IntegrityError), transaction.atomic():
            DisposalCase.objects.filter(pk=case.pk).update(closed_at=NOW)

    def test_the_page_leads_through_it(self, cast, case):
        client, root = cast.client("secretary"), f"/evaluation/2025/disposals/{case.pk}/"
        assert "处置程序" in client.get("/evaluation/2025/").content.decode()
        assert "不改变党内身份和权利" in client.get(root).content.decode()
        client.post(f"{root}kind/", {"kind": "correct"})
        late = client.post(f"{root}step/", {"step": "proposed", "on": "2026-11-19"})
        assert late.status_code == 422 and "日期不能晚于今天" in late.content.decode()
        client.post(f"{root}step/", {"step": "proposed", "on": "2026-11-18", "note": "第3次支委会"})
        page = cast.client("committee").get(root).content.decode()
        assert "2026年11月18日，第3次支委会" in page and "/disposals/" not in page.split("<main")[1]
        assert client.post(f"{root}end/", {"ending": ""}).status_code == 422


class TestMending:
    def test_the_person_or_the_committee_says_that_it_is_done(self, cast, case):
        item = MendItem.objects.get()
        given = {"item_id": item.pk, "on": TODAY, "note": " 写了心得 ", "now": NOW}
        assert finish_mend_item(user=cast.users["member"], **given).note == "写了心得"
        assert finish_mend_item(user=cast.users["committee"], **{**given, "note": ""}).done_on == TODAY
        refused(mending.NOT_YOURS, finish_mend_item, user=cast.users["leader"], **given)
        refused(
            mending.TO_COME, finish_mend_item, user=cast.users["member"], **{**given, "on": TODAY + A_DAY}
        )
        refused(
            mending.TOO_EARLY, finish_mend_item, user=cast.users["member"], **{**given, "on": TODAY - A_DAY}
        )

    def test_not_before_the_result_is_told(self, cast):
        make_decided(cast)
        item = MendItem.objects.filter(participant__person=cast.people["member"]).get()
        given = {"item_id": item.pk, "on": TODAY, "note": "", "now": NOW}
        refused(mending.NOT_TOLD, finish_mend_item, user=cast.users["member"], **given)

    def test_what_was_said_wrongly_is_put_right_on_the_page(self, cast, case):
        item, client = MendItem.objects.get(), cast.client("member")
        address = f"/evaluation/2025/mended/{item.pk}/"
        client.post(address, {"done_on": "2026-11-18", "note": "写了心碟"})
        page = client.get("/evaluation/2025/mine/").content.decode()
        assert f'action="{address}"' in page and 'value="2026-11-18"' in page and 'value="写了心碟"' in page
        client.post(address, {"done_on": "2026-11-18", "note": "写了心得"})
        assert MendItem.objects.get().note == "写了心得"

    def test_the_page_and_the_next_years_evidence_tell_it(self, cast, case):
        item, person = MendItem.objects.get(), cast.people["member"]
        assert evidence([person.pk], 2026, NOW)[person.pk][-1].note == "未完成"
        answer = cast.client("member").post(f"/evaluation/2025/mended/{item.pk}/", {"done_on": "2026-11-18"})
        assert answer["Location"] == "/evaluation/2025/mine/"
        assert "已完成" in cast.client("member").get("/evaluation/2025/mine/").content.decode()
        assert evidence([person.pk], 2026, NOW)[person.pk][-1].note == "已完成"
        other = cast.client("committee").post(f"/evaluation/2025/mended/{item.pk}/", {"done_on": "x"})
        assert other["Location"] == f"/evaluation/2025/opinions/{item.participant_id}/"


class TestOpinionOfOneself:
    def test_another_of_the_committee_writes_it(self, cast):
        found = make_balloted(cast)
        one = part(found, cast, "committee")
        given = {
            "participant_id": one.pk,
            "grade": Grade.EXCELLENT,
            "reasons": "好",
            "mend": [],
            "version": 0,
            "now": NOW,
        }
        refused(opinions.NOT_OWN, grade, user=cast.users["committee"], **given)
        page = cast.client("committee").get(f"/evaluation/2026/opinions/{one.pk}/").content.decode()
        assert "本人的评定意见由其他委员填写" in page and 'name="grade"' not in page
        assert grade(user=cast.users["secretary"], **given).grade == Grade.EXCELLENT

    def test_whoever_is_alone_in_the_committee_writes_it(self, cast):
        found = make_balloted(cast)
        cast.term.seats.exclude(person=cast.people["secretary"]).delete()
        one = part(found, cast, "secretary")
        given = {
            "participant_id": one.pk,
            "grade": Grade.BASIC,
            "reasons": "好",
            "mend": [],
            "version": 0,
            "now": NOW,
        }
        assert grade(user=cast.users["secretary"], **given).grade == Grade.BASIC

    def test_colleagues_words_come_by_their_text_and_never_to_whom_they_are_about(self, cast):
        found = make_running(cast)
        about = part(found, cast, "committee")
        for role, words in (("member", "乙意见"), ("leader", "丙意见"), ("secretary", "甲意见")):
            PeerReview.objects.create(by=part(found, cast, role), about=about, mark=4, words=words, at=NOW)
        address = f"/evaluation/2026/opinions/{about.pk}/"
        page = cast.client("secretary").get(address).content.decode()
        places = [page.index(words) for words in sorted(("乙意见", "丙意见", "甲意见"))]
        assert places == sorted(places)
        assert "意见</li>" not in cast.client("committee").get(address).content.decode()


class TestReturnedSelfReview:
    def hand_in(self, cast, found):
        words = {"done": "办案", "lacking": "学习", "mending": "改"}
        person_id = cast.people["member"].pk
        save_self_review(
            person_id=person_id, round_id=found.pk, words=words, facts=[], version=0, now=NOW, hand_in=True
        )

    def test_the_secretary_gives_it_back_and_it_is_handed_in_again(self, cast):
        found = make_running(cast)
        given = {
            "user": cast.users["secretary"],
            "participant_id": part(found, cast, "member").pk,
            "now": NOW,
        }
        refused(writing.NOTHING_TO_RETURN, return_self_review, **given)
        self.hand_in(cast, found)
        refused(writing.ONLY_SECRETARY, return_self_review, **{**given, "user": cast.users["committee"]})
        late = {**given, "now": NOW + 8 * A_DAY}
        refused(writing.SELF_OVER.format(day="11月25日"), return_self_review, **late)
        assert return_self_review(**given).handed_in_at is None
        assert SelfReview.objects.get().done == "办案"
        page = cast.client("member").get("/evaluation/2026/self/").content.decode()
        assert "<textarea" in page

    def test_not_after_the_round_was_decided(self, cast):
        found = make_balloted(cast)
        self.hand_in(cast, found)
        grade_everybody(cast, found)
        found.state, found.meeting, found.decided_at = "decided", make_archived(cast), NOW
        found.save()
        given = {
            "user": cast.users["secretary"],
            "participant_id": part(found, cast, "member").pk,
            "now": NOW,
        }
        refused(writing.NOT_RUNNING.format(state="已评定，待通报"), return_self_review, **given)
