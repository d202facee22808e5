"""Help, the page of regulations, and the note behind every citation."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse

from branches.choices import MeetingKind
from lawfirm_party.common.regulations import ARTICLES, COMMITTEE, TERM
from lawfirm_party.common.templatetags.regulations import cited
from lawfirm_party.dashboard.help import TOPICS
from members.models import CommitteeTerm
from tests.activities.meetings.record_world import make_held
from tests.addresses import program_addresses
from tests.conftest import TODAY
from tests.factories import make_meeting

ROOT = Path(__file__).resolve().parents[2]
A_CITATION = re.compile(r"《[^》]*(?:条例|规定|办法|细则|法|意见)[^》]*》")


class Citations(HTMLParser):
    """Texts of the main part of a page that name a regulation, by whether they stand in a link to its note."""

    def __init__(self, page):
        super().__init__()
        self.linked, self.bare, self.in_cite, self.in_main = [], [], False, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        self.in_main = self.in_main or tag == "main"
        if tag == "a" and "data-note" in held:
            self.in_cite = True
            self.linked.append(held["data-note"])

    def handle_endtag(self, tag):
        self.in_cite = self.in_cite and tag != "a"
        self.in_main = self.in_main and tag != "main"

    def handle_data(self, text):
        if self.in_main and not self.in_cite:
            self.bare += A_CITATION.findall(text)


def test_a_citation_inside_a_text_becomes_a_link_and_the_rest_is_escaped():
    html = cited(f"<b>{COMMITTEE.says('一般每月召开1次')}")
    assert html.startswith('&lt;b&gt;<a class="cite" href="/help/regulations/#branch-12"')
    assert html.endswith("《支部工作条例》第十二条</a>：一般每月召开1次")
    assert cited("本支部设置：党课每月2次") == "本支部设置：党课每月2次"


def test_names_and_numbers_of_articles_are_written_in_one_place():
    written = [
        f"{path.relative_to(ROOT)}: {found}"
        for top in ("activities", "branches", "lawfirm_party", "members", "templates", "static/js")
        for path in sorted((ROOT / top).rglob("*"))
        if path.suffix in {".py", ".html", ".txt", ".js"} and path.name != "regulations.py"
        for found in re.findall(r"《[^》]+》第[一二三四五六七八九十]+条", path.read_text("utf-8"))
    ]
    assert written == []


def test_keys_and_citations_are_each_of_one_article():
    assert len({article.key for article in ARTICLES}) == len({article.cite for article in ARTICLES})


@pytest.mark.django_db
def test_every_citation_that_a_page_shows_leads_to_its_note(cast, frozen):
    CommitteeTerm.objects.update(since=TODAY.replace(year=2024, month=3, day=1))
    make_held(cast)
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, TODAY)
    client, shown, bare = cast.client("secretary"), set(), []
    anchors = set(
        re.findall(r'<section class="panel" id="([^"]+)"', client.get("/help/regulations/").content.decode())
    )
    for name, address in program_addresses(cast).items():
        page = client.get(address)
        if (
            name == "regulations"
            or page.status_code != 200
            or not page["Content-Type"].startswith("text/html")
        ):
            continue
        found = Citations(page.content.decode())
        shown |= set(found.linked)
        bare += [(name, text) for text in found.bare]
    assert bare == []
    assert {"branch-11", "branch-12", "branch-13", "education-16", "election-3"} <= shown <= anchors


@pytest.mark.django_db
def test_the_page_of_regulations_says_what_is_asked_and_leads_where_the_reader_may_go(cast, frozen):
    page = cast.client("member").get("/help/regulations/").content.decode()
    for article in ARTICLES:
        assert f'id="{article.key}"' in page
        assert article.full_name in page
        assert all(sentence in page for sentence in article.asks)
    assert TERM.full_name == "《中国共产党基层组织选举工作条例》第三条"
    assert '<a href="/board/2026/">达标总表按季度核对支部党员大会</a>' in page
    assert "R-" not in re.sub(r"<[^>]*>", "", page)
    lawyer = cast.client("lawyer").get("/help/regulations/").content.decode()
    assert "达标总表按季度核对支部党员大会</a>" not in lawyer


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["secretary", "leader", "member", "partner", "lawyer", "clerk", "admin"])
def test_every_button_of_the_help_opens_for_the_reader_it_is_shown_to(cast, frozen, role):
    client = cast.client(role)
    page = client.get("/help/").content.decode()
    for topic in TOPICS:
        assert f'id="{topic.key}"' in page
        if f'<a href="{topic.url()}">{topic.button}' in page:
            assert client.get(topic.url(), follow=True).status_code == 200, topic.key
        else:
            assert topic.whose in page


@pytest.mark.django_db
def test_what_a_reader_does_stands_first(cast, frozen):
    page = cast.client("clerk").get("/help/").content.decode()
    assert page.index('id="people"') < page.index('id="schedule"')
    assert reverse("regulations") in page
