"""The papers of a meeting: who may take them away, what stands in them, and how they look on paper."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind, Presence
from activities.meetings.commands.archive import archive_meeting, correct_meeting
from activities.meetings.models import ActionItem, Attendance, LeaveRequest
from lawfirm_party.common.models import AuditEntry
from tests.conftest import NOW, TODAY
from tests.factories import make_member
from tests.files import pages_of_pdf, words_of_file

from .record_world import make_archived, make_held, make_planned, write_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OF_RECORD = ["minutes.pdf", "minutes.docx", "attendance.pdf", "attendance.docx"]
SHEETS = ["sheet.pdf", "sheet.docx"]


def ask(cast, role, meeting, file):
    return cast.client(role).post(f"/meetings/{meeting.pk}/file/", {"file": file})


def rich_meeting(cast):
    """An archived 支部党员大会 with a leave, a list, bold words, votes and an action item."""
    meeting = make_held(cast, kind=MeetingKind.ASSEMBLY)
    LeaveRequest.objects.create(
        meeting=meeting,
        person=cast.people["member"],
        reason=LeaveReason.SICK,
        text="只有书记读的缘由",
        state=LeaveState.APPROVED,
        asked_at=NOW,
    )
    Attendance.objects.filter(meeting=meeting, person=cast.people["member"]).update(
        presence=Presence.LEAVE, leave_reason=LeaveReason.SICK
    )
    write_everything(meeting, votes=7)
    first = meeting.agenda.first()
    first.discussion = (
        "高书明：**重要**的话\n李组明：同意\n\n- 第一点\n- 第二点\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |"
    )
    first.save()
    ActionItem.objects.create(
        meeting=meeting, item=first, text="整理名册", owner=cast.people["fifth"], due_on=TODAY
    )
    return archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


@pytest.mark.parametrize("file", ["minutes.pdf", "minutes.docx"])
def test_a_correction_stands_in_the_file_with_its_day_and_its_writer(cast, file):
    meeting = rich_meeting(cast)
    user, words = cast.users["secretary"], "第二项应为同意"
    correct_meeting(meeting_id=meeting.pk, user=user, now=NOW, text=words)
    text = words_of_file(ask(cast, "secretary", meeting, file)).replace(" ", "")
    assert "更正说明" in text
    assert f"2026年11月18日高书明：{words}" in text.replace("\n", "")


@pytest.mark.parametrize("file", ["minutes.pdf", "minutes.docx"])
def test_the_minutes_hold_what_an_inspector_asks_for(cast, file):
    text = words_of_file(ask(cast, "secretary", rich_meeting(cast), file)).replace(" ", "")
    for words in (
        "支部党员大会，2026年第1次",
        "2026年11月18日（周三）09:00",
        "主持人：高书明",
        "记录人：王宣明",
        "应到9人",
        "一、传达学习",
        "二、研究近期工作",
        "高书明：重要的话",
        "第一点",
        "同意（赞成7票，反对0票，弃权0票，通过）",
        "整理名册（责任人孙五明，期限2026年11月18日）",
        "请假：丁党明（事由已报）",
        "主持人签字",
        "记录人签字",
        "校验码",
    ):
        assert words in text, words
    assert "只有书记读的缘由" not in text and "病假" not in text


@pytest.mark.parametrize("file", OF_RECORD)
@pytest.mark.parametrize("role", ["secretary", "member"])
def test_what_is_for_the_secretary_alone_stands_in_no_file(cast, role, file):
    text = words_of_file(ask(cast, role, rich_meeting(cast), file))
    assert "丁党明" in text
    assert "只有书记读的缘由" not in text and "病假" not in text


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        (MeetingKind.ASSEMBLY, {"secretary", "committee_only", "member", "leader"}),
        (MeetingKind.COMMITTEE, {"secretary", "committee_only"}),
        (MeetingKind.PARTNERS, {"secretary", "committee_only", "partner"}),
    ],
)
def test_the_record_is_a_file_for_those_who_may_read_it(cast, kind, roles):
    meeting = make_held(cast, kind=kind)
    everybody = ("secretary", "committee_only", "member", "leader", "partner", "lawyer", "outsider", "clerk")
    given = {role for role in everybody if ask(cast, role, meeting, "minutes.docx").status_code == 200}
    assert given == roles


@pytest.mark.parametrize(("role", "status"), [("secretary", 200), ("member", 403), ("lawyer", 404)])
def test_the_sign_in_sheet_is_for_who_keeps_the_record(cast, role, status):
    meeting = make_planned(cast, kind=MeetingKind.ASSEMBLY)
    assert ask(cast, role, meeting, "sheet.pdf").status_code == status


@pytest.mark.parametrize("file", OF_RECORD)
def test_a_meeting_that_has_not_begun_has_no_record_to_take(cast, file):
    meeting = make_planned(cast)
    answer = ask(cast, "secretary", meeting, file)
    assert (answer.status_code, answer["Location"]) == (302, meeting.get_absolute_url())
    assert not AuditEntry.objects.filter(action="exported").exists()


@pytest.mark.parametrize("file", ["minutes.exe", "secrets.pdf", "minutes", "../minutes.pdf"])
def test_a_file_that_is_not_made_is_no_page(cast, file):
    assert ask(cast, "secretary", make_held(cast), file).status_code == 404


@pytest.mark.parametrize("file", [*OF_RECORD, *SHEETS])
def test_every_file_is_written_down_with_the_code_it_bears(cast, file):
    meeting = make_archived(cast)
    answer = ask(cast, "secretary", meeting, file)
    name, kind = file.split(".")
    entry = AuditEntry.objects.get(action="exported")
    code = entry.thing.rsplit(":", 1)[1]
    assert entry.thing == f"meeting:{meeting.pk}:{name}:{kind}:{code}"
    assert f"校验码{code}" in words_of_file(answer).replace(" ", "")


def test_a_paper_is_a4_with_numbered_pages_and_embedded_chinese_fonts(cast):
    meeting = make_held(cast)
    item = meeting.agenda.first()
    item.discussion = "\n".join(
        f"高书明：第{n}句话，说得很长，要占好几行，这样记录就不止一页。" for n in range(40)
    )
    item.save()
    texts, sizes, fonts = pages_of_pdf(ask(cast, "secretary", meeting, "minutes.pdf").content)
    assert len(texts) >= 3 and {(round(w), round(h)) for w, h in sizes} == {(595, 842)}
    for number, text in enumerate(texts, 1):
        assert f"—{number}—" in text.replace(" ", "")
    assert fonts and all("CJK-SC" in font for font in fonts)


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters(cast):
    meeting = make_held(cast)
    item = meeting.agenda.first()
    item.discussion = "字" * 3000
    item.save()
    texts, *_ = pages_of_pdf(ask(cast, "secretary", meeting, "minutes.pdf").content)
    lines = [line.strip() for line in texts[1].split("\n") if line.strip().startswith("字")]
    assert (len(lines), {len(line) for line in lines}) == (22, {28})


@pytest.mark.parametrize("file", ["sheet.pdf", "attendance.pdf"])
def test_a_branch_of_twenty_two_fits_one_page(cast, file):
    for number in range(13):
        make_member(cast.branch, f"新党员{number}")
    meeting = make_held(cast, kind=MeetingKind.ASSEMBLY)
    texts, *_ = pages_of_pdf(ask(cast, "secretary", meeting, file).content)
    assert len(texts) == 1 and "新党员12" in texts[0]


def test_the_word_file_has_the_page_of_the_standard(cast):
    document = Document(io.BytesIO(ask(cast, "secretary", rich_meeting(cast), "minutes.docx").content))
    section = document.sections[0]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
        "linesAndChars",
        "579",
        "-848",
    ]
    assert document.settings.odd_and_even_pages_header_footer
    faces = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert faces == {"方正小标宋简体", "楷体_GB2312", "黑体", "仿宋_GB2312"}


def test_what_was_typed_is_no_markup_in_a_paper(cast):
    meeting = make_held(cast)
    item = meeting.agenda.first()
    item.discussion = "<img src='file:///etc/passwd'> {{ 7*7 }} <b>粗</b>"
    item.save()
    for file in ("minutes.pdf", "minutes.docx"):
        text = words_of_file(ask(cast, "secretary", meeting, file))
        assert "{{ 7*7 }}" in text and "<b>粗</b>" in text and "root:" not in text


@pytest.mark.parametrize(("role", "shown"), [("secretary", True), ("member", True)])
def test_the_page_of_a_meeting_offers_the_files_its_reader_may_have(cast, role, shown):
    meeting = make_held(cast, kind=MeetingKind.ASSEMBLY)
    page = cast.client(role).get(meeting.get_absolute_url()).content.decode()
    assert ('value="minutes.pdf"' in page) is shown
    assert ('value="sheet.pdf"' in page) is (role == "secretary")
