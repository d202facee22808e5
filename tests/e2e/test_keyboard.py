"""The keyboard: one letter leads to search, home, a new meeting and the list of keys; a form is saved, a note opens and closes."""

import pytest


@pytest.fixture
def desk(site, visit):
    return visit(site, "secretary").goto("/")


def test_letters_lead_through_the_program(site, desk):
    desk.keyboard.press("/")
    assert desk.evaluate("document.activeElement.name") == "q"
    desk.keyboard.type("支委会")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search/?q=*")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("n")
    desk.wait_for_url("**/meetings/new/")
    desk.keyboard.press("g")
    desk.keyboard.press("h")
    desk.wait_for_url(f"{site.url}/")
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#keys").is_visible()


def test_keys_can_be_switched_off(desk):
    desk.keyboard.press("?")
    desk.uncheck("#keys-on")
    desk.keyboard.press("Escape")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("?")
    assert not desk.locator("#keys").is_visible()


def test_the_first_link_skips_to_the_text_and_the_second_to_the_main_action(desk):
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "跳到正文"
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.matches('main .btn-primary')")


def test_a_citation_opens_beside_the_page_and_without_scripts_leads_to_its_place(site, visit, desk):
    desk.locator("a.cite").first.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#note[open]")
    assert "第" in desk.inner_text("#note-title")
    assert desk.url.endswith("/")
    desk.keyboard.press("Escape")
    assert not desk.locator("#note").is_visible()
    plain = visit(site, "secretary", js=False).goto("/")
    key = plain.locator("a.cite").first.get_attribute("data-note")
    plain.locator("a.cite").first.click()
    assert plain.url.endswith(f"/help/regulations/#{key}")
    assert plain.locator(f"section#{key}").is_visible()


def test_control_and_s_press_the_button_that_saves(site, visit):
    visitor = visit(site, "secretary")
    year = visitor.page.evaluate("new Date().getFullYear()")
    page = visitor.goto(f"/board/{year}/")
    address = page.eval_on_selector_all(
        "a.cell-bad", "all => all.map(a => a.getAttribute('href')).find(href => href.includes('/explain/'))"
    )
    page.goto(site.url + address)
    page.fill("textarea", "书记外出学习")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=已保存说明。")
