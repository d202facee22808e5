"""The papers of a round: whose they are, and what stands in them."""

import io

import pytest
from docx import Document

from activities.evaluations.commands import object_to, prepare_ballots, reply_to, review_peers
from activities.evaluations.models import Round, SelfReview
from lawfirm_party.common.models import AuditEntry
from tests.activities.meetings.record_world import make_archived
from tests.conftest import NOW
from tests.files import pages_of_pdf, words_of_file

from .round_world import (
    announce,
    decide,
    grade_everybody,
    make_announced,
    make_balloted,
    make_decided,
    make_running,
    part,
    voted_and_counted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ROOT = "/evaluation/2026/"
OF_COMMITTEE = ("registrations", "summary", "report")


def ask(cast, role, file):
    return cast.client(role).post(f"{ROOT}file/", {"file": file})


def text_of(answer):
    return "".join(words_of_file(answer).split())


def rich_round(cast):
    """Announced: one self-review, three reviews of one member with words, the committee's ballot counted, an objection answered."""
    found = make_balloted(cast)
    voted_and_counted(cast, found.committee_poll)
    member = part(found, cast, "member")
    for role in ("leader", "secretary", "committee"):
        given = {member.pk: (4, f"{role}写的意见")}
        review_peers(person_id=cast.people[role].pk, round_id=found.pk, reviews=given, now=NOW)
    SelfReview.objects.create(
        participant=member,
        done="办案42件\n带教一人",
        lacking="学习不够",
        mending="每周学习",
        facts=[["出勤", "96%", "24/25"]],
        saved_at=NOW,
        handed_in_at=NOW,
    )
    grade_everybody(cast, found, excellent=3)
    decide(
        user=cast.users["secretary"],
        round_id=found.pk,
        meeting=make_archived(cast),
        over_cap_reason="上级表彰",
        now=NOW,
    )
    announce(user=cast.users["secretary"], round_id=found.pk, now=NOW)
    object_to(person_id=member.person_id, participant_id=member.pk, text="请复核学时", now=NOW)
    reply_to(user=cast.users["committee"], participant_id=member.pk, text="已经复核", now=NOW)
    return Round.objects.get()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_registration_holds_the_whole_year_of_one_person_and_no_colleagues_words(cast, kind):
    rich_round(cast)
    text = text_of(ask(cast, "member", f"registration.{kind}"))
    for words in (
        *("民主评议党员登记表", "2026年度", "转正日期", "党内职务", "办案42件", "带教一人", "学习不够"),
        *(
            "出勤96%（24/25）",
            "收到3份，平均4.0分",
            "优秀0票，合格9票",
            "等次：",
            "理由：表现稳定",
            "多参加学习",
        ),
        *("请复核学时", "已经复核", "本人签字", "支部书记签字"),
    ):
        assert words in text, words
    assert "写的意见" not in text
    others = {person.name for role, person in cast.people.items() if role != "member"}
    assert not [name for name in others if name in text]


def test_the_committee_has_all_registrations_in_one_file_a_page_each(cast):
    rich_round(cast)
    pages, *_ = pages_of_pdf(ask(cast, "committee", "registrations.pdf").content)
    text = "".join(pages)
    assert len(pages) == 8 and text.count("民主评议党员登记表") == 8
    document = Document(io.BytesIO(ask(cast, "secretary", "registrations.docx").content))
    assert sum(paragraph.text == "民主评议党员登记表" for paragraph in document.paragraphs) == 8


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_summary_names_everybody_with_tallies_and_grade_and_other_ballots_apart(cast, kind):
    rich_round(cast)
    text = text_of(ask(cast, "secretary", f"summary.{kind}"))
    for words in (
        *("2026年度民主评议党员汇总表", "评定等次8人，优秀3人，合格5人，基本合格0人，不合格0人"),
        *("优秀名额2人", "超出名额的原因：上级表彰", "收回9张", "参加评议，不评定等次："),
        *("2026年度支部委员会民主测评", "单独列出，不并入党员测评"),
    ):
        assert words in text, words
    assert cast.people["member"].name in text and "4.0" in text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_report_tells_figures_and_names_nobody(cast, kind):
    rich_round(cast)
    text = text_of(ask(cast, "secretary", f"report.{kind}"))
    for words in (
        *(
            "关于2026年度民主评议党员情况的报告",
            f"{cast.branch.superior}：",
            "一、基本情况",
            "四、存在的问题和整改",
        ),
        *(
            "评定等次的党员8人",
            "另有1人参加评议",
            "党员互评3份",
            "向8人列出整改事项8项",
            cast.branch.name,
            "2026年11月18日",
        ),
    ):
        assert words in text, words
    body = text.split("导出于")[0]
    by = cast.users["secretary"].get_full_name()
    assert not [person.name for person in cast.people.values() if person.name in body and person.name != by]


def test_papers_of_a_small_poll_tell_two_facts(cast):
    found = make_running(cast)
    found = prepare_ballots(user=cast.users["secretary"], round_id=found.pk, now=NOW)
    voted_and_counted(cast, found.members_poll, voters=6)
    grade_everybody(cast, found)
    decide(
        user=cast.users["secretary"],
        round_id=found.pk,
        meeting=make_archived(cast),
        over_cap_reason="",
        now=NOW,
    )
    text = text_of(ask(cast, "secretary", "registrations.docx"))
    assert "优秀票过半：否；不合格票达三分之一：否" in text and "合格6票" not in text
    page = cast.client("secretary").get(ROOT).content.decode()
    assert "只公布结论" in page


def test_before_the_decision_there_is_nothing_to_take_away(cast):
    make_balloted(cast)
    for name in OF_COMMITTEE:
        answer = ask(cast, "secretary", f"{name}.pdf")
        assert (answer.status_code, answer["Location"]) == (302, ROOT)
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_the_own_paper_waits_for_the_announcement(cast):
    make_decided(cast)
    assert ask(cast, "member", "registration.pdf").status_code == 404
    assert "我的登记表" not in cast.client("member").get(ROOT).content.decode()


@pytest.mark.parametrize("name", OF_COMMITTEE)
def test_a_member_has_the_own_paper_alone(cast, name):
    make_announced(cast)
    assert ask(cast, "member", f"{name}.docx").status_code == 403
    assert ask(cast, "outsider", f"{name}.docx").status_code == 404
    assert ask(cast, "partner", f"{name}.docx").status_code == 404


def test_what_is_not_made_is_not_found(cast):
    make_announced(cast)
    for file in ("", "summary", "summary.exe", "minutes.pdf", "registration.xlsx"):
        assert ask(cast, "secretary", file).status_code == 404


def test_every_file_is_written_down_with_its_code(cast):
    make_announced(cast)
    ask(cast, "secretary", "summary.docx")
    entry = AuditEntry.objects.get(action="exported")
    assert entry.thing.startswith(f"evaluation:{cast.branch.pk}:2026:summary:docx:")
