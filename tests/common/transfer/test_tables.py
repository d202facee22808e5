"""Files that come from outside: what is read, and the sentence for everything that is not."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from lawfirm_party.common.documents.proof import Proof
from lawfirm_party.common.refusal import Refusal
from lawfirm_party.common.transfer import tables
from lawfirm_party.common.transfer.files import write_csv, write_template, write_xlsx
from lawfirm_party.common.transfer.tables import read_table
from tests.conftest import NOW

from .books import cells_of, csv_file, xlsx, zipped

BOTH = ("xlsx", "csv")
HEADERS = ("姓名", "电话")
PROOF = Proof("表", "", "甲", NOW, 1, "3f2a")
WORKBOOK = {"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}


def read(file, formats=BOTH):
    return read_table(file.name, file.read(), formats)


def refused(file, formats=BOTH):
    with pytest.raises(Refusal) as told:
        read(file, formats)
    return told.value.sentence


class TestWhatIsRead:
    @pytest.mark.parametrize("make", [xlsx, csv_file])
    def test_cells_are_texts_and_blank_lines_are_left_out(self, make):
        table = read(make(HEADERS, ("张三", " 138 "), ("", ""), ("李四", "")))
        assert table.headers == list(HEADERS)
        assert table.rows == [(2, ["张三", "138"]), (4, ["李四", ""])]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
    def test_a_csv_of_any_office_program(self, encoding):
        assert read(csv_file(HEADERS, ("张三", "1"), encoding=encoding)).rows == [(2, ["张三", "1"])]

    def test_days_numbers_and_ticks_of_a_sheet(self):
        row = (date(2026, 1, 31), datetime.fromisoformat("2026-02-01"), 12, 12.0, 1.5, True)
        [(_, cells)] = read(xlsx(tuple("甲乙丙丁戊己"), row)).rows
        assert cells == ["2026-01-31", "2026-02-01", "12", "12", "1.5", "是"]

    def test_the_example_and_the_footer_are_no_rows(self):
        rows = (("示例：张三", "1"), ("李四", "2"), ("", ""), ("党内身份　共1条　校验码 3f2a", ""))
        assert read(xlsx(HEADERS, *rows)).rows == [(3, ["李四", "2"])]

    @pytest.mark.parametrize("write", [write_xlsx, write_csv])
    def test_what_went_out_comes_in_again(self, write):
        texts = ["=1+1", "+86 138", "-", "@甲", "＝甲", "普通", "'引号"]
        kind = "xlsx" if write is write_xlsx else "csv"
        content = write("表", ["甲", "乙"], [[text, "x"] for text in texts], PROOF)
        table = read_table(f"a.{kind}", content, BOTH)
        assert table.headers == ["甲", "乙"]
        assert [cells[0] for _, cells in table.rows] == texts

    def test_no_cell_of_a_csv_is_a_formula(self):
        texts = ["=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠1", "\t=1", "\r=1"]
        lines = write_csv("表", ["甲"], [[text] for text in texts], PROOF).decode("utf-8-sig")
        assert lines.count("'") == len(texts)

    def test_the_template_has_headers_an_example_and_notes(self):
        content = write_template("人员", [("姓名", "张三", ""), ("类别", "律师", "律师、实习人员")])
        assert cells_of(content) == [["姓名", "类别"], ["示例：张三", "律师"]]
        book = openpyxl.load_workbook(io.BytesIO(content))
        notes = list(book["填写说明"].iter_rows(values_only=True))
        assert ("类别", "律师、实习人员") in notes
        assert refused(SimpleFile("a.xlsx", content)) == tables.NO_ROWS
        for sheet in book.worksheets:
            assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
            assert sheet.page_setup.fitToWidth == 1


class SimpleFile:
    def __init__(self, name, content):
        self.name, self.content = name, content

    def read(self):
        return self.content


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            (SimpleFile("a.exe", b"MZ"), "只能导入 xlsx、csv 文件。"),
            (SimpleFile("a.xls", b"x"), "只能导入 xlsx、csv 文件。"),
            (SimpleFile("xlsx", b"x"), tables.NOT_WHAT_IT_SAYS),
            (SimpleFile("a.xlsx", b""), tables.EMPTY_FILE),
            (SimpleFile("a.xlsx", b"plain text"), tables.NOT_WHAT_IT_SAYS),
            (SimpleFile("a.xlsx", b"PK\x03\x04" + b"\x00" * 100), tables.NOT_WHAT_IT_SAYS),
            (SimpleFile("a.csv", b"\xff\xfe\xff\xff\x80"), tables.UNKNOWN_LETTERS),
            (SimpleFile("a.csv", b"x" * (tables.LARGEST_FILE + 1)), tables.TOO_LARGE),
            (SimpleFile("a.csv", "姓名\n甲\x00乙".encode()), "第2行有不能保存的字符。"),
            (SimpleFile("a.csv", b"a\n" + b"x" * 1_000_000), tables.NOT_WHAT_IT_SAYS),
            (SimpleFile("a.csv", b"a\n" + b"x" * 1_000), "第2行“a”太长：最多 500 个字。"),
            (SimpleFile("a.csv", "姓名,,电话\n甲,乙,丙".encode()), tables.NO_HEADERS),
            (SimpleFile("a.csv", "姓名,姓名\n甲,乙".encode()), "列名“姓名”出现了两次。"),
            (SimpleFile("a.csv", b"a\n" * 1), tables.NO_ROWS),
            (SimpleFile("a.csv", b"a\n" + b"b\n" * 5001), tables.TOO_MANY_ROWS),
            (
                SimpleFile("a.csv", (",".join(f"c{n}" for n in range(41)) + "\n1").encode()),
                tables.TOO_MANY_COLUMNS,
            ),
            (SimpleFile("a.csv", b"a\n=1+1"), "第2行“a”是公式，没有读取。请改成文字再导入。"),
            (zipped({"word/document.xml": "<a/>"}), tables.NOT_WHAT_IT_SAYS),
            (zipped({**WORKBOOK, "xl/vbaProject.bin": b"x"}), tables.WITH_MACROS),
            (zipped({**WORKBOOK, "xl/a.xml": b"0" * 70_000_000}), tables.UNPACKS_TOO_LARGE),
            (zipped({**WORKBOOK, **{f"xl/{n}.xml": "" for n in range(300)}}), tables.UNPACKS_TOO_LARGE),
            (
                zipped({**WORKBOOK, "xl/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
                tables.NOT_WHAT_IT_SAYS,
            ),
            (xlsx(HEADERS, ("=1+1", "")), "第2行“姓名”是公式，没有读取。请改成文字再导入。"),
            (xlsx(HEADERS, ("甲" * 501, "")), "第2行“姓名”太长：最多 500 个字。"),
            (xlsx(HEADERS, ("甲" * 30_000, "")), "第2行“姓名”太长：最多 500 个字。"),
            (xlsx(HEADERS, (10**40, "")), tables.LOST_DIGITS.format(row=2, column="姓名")),
            (xlsx(HEADERS, (13701201810000001, "")), tables.LOST_DIGITS.format(row=2, column="姓名")),
            (xlsx(HEADERS, ("#N/A", "")), tables.IS_ERROR.format(row=2, column="姓名")),
            (xlsx(HEADERS), tables.NO_ROWS),
        ],
    )
    def test_a_file_that_cannot_be_trusted_is_told_why(self, file, sentence):
        assert refused(file) == sentence

    def test_a_cell_far_below_the_last_row_is_not_waited_for(self):
        book = openpyxl.Workbook()
        book.active["A1"] = "姓名"
        book.active["A1048576"] = "甲"
        into = io.BytesIO()
        book.save(into)
        assert refused(SimpleFile("a.xlsx", into.getvalue())) == tables.NO_ROWS
