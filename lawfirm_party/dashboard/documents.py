"""The ledger as files. Everything is given; nothing is read here."""

from django.template.loader import render_to_string

from activities.meetings.documents import items_of
from activities.meetings.queries.papers import minutes_of
from lawfirm_party.common.documents.pdf import OFFICIAL, WIDE, WIDE_IN_BINDER, joined_pdf, pages_of, pdf_of
from lawfirm_party.common.documents.xlsx import Column, build_xlsx

from .queries.board import heads_of
from .queries.ledger import COLUMNS, figures_of

# So many records are laid out at once: between them the work may be cancelled, and says how far it is.
RECORDS_A_STEP = 15


def build_ledger_pdf(ledger, by, proof):
    """A4 landscape: a first page naming what is missing, then one line a meeting, under the headings of `by`."""
    return pdf_of(render_to_string("documents/ledger.html", context_of(ledger, by, proof)), WIDE)


def context_of(ledger, by, proof):
    return {"ledger": ledger, "figures": figures_of(ledger), "groups": ledger.groups(by), "proof": proof}


def build_ledger_xlsx(ledger, by, proof):
    """The same lines by time, to be filtered and sorted; `by` does not matter there."""
    columns = [Column(head, width) for head, width in COLUMNS]
    return build_xlsx(title=ledger.title, columns=columns, rows=ledger.rows, proof=proof)


def build_binder(ledger, by, proof, step):
    """One PDF: front page, what is missing, board, ledger, then every record; pages are numbered through.

    `step(done, total)` is called after each part with the number of records laid out, and may raise to stop the work.
    """
    total = len(ledger.pages)
    step(0, total)
    board = {"board": ledger.board, "heads": heads_of(ledger.board.months, ledger.board.today)}
    front = render_to_string("documents/binder.html", {**context_of(ledger, by, proof), **board})
    parts = [pages_of(front, WIDE + WIDE_IN_BINDER)]
    number = 1 + len(parts[0].pages)
    for start in range(0, total, RECORDS_A_STEP):
        records = ledger.pages[start : start + RECORDS_A_STEP]
        part = pages_of(
            render_to_string("documents/records.html", records_context(records, proof)), OFFICIAL, number
        )
        number += len(part.pages)
        parts.append(part)
        step(min(start + RECORDS_A_STEP, total), total)
    return joined_pdf(parts)


def build_brief(page, proof):
    """评议简报, A4: the partners' dashboard (queries.evaluation.dashboard_page) as tables."""
    return pdf_of(render_to_string("documents/brief.html", {**page, "proof": proof}), OFFICIAL)


def records_context(pages, proof):
    """Pages (MeetingPages with everything read) as the records they print."""
    papers = [minutes_of(page) for page in pages]
    return {"papers": [(minutes, items_of(minutes)) for minutes in papers], "proof": proof}
