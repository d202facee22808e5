"""The client's page: one question, two languages, one answer a card (trust.md section 3, row 13; T6)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from activities.feedback.models import Answer, FeedbackCard, Handling
from activities.feedback.views.public import TRIES
from activities.feedback.words import PAGE
from tests.conftest import NOW

from .feedback_world import card_with_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
CHINESE = re.compile(r"[一-鿿]")
FULL = {"overall": "2", "skill": "4", "contact": "1", "text": "联系不上", "is_complaint": "on"}


@pytest.fixture
def link(cast):
    card, token = card_with_link(cast)
    return card, f"/f/{token}/"


def text_of(page):
    return page.content.decode()


def test_the_page_shows_lawyer_and_matter_and_asks_one_question(cast, link):
    card, address = link
    page = Client().get(address)
    text = text_of(page)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert card.matter_code in text and "卫律明" in text
    assert text.count('type="radio"') == 5 and " checked" not in text
    for word in ("党", "登录</a>", "首页", "navigation"):
        assert word not in text
    assert not Answer.objects.exists()


def test_an_answer_is_stored_and_what_happens_next_is_said(link):
    _, address = link
    client = Client()
    sent = client.post(address, FULL)
    assert (sent.status_code, sent["Location"]) == (302, address)
    answer = Answer.objects.get()
    stored = (answer.overall, answer.skill, answer.contact, answer.speed, answer.text, answer.is_complaint)
    assert stored == (2, 4, 1, None, "联系不上", True)
    thanks = text_of(client.get(address))
    assert PAGE["zh"]["done"] in thanks and "2026-11-19 10:00" in thanks
    assert Handling.objects.get().answer == answer


def test_one_question_is_enough(link):
    assert Client().post(link[1], {"overall": "5"}).status_code == 302
    assert Answer.objects.get().overall == 5 and not Handling.objects.exists()


def test_an_answer_is_changed_by_the_same_link_for_a_day(link, time_machine):
    _, address = link
    Client().post(address, FULL)
    opened = text_of(Client().get(f"{address}?change"))
    assert "联系不上" in opened and opened.count(" checked") == 2 and opened.count(" selected") == 2
    Client().post(address, {"overall": "4"})
    assert Answer.objects.get().overall == 4
    time_machine.move_to(NOW + timedelta(hours=24), tick=False)
    page = text_of(Client().get(f"{address}?change"))
    assert PAGE["zh"]["final"] in page and "<form" not in page
    late = Client().post(address, {"overall": "1"})
    assert late.status_code == 409 and Answer.objects.get().overall == 4


def test_the_page_speaks_english_throughout(link):
    _, address = link
    words = {"overall": "", "text": "x" * 501}
    pages = [Client().get(f"{address}?lang=en"), Client().post(f"{address}?lang=en", words)]
    assert pages[1].status_code == 422
    sent = Client().post(f"{address}?lang=en", {"overall": "5"})
    pages.append(Client().get(sent["Location"]))
    for page in pages:
        text = text_of(page)
        assert '<html lang="en">' in text
        # What is a name stays: firm, matter, lawyer, and the way back to Chinese.
        for name in ("明信律师事务所", "明信所", "卫律明", "中文", link[0].matter_code):
            text = text.replace(name, "")
        assert CHINESE.search(re.sub(r"<!--.*?-->", "", text)) is None
    assert Answer.objects.get().language == "en"


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"overall": "6"},
        {"overall": "4", "skill": "9"},
        {"overall": "4", "text": "长" * 501},
        {"overall": "五"},
    ],
)
def test_what_cannot_be_taken_comes_back_with_what_was_typed(link, words):
    page = Client().post(link[1], words)
    assert page.status_code == 422 and PAGE["zh"]["errors"] in text_of(page)
    assert "<title>错误：" in text_of(page)
    assert not Answer.objects.exists()


def test_unknown_expired_and_revoked_are_one_page(link):
    card, address = link
    FeedbackCard.objects.update(link_at=NOW - timedelta(days=30), expires_at=NOW)
    number = re.compile("[0-9a-f]{8}")
    expired = Client().get(address)
    FeedbackCard.objects.update(expires_at=card.expires_at, revoked_at=NOW)
    answers = [expired, Client().get(address), Client().get("/f/unknown/"), Client().post(address, FULL)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({number.sub("", text_of(answer)) for answer in answers}) == 1
    assert not Answer.objects.exists()


def test_a_changed_token_opens_nothing(link):
    token = link[1].split("/")[2]
    for place in range(0, len(token), 4):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert Client().get(f"/f/{other}/", REMOTE_ADDR=f"10.0.0.{place}").status_code == 404
    assert Client().get(link[1]).status_code == 200


def test_guessing_is_slowed_down_and_shuts_nobody_else_out(link):
    found = {Client().get(f"/f/guess{number}/").status_code for number in range(TRIES + 1)}
    assert found == {404, 429}
    assert Client().get(link[1]).status_code == 200
    for _ in range(TRIES):
        Client().post(link[1], {})
    assert Client().post(link[1], FULL).status_code == 429


def test_looking_changes_nothing(link):
    for query in ("", "?lang=en", "?change"):
        Client().get(link[1] + query)
        Client().head(link[1] + query)
    assert not Answer.objects.exists()
