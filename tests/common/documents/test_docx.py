"""The Word writer: what it was given stands in it, and nothing that XML or a reader would choke on."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.oxml.ns import qn

from lawfirm_party.common.documents.docx import OfficialDocument
from lawfirm_party.common.documents.proof import Proof
from lawfirm_party.common.richtext import blocks_of
from tests.files import words_of_docx

PROOF = Proof("明信所党支部", "2026年", "高书明", datetime(2026, 11, 18, 2, 0, tzinfo=UTC), 1, "3f2a00112233")


def written(text):
    paper = OfficialDocument("会议记录", PROOF)
    paper.title("会议记录")
    paper.blocks(blocks_of(text))
    return paper.bytes()


def test_lines_lists_and_tables_stand_in_their_order():
    content = written("高书明：**重要**\n李组明：同意\n\n1. 甲\n2. 乙\n\n| 项 | 数 |\n|---|---|\n| 一 | 2 |")
    document = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["会议记录", "高书明：重要", "李组明：同意", "1. 甲", "2. 乙"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["项", "数"],
        ["一", "2"],
    ]
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert bold == ["重要"]


def test_what_xml_cannot_hold_is_left_out():
    assert "前后" in words_of_docx(written("前\x0b\ufffe后"))


def test_code_in_a_text_stays_text():
    assert "{{ 7*7 }}{% raw %}" in words_of_docx(written("{{ 7*7 }}{% raw %}"))


def test_the_foot_has_the_number_outwards_and_the_proof():
    section = Document(io.BytesIO(written("甲"))).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        fields = [field.text for field in footer._element.iter(qn("w:instrText"))]
        alignment = footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val"))
        assert (fields, alignment) == (["PAGE"], side)
        assert footer.paragraphs[1].text == PROOF.text


def test_the_file_says_that_it_is_chinese():
    languages = Document(io.BytesIO(written("甲"))).styles.element.iter(qn("w:lang"))
    assert {language.get(qn("w:eastAsia")) for language in languages} == {"zh-CN"}


def test_a_form_has_two_labels_a_row_or_one_over_the_whole_width():
    paper = OfficialDocument("登记表", PROOF)
    paper.form([(("姓名", ("丁党明",)), ("职务", ("无",))), (("自评", ("办案42件", "带教一人")),)])
    first, second = Document(io.BytesIO(paper.bytes())).tables[0].rows
    assert [cell.text for cell in first.cells] == ["姓名", "丁党明", "职务", "无"]
    assert [cell.text for cell in second.cells] == ["自评", *["办案42件\n带教一人"] * 3]


def test_a_table_has_its_widths_for_every_program_and_room_to_sign():
    """Word reads the widths of the cells, others those of the grid."""
    paper = OfficialDocument("签到表", PROOF)
    paper.table([["序号", "签到"], ["1", ""]], (20, 100), height_mm=7)
    table = Document(io.BytesIO(paper.bytes())).tables[0]
    assert [round(column.width.mm) for column in table.columns] == [20, 100]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [20, 100]
    assert [round(row.height.mm) for row in table.rows] == [7, 7]
