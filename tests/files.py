"""What somebody reads who opens a file that the program made."""

import io
import subprocess
import zipfile

from docx import Document
from openpyxl import load_workbook


def words_of_file(response):
    """The text of a response that is a PDF, a Word or an Excel file, else of a page."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf":
        return words_of_pdf(content)
    if "wordprocessingml" in kind:
        return words_of_docx(content)
    if "spreadsheetml" in kind:
        return words_of_xlsx(content)
    return content.decode()


def words_of_pdf(content):
    """In reading order, without the breaks of lines."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return told.stdout.decode().replace("\n", "")


def pages_of_pdf(content):
    """(text of each page, [size of each page in points], names of the fonts)."""

    def ask(*command):
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()

    texts = ask("pdftotext", "-layout", "-", "-").split("\f")[:-1]
    sizes = [
        (float(line.split()[3]), float(line.split()[5]))
        for line in ask("pdfinfo", "-f", "1", "-l", "999", "-").splitlines()
        if line.startswith("Page ") and " size:" in line
    ]
    fonts = {line.split()[0] for line in ask("pdffonts", "-").splitlines()[2:]}
    return texts, sizes, fonts


def words_of_docx(content):
    """Everything in the body, headers and footers, tables too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    document = Document(io.BytesIO(content))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.footer._element, section.even_page_footer._element]
    return "\n".join("".join(part.itertext()) for part in parts)


def words_of_xlsx(content):
    book = load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
