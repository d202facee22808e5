"""The PDF writer: it fetches nothing, numbers parts through, and says when the machine cannot make PDFs."""

import builtins

import pytest

from lawfirm_party.common.documents import pdf
from lawfirm_party.common.documents.layout import TYPE_AREA_MM, chinese_number, day_words
from lawfirm_party.common.refusal import Refusal
from tests.conftest import TODAY
from tests.files import pages_of_pdf

PAGE = '<html lang="zh-Hans"><body data-proof="校验码 abc">{}</body></html>'


def test_nothing_is_fetched_for_a_document(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: '泄露'; }")
    html = PAGE.format(
        f'<link rel="stylesheet" href="file://{secret}"><img src="http://127.0.0.1/x.png"><p>正文</p>'
    )
    texts, *_ = pages_of_pdf(pdf.pdf_of(html))
    assert "正文" in texts[0] and "泄露" not in texts[0]
    fetcher = pdf.no_fetcher(pdf.library())
    for address in (f"file://{secret}", "http://127.0.0.1/x.png", "data:text/css,p{}"):
        with pytest.raises(ValueError, match="disallowed"):
            fetcher.fetch(address)


def test_parts_are_numbered_through_whichever_side_they_begin_on():
    page = PAGE.format("<p>正文</p>")
    parts = [pdf.pages_of(page, pdf.OFFICIAL, number) for number in (1, 2, 3)]
    texts, *_ = pages_of_pdf(pdf.joined_pdf(parts))
    for number, text in enumerate(texts, 1):
        last = text.rstrip().split("\n")[-1].replace(" ", "")
        outward = last.endswith(f"—{number}—") if number % 2 else last.startswith(f"—{number}—")
        assert outward, last


def test_without_pango_a_sentence_says_what_is_missing(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Refusal, match="libpango"):
        pdf.library()


def test_the_type_area_is_that_of_the_standard():
    assert TYPE_AREA_MM == (156, 225)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100"), (0, "0")],
)
def test_numbers_of_headings(number, words):
    assert chinese_number(number) == words


def test_a_day_on_paper_has_its_year_and_no_leading_zeros():
    assert day_words(TODAY.replace(month=1, day=5)) == "2026年1月5日"
