"""From an empty program to a scheduled 支委会 by the first-run page and the plain admin pages alone."""

import re
import time
from datetime import datetime
from email import message_from_string

from lawfirm_party.common.dates import SHANGHAI

from .conftest import PASSWORD

COMMITTEE = [("周管明", "secretary"), ("李甲明", "organisation"), ("王乙明", "publicity")]
MEMBERS = ["孙丙明", "钱丁明", "吴戊明", "郑己明"]
THIS_YEAR = datetime.now(SHANGHAI).year
SINCE = f"{THIS_YEAR - 1}-01-01"


def set_up(page):
    """The one page of an empty program."""
    assert page.url.endswith("/first-run/")
    for name, value in {
        "firm_name": "甲乙律师事务所",
        "firm_short_name": "甲乙所",
        "firm_founded_on": "1994-03-01",
        "branch_name": "甲乙律师事务所党支部",
        "branch_short_name": "甲乙所党支部",
        "branch_founded_on": "2000-03-01",
        "person_name": "周管明",
        "person_email": "zhou@example.com",
        "username": "zhou",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="开始使用").click()
    page.wait_for_url(re.compile("/accounts/login/"))


def save(page):
    page.locator("input[name=_save]").click()
    page.wait_for_url(re.compile(r"/admin/[a-z]+/[a-z]+/$"))


def choose_person(page, box, name):
    """Pick somebody in a box that completes what is typed; the box stumbles over an answer that comes when it is closed."""
    with page.expect_response(re.compile("/autocomplete/")):
        box.locator(".select2-selection").first.click()
    with page.expect_response(re.compile("/autocomplete/")):
        page.locator(".select2-search__field").fill(name)
    page.locator(".select2-results__option", has_text=name).click()


def enter_person(visitor, name):
    page = visitor.goto("/admin/members/person/add/")
    page.fill("[name=name]", name)
    page.select_option("[name=kind]", "lawyer")
    page.fill("[name=joined_on]", SINCE)
    page.fill("[name=email]", f"member{ord(name[0])}@example.com")
    save(page)


def enter_fact(visitor, kind, name, **choices):
    page = visitor.goto(f"/admin/members/{kind}/add/")
    choose_person(page, page.locator(".field-person"), name)
    for field, label in choices.items():
        page.select_option(f"[name={field}]", label=label)
    page.fill("[name=since]", SINCE)
    save(page)


def enter_term(visitor):
    page = visitor.goto("/admin/members/committeeterm/add/")
    page.fill("[name=since]", SINCE)
    for place, (name, role) in enumerate(COMMITTEE):
        if place:
            page.get_by_text("添加另一个").click()
        row = page.locator(f"#seats-{place}")
        choose_person(page, row, name)
        row.locator(f"[name=seats-{place}-role]").select_option(role)
        row.locator(f"[name=seats-{place}-since]").fill(SINCE)
    save(page)


def enter_setting(visitor, kind, every):
    page = visitor.goto("/admin/branches/kindsetting/add/")
    page.select_option("[name=kind]", label=kind)
    page.select_option("[name=every]", label=every)
    page.fill("[name=since]", f"{THIS_YEAR}-01-01")
    save(page)


def test_from_nothing_to_a_scheduled_committee_meeting(empty_site, visit):
    visitor = visit(empty_site)
    page = visitor.goto("/accounts/login/")
    set_up(page)
    visitor.log_in("zhou")
    for name in [*[name for name, _ in COMMITTEE[1:]], *MEMBERS]:
        enter_person(visitor, name)
    for name in [*[name for name, _ in COMMITTEE], *MEMBERS]:
        enter_fact(visitor, "partystanding", name, standing="正式党员")
        enter_fact(visitor, "membership", name)
    enter_term(visitor)

    page = visitor.goto("/meetings/new/?type=committee")
    page.get_by_role("button", name="安排并发通知").click()
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    assert "支部委员会会议" in page.inner_text("h1")

    board = visitor.goto(f"/board/{THIS_YEAR}/")
    row = board.locator(".board tr", has_text="党课")
    before = row.inner_text()
    enter_setting(visitor, "党课", "每月")
    after = visitor.goto(f"/board/{THIS_YEAR}/").locator(".board tr", has_text="党课").inner_text()
    assert before != after
    assert "每月" in after

    visitor.watch.expected.add(404)
    assert visitor.page.goto(empty_site.url + "/first-run/").status == 404

    words = visitor.goto("/admin/").inner_text("#content")
    assert "登录账号" in words and "委员会任期" in words
    accept_invitation(visitor, visit(empty_site), "孙丙明")


def accept_invitation(host, guest, name):
    """The administrator invites, the worker sends the mail, and its link sets the first password."""
    page = host.goto("/members/?q=" + name)
    page.get_by_role("link", name=name, exact=True).click()
    before = len(host.site.sink.messages)
    page.get_by_role("button", name="邀请登录").click()
    until = time.monotonic() + 90
    while not (links := links_in(host.site.sink.messages[before:])):
        assert time.monotonic() < until, "no mail within 90 s"
        time.sleep(0.5)
    page = guest.page
    page.goto(links[0])
    assert page.url.endswith("/accounts/password/new/")
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.get_by_role("button", name="设置新密码").click()
    guest.log_in("sunbingming")
    assert name in page.inner_text("header")
    guest.watch.expected.add(404)
    assert page.goto(links[0]).status == 404


def links_in(messages):
    """The addresses that set a password, in the mails that came."""
    bodies = [
        part.get_payload(decode=True).decode()
        for _, text in messages
        for part in message_from_string(text).walk()
        if part.get_content_type() == "text/plain"
    ]
    return [link for body in bodies for link in re.findall(r"http\S+/accounts/password/\S+", body)]
