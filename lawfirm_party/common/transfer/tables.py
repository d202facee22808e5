"""What a colleague's file holds, as plain text cells; a file that cannot be trusted is refused with a sentence.

Nothing here knows a model. Dates come out as 2026-01-31, numbers as people write them, formulas not at all.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

import openpyxl

from ..documents.xlsx import COMMANDS
from ..middleware import has_bad_text
from ..refusal import Refusal

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 5000
MOST_COLUMNS = 40
LONGEST_CELL = 500
# From here on a spreadsheet's number no longer holds every digit.
EXACT_BELOW = 10**15
EXAMPLE = "示例"
FOOTER_MARK = "校验码 "

EMPTY_FILE = "文件是空的。"
TOO_LARGE = "文件太大：最大 5 MB。请分成几份导入。"
WRONG_TYPE = "只能导入 {formats} 文件。"
NOT_WHAT_IT_SAYS = "文件打不开，内容与扩展名不符。请用 Excel 或 WPS 另存一次再上传。"
UNPACKS_TOO_LARGE = "文件解开后太大，没有读取。请只保留要导入的一张表。"
WITH_MACROS = "文件里有宏，没有读取。请另存为不含宏的 xlsx。"
UNKNOWN_LETTERS = "文字读不出来。CSV 请存成 UTF-8 编码。"
BAD_LETTERS = "第{row}行有不能保存的字符。"
NO_HEADERS = "第一行应是列名。请先下载模板。"
SAME_HEADER = "列名“{name}”出现了两次。"
TOO_MANY_ROWS = "一份文件最多 5000 行，请分成几份导入。"
TOO_MANY_COLUMNS = "列太多了：最多 40 列。"
NO_ROWS = "文件里没有要导入的行。"
IS_FORMULA = "第{row}行“{column}”是公式，没有读取。请改成文字再导入。"
IS_ERROR = "第{row}行“{column}”是 Excel 的错误值，没有读取。"
TOO_LONG = "第{row}行“{column}”太长：最多 500 个字。"
LOST_DIGITS = "第{row}行“{column}”在 Excel 里成了数字，后几位已经丢失。请把这一列设成文本格式再填。"


@dataclass(frozen=True)
class Table:
    """`rows`: (number of the line in the file, its cells as texts in the order of `headers`)."""

    headers: list
    rows: list


def read_table(name, content, formats):
    """The Table of an uploaded file. `formats` are the extensions taken, e.g. ("xlsx", "csv"). Raises Refusal."""
    kind = name.rpartition(".")[2].lower()
    if kind not in formats:
        raise Refusal(WRONG_TYPE.format(formats="、".join(formats)))
    if not content:
        raise Refusal(EMPTY_FILE)
    if len(content) > LARGEST_FILE:
        raise Refusal(TOO_LARGE)
    lines = {"xlsx": read_xlsx, "csv": read_csv}[kind](content)
    return as_table(lines)


def as_table(lines):
    """The first line names the columns; blank lines, the example of the template and the footer of an export are left out."""
    start, second = next(lines, (1, [])), next(lines, None)
    if second and len(trimmed(start[1])) == 1 and len(trimmed(second[1])) > 1:
        start, second = second, None
    first = trimmed(start[1])
    if not first or not all(first):
        raise Refusal(NO_HEADERS)
    if len(first) > MOST_COLUMNS:
        raise Refusal(TOO_MANY_COLUMNS)
    for header in first:
        if first.count(header) > 1:
            raise Refusal(SAME_HEADER.format(name=header[:30]))
    rows = []
    for number, cells in chain([second] if second else [], lines):
        check_cells(number, cells, first)
        if not is_meant(cells):
            continue
        rows.append((number, (cells + [""] * len(first))[: len(first)]))
        if len(rows) > MOST_ROWS:
            raise Refusal(TOO_MANY_ROWS)
    if not rows:
        raise Refusal(NO_ROWS)
    return Table(first, rows)


def trimmed(cells):
    """Cells without the empty ones at the end."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def names_columns(number, cells, headers):
    """Whether a line is the one that names the columns: the first, or the second below the title of an export."""
    return number == 1 or (number == 2 and len(trimmed(headers)) == 1 < len(trimmed(cells)))


def is_meant(cells):
    filled = [cell for cell in cells if cell]
    is_footer = len(filled) == 1 and FOOTER_MARK in filled[0]
    return bool(filled) and not is_footer and not cells[0].startswith(EXAMPLE)


def check_cells(number, cells, headers):
    for place, cell in enumerate(cells):
        column = headers[place][:30] if place < len(headers) else str(place + 1)
        if len(cell) > LONGEST_CELL:
            raise Refusal(TOO_LONG.format(row=number, column=column))
        if has_bad_text(cell):
            raise Refusal(BAD_LETTERS.format(row=number))


def read_csv(content):
    """(number, cells) of each line; UTF-8 with or without its mark, and what Excel writes on a Chinese machine."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refusal(UNKNOWN_LETTERS)
    headers = []
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for number, line in enumerate(reader, 1):
            cells = [cell.strip() for cell in line[: MOST_COLUMNS + 1]]
            headers = cells if names_columns(number, cells, headers) else headers
            yield number, [plain_cell(cell, number, place, headers) for place, cell in enumerate(cells)]
    except csv.Error as error:
        raise Refusal(NOT_WHAT_IT_SAYS) from error


def plain_cell(cell, number, place, headers):
    """A cell of a text file: the mark that our export puts before a formula is taken off, a formula is refused."""
    if cell.startswith("'") and cell[1:].startswith(tuple(COMMANDS)):
        return cell[1:].strip()
    if cell.startswith(("=", "@", "＝", "＠")):
        raise Refusal(IS_FORMULA.format(row=number, column=column_name(headers, place)))
    return cell


def column_name(headers, place):
    return headers[place][:30] if place < len(headers) else str(place + 1)


def check_archive(content):
    """Refuse what is no workbook, holds macros, or unpacks to more than anybody types."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Refusal(UNPACKS_TOO_LARGE)
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise Refusal(NOT_WHAT_IT_SAYS)
            if any("vbaproject" in name.lower() for name in names):
                raise Refusal(WITH_MACROS)
            for part in parts:
                text = archive.read(part) if part.filename.endswith((".xml", ".rels")) else b""
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                    raise Refusal(NOT_WHAT_IT_SAYS)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refusal(NOT_WHAT_IT_SAYS) from error


def read_xlsx(content):
    """(number, cells) of each line of the first sheet."""
    check_archive(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        headers = []
        lines = sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=2 * MOST_ROWS)
        for number, line in enumerate(lines, 1):
            cells = [cell_text(cell, number, place, headers) for place, cell in enumerate(line)]
            headers = cells if names_columns(number, cells, headers) else headers
            yield number, cells
    except Refusal:
        raise
    except Exception as error:
        # A reader of foreign files meets every kind of damage; whatever it is, nothing was read.
        raise Refusal(NOT_WHAT_IT_SAYS) from error


def cell_text(cell, number, place, headers):
    value = cell.value
    where = {"row": number, "column": column_name(headers, place)}
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f" or not isinstance(value, str | bool | int | float | date | time):
        raise Refusal(IS_FORMULA.format(**where))
    if getattr(cell, "data_type", "") == "e":
        raise Refusal(IS_ERROR.format(**where))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_text(value, where)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else value.strip()


def number_text(value, where):
    if not abs(value) < EXACT_BELOW:
        raise Refusal(LOST_DIGITS.format(**where))
    return str(int(value)) if value == int(value) else str(value)
