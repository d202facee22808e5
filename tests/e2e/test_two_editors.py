"""F10 in the browser: autosave never writes over somebody else, and a copy put back from this computer does not either."""

import re

from .pages import first_link

STATUS = "[data-autosave-status]"


def minutes_of(visitor):
    path = first_link(visitor, "/meetings/?state=held", r"/meetings/\d+/")
    return f"{path}minutes/"


def write(page, text):
    page.locator("textarea").first.fill(text)


def test_the_second_editor_is_stopped_and_sees_both_texts(site, visit):
    first, second = visit(site, "secretary"), visit(site, "secretary")
    second.watch.expected.add(409)
    address = minutes_of(first)
    mine, theirs = second.goto(address), first.goto(address)

    write(theirs, "高立春：先存的一份。")
    theirs.wait_for_selector(f"{STATUS}:has-text('已自动保存')")
    write(mine, "李雨水：后写的一份。")
    mine.wait_for_selector(f"{STATUS}:has-text('刚刚修改了')")
    mine.get_by_role("button", name="对照两份内容").click()

    mine.wait_for_selector("text=现在保存着的发言要点")
    assert "先存的一份" in mine.inner_text("main")
    assert mine.locator("textarea").first.input_value() == "李雨水：后写的一份。"
    mine.get_by_role("button", name="用我的内容保存").click()
    mine.wait_for_url(re.compile(r"/minutes/$"))
    assert mine.locator("textarea").first.input_value() == "李雨水：后写的一份。"


def test_a_copy_put_back_meets_a_newer_text_as_a_conflict(site, visit):
    first, second = visit(site, "secretary"), visit(site, "secretary")
    second.watch.expected.add(409)
    address = minutes_of(first)
    mine = second.goto(address)
    mine.route(
        "**/minutes/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    second.watch.faults.clear()
    write(mine, "李雨水：断网时写的。")
    mine.wait_for_selector(f"{STATUS}:has-text('网络不通')")
    theirs = first.goto(address)
    write(theirs, "高立春：这期间存的。")
    theirs.wait_for_selector(f"{STATUS}:has-text('已自动保存')")

    mine.unroute("**/minutes/")
    mine.reload()
    mine.get_by_role("button", name="恢复上次未保存的文字").click()
    mine.wait_for_selector(f"{STATUS}:has-text('刚刚修改了')")
    assert mine.locator("textarea").first.input_value() == "李雨水：断网时写的。"
    second.watch.faults.clear()

    theirs.reload()
    assert theirs.locator("textarea").first.input_value() == "高立春：这期间存的。"
