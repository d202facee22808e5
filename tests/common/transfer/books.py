"""Files as colleagues and enemies send them."""

import csv
import io
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile


def xlsx(*rows, name="名单.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    into = io.BytesIO()
    book.save(into)
    return SimpleUploadedFile(name, into.getvalue())


def csv_file(*rows, encoding="utf-8-sig", name="名单.csv"):
    into = io.StringIO(newline="")
    csv.writer(into).writerows(rows)
    return SimpleUploadedFile(name, into.getvalue().encode(encoding))


def zipped(parts, name="名单.xlsx"):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return SimpleUploadedFile(name, into.getvalue())


def cells_of(content):
    """The rows of an xlsx as texts, without those that are empty."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if any(row)]
