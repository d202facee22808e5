"""A whole round in the browser: self-reviews, colleagues, a secret ballot of everybody who may vote, opinions within the cap, the result told."""

import json
import os
import re
import subprocess
import sys

import pytest

from .bar import faults_in_every_look
from .conftest import ROOT

# Everybody who may vote gets a login and a session of their own.
LOGINS = """
import json
from django.test import Client
from activities.evaluations.models import Round
from members.models import User
found = Round.objects.get(state="running")
sessions = {}
for part in found.participants.filter(votes=True).select_related("person"):
    user = User.objects.filter(person=part.person).first() or User.objects.create_user(f"voter{part.pk}", person=part.person)
    client = Client()
    client.force_login(user)
    sessions[user.username] = client.cookies["sessionid"].value
print("LOGINS " + json.dumps({"year": found.year, "cap": found.cap, "sessions": sessions}))
"""
# Whose path after the round is looked at.
UNQUALIFIED = 12
# Whose result is read and objected to, in the order of the ballot.
OF_MEMBER = 2
KLM_CLICK, KLM_THINK = 1.3, 1.35
SHORT = {"done": "办理案件四十二件。", "lacking": "学习不够系统。", "mending": "每周学习半天。"}


@pytest.fixture(scope="module")
def everybody(site):
    environment = {
        **os.environ,
        "DATA_DIR": site.data_dir,
        "DJANGO_SETTINGS_MODULE": "lawfirm_party.settings",
    }
    environment = {
        key: value for key, value in environment.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    told = subprocess.run(
        [sys.executable, "manage.py", "shell"],
        input=LOGINS,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return json.loads(re.search(r"LOGINS (.*)", told)[1])


@pytest.fixture
def enter(site, visit, everybody):
    """enter("member", …) -> Visitor with the session of somebody who takes part."""

    def open_visitor(username, **look):
        cookie = {"name": "sessionid", "value": everybody["sessions"][username], "url": site.url}
        visitor = visit(site, **look)
        visitor.page.context.add_cookies([cookie])
        return visitor

    return open_visitor


def write_self_review(page):
    page.get_by_role("link", name="填写自评").click()
    page.locator("#id_done").fill(SHORT["done"])
    page.wait_for_selector("[data-autosave-status]:has-text('已自动保存')")
    page.reload()
    assert page.locator("#id_done").input_value() == SHORT["done"]
    for name in ("lacking", "mending"):
        page.locator(f"#id_{name}").fill(SHORT[name])
    page.get_by_role("button", name="提交自评").click()
    page.wait_for_url(re.compile(r"/evaluation/\d+/$"))


def review_colleagues(page):
    page.get_by_role("link", name="评议同志").click()
    rows = page.locator(".ballot-row")
    for row in range(rows.count()):
        rows.nth(row).locator("label", has_text="较好").click()
    page.get_by_role("button", name="保存互评").click()
    assert "互评已保存，全部完成" in page.inner_text("body")


def open_the_poll(page):
    page.locator(".todo-line", has_text="党员民主测评").get_by_role("link", name="监票").click()
    page.get_by_role("button", name="生成口令").click()
    passphrase = page.inner_text(".receipt")
    page.locator("#id_passphrase").fill(passphrase)
    page.get_by_role("button", name="开始投票").click()
    assert "正在投票" in page.inner_text("main")
    return passphrase


def vote_by_hand(page):
    """T7 with scripts off: from the home page to the receipt; (clicks, receipt)."""
    page.locator(".todo-line", has_text="党员民主测评").get_by_role("link", name="投票").click()
    rows, clicks = page.locator(".ballot-row"), 1
    assert page.locator("input[type=radio]:checked").count() == 0
    for row in range(rows.count()):
        rows.nth(row).locator("label", has_text="优秀" if row < 3 else "合格").first.click()
        clicks += 1
    page.get_by_role("button", name="投票").click()
    return clicks + 1, page.inner_text(".receipt")


def vote_quickly(page, place):
    page.evaluate(
        """place => document.querySelectorAll('.ballot-row').forEach((row, number) => {
            row.querySelectorAll('input')[(number + place) % 3 ? 1 : 0].checked = true; })""",
        place,
    )
    page.get_by_role("button", name="投票").click()
    return page.inner_text(".receipt")


def write_opinion(page, address, word):
    page.goto(address)
    page.get_by_label(word, exact=True).check()
    page.get_by_label("评定理由").fill("按时参加组织生活，表现稳定。")
    page.get_by_role("button", name="保存意见").click()
    page.wait_for_url(re.compile(r"/evaluation/\d+/$"))


def vote_of_everybody(enter, everybody, poll):
    """The receipts of all, the first of which is given by hand on a phone without scripts."""
    clicks, receipt = vote_by_hand(enter("member", width=360, js=False).goto("/"))
    assert clicks == 23 and KLM_THINK + KLM_CLICK * clicks <= 90
    receipts = {receipt}
    for place, username in enumerate(sorted(everybody["sessions"].keys() - {"member"})):
        voter = enter(username)
        receipts.add(vote_quickly(voter.goto(poll), place))
        voter.page.close()
    return receipts


def opinions_of_all(site, root, secretary, own, cap):
    """The secretary's for everybody but the secretary, whose own is another's; one more 优秀 than the cap."""
    links = secretary.goto(root).locator("table a", has_text="评定").all()
    addresses = [site.url + link.get_attribute("href") for link in links]
    for place, address in enumerate(addresses):
        writer = own if place == len(addresses) - 1 else secretary
        word = "不合格" if place == UNQUALIFIED else "优秀" if place <= cap else "合格"
        write_opinion(writer.page, address, word)
    return addresses


def enter_the_meeting_that_decided(visitor):
    """A 党员大会 of yesterday, after the fact; one more than its quarter asks for, if need be."""
    assert visitor.page.get_by_role("link", name="补录").is_visible()
    page = visitor.goto("/meetings/backfill/?type=assembly")
    page.get_by_role("button", name="补录，去登记考勤").click()
    page.wait_for_load_state()
    if page.locator("[name=confirm_another]").count():
        page.locator("[name=confirm_another]").check()
        page.get_by_role("button", name="补录，去登记考勤").click()
    page.wait_for_url(re.compile(r"/meetings/\d+/"))


def decide_over_the_cap(page, cap):
    page.get_by_label("作出评定的会议").select_option(index=1)
    page.get_by_role("button", name="提交评定").click()
    assert f"优秀 {cap + 1} 人，超过一般不超过的 {cap} 人" in page.inner_text(".errors")
    page.get_by_label("优秀超出名额的原因").fill("上级党组织同意表彰一人。")
    page.get_by_role("button", name="提交评定").click()
    page.get_by_role("button", name="通报结果").click()
    assert "已通报" in page.inner_text("main")


def take_the_papers(page):
    for file in ("summary.docx", "report.pdf", "registrations.pdf"):
        with page.expect_download() as taken:
            page.locator(f"button[value='{file}']").click()
        assert taken.value.suggested_filename.startswith("2")


def read_the_result(page):
    page.locator(".todo-line", has_text="民主评议结果已通报").get_by_role("link", name="查看").click()
    page.get_by_role("button", name="我已知悉").click()
    assert "已确认知悉" in page.inner_text("main")


def object_to_the_result(page):
    page.get_by_text("提出异议").first.click()
    page.locator("details[open] textarea").fill("全年公益服务六次，请再核对。")
    page.get_by_role("button", name="提出异议").click()
    assert "等待支部委员会答复" in page.inner_text("main")


def answer_the_objection(page):
    page.locator(".todo-line", has_text="对评定结果的异议").get_by_role("link", name="答复").click()
    page.get_by_text("更正等次", exact=True).click()
    assert page.get_by_label(re.compile("维持原等次")).is_checked()
    page.get_by_label("答复").fill("经复核，维持原等次。")
    page.get_by_role("button", name="答复").click()
    assert "答复：经复核，维持原等次。" in page.inner_text("main")


def test_a_round_from_the_third_step_to_its_announcement(site, enter, everybody):
    cap, root, faults = everybody["cap"], f"/evaluation/{everybody['year']}/", []
    assert (len(everybody["sessions"]), cap) == (22, 7)
    member, secretary, scrutineer = (enter(name) for name in ("member", "secretary", "leader"))

    def look(visitor, path, name):
        faults.extend(faults_in_every_look(visitor.goto(path), name))

    write_self_review(member.goto("/"))
    review_colleagues(member.goto(root))
    look(secretary, f"{root}self/", "self-review")
    look(member, f"{root}peers/", "peers")
    look(secretary, f"{root}paper/", "paper")

    secretary.goto(root).get_by_role("button", name="准备选票").click()
    passphrase = open_the_poll(scrutineer.goto("/"))
    poll = re.search(r"/ballots/[0-9a-f-]+/", scrutineer.page.url)[0]
    look(scrutineer, f"{poll}scrutiny/", "scrutiny")
    look(member, poll, "ballot")
    look(member, f"{poll}secrecy/", "secrecy")
    receipts = vote_of_everybody(enter, everybody, poll)
    assert len(receipts) == 22
    assert "您已经投过票" in member.goto(poll).inner_text("main")
    assert "优秀" not in secretary.goto(f"{poll}scrutiny/").inner_text("main")

    scrutineer.goto(f"{poll}scrutiny/").locator("#id_passphrase").fill(passphrase)
    scrutineer.page.get_by_role("button", name="计票并公布").click()
    result = member.goto(f"{poll}result/")
    assert {text.strip() for text in result.locator(".receipts li").all_inner_texts()} == receipts
    assert "卫小满" in result.inner_text("table") and "高立春" not in result.inner_text("table")
    look(secretary, f"{poll}result/", "result")

    addresses = opinions_of_all(site, root, secretary, enter("committee"), cap)
    assert len(addresses) == 21
    look(secretary, addresses[0].removeprefix(site.url), "opinion")
    secretary.watch.expected.add(422)
    secretary.goto(f"{root}decide/")
    enter_the_meeting_that_decided(secretary)
    decide_over_the_cap(secretary.goto(f"{root}decide/"), cap)
    read_the_result(member.goto("/"))
    look(member, f"{root}mine/", "own result")
    object_to_the_result(member.page)
    of_member = addresses[OF_MEMBER].removeprefix(site.url)
    look(secretary, of_member, "objection")
    answer_the_objection(secretary.goto("/"))
    look(secretary, root, "round")
    case = secretary.goto(root).get_by_role("link", name="处置程序").get_attribute("href")
    secretary.goto(case).get_by_label("限期改正").check()
    secretary.page.get_by_role("button", name="保存").click()
    look(secretary, case, "disposal")
    take_the_papers(secretary.goto(root))
    assert not faults, "\n".join(faults)
