"""What was typed into the minutes stays on this computer until the server has it: a login that expires costs nothing."""

from .test_two_editors import STATUS, minutes_of, write

WORDS = "高立春：辛辛苦苦写的一大段。"
KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('autosave:')).length"


def forget_login(visitor):
    context = visitor.page.context
    for cookie in context.cookies():
        if "session" in cookie["name"]:
            context.clear_cookies(name=cookie["name"])


def press_save(page):
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="保存", exact=True).click()
    return answer.value


def test_a_login_that_expired_while_writing_loses_no_word(site, visit):
    visitor = visit(site, "secretary")
    address = minutes_of(visitor)
    page = visitor.goto(address)
    visitor.watch.expected |= {401, 403}
    forget_login(visitor)

    write(page, WORDS)
    page.wait_for_selector(f"{STATUS}:has-text('登录已过期')")
    assert press_save(page).status == 403
    assert WORDS in page.content()
    assert page.evaluate(KEPT) == 1

    page.get_by_role("link", name="重新登录").click()
    page.fill("input[name=username]", "secretary")
    page.fill("input[name=password]", "mingyue-songjian-42")
    page.click("main form button")
    page.wait_for_url(f"**{address}")
    page.get_by_role("button", name="恢复上次未保存的文字").click()
    page.wait_for_selector(f"{STATUS}:has-text('已自动保存')")
    page.reload()
    assert page.locator("textarea").first.input_value() == WORDS
    assert page.evaluate(KEPT) == 0


def test_the_first_click_sends_the_form_and_the_page_after_it_drops_the_copy(site, visit):
    visitor = visit(site, "secretary")
    page = visitor.goto(minutes_of(visitor))
    write(page, "高立春：第一次点就保存。")
    assert press_save(page).ok
    page.wait_for_selector("text=已保存。")
    assert page.evaluate(KEPT) == 0
    assert page.get_by_role("button", name="恢复上次未保存的文字").count() == 0
    assert page.locator("textarea").first.input_value() == "高立春：第一次点就保存。"


def test_a_save_that_does_not_arrive_keeps_the_copy(site, visit):
    visitor = visit(site, "secretary")
    page = visitor.goto(minutes_of(visitor))
    page.route(
        "**/minutes/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    write(page, "高立春：没有送到的一段。")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/minutes/")
    visitor.watch.faults.clear()
    page.goto(site.url + minutes_of(visitor))
    assert page.get_by_role("button", name="恢复上次未保存的文字").count() == 1
