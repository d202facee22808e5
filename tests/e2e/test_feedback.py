"""T6: a lawyer makes a card, the client answers by its link within two clicks, also without JavaScript, and the firm reads it."""

import re
from urllib.parse import urlsplit

from .bar import axe_faults, faults_in_every_look, target_faults, width_faults
from .conftest import WIDTHS


def make_card(visitor, code):
    """The path of the link of a new card, with the page that shows it still open."""
    page = visitor.goto("/feedback/cards/new/")
    page.get_by_label("案件编号").fill(code)
    page.get_by_text("民商事").click()
    page.get_by_role("button", name="制作", exact=True).click()
    return urlsplit(page.locator("#address").input_value()).path


def test_a_client_answers_in_two_clicks_without_javascript_and_the_partner_finds_it(site, visit):
    path = make_card(visit(site, "lawyer"), "〔2026〕民字第901号")
    client = visit(site, width=360, js=False).goto(path)
    client.get_by_role("radio", name="不满意", exact=True).click()
    client.get_by_role("button", name="提交反馈").click()
    assert "谢谢，已收到您的反馈" in client.inner_text("h1")
    inbox = visit(site, "partner").goto("/feedback/?state=open")
    line = inbox.locator(".todo-line", has_text="民字第901号")
    line.get_by_role("link", name=re.compile("不满意")).click()
    assert "唐大寒" in inbox.inner_text("main")


def test_card_and_clients_page_meet_the_bar(site, visit):
    lawyer = visit(site, "lawyer")
    path = make_card(lawyer, "〔2026〕民字第902号")
    faults = faults_in_every_look(lawyer.page, "card")
    client = visit(site)
    faults += faults_in_every_look(client.goto(path), "client")
    for width in WIDTHS:
        client.page.set_viewport_size({"width": width, "height": 800})
        page = client.goto(f"{path}?lang=en")
        faults += axe_faults(page) + target_faults(page) + width_faults(page, width)
    client.watch.expected.add(422)
    page.get_by_role("button", name="Send feedback").click()
    assert page.evaluate("document.activeElement.matches('.errors')")
    faults += axe_faults(page)
    assert faults == []
