"""Word files after GB/T 9704-2012, made of our own parts: no template from outside, so nothing typed is ever run."""

import io
import re

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .layout import (
    BODY_PT,
    BODY_SPACING,
    BOTTOM_MM,
    FANGSONG,
    FOLIO_BELOW_MM,
    FOLIO_PT,
    GRID_CHAR_SPACE,
    GRID_LINE_PITCH,
    HEI,
    KAI,
    LEFT_MM,
    LINE_PT,
    PAPER_MM,
    POINTS_PER_MM,
    PROOF_PT,
    RIGHT_MM,
    SONG,
    TABLE_PT,
    TITLE,
    TITLE_PT,
    TOP_MM,
    TYPE_AREA_MM,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
FORM_MM, FORM_ROW_MM = (28, 50, 28, 50), 9
FOLIO_FROM_EDGE_MM = BOTTOM_MM - FOLIO_BELOW_MM - FOLIO_PT / POINTS_PER_MM


class OfficialDocument:
    """A Word document that is written from top to bottom; `bytes()` gives the file."""

    def __init__(self, title, proof):
        self.document = Document()
        self.document.core_properties.title = tidy(title)
        self.document.core_properties.author = tidy(proof.by)
        self.document.core_properties.comments = tidy(proof.text)
        self.document.core_properties.created = self.document.core_properties.modified = proof.at.replace(
            tzinfo=None
        )
        set_default_font(self.document)
        section = self.document.sections[0]
        set_page(section)
        self.document.settings.odd_and_even_pages_header_footer = True
        write_folio(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, proof)
        write_folio(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, proof)

    def title(self, text):
        paragraph = self.paragraph(indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(LINE_PT * 1.2)
        paragraph.paragraph_format.space_after = Pt(LINE_PT / 2)
        add_run(paragraph, text, TITLE, TITLE_PT)

    def under_title(self, text, size=BODY_PT):
        paragraph = self.paragraph(indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(LINE_PT / 2)
        add_run(paragraph, text, KAI, size)

    def small(self, text, above=0):
        """A line beside a table, in its size; `above`: points between it and what it follows."""
        paragraph = self.paragraph(indent=False)
        paragraph.paragraph_format.space_before = Pt(above)
        paragraph.paragraph_format.line_spacing = Pt(LINE_PT * 0.62)
        add_run(paragraph, text, FANGSONG, TABLE_PT)

    def heading(self, text):
        paragraph = self.paragraph()
        paragraph.paragraph_format.keep_with_next = True
        add_run(paragraph, text, HEI)

    def labelled(self, label, text):
        """出席：names, the label in 黑体 and the lines below hanging after it."""
        paragraph = self.paragraph(indent=False)
        paragraph.paragraph_format.left_indent = Pt(BODY_PT * (len(label) + 1))
        paragraph.paragraph_format.first_line_indent = Pt(-BODY_PT * (len(label) + 1))
        add_run(paragraph, f"{label}：", HEI)
        add_run(paragraph, text)

    def text(self, runs, mark=""):
        """A paragraph of (text, is bold), two characters in; `mark` stands before an item of a list."""
        paragraph = self.paragraph()
        if mark:
            add_run(paragraph, f"{mark} ")
        for words, bold in runs:
            add_run(paragraph, words, bold=bold)

    def blocks(self, blocks):
        """What somebody typed, as common.richtext.Blocks."""
        for block in blocks:
            if block.rows:
                self.table(block.rows)
            else:
                self.text(block.runs, block.mark)

    def table(self, rows, widths_mm=(), header=True, height_mm=0):
        """Rows of texts under a head that is repeated on each page; `height_mm`: room to write in by hand."""
        columns = max(len(row) for row in rows)
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        table.autofit = False
        widths = widths_mm or [TYPE_AREA_MM[0] / columns] * columns
        for place, width in enumerate(widths):
            # Word reads the widths of the cells, LibreOffice and WPS those of the columns.
            table.columns[place].width = Mm(width)
        for number, row in enumerate(rows):
            cells = table.add_row().cells
            for place, cell in enumerate(cells):
                cell.width = Mm(widths[place])
                write_cell(
                    cell, row[place] if place < len(row) else "", HEI if header and not number else FANGSONG
                )
        if header:
            repeat_on_each_page(table.rows[0])
        for row in table.rows:
            keep_whole(row)
            if height_mm:
                row.height, row.height_rule = Mm(height_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
                for cell in row.cells:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return table

    def form(self, rows):
        """A boxed form: each row one or two of (label, texts), the label in 黑体; one alone takes the whole width."""
        table = self.document.add_table(rows=0, cols=len(FORM_MM), style="Table Grid")
        table.autofit = False
        for place, width in enumerate(FORM_MM):
            table.columns[place].width = Mm(width)
        for row in rows:
            line = table.add_row()
            line.height, line.height_rule = Mm(FORM_ROW_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
            cells = line.cells
            for place, cell in enumerate(cells):
                cell.width = Mm(FORM_MM[place])
            if len(row) == 1:
                cells = (cells[0], cells[1].merge(cells[-1]))
            for place, (label, texts) in enumerate(row):
                write_cell(cells[2 * place], label, HEI)
                write_cell(cells[2 * place + 1], "\n".join(texts), FANGSONG)
            for cell in cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    def signature(self, label):
        paragraph = self.paragraph(indent=False)
        paragraph.paragraph_format.space_before = Pt(LINE_PT / 2)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_AREA_MM[0] * 0.6))
        add_run(paragraph, f"{label}签字：\t日期：")

    def addressee(self, text):
        """主送：whom it is sent to, flush left."""
        add_run(self.paragraph(indent=False), f"{text}：")

    def signed(self, text):
        """A line of the end block, to the right and four characters in."""
        paragraph = self.paragraph(indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(BODY_PT * 4)
        paragraph.paragraph_format.keep_together = True
        add_run(paragraph, text)

    def new_page(self):
        self.document.add_page_break()

    def gap(self):
        self.paragraph()

    def paragraph(self, indent=True):
        paragraph = self.document.add_paragraph()
        leave_grid(paragraph)
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PT)
        if indent:
            form.first_line_indent = Pt(BODY_PT * 2)
        return paragraph

    def bytes(self):
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


def tidy(text):
    """Text as XML can hold it."""
    return UNPRINTABLE.sub("", text)


def set_default_font(document):
    """In the style of all text and in the defaults behind it: the grid counts its characters by these; without the language a missing font is replaced by a Japanese one."""
    font = document.styles["Normal"].font
    font.size = Pt(BODY_PT)
    set_faces(document.styles["Normal"].element.get_or_add_rPr(), FANGSONG)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for size in document.styles.element.iter(qn("w:sz"), qn("w:szCs")):
        if size.getparent().getparent().tag == qn("w:rPrDefault"):
            size.set(qn("w:val"), str(BODY_PT * 2))


def leave_grid(paragraph):
    """The lines and characters are spaced by the text itself: LibreOffice and WPS count the grid's characters otherwise than Word."""
    mark = OxmlElement("w:snapToGrid")
    mark.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:spacing", "w:ind", "w:jc", "w:rPr")


def set_faces(properties, face):
    """The face for Chinese and for the Latin letters and digits between it."""
    fonts = properties.get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), face.office)


def set_page(section):
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(PAPER_MM[0]), Mm(PAPER_MM[1])
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.footer_distance = Mm(FOLIO_FROM_EDGE_MM - 6)
    properties = section._sectPr
    grid = properties.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        properties.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(GRID_LINE_PITCH))
    grid.set(qn("w:charSpace"), str(GRID_CHAR_SPACE))


def write_folio(footer, alignment, proof):
    """— 1 — one character in from its edge, and below it the proof."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    if alignment == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = Pt(FOLIO_PT)
    else:
        paragraph.paragraph_format.left_indent = Pt(FOLIO_PT)
    add_run(paragraph, "— ", SONG, FOLIO_PT)
    add_field(add_run(paragraph, "", SONG, FOLIO_PT), "PAGE")
    add_run(paragraph, " —", SONG, FOLIO_PT)
    leave_grid(paragraph)
    below = footer.add_paragraph()
    leave_grid(below)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(below, proof.text, SONG, PROOF_PT)


def add_field(run, code):
    for kind, text in (("begin", None), (None, code), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def add_run(paragraph, text, face=FANGSONG, size=BODY_PT, bold=False):
    run = paragraph.add_run(tidy(text))
    run.font.size = Pt(size)
    run.bold = bold or None
    if size == BODY_PT:
        tighten(run)
    set_faces(run._r.get_or_add_rPr(), face)
    return run


def tighten(run):
    """28 characters in a line: the advance is a little less than the size."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(BODY_SPACING))
    run._r.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")


def write_cell(cell, text, face):
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = Pt(TABLE_PT * 1.3)
    leave_grid(paragraph)
    add_run(paragraph, str(text), face, TABLE_PT)


def repeat_on_each_page(row):
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def keep_whole(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
