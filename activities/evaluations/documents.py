"""The papers of a round as PDF and Word files. Everything is given; nothing is read here."""

from django.template.loader import render_to_string

from lawfirm_party.common.documents.docx import OfficialDocument
from lawfirm_party.common.documents.pdf import pdf_of

WIDE_COLUMN_MM = {"序号": 11, "姓名": 22, "名称": 36, "基本合格": 18, "不合格": 16, "等次": 20}


def build_papers_pdf(papers, proof):
    """queries.papers.Papers in one file, each on a page of its own."""
    return pdf_of(render_to_string("documents/evaluation.html", {"papers": papers, "proof": proof}))


def build_papers_docx(papers, proof):
    document = OfficialDocument(papers[0].title, proof)
    for place, paper in enumerate(papers):
        if place:
            document.new_page()
        write_paper(document, paper)
    return document.bytes()


def write_paper(document, paper):
    document.title(paper.title)
    if paper.under:
        document.under_title(paper.under)
    if paper.to:
        document.addressee(paper.to)
    if paper.form:
        document.form(paper.form)
    for part in paper.parts:
        write_part(document, part)
    for label in paper.signatures:
        document.signature(label)
    for line in paper.signed_by:
        document.signed(line)


def write_part(document, part):
    if part.heading:
        document.heading(part.heading)
    for text in part.texts:
        for line in text.splitlines() or [""]:
            document.text([(line, False)])
    if part.rows:
        document.table(part.rows, widths_of(part.rows[0]))


def widths_of(heads, whole=156):
    """The columns of a table in mm: names and grades get what they need, the rest is shared."""
    known = [WIDE_COLUMN_MM.get(head) for head in heads]
    rest = (whole - sum(filter(None, known))) / max(1, known.count(None))
    return [width or rest for width in known]
