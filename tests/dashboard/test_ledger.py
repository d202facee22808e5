"""The ledger: one line a meeting, what is missing, and its files (domain.md section 13)."""

from datetime import date

import pytest
from django.urls import reverse

from activities.meetings.choices import LeaveReason, MeetingKind, Presence
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.models import Attendance, Explanation, Guest, Meeting
from branches.models import KindSetting
from lawfirm_party.common.dates import Every
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.dashboard.queries.ledger import BY_KIND, BY_QUARTER, ledger_of, read_span
from tests.activities.meetings.record_world import make_archived, make_held, write_everything
from tests.conftest import NOW, TODAY
from tests.files import pages_of_pdf, words_of_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
EXPORT = "/ledger/export/"


def span_of(cast, **data):
    return read_span(data, cast.branch, TODAY)


def ledger(cast, **data):
    return ledger_of(cast.branch, span_of(cast, **data), NOW)


def backdated(meeting, day):
    """The same record on another day; triggers freeze only what is archived already."""
    shift = day - TODAY
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + shift, ends_at=meeting.ends_at + shift
    )
    meeting.refresh_from_db()
    return meeting


def archived_on(cast, day, **fields):
    meeting = backdated(write_everything(make_held(cast, **fields)), day)
    return archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


@pytest.mark.parametrize(
    ("data", "start", "end"),
    [
        ({}, date(2025, 10, 1), date(2026, 10, 1)),
        ({"period": "last4q", "current": "1"}, date(2025, 10, 1), date(2027, 1, 1)),
        ({"period": "2025"}, date(2025, 1, 1), date(2026, 1, 1)),
        ({"period": "2026"}, date(2026, 1, 1), date(2027, 1, 1)),
        ({"period": "2000"}, date(2000, 1, 1), date(2001, 1, 1)),
        ({"period": "1999"}, date(2025, 10, 1), date(2026, 10, 1)),
        ({"period": "2027"}, date(2025, 10, 1), date(2026, 10, 1)),
        ({"period": "0000020251"}, date(2025, 10, 1), date(2026, 10, 1)),
        ({"period": "9" * 40}, date(2025, 10, 1), date(2026, 10, 1)),
        ({"period": "二〇二五"}, date(2025, 10, 1), date(2026, 10, 1)),
    ],
)
def test_the_last_four_complete_quarters_unless_a_year_of_the_branch_is_named(cast, data, start, end):
    span = span_of(cast, **data)
    assert (span.start, span.end) == (start, end)


def test_a_span_says_which_quarters_it_covers(cast):
    assert span_of(cast).label == "2025年第四季度至2026年第三季度"
    assert span_of(cast, current="1").label == "2025年第四季度至2026年第四季度"


def test_a_line_tells_what_an_inspector_asks_of_a_meeting(cast):
    meeting = make_held(cast, theme="", place="一号会议室")
    Guest.objects.create(meeting=meeting, person=cast.people["partner"])
    Attendance.objects.create(
        meeting=meeting, person=cast.people["partner"], is_guest=True, presence=Presence.PRESENT
    )
    Attendance.objects.filter(meeting=meeting, person=cast.people["committee"]).update(
        presence=Presence.LEAVE, leave_reason=LeaveReason.COURT
    )
    write_everything(meeting, votes=2)
    archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    [line] = ledger(cast, current="1").lines
    assert (line.kind_label, line.number) == ("支委会", "2026年第1次")
    assert line.day == "2026年11月18日（周三）" and line.hours.startswith("09:00–")
    assert (line.place, line.host, line.recorder) == ("一号会议室", "高书明", "王宣明")
    assert (line.expected, line.present, line.guests, line.leave, line.absent) == (3, 2, 1, 1, 0)
    assert (line.guest_names, line.leave_names) == ("褚伙明", "李组明·开庭")
    assert line.agenda == ("传达学习", "研究近期工作")
    assert line.resolutions == ("同意（赞成2、反对0、弃权0，通过）",)
    assert (line.state, line.missing, line.is_backfilled) == ("已归档", "", False)


def test_only_what_took_place_within_the_span_is_listed_by_time(cast):
    inside = [archived_on(cast, day) for day in (date(2026, 9, 30), date(2025, 10, 1))]
    archived_on(cast, date(2025, 9, 30))
    archived_on(cast, date(2026, 10, 1))
    assert [line.url for line in ledger(cast).lines] == [m.get_absolute_url() for m in reversed(inside)]


def test_lines_stand_by_kind_or_by_quarter(cast):
    archived_on(cast, date(2026, 9, 1), kind=MeetingKind.LECTURE, items=("讲授党课",))
    archived_on(cast, date(2026, 2, 1), kind=MeetingKind.COMMITTEE)
    archived_on(cast, date(2026, 8, 1), kind=MeetingKind.COMMITTEE)
    found = ledger(cast)
    assert [(g.heading, len(g.lines)) for g in found.groups(BY_KIND)] == [("支委会", 2), ("党课", 1)]
    assert [g.heading for g in found.groups(BY_QUARTER)] == ["2026年第一季度", "2026年第三季度"]


def test_what_is_missing_is_what_the_board_says_and_every_open_record(cast):
    Explanation.objects.create(
        branch=cast.branch,
        kind=MeetingKind.ASSEMBLY,
        period="2026-Q3",
        text="书记在外培训",
        by=cast.users["secretary"],
        at=NOW,
    )
    backdated(make_held(cast), date(2026, 9, 2))
    gaps = {gap.name: gap for gap in ledger(cast).gaps}
    assert gaps["2026年第三季度党员大会"].words == "未召开。说明：书记在外培训"
    assert gaps["2026年第二季度党员大会"].state == "缺"
    assert gaps["11月支部委员会会议"].words.startswith("记录还没有归档，还缺：议题1发言要点")
    assert "2026年9月支委会" not in gaps


def test_where_one_of_two_was_held_the_gap_does_not_say_none_was(cast):
    KindSetting.objects.create(
        branch=cast.branch, kind=MeetingKind.COMMITTEE, since=date(2026, 1, 1), every=Every.MONTH, times=2
    )
    archived_on(cast, date(2026, 9, 2))
    gaps = {gap.name: gap.words for gap in ledger(cast).gaps}
    assert gaps["2026年9月支委会"] == "应开2次，只开了1次，也没有说明"
    assert gaps["2026年8月支委会"] == "未召开，也没有说明"


def test_the_page_opens_every_record_and_names_the_missing(cast):
    meeting = make_archived(cast)
    page = cast.client("committee_only").get("/ledger/?current=1").content.decode()
    assert f'href="{meeting.get_absolute_url()}"' in page
    assert "支委会" in page and "2026年第1次" in page and "还缺" in page


@pytest.mark.parametrize("role", ["member", "leader", "partner", "lawyer", "outsider", "clerk", "admin"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_in_the_committee_finds_no_ledger(cast, role, method):
    address = reverse("ledger") if method == "get" else EXPORT
    assert getattr(cast.client(role), method)(address, {"branch": cast.branch.pk}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_page_asks_as_much_for_one_meeting_as_for_two_hundred(cast, rows, django_assert_num_queries):
    first = make_held(cast)
    Meeting.objects.bulk_create(
        Meeting(
            branch=cast.branch,
            kind=MeetingKind.STUDY,
            title=f"第{n}次学习",
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            created_at=NOW,
            state="held",
            host=cast.people["secretary"],
            created_by=cast.users["secretary"],
        )
        for n in range(rows - 1)
    )
    client = cast.client("secretary")
    with django_assert_num_queries(17):
        assert client.get("/ledger/?period=2026").status_code == 200


def test_the_pdf_is_written_down_with_the_code_in_its_footer(cast):
    make_archived(cast)
    answer = cast.client("secretary").post(EXPORT, {"as": "pdf", "current": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    texts, sizes, fonts = pages_of_pdf(answer.content)
    entry = AuditEntry.objects.get(action="exported")
    code = entry.thing.rsplit(":", 1)[1]
    assert entry.thing == f"ledger:branch:{cast.branch.pk}:last4q+current:pdf:{code}"
    for number, text in enumerate(texts, 1):
        assert f"校验码 {code}" in text and "高书明导出于2026年11月18日 10:00" in text
        assert f"第{number}页/共{len(texts)}页" in text.replace(" ", "")
    assert "还缺什么" in texts[0] and "支委会（1次）" in texts[-1].replace(" ", "")
    assert {round(width) for width, _ in sizes} == {842} and {round(height) for _, height in sizes} == {595}
    assert not [font for font in fonts if "JP" in font or "DejaVu" in font]


def test_a_file_holds_what_its_page_shows(cast):
    archived_on(cast, date(2026, 8, 1))
    archived_on(cast, date(2025, 8, 1), items=("去年的议题",))
    client = cast.client("secretary")
    assert "去年的议题" not in words_of_pdf(client.post(EXPORT, {"period": "last4q"}).content)
    assert "去年的议题" in words_of_pdf(client.post(EXPORT, {"period": "2025"}).content)


def test_the_same_rows_give_the_same_code_and_others_another(cast):
    meeting = archived_on(cast, date(2026, 8, 1))
    first = ledger(cast).proof("高书明", NOW)
    assert ledger(cast).proof("李组明", NOW).code == first.code
    archived_on(cast, date(2026, 8, 2))
    assert ledger(cast).proof("高书明", NOW).code != first.code
    assert first.count == 1 and meeting.title in ledger(cast).rows[0]


def test_a_format_that_is_not_there_is_no_page(cast):
    assert cast.client("secretary").post(EXPORT, {"as": "exe"}).status_code == 404
