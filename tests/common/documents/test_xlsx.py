"""Workbooks read back by another program's eyes: what stands in the cells, and how they print."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from lawfirm_party.common.documents.proof import Proof
from lawfirm_party.common.documents.xlsx import WIDEST_PAGE, Column, build_xlsx, footer_text

PROOF = Proof(
    scope="明信所党支部",
    period="2026年第三季度",
    by="高书明",
    at=datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
    count=2,
    code="3f2a0b1c2d3e",
)
HOSTILE = [
    "=1+1",
    "+86 138",
    "-2",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1+1",
    '=HYPERLINK("http://x","点我")',
    "#REF!",
    "TRUE",
    "2026-01-01",
    "12345678901234567",
]


def sheet_of(rows, columns=("姓名", "说明"), title="党员名册", proof=PROOF):
    data = build_xlsx(title=title, columns=list(columns), rows=rows, proof=proof)
    return load_workbook(BytesIO(data)).active


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_whatever_it_begins_with(text):
    cell = sheet_of([["丁", text]])["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


@pytest.mark.parametrize("text", HOSTILE[:10])
def test_what_a_spreadsheet_would_calculate_is_marked_as_text_for_good(text):
    assert sheet_of([["丁", text]])["B3"].quotePrefix
    assert not sheet_of([["丁", "普通"]])["B3"].quotePrefix


def test_a_carriage_return_and_what_xml_refuses_do_no_harm():
    sheet = sheet_of([["\r=1+1", "一\x00二\x1f\ud800\uffff"], ["a\r\nb", "\x85=1"]])
    assert [sheet["A3"].data_type, sheet["A3"].value.strip()] == ["s", "=1+1"]
    assert sheet["B3"].value == "一二"
    assert sheet["A4"].value == "a\nb"
    assert (sheet["B4"].value, sheet["B4"].data_type, sheet["B4"].quotePrefix) == ("=1", "s", True)


def test_no_formula_stands_in_the_file_itself():
    data = build_xlsx(title="=1+1", columns=["=2+2", "b"], rows=[[text, ""] for text in HOSTILE], proof=PROOF)
    assert b"<f>" not in ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_days_moments_and_numbers_are_what_they_are():
    moment = datetime(2026, 11, 18, 2, 30, tzinfo=UTC)
    sheet = sheet_of(
        [[date(2024, 2, 29), moment], [22, Decimal("15.50")], [True, None], [10**15, 10**15 - 1]]
    )
    assert (sheet["A3"].is_date, sheet["A3"].value.date()) == (True, date(2024, 2, 29))
    assert sheet["B3"].value.isoformat() == "2026-11-18T10:30:00"
    assert (sheet["A4"].value, sheet["B4"].value) == (22, 15.5)
    assert (sheet["A5"].value, sheet["B5"].value) == ("是", None)
    assert (sheet["A6"].value, sheet["B6"].value) == ("1000000000000000", 999999999999999)


def test_title_headings_rows_and_the_proof_below():
    sheet = sheet_of([["丁", "一"], ["高", "二"]])
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["党员名册", None],
        ["姓名", "说明"],
        ["丁", "一"],
        ["高", "二"],
        [None, None],
        [PROOF.text, None],
    ]
    assert sheet.auto_filter.ref == "A2:B4"


def test_the_heading_stays_on_the_screen_and_on_every_page():
    sheet = sheet_of([["丁", "一"]])
    assert sheet.freeze_panes == "B3"
    assert sheet.print_title_rows == "$1:$2"


def test_it_prints_on_a4_landscape_with_proof_and_page_numbers():
    sheet = sheet_of([["丁", "一"]])
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == PROOF.text
    assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"


def test_a_footer_that_is_too_long_keeps_its_code():
    proof = Proof("支部&L" * 60, "2026年", "高", PROOF.at, 3, "abcdef123456")
    text = footer_text(proof.text)
    assert text.endswith("abcdef123456")
    assert "&" not in text
    assert len(str(sheet_of([], proof=proof).oddFooter)) <= 255


def test_columns_are_as_wide_as_their_text_within_limits():
    widths = sheet_of([["一二三四五六七八", "字" * 300]], columns=["姓名", "说明"]).column_dimensions
    assert (widths["A"].width, widths["B"].width) == (19, 40)
    given = sheet_of([["一" * 50]], columns=[Column("姓名", 12)]).column_dimensions
    assert given["A"].width == 15


def test_what_is_wrapped_makes_its_row_higher():
    heights = sheet_of([["丁", "字"], ["高", "字" * 100]]).row_dimensions
    assert heights[4].height > 4 * heights[3].height


def test_a_page_of_many_wide_columns_can_still_be_read():
    """The widest give way together, so that a page is printed at more than half its size; narrow columns keep their width."""
    columns = ["序号", *[f"第{n}列" for n in range(9)]]
    widths = sheet_of([[1, *["字" * 60] * 9]], columns=columns).column_dimensions
    assert sum(widths[letter].width for letter in "ABCDEFGHIJ") == WIDEST_PAGE
    assert widths["A"].width == 7
    assert max(widths[letter].width for letter in "BCDEFGHIJ") == 26


def test_days_stand_left_and_numbers_right_under_their_heading():
    sheet = sheet_of([[date(2026, 1, 1), 7]])
    assert [sheet[cell].alignment.horizontal for cell in ("A3", "B3", "B2")] == ["left", "right", "right"]
    assert sheet["A2"].alignment.horizontal != "right"


def test_a_list_of_nothing_is_a_workbook_too():
    sheet = sheet_of([], title="[名册]:*?/\\")
    assert sheet.title == "名册"
    assert sheet["A4"].value == PROOF.text


def test_the_file_says_who_made_it():
    book = load_workbook(BytesIO(build_xlsx(title="名册", columns=["a"], rows=[], proof=PROOF)))
    assert (book.properties.title, book.properties.creator) == ("名册", "高书明")
    assert book.properties.description == PROOF.text
