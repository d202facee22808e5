"""A list as a workbook: text that can do nothing, a heading that stays, and its proof on the sheet and on every printed page."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from ..dates import local

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Signs that make a spreadsheet calculate, half and full width, and what it skips before them.
COMMANDS = "=+-@＝＋－＠\t\r"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL, LONGEST_SHEET_NAME, LONGEST_FOOTER = 32_767, 31, 255
EXACT_DIGITS = 10**15
NARROWEST, WIDEST = 6, 40
# Beyond this many characters side by side a page of A4 is printed too small to read; nothing is narrowed below the other.
WIDEST_PAGE, NARROWED = 235, 22
LINE_HEIGHT = 13.5
HEADER_ROW = 2
PAGES = "第 &P 页，共 &N 页"
INK, MUTED, HEADER_TINT, LINE = "1F2328", "57606A", "F0F2F5", "C5CAD1"
FONT = "微软雅黑"
PLAIN, BOLD = Font(FONT, 10, color=INK), Font(FONT, 10, bold=True, color=INK)
MIDDLE, WRAPPED = Alignment(vertical="center"), Alignment(vertical="center", wrap_text=True)
LEFT, RIGHT = Alignment("left", "center"), Alignment("right", "center", indent=1)
EDGE = Border(bottom=Side("thin", LINE))


@dataclass(frozen=True)
class Column:
    """The heading of a column; `width` in half-width characters, 0: as wide as what stands in it."""

    title: str
    width: int = 0


def build_xlsx(*, title, columns, rows, proof):
    """The bytes of a workbook with one sheet: title, headings, rows, and the line of the Proof below them.

    `columns`: Columns or plain headings. `rows`: lists of text, numbers, dates, aware datetimes (shown on the clock of
    Shanghai), booleans (是/否) or None. Text stays text whatever it begins with, and so do numbers of more than 15 digits.
    """
    columns = [column if isinstance(column, Column) else Column(column) for column in columns]
    book = Workbook()
    sheet = book.active
    sheet.title = NOT_IN_SHEET_NAMES.sub("", title)[:LONGEST_SHEET_NAME] or "Sheet"
    write_head(sheet, title, columns)
    lines = [[column.title for column in columns]]
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        lines.append([write(sheet.cell(number, place), value) for place, value in enumerate(row, start=1)])
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(columns))}{sheet.max_row}"
    if len(lines) > 1:
        align_heads(sheet, len(columns))
    set_sizes(sheet, HEADER_ROW, lines, [column.width for column in columns])
    write_foot(sheet, proof)
    set_print(sheet, HEADER_ROW, proof.text)
    book.properties.title, book.properties.creator = tidy(title), tidy(proof.by)
    book.properties.description = tidy(proof.text)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def tidy(text):
    """Text as a cell can hold it: no characters that XML refuses, breaks of line in one way, not too long."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))[:LONGEST_CELL]


def write(cell, value):
    """Put a value into a cell by its kind; what a reader will see of it, as text."""
    cell.font, cell.alignment, cell.border = PLAIN, MIDDLE, EDGE
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, datetime):
        cell.value, cell.number_format = local(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
        cell.alignment = LEFT
        return "2026-01-01 00:00"
    if isinstance(value, date):
        cell.value, cell.number_format, cell.alignment = value, "yyyy-mm-dd", LEFT
        return "2026-01-01"
    if isinstance(value, int | float | Decimal) and abs(value) < EXACT_DIGITS:
        cell.value, cell.alignment = value, RIGHT
        return str(value)
    text = "" if value is None else tidy(str(value))
    if text:
        write_text(cell, text)
    return text


def write_text(cell, text):
    """Text that no program takes for anything else, not even after it was edited."""
    cell.value = text
    cell.data_type, cell.number_format, cell.alignment = "s", "@", WRAPPED
    if text[0] in COMMANDS:
        cell.quotePrefix = True


def write_head(sheet, title, columns):
    write_text(sheet.cell(1, 1), tidy(title))
    sheet.cell(1, 1).font, sheet.cell(1, 1).alignment = Font(FONT, 14, bold=True, color=INK), MIDDLE
    sheet.row_dimensions[1].height = 28
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(HEADER_ROW, place)
        write(cell, column.title)
        cell.font, cell.fill = BOLD, PatternFill("solid", HEADER_TINT)
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"


def write_foot(sheet, proof):
    """Below the rows, one line apart, so that sorting and filtering leave it where it is."""
    cell = sheet.cell(sheet.max_row + 2, 1)
    write_text(cell, tidy(proof.text))
    cell.font, cell.alignment = Font(FONT, 9, color=MUTED), MIDDLE


def width_of(text):
    """The width of the longest line in half-width characters; a Chinese character takes two."""
    return max(sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in f"{text}\n".split("\n"))


def align_heads(sheet, count):
    """The heading of a column of numbers stands above their last digits."""
    for place in range(1, count + 1):
        if sheet.cell(HEADER_ROW + 1, place).alignment.horizontal == "right":
            sheet.cell(HEADER_ROW, place).alignment = RIGHT


def set_sizes(sheet, first_row, lines, given):
    """Columns as wide as their text (`given`: widths that are fixed, or 0) and rows as high as it becomes when it is wrapped.

    `lines` are the texts of the rows from `first_row` on. Not every program finds the height of a row by itself.
    """
    found = [max(map(width_of, texts)) for texts in zip(*lines, strict=True)]
    widths = fit_page(
        [min(max(one or own, NARROWEST - 3) + 3, WIDEST) for one, own in zip(given, found, strict=True)]
    )
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, texts in enumerate(lines, start=first_row):
        count = max(lines_of(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[number].height = LINE_HEIGHT * count + 6


def fit_page(widths):
    """Widths of which the widest give way until a page of them can be read."""
    widths = list(widths)
    while sum(widths) > WIDEST_PAGE and max(widths) > NARROWED:
        widths[widths.index(max(widths))] -= 1
    return widths


def lines_of(text, width):
    """How many lines a text takes in a column, of which the edges take one character."""
    room = max(width - 1, 1)
    return sum(max(1, -(-width_of(part) // room)) for part in text.split("\n"))


def set_print(sheet, header_row, proof=""):
    """A4 landscape, as wide as the page, the headings on each, proof and page number below."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{header_row}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
    if proof:
        sheet.oddFooter.left.text = footer_text(proof)
    sheet.oddFooter.right.text = PAGES


def footer_text(text):
    """The proof as the foot of a page holds it: `&` is a command there, and the whole has 255 characters. Its end, the code, stays."""
    room = LONGEST_FOOTER - len(PAGES) - len("&L&R")
    plain = tidy(text).replace("&", "＆").replace("\n", " ")
    return plain if len(plain) <= room else f"…{plain[1 - room :]}"
