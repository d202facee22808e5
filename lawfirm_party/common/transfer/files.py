"""Files that leave the admin site: cells that are only ever text, the proof at the foot, and the template to fill in."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from ..documents.xlsx import (
    BOLD,
    COMMANDS,
    CONTENT_TYPE,
    HEADER_TINT,
    build_xlsx,
    set_print,
    set_sizes,
    write,
)
from .tables import EXAMPLE

CONTENT_TYPES = {
    "xlsx": CONTENT_TYPE,
    "csv": "text/csv; charset=utf-8",
}


def fill_sheet(sheet, headers, rows):
    """Headings in the first line, so that the sheet can be filled in and sent back; every cell is text."""
    for place, header in enumerate(headers, 1):
        cell = sheet.cell(1, place)
        write(cell, header)
        cell.font, cell.fill = BOLD, PatternFill("solid", HEADER_TINT)
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            write(sheet.cell(number, place), str(text))
    lines = [headers, *[[str(text) for text in row] for row in rows]]
    set_sizes(sheet, 1, lines, [0] * len(headers))
    set_print(sheet, 1)
    sheet.freeze_panes = "A2"


def as_bytes(book):
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def write_sheet(title, headers, rows):
    """The bytes of a workbook that goes back to be mended: nothing but headings and rows."""
    book = Workbook()
    book.active.title = title
    fill_sheet(book.active, headers, rows)
    return as_bytes(book)


def write_xlsx(title, headers, rows, proof):
    return build_xlsx(title=title, columns=headers, rows=rows, proof=proof)


def write_csv(title, headers, rows, proof):
    """The bytes of a CSV that Excel opens in Chinese; what it would take for a formula gets a mark before it."""
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    for row in (headers, *rows, [], [proof.text]):
        writer.writerow([marked(str(cell)) for cell in row])
    return into.getvalue().encode("utf-8-sig")


def marked(text):
    return f"'{text}" if text.startswith(tuple(COMMANDS)) else text


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


def write_template(title, columns):
    """A workbook to fill in: `columns` are (header, example, note); the notes lie on a second sheet."""
    book = Workbook()
    sheet, notes = book.active, book.create_sheet("填写说明")
    sheet.title = title
    example = [text for _, text, _ in columns]
    fill_sheet(sheet, [header for header, _, _ in columns], [[f"{EXAMPLE}：{example[0]}", *example[1:]]])
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    rows = [[header, note] for header, _, note in columns]
    rows.append(["示例行", "第二行是示例，以“示例”开头，导入时略过，可以不删。"])
    fill_sheet(notes, ["列", "怎么填"], rows)
    return as_bytes(book)
