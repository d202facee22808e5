"""The ledger as files. Everything is given; nothing is read here."""

from django.template.loader import render_to_string

from lawfirm_party.common.documents.pdf import WIDE, pdf_of

from .queries.ledger import figures_of


def build_ledger_pdf(ledger, by, proof):
    """A4 landscape: a first page naming what is missing, then one line a meeting, under the headings of `by`."""
    context = {"ledger": ledger, "figures": figures_of(ledger), "groups": ledger.groups(by), "proof": proof}
    return pdf_of(render_to_string("documents/ledger.html", context), WIDE)
