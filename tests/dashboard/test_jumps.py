"""Words that name a page or a time."""

from datetime import date

import pytest

from activities.meetings.choices import MeetingKind
from lawfirm_party.dashboard.jumps import PAGES, nearest_year, pages_named, read_span
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("今天", date(2026, 11, 18), date(2026, 11, 19), ""),
        ("明天", date(2026, 11, 19), date(2026, 11, 20), ""),
        ("本周", date(2026, 11, 16), date(2026, 11, 23), ""),
        ("下周", date(2026, 11, 23), date(2026, 11, 30), ""),
        ("本月", date(2026, 11, 1), date(2026, 12, 1), ""),
        ("下个月", date(2026, 12, 1), date(2027, 1, 1), ""),
        ("11月支委会", date(2026, 11, 1), date(2026, 12, 1), MeetingKind.COMMITTEE),
        ("１１月支委会", date(2026, 11, 1), date(2026, 12, 1), MeetingKind.COMMITTEE),
        ("2025年3月党课", date(2025, 3, 1), date(2025, 4, 1), MeetingKind.LECTURE),
        ("11月26日", date(2026, 11, 26), date(2026, 11, 27), ""),
        ("12月份党员大会", date(2026, 12, 1), date(2027, 1, 1), MeetingKind.ASSEMBLY),
        ("本周支委会", date(2026, 11, 16), date(2026, 11, 23), MeetingKind.COMMITTEE),
    ],
)
def test_a_time_is_read_from_words(text, start, end, kind):
    span = read_span(text, TODAY)
    assert (span.period.start, span.period.end, span.kind) == (start, end, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "支委会",
        "13月",
        "2月30日",
        "0000年1月",
        "9999年12月",
        "2199年12月",
        "月",
        "11月茶话会",
        "99999年1月",
    ],
)
def test_what_is_no_time_is_none(text):
    assert read_span(text, TODAY) is None


def test_a_bare_month_is_the_nearest_one():
    assert nearest_year(12, date(2027, 1, 5)) == 2026
    assert nearest_year(1, date(2026, 12, 5)) == 2027
    assert nearest_year(6, date(2026, 12, 5)) == 2027
    assert nearest_year(7, date(2026, 12, 5)) == 2026


def test_a_page_is_named_outright_or_nearly():
    assert pages_named("总表") == (["board"], [])
    assert pages_named("近四季度")[0] == ["ledger"]
    assert pages_named("季度") == ([], ["ledger"])
    assert pages_named("会") == ([], [])


def test_no_word_leads_to_two_pages():
    words = [word for _, _, words in PAGES for word in words]
    assert len(words) == len(set(words))
