"""Committees' terms and seats, restrictions and exemptions as files: the checks of their pages hold line by line."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.admin import resources as columns
from members.admin import term_resources
from members.models import OUTSIDE_TERM, SECOND_SECRETARY, CommitteeTerm, DutyExemption, Restriction, Seat
from tests import factories
from tests.common.transfer.books import cells_of, xlsx
from tests.members.test_admin_transfer import address, confirm, kinds, notes, preview

pytestmark = pytest.mark.django_db

BRANCH = "明信所党支部"
TERMS = ("党支部", "开始日期", "任期（年）", "结束日期", "批准延期至", "延期批准文号", "文号")
SEATS = ("姓名", "党支部", "职务", "开始日期", "结束日期")


@pytest.fixture
def clerk(cast, frozen):
    return cast.client("clerk")


def term_row(since, until="", years="3", delayed="", approval=""):
    return (BRANCH, since, years, until, delayed, approval, "〔2022〕3号")


def seat_row(name="丁党明", role="组织委员", since="2026-01-01", until="", branch=BRANCH):
    return (name, branch, role, since, until)


class TestTerms:
    def test_a_term_of_before_comes_in_signed(self, cast, clerk):
        page = preview(clerk, xlsx(TERMS, term_row("2022-03-01", "2025-03-01")), "members_committeeterm")
        assert kinds(page) == {"new": 1}
        confirm(clerk, page)
        term = CommitteeTerm.objects.get(branch=cast.branch, since=date(2022, 3, 1))
        assert (term.until, term.years, term.document_number) == (date(2025, 3, 1), 3, "〔2022〕3号")
        assert {term.recorded_by, term.ended_by} == {cast.users["clerk"]}

    def test_without_the_column_a_term_has_three_years(self, cast, clerk):
        page = preview(
            clerk,
            xlsx(TERMS[:2] + ("结束日期",), (BRANCH, "2022-03-01", "2025-03-01")),
            "members_committeeterm",
        )
        confirm(clerk, page)
        assert CommitteeTerm.objects.get(since=date(2022, 3, 1)).years == 3

    @pytest.mark.parametrize(
        ("row", "word"),
        [
            (term_row("2024-01-01"), "开始日期：这段时间与已有的记录重叠"),
            (term_row("2022-03-01", "2022-01-01"), "结束日期：结束日期必须晚于开始日期。"),
            (term_row("2019-03-01", "2022-03-01", years="9"), "任期（年）："),
            (term_row("2019-03-01", "2022-03-01", years=""), "任期（年）：请填写这一项。"),
            (term_row("2019-03-01", "2022-09-01", delayed="2022-09-01"), "延期批准文号："),
            (term_row("2019-03-01", "2024-09-01", delayed="2024-09-01", approval="x"), "批准延期至："),
            (("没有的支部", *term_row("2019-03-01")[1:]), "没有找到“没有的支部”。"),
        ],
    )
    def test_a_line_is_refused_as_on_the_page(self, cast, clerk, row, word):
        page = preview(clerk, xlsx(TERMS, row), "members_committeeterm")
        assert kinds(page) == {"error": 1}
        assert any(note.startswith(word) for note in notes(page)), notes(page)

    def test_a_term_is_not_ended_before_what_is_written_of_its_seats(self, cast, clerk):
        factories.make_seat(cast.term, cast.people["member"], since=date(2026, 10, 1))
        page = preview(
            clerk,
            xlsx(("党支部", "开始日期", "结束日期"), (BRANCH, "2025-03-01", "2026-09-01")),
            "members_committeeterm",
        )
        assert notes(page) == [f"结束日期：{term_resources.SEATS_OUTLAST.format(names='丁党明')}"]

    def test_terms_of_another_firm_neither_go_out_nor_are_named(self, cast, clerk):
        other = factories.make_term(factories.make_branch())
        answer = clerk.post(address("members_committeeterm", "export"), {"kind": "xlsx"})
        text = str(cells_of(answer.content))
        assert cast.branch.name in text and other.branch.name not in text
        row = (other.branch.name, *term_row("2022-03-01")[1:])
        page = preview(clerk, xlsx(TERMS, row), "members_committeeterm")
        assert notes(page)[0] == f"没有找到“{other.branch.name}”。"


class TestSeats:
    def test_a_seat_finds_the_term_that_runs_on_its_first_day(self, cast, clerk):
        old = factories.make_term(cast.branch, since=date(2022, 3, 1), until=date(2025, 3, 1))
        rows = [seat_row(since="2023-01-01", until="2025-03-01"), seat_row(role="青年委员")]
        page = preview(clerk, xlsx(SEATS, *rows), "members_seat")
        assert kinds(page) == {"new": 2}
        confirm(clerk, page)
        held = Seat.objects.filter(person=cast.people["member"]).order_by("since")
        assert [(seat.term, seat.role) for seat in held] == [(old, "organisation"), (cast.term, "youth")]
        assert held[0].recorded_by == held[0].ended_by == cast.users["clerk"]

    def test_the_secretary_changes_within_one_file(self, cast, clerk):
        rows = [
            seat_row(role="书记", since="2026-11-01"),
            seat_row("高书明", "书记", "2025-03-01", "2026-11-01"),
        ]
        page = preview(clerk, xlsx(SEATS, *rows), "members_seat")
        assert kinds(page) == {"new": 1, "update": 1}
        confirm(clerk, page)
        assert Seat.objects.running(date(2026, 11, 2)).get(role="secretary").person.name == "丁党明"

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (seat_row(role="书记"), SECOND_SECRETARY),
            (seat_row(since="2020-01-01"), "明信所党支部2020年1月1日没有登记任期，请先录入委员会任期。"),
            (seat_row("卫律明"), "姓名：这一天，这个人的组织关系不在本支部。"),
            (seat_row(role="主席"), None),
            (seat_row("没有人"), columns.NO_SUCH_PERSON.format(name="没有人")),
            (seat_row(branch=""), "党支部：请填写这一项。"),
            (seat_row(since=""), None),
        ],
    )
    def test_a_line_is_refused_as_on_the_page(self, cast, clerk, row, sentence):
        page = preview(clerk, xlsx(SEATS, row), "members_seat")
        assert kinds(page) == {"error": 1}
        assert sentence is None or sentence in notes(page), notes(page)

    def test_a_seat_stays_within_its_term(self, cast, clerk):
        cast.term.until = date(2026, 6, 1)
        cast.term.save()
        page = preview(clerk, xlsx(SEATS, seat_row(until="2026-12-01")), "members_seat")
        assert notes(page) == [f"开始日期：{OUTSIDE_TERM}"]

    def test_what_went_out_comes_back_as_nothing_new(self, cast, clerk):
        answer = clerk.post(address("members_seat", "export"), {"kind": "csv"})
        page = preview(clerk, SimpleUploadedFile("任职.csv", answer.content), "members_seat")
        assert kinds(page) == {"skip": Seat.objects.count()}

    def test_a_list_of_posts_asks_for_the_password_again(self, cast, clerk, time_machine):
        time_machine.shift(301)
        for model in ("members_seat", "members_restriction", "members_dutyexemption"):
            assert clerk.post(address(model, "export"), {"kind": "csv"}).status_code == 422


class TestMeasures:
    def test_a_restriction_needs_its_document_as_on_the_page(self, cast, clerk):
        headers = ("姓名", "限制", "开始日期", "结束日期", "文号")
        row = ("丁党明", "留党察看", "2026-01-01", "2027-01-01")
        page = preview(clerk, xlsx(headers, (*row, "")), "members_restriction")
        assert kinds(page) == {"error": 1} and notes(page)[0].startswith("文号：")
        page = preview(clerk, xlsx(headers, (*row, "〔2026〕1号")), "members_restriction")
        confirm(clerk, page)
        held = Restriction.objects.get(person=cast.people["member"])
        assert (held.kind, held.recorded_by) == ("probation", cast.users["clerk"])

    def test_nobody_who_is_no_member_loses_a_members_rights(self, cast, clerk):
        headers = ("姓名", "限制", "开始日期", "结束日期", "文号")
        row = ("卫律明", "留党察看", "2026-01-01", "2027-01-01", "〔2026〕1号")
        assert kinds(preview(clerk, xlsx(headers, row), "members_restriction")) == {"error": 1}

    def test_an_exemption_comes_in_once(self, cast, clerk):
        headers = ("姓名", "情形", "开始日期")
        file = ("丁党明", "年老体弱", "2026-01-01")
        confirm(clerk, preview(clerk, xlsx(headers, file), "members_dutyexemption"))
        assert DutyExemption.objects.get(person=cast.people["member"]).ground == "old"
        assert kinds(preview(clerk, xlsx(headers, file), "members_dutyexemption")) == {"skip": 1}
        overlapping = ("丁党明", "因病失能", "2026-06-01")
        page = preview(clerk, xlsx(headers, overlapping), "members_dutyexemption")
        assert notes(page)[0].startswith("开始日期：这段时间与已有的记录重叠")
