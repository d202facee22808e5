"""The main job as it is done: a missing 支委会 is scheduled from home, told, held, minuted and archived, and the board turns ✓.

The launcher's own web, worker and beat run as processes; nothing here calls a task or a command.
"""

import re
import time
from datetime import datetime
from email import message_from_string, policy

from lawfirm_party.common.dates import SHANGHAI


def wait_until(happened, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return
        time.sleep(0.5)
    raise AssertionError(f"nothing within {seconds} s")


class Hand:
    """Clicks, and counts its clicks (Q11)."""

    def __init__(self):
        self.clicks = 0

    def click(self, thing):
        thing.click()
        self.clicks += 1


def line_of(page, words):
    return page.locator(".todo > li", has_text=words).get_by_role("link", name="安排会议")


def schedule_from_home(visitor, words, today=False):
    """T1: two clicks from home, a third for today; returns how many it took."""
    page, hand = visitor.goto("/"), Hand()
    hand.click(line_of(page, words))
    if today:
        hand.click(page.get_by_text(re.compile("今天，现在")))
    hand.click(page.get_by_role("button", name="安排并发通知"))
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    return hand.clicks


def take_attendance(page):
    """T2: everybody present, then two exceptions; returns how many clicks it took."""
    hand = Hand()
    page.get_by_role("button", name="开始会议").click()
    page.wait_for_url(re.compile(r"/attendance/$"))
    hand.click(page.get_by_role("button", name="全部到会"))
    rows = page.locator(".attend-row")
    for place, presence in enumerate(("请假", "缺席")):
        hand.click(rows.nth(place).get_by_role("button", name=presence, exact=True))
        rows.nth(place).locator("button[aria-pressed=true]", has_text=presence).wait_for()
    return hand.clicks


def write_minutes(page):
    for box in page.locator("textarea").all():
        if box.is_visible():
            box.fill("高立春：请各位委员发表意见。\n李雨水：同意，按计划推进。")
    for item in page.locator("section[id^=item-]").all():
        if item.locator("input[type=checkbox][name$=needs_resolution]").is_checked():
            resolution = item.locator("details[id$=resolutions]")
            if resolution.get_attribute("open") is None:
                resolution.locator("summary").click()
            resolution.locator("input[name$='-text'], textarea[name$='-text']").first.fill(
                "同意近期工作安排。"
            )
            for name, votes in (("for", "2"), ("against", "0"), ("abstained", "0")):
                resolution.locator(f"input[name$=votes_{name}]").first.fill(votes)
    page.wait_for_selector("[data-autosave-status]:has-text('已自动保存')")
    with page.expect_navigation():
        page.get_by_role("button", name="保存并散会").click()


def sign_and_archive(page):
    page.goto(re.sub(r"(/meetings/\d+/).*", r"\1minutes/", page.url))
    page.locator("input[name=host_signed]").check()
    page.locator("input[name=recorder_signed]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="保存，去归档").click()
    page.get_by_role("button", name="归档", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/\d+/archive/$"))
    page.get_by_role("button", name="归档", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))


def test_from_a_missing_committee_meeting_to_a_ticked_cell(site, visit):
    visitor = visit(site, "secretary")
    page = visitor.page
    before = len(site.sink.messages)
    assert schedule_from_home(visitor, "支委会尚未安排", today=True) == 3
    meeting = page.url
    wait_until(lambda: len(invitations(site.sink.messages[before:], to="支部委员会会议")) >= 3)
    for mail in invitations(site.sink.messages[before:], to="支部委员会会议"):
        assert "text/calendar" in {part.get_content_type() for part in mail.walk()}

    colleague = visit(site, "committee", width=360)
    wait_until(lambda: "支部委员会会议" in colleague.goto("/notices/").inner_text("main"))

    assert take_attendance(page) == 3
    page.goto(meeting + "minutes/")
    write_minutes(page)
    sign_and_archive(page)
    assert "已归档" in page.inner_text("main")
    assert page.inner_text("main").count("同意近期工作安排") == 1

    month = datetime.now(SHANGHAI).month
    board = visitor.goto(f"/board/{datetime.now(SHANGHAI).year}/")
    row = board.locator(".board tbody tr", has_text="支委会").first
    assert "✓" in row.locator("td").nth(month - 1).inner_text()


def test_scheduling_and_attendance_work_without_javascript(site, visit):
    """Q12: T1 within two clicks and T2 within three, with scripts off."""
    visitor = visit(site, "secretary", js=False)
    page = visitor.page
    assert schedule_from_home(visitor, "组织生活会") == 2
    page.goto(site.url + "/meetings/new/?type=union")
    page.get_by_text(re.compile("今天，现在")).click()
    page.get_by_role("button", name="安排并发通知").click()
    assert take_attendance(page) == 3


def test_a_member_answers_from_the_mail_without_a_login(site, visit):
    """T4: one click to come, three to ask for leave."""
    secretary = visit(site, "secretary").page
    before = len(site.sink.messages)
    secretary.goto(site.url + "/meetings/new/?type=lecture")
    secretary.get_by_role("button", name="安排并发通知").click()
    wait_until(lambda: len(invitations(site.sink.messages[before:], to="党课")) > 1)
    links = sorted(link_in(mail) for mail in invitations(site.sink.messages[before:], to="党课"))
    first, second = visit(site, width=360), visit(site, width=360)
    page, hand = first.page, Hand()
    page.goto(links[0])
    hand.click(page.get_by_role("button", name="能参加"))
    page.wait_for_selector("text=已答复：能参加。")
    assert hand.clicks == 1
    page, hand = second.page, Hand()
    page.goto(links[1])
    hand.click(page.get_by_text("请假", exact=True).first)
    hand.click(page.get_by_text("出差"))
    hand.click(page.get_by_role("button", name="提交请假"))
    page.wait_for_selector("text=请假已提交，等书记审批。")
    assert hand.clicks == 3


def invitations(messages, to):
    """The mails that announce a meeting of a kind: the firm's other reminders arrive among them, at their own hours."""
    mails = [message_from_string(text, policy=policy.default) for _, text in messages]
    return [mail for mail in mails if re.search(f"会议通知：.*{to}", mail["Subject"])]


def link_in(mail):
    return re.search(r"http://\S+/r/\S+", mail.get_body(("plain",)).get_content()).group()
