"""Files that leave the admin site: cells that are only ever text, the proof at the foot, and the template to fill in."""

import csv
import io
import json

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .tables import EXAMPLE, FORMULA_STARTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
GREY = PatternFill("solid", fgColor="F2F2F2")


def put(sheet, row, column, text):
    """Write one cell as text, whatever it looks like."""
    cell = sheet.cell(row=row, column=column)
    cell.value = str(text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = str(text).startswith(FORMULA_STARTS)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def width_of(texts):
    """How wide a column must be for its texts; a Chinese character counts double."""
    longest = max(sum(2 if ord(char) > 0x2E80 else 1 for char in text) for text in texts)
    return min(max(longest + 2, 10), 44)


def fill_sheet(sheet, headers, rows):
    for column, header in enumerate(headers, 1):
        cell = put(sheet, 1, column, header)
        cell.font = Font(bold=True)
        cell.fill = GREY
        texts = [header, *[str(row[column - 1]) for row in rows[:200]]]
        sheet.column_dimensions[get_column_letter(column)].width = width_of(texts)
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            put(sheet, number, column, text)
    sheet.freeze_panes = "A2"


def as_bytes(book):
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def write_xlsx(title, headers, rows, footer=""):
    """The bytes of a workbook with one sheet; `footer` stands below the rows, after an empty line."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title[:31]
    fill_sheet(sheet, headers, rows)
    if footer:
        put(sheet, len(rows) + 3, 1, footer).alignment = Alignment(wrap_text=False)
        sheet.oddFooter.center.text = "第 &P 页 / 共 &N 页"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    return as_bytes(book)


def write_csv(title, headers, rows, footer=""):
    """The bytes of a CSV that Excel opens in Chinese; what it would take for a formula gets a mark before it."""
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    for row in [headers, *rows, *([[], [footer]] if footer else [])]:
        writer.writerow([marked(str(cell)) for cell in row])
    return into.getvalue().encode("utf-8-sig")


def marked(text):
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_json(title, headers, rows, footer=""):
    found = [dict(zip(headers, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


WRITERS = {"xlsx": write_xlsx, "csv": write_csv, "json": write_json}


def write_template(title, columns):
    """A workbook to fill in: `columns` are (header, example, note); the notes lie on a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title[:31]
    example = [text for _, text, _ in columns]
    fill_sheet(sheet, [header for header, _, _ in columns], [[f"{EXAMPLE}：{example[0]}", *example[1:]]])
    for column in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(column)].number_format = "@"
    notes = book.create_sheet("填写说明")
    rows = [[header, note] for header, _, note in columns]
    rows.append(["示例行", "第二行是示例，以“示例”开头，导入时略过，可以不删。"])
    fill_sheet(notes, ["列", "怎么填"], rows)
    notes.column_dimensions["B"].width = 70
    return as_bytes(book)
