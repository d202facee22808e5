"""A round as its pages lead through it."""

import re

import pytest

from activities.ballots.commands import void_poll
from activities.evaluations.commands import record_paper_ballot
from activities.evaluations.models import Appraisal, Participant, PeerReview, Round, SelfReview
from lawfirm_party.common.dates import local
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW

from .round_world import (
    grade_everybody,
    make_announced,
    make_balloted,
    make_planned_round,
    make_running,
    part,
    voted_and_counted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ROOT = "/evaluation/2026/"


def chosen_in(page):
    return re.findall(r'name="mark-\d+"[^>]* checked', page)


def text_of(page):
    return page.content.decode()


def test_the_secretary_plans_and_opens_a_round(cast):
    client = cast.client("secretary")
    assert client.get("/evaluation/")["Location"] == "/evaluation/2026/plan/"
    words = {
        "plan": "学习、谈话、评议",
        "cap_base": "graded",
        "probationary_fill": "on",
        "self_until": "2026-11-25",
        "peers_until": "2026-11-27",
        "ballot_until": "2026-11-30T18:00",
        "scrutineer": cast.people["leader"].pk,
        "version": 0,
    }
    assert client.post(f"{ROOT}plan/", {**words, "plan": ""}).status_code == 422
    assert client.post(f"{ROOT}plan/", words)["Location"] == ROOT
    assert "开始评议" in text_of(client.get(ROOT))
    client.post(f"{ROOT}open/")
    assert Participant.objects.filter(is_graded=True).count() == 8
    assert "优秀一般不超过 2 人" in text_of(client.get(ROOT))


def test_each_role_finds_the_round_or_not(cast):
    make_running(cast)
    found = {role: cast.client(role).get(ROOT).status_code for role in cast.users}
    seen = {"secretary", "committee", "committee_only", "leader", "member"}
    assert {role for role, status in found.items() if status == 200} == seen
    assert "组织评定</h2>" not in text_of(cast.client("member").get(ROOT))


def test_a_member_writes_saves_and_hands_in(cast):
    make_running(cast)
    client = cast.client("member")
    words = {"done": "办案42件", "lacking": "", "mending": "", "version": 0}
    assert client.post(f"{ROOT}self/", words)["Location"] == f"{ROOT}self/"
    saved = client.post(f"{ROOT}self/", {**words, "version": 1}, headers={"X-Autosave": "1"})
    assert saved.json() == {"saved": f"{local(NOW):%H:%M}", "version": 2}
    assert client.post(f"{ROOT}self/", {**words, "version": 1})["Location"] == f"{ROOT}self/"
    elsewhere = {**words, "done": "办案43件", "version": 1}
    late = client.post(f"{ROOT}self/", elsewhere)
    assert late.status_code == 409 and "办案42件" in text_of(late) and "办案43件" in text_of(late)
    asked = client.post(f"{ROOT}self/", elsewhere, headers={"X-Autosave": "1"})
    assert asked.status_code == 409 and "核对" in asked.json()["message"]
    words["version"] = SelfReview.objects.get().version
    short = client.post(f"{ROOT}self/", {**words, "hand_in": "1"})
    assert short.status_code == 422 and "请填写“存在的问题”" in text_of(short)
    full = {**words, "lacking": "学习不够", "mending": "每周学习", "hand_in": "1"}
    assert client.post(f"{ROOT}self/", full)["Location"] == ROOT
    assert SelfReview.objects.get().handed_in_at == NOW
    assert client.post(f"{ROOT}self/", full)["Location"] == ROOT
    assert client.post(f"{ROOT}self/", {**full, "done": "别的"}).status_code == 422
    handed_in = text_of(client.get(f"{ROOT}self/"))
    assert "每周学习" in handed_in and "<textarea" not in handed_in


def test_a_member_reviews_colleagues_on_one_page(cast):
    found = make_running(cast)
    one, other, mine = (part(found, cast, role).pk for role in ("leader", "secretary", "member"))
    client = cast.client("member")
    page = text_of(client.get(f"{ROOT}peers/"))
    assert page.count('role="radiogroup"') == 8 and not chosen_in(page)
    assert f"mark-{mine}" not in page
    low = client.post(f"{ROOT}peers/", {f"mark-{one}": "2", f"mark-{other}": "5"})
    assert low.status_code == 422 and "请写明意见" in text_of(low)
    unmarked = client.post(f"{ROOT}peers/", {f"words-{one}": "认真"})
    assert unmarked.status_code == 422 and "请选一项" in text_of(unmarked)
    assert not PeerReview.objects.exists()
    given = {f"mark-{one}": "2", f"words-{one}": "少到会", f"mark-{other}": "5", f"mark-{mine}": "5"}
    assert client.post(f"{ROOT}peers/", given)["Location"] == f"{ROOT}peers/"
    assert PeerReview.objects.count() == 2
    page = text_of(client.get(f"{ROOT}peers/"))
    assert len(chosen_in(page)) == 2 and "少到会" in page and "已评 2 人，共 8 人" in page
    rest = found.participants.filter(fills=True).exclude(pk__in=[one, other, mine])
    done = client.post(f"{ROOT}peers/", {f"mark-{pk}": "4" for pk in rest.values_list("pk", flat=True)})
    assert done["Location"] == ROOT and PeerReview.objects.count() == 8


def test_the_committee_writes_opinions_and_the_secretary_submits_them(cast):
    found = make_balloted(cast)
    one = part(found, cast, "member")
    client = cast.client("committee")
    page = text_of(client.get(f"{ROOT}opinions/{one.pk}/"))
    assert "优秀 0 票，合格 9 票" in page
    words = {"grade": "excellent", "reasons": "表现突出", "mend": "多学习\n\n少迟到", "version": 0}
    assert client.post(f"{ROOT}opinions/{one.pk}/", words)["Location"] == ROOT
    assert one.mend_items.count() == 2
    assert client.post(f"{ROOT}opinions/{one.pk}/", words).status_code == 409
    assert cast.client("member").get(f"{ROOT}opinions/{one.pk}/").status_code == 403
    Appraisal.objects.all().delete()
    grade_everybody(cast, found, excellent=3)
    decision = {"meeting": make_archived(cast).pk, "over_cap_reason": ""}
    over = cast.client("secretary").post(f"{ROOT}decide/", decision)
    assert over.status_code == 422 and "超过一般不超过的 2 人" in text_of(over)
    decision["over_cap_reason"] = "省级表彰"
    assert cast.client("secretary").post(f"{ROOT}decide/", decision).status_code == 302
    cast.client("secretary").post(f"{ROOT}announce/")
    assert Round.objects.get().announced_at == NOW


def test_an_item_to_mend_is_never_cut(cast):
    one = part(make_running(cast), cast, "member")
    words = {"grade": "basic", "reasons": "学习偏少", "mend": f"多学习\n{'学' * 201}", "version": 0}
    answer = cast.client("committee").post(f"/evaluation/2026/opinions/{one.pk}/", words)
    assert answer.status_code == 422 and "一项不超过 200 个字" in answer.content.decode()
    assert not one.mend_items.exists()


def test_everybody_reads_and_answers_the_own_result(cast):
    found = make_announced(cast)
    client, one = cast.client("member"), part(found, cast, "member")
    page = text_of(client.get(ROOT))
    assert "评定结果" in page and "没有提交" in page and "待填写" not in page
    client.post(f"{ROOT}mine/acknowledge/")
    client.post(f"{ROOT}mine/object/", {"text": "请再看"})
    stored = Appraisal.objects.get(participant=one)
    assert (stored.acknowledged_at, stored.objection) == (NOW, "请再看")
    assert "请再看" in text_of(cast.client("committee").get(f"{ROOT}opinions/{one.pk}/"))
    cast.client("committee").post(f"{ROOT}opinions/{one.pk}/reply/", {"text": "已核对"})
    assert "已核对" in text_of(client.get(f"{ROOT}mine/"))
    assert cast.client("secretary").post(f"{ROOT}archive/").status_code == 302
    assert Round.objects.get().archived_at == NOW


def test_ballots_are_prepared_from_the_page_as_long_as_one_is_wanting(cast):
    found, client = make_balloted(cast), cast.client("secretary")
    assert "准备选票" not in text_of(client.get(ROOT))
    user = cast.users["secretary"]
    void_poll(user=user, poll_id=found.committee_poll_id, reason="口令丢失", now=NOW)
    assert "准备选票" in text_of(client.get(ROOT))
    client.post(f"{ROOT}ballots/")
    assert Round.objects.get().committee_poll_id != found.committee_poll_id
    assert Round.objects.get().members_poll_id == found.members_poll_id
    assert "准备选票" not in text_of(client.get(ROOT))


def test_after_totals_on_paper_the_committees_own_ballot_is_still_prepared(cast):
    found, client = make_running(cast), cast.client("secretary")
    papers = [{"qualified": 9}] * found.participants.filter(is_graded=True).count()
    user = cast.users["secretary"]
    record_paper_ballot(user=user, round_id=found.pk, totals=papers, papers=9, now=NOW)
    page = text_of(client.get(ROOT))
    assert "准备选票" in page and "登记纸质票数" not in page
    client.post(f"{ROOT}ballots/")
    assert Round.objects.get().members_poll.on_paper and Round.objects.get().committee_poll


def test_totals_of_a_vote_on_paper_are_typed_in(cast):
    found = make_running(cast)
    client = cast.client("secretary")
    assert "登记纸质票数" in text_of(client.get(ROOT))
    graded = list(found.participants.filter(is_graded=True).values_list("person", flat=True))
    counts = {f"n-{person}-qualified": "8" for person in graded} | {
        f"n-{person}-abstain": "1" for person in graded
    }
    wrong = client.post(f"{ROOT}paper/", {**counts, "papers": "9", f"n-{graded[0]}-qualified": "9"})
    assert wrong.status_code == 422 and "加起来应当等于收回的 9 张票" in text_of(wrong)
    assert client.post(f"{ROOT}paper/", {**counts, "papers": "9"})["Location"] == ROOT
    page = text_of(client.get(ROOT))
    assert "0/8/0/0/1" in page and "登记纸质票数" not in page
    again = client.post(f"{ROOT}paper/", {**counts, "papers": "9"})
    assert again.status_code == 422 and "已经有一次测评" in text_of(again)


def test_other_ballots_stand_apart_from_the_members(cast):
    found = make_balloted(cast)
    voted_and_counted(cast, found.committee_poll)
    page = text_of(cast.client("secretary").get(ROOT))
    assert "2026年度支部委员会民主测评" in page and "单独列出，不并入党员测评" in page
    assert "单独列出" not in text_of(cast.client("member").get(ROOT))


def test_talks_are_written_down(cast):
    make_running(cast)
    words = {"one": cast.people["secretary"].pk, "other": cast.people["member"].pk, "on": "2026-11-17"}
    page = cast.client("secretary").post(f"{ROOT}talks/", words, follow=True)
    assert "高书明与丁党明" in text_of(page)


def test_what_is_not_the_round_of_the_year_is_not_there(cast):
    make_planned_round(cast)
    assert cast.client("secretary").get("/evaluation/2019/").status_code == 404
    assert cast.client("secretary").get("/evaluation/2019/plan/").status_code == 404
