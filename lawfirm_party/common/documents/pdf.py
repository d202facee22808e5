"""HTML in, PDF out (WeasyPrint). Nothing is fetched: no picture, style or font by address, of this machine or another."""

import logging

from lawfirm_party.common.refusal import Refusal

from .layout import (
    ADVANCE_PT,
    BODY_PT,
    BOTTOM_MM,
    FANGSONG,
    FOLIO_BELOW_MM,
    FOLIO_PT,
    HEI,
    KAI,
    LEFT_MM,
    LINE_PT,
    PAPER_MM,
    PROOF_PT,
    RIGHT_MM,
    SONG,
    TABLE_PT,
    TITLE,
    TITLE_PT,
    TOP_MM,
)

NO_PDF = "这台机器还不能生成 PDF：缺少系统软件包 libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0。请管理员安装。"
CONTENT_TYPE = "application/pdf"

# The number stands in the corner that looks outward, the proof in the other one, lower.
FOLIO = f"""
  content: "— " counter(page) " —"; width: 20%; vertical-align: top; padding-top: {FOLIO_BELOW_MM}mm;
  font-family: "{SONG.open}"; font-size: {FOLIO_PT}pt; line-height: 1;
"""
PROOF = f"""
  content: string(proof); width: 75%; vertical-align: top; padding-top: {FOLIO_BELOW_MM + 1}mm;
  font-family: "{SONG.open}"; font-size: {PROOF_PT}pt; line-height: 1.3;
"""
# The font stands on `html` and in `@page`: the margins would otherwise embed a Japanese one.
OFFICIAL = f"""
@page {{
  size: {PAPER_MM[0]}mm {PAPER_MM[1]}mm;
  margin: {TOP_MM}mm {RIGHT_MM}mm {BOTTOM_MM}mm {LEFT_MM}mm;
  font-family: "{SONG.open}";
  @bottom-right {{ {FOLIO} margin-right: 1em; }}
  @bottom-left {{ {PROOF} text-align: left; }}
}}
@page :left {{
  @bottom-left {{ {FOLIO} margin-left: 1em; }}
  @bottom-right {{ {PROOF} text-align: right; }}
}}
html {{
  font-family: "{FANGSONG.open}"; font-size: {BODY_PT}pt; line-height: {LINE_PT}pt;
  letter-spacing: {ADVANCE_PT - BODY_PT:.2f}pt; color: #000;
}}
body, h1, h2, h3, p, dl, dd, dt, ul, ol {{ margin: 0; padding: 0; font-size: inherit; font-weight: normal; }}
h1 {{
  font-family: "{TITLE.open}"; font-weight: bold; font-size: {TITLE_PT}pt; line-height: {LINE_PT * 1.2:.2f}pt;
  letter-spacing: 0; text-align: center; margin-bottom: {LINE_PT / 2:.2f}pt;
}}
.under-title {{ font-family: "{KAI.open}"; text-align: center; text-indent: 0; margin-bottom: {LINE_PT / 2:.2f}pt; }}
h2 {{ font-family: "{HEI.open}"; text-indent: 2em; break-after: avoid; }}
h3 {{ font-family: "{KAI.open}"; text-indent: 2em; break-after: avoid; }}
p, li {{ text-indent: 2em; orphans: 2; widows: 2; }}
ul, ol {{ list-style-position: inside; }}
.label {{ font-family: "{HEI.open}"; }}
.break {{ break-before: page; }}
.hanging {{ margin-left: 3em; text-indent: -3em; }}
.flush {{ text-indent: 0; }}
.signatures {{ margin-top: {LINE_PT / 2:.2f}pt; break-inside: avoid; }}
.signatures p {{ text-indent: 0; line-height: {LINE_PT * 1.3:.2f}pt; }}
.signed {{ margin-top: {LINE_PT}pt; break-inside: avoid; }}
.signed p {{ text-indent: 0; text-align: right; margin-right: 4em; }}
.apart-long {{ margin: {LINE_PT / 2:.2f}pt 0; }}
.signatures .by {{ display: inline-block; width: 60%; }}
table {{ width: 100%; border-collapse: collapse; font-size: {TABLE_PT}pt; line-height: 1.4; letter-spacing: 0; }}
th, td {{ border: .5pt solid #000; padding: 1.2mm 1.5mm; text-align: left; font-weight: normal; text-indent: 0; }}
th {{ font-family: "{HEI.open}"; }}
td p, td li {{ text-indent: 0; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
.apart {{ margin: {LINE_PT / 2:.2f}pt 0; break-inside: avoid; }}
.people {{ margin-top: {LINE_PT / 2:.2f}pt; }}
.small, .sign-foot {{ font-size: {TABLE_PT}pt; line-height: 1.6; letter-spacing: 0; }}
.small {{ margin-bottom: 3mm; }}
.sign td, .sign th {{ height: 5.9mm; padding: .2mm 1.5mm; vertical-align: middle; line-height: 1.2; }}
.by-hand td {{ height: 6.4mm; }}
.form {{ table-layout: fixed; }}
.form tr {{ break-inside: auto; }}
.form td, .form th {{ padding: 1.6mm 2mm; vertical-align: middle; }}
.form-label {{ width: 28mm; }}
.sign-foot {{ text-indent: 0; margin-top: 4mm; }}
body {{ string-set: proof attr(data-proof); }}
"""

# A part that begins on an even page: for its own count that page is the first, a right one.
EVEN_FIRST = f"""
@page {{
  @bottom-left {{ {FOLIO} margin: 0 0 0 1em; }}
  @bottom-right {{ {PROOF} text-align: right; margin: 0; }}
}}
@page :left {{
  @bottom-right {{ {FOLIO} margin: 0 1em 0 0; }}
  @bottom-left {{ {PROOF} text-align: left; margin: 0; }}
}}
"""

WIDE = f"""
@page {{
  size: {PAPER_MM[1]}mm {PAPER_MM[0]}mm;
  margin: 15mm 12mm 18mm;
  font-family: "{HEI.open}"; font-size: {PROOF_PT}pt;
  @bottom-left {{ content: string(proof); width: 80%; vertical-align: top; padding-top: 3mm; }}
  @bottom-right {{
    content: "第 " counter(page) " 页 / 共 " counter(pages) " 页"; vertical-align: top; padding-top: 3mm; font-size: {PROOF_PT}pt;
  }}
}}
html {{ font-family: "{HEI.open}"; font-size: 9pt; line-height: 1.45; color: #000; }}
body, h1, h2, h3, p, ul {{ margin: 0; padding: 0; font-size: inherit; font-weight: normal; }}
h1 {{ font-family: "{TITLE.open}"; font-weight: bold; font-size: 18pt; line-height: 1.3; text-align: center; }}
h2 {{ font-weight: bold; font-size: 11pt; margin: 5mm 0 2mm; break-after: avoid; }}
.under-title {{ text-align: center; margin: 1mm 0 4mm; font-size: 10pt; }}
ul {{ padding-left: 1.2em; }}
li {{ margin-bottom: .8mm; }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; }}
th, td {{ border: .4pt solid #555; padding: 1mm 1.2mm; text-align: left; vertical-align: top; font-weight: normal; }}
thead th {{ font-weight: bold; vertical-align: middle; background: #eee; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
.figures td {{ text-align: center; font-size: 10pt; }}
.figures strong {{ font-size: 14pt; }}
.board {{ font-size: 8pt; }}
.board td, .board th {{ text-align: center; vertical-align: middle; }}
.board tbody th {{ text-align: left; }}
.break {{ break-before: page; }}
.muted {{ color: #333; }}
body {{ string-set: proof attr(data-proof); }}
"""

# Behind it follow upright pages with numbers of the other kind: all of a binder count alike.
WIDE_IN_BINDER = """
@page { @bottom-right { content: "— " counter(page) " —"; } }
.front { text-align: center; padding-top: 45mm; }
.front h1 { font-size: 26pt; }
.front-line { font-size: 13pt; margin-top: 8mm; }
"""


def no_fetcher(weasyprint):
    """A fetcher without a single allowed protocol: whatever a document asks for by address, it does not get."""
    return weasyprint.URLFetcher(allowed_protocols=())


def library():
    """WeasyPrint, loaded on first use: the program runs without the system's Pango, only its PDFs do not."""
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    try:
        import weasyprint
    except OSError as error:
        raise Refusal(NO_PDF) from error
    return weasyprint


def pages_of(html, style, first_page=1):
    """A laid-out document whose first page bears that number. Refusal where the machine cannot make PDFs."""
    weasyprint = library()
    fetcher = no_fetcher(weasyprint)
    sheets = [weasyprint.CSS(string=style, url_fetcher=fetcher)]
    if first_page > 1:
        sheets.append(weasyprint.CSS(string=f"@page :first {{ counter-reset: page {first_page}; }}"))
    if first_page % 2 == 0:
        sheets.append(weasyprint.CSS(string=EVEN_FIRST))
    return weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=sheets)


def pdf_of(html, style=OFFICIAL):
    """The bytes of a PDF in one of the styles above."""
    return pages_of(html, style).write_pdf()


def joined_pdf(documents):
    """One PDF of several laid-out documents, one behind the other."""
    first = documents[0]
    return first.copy([page for document in documents for page in document.pages]).write_pdf()
