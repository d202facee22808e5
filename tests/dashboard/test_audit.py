"""The page of the audit trail: its words, its filters, whose entries stand there, and what it says of the chain."""

from datetime import timedelta

import pgtrigger
import pytest
from django.db import transaction

from lawfirm_party.common.audit import check_trail, write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.dashboard.queries.audit import OTHER, audit_lines
from tests import factories
from tests.activities.notices.sinks import make_robot
from tests.conftest import NOW
from tests.submissions import SUBMISSIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/audit/"


def note(user, thing, action=AuditAction.EXPORTED, at=NOW):
    return write_down(user=user, action=action, thing=thing, now=at)


def lines(client, query=""):
    return client.get(PAGE + query).context["lines"]


def told(client, query=""):
    return [(line.who, line.action, line.thing, line.url) for line in lines(client, query)]


def things_of(cast):
    """Everything that is written down today, as its command names it, and how the admin reads it."""
    person, user, branch = cast.people["member"], cast.users["member"], cast.branch
    meeting, robot = factories.make_meeting(branch), make_robot(branch, name="支部大群")
    own, name = person.get_absolute_url(), "明信所党支部"
    return {
        f"person:{person.pk}:id_number": ("丁党明的证件号码", own),
        f"person:{person.pk}:email": ("丁党明的邮箱", own),
        f"user:{user.pk}": ("丁党明（登录名 member）：后台权限", own),
        f"user:{user.pk}:closed": ("丁党明（登录名 member）：停用账号", own),
        f"user:{user.pk}:made": ("丁党明（登录名 member）：新建账号", own),
        f"user:{user.pk}:password": ("丁党明（登录名 member）：代设密码", own),
        f"user:{user.pk}:person": ("丁党明（登录名 member）：账号改为对应另一位人员", own),
        f"user:{user.pk}:calendar:made": ("丁党明（登录名 member）：生成日历订阅地址", own),
        f"user:{cast.users['admin'].pk}:opened": ("admin（登录名 admin）：启用账号", ""),
        "people:2026-05-01:36:ABCD": ("2026-05-01 的人员名册，36 人，校验码 ABCD", "/members/?on=2026-05-01"),
        f"ledger:branch:{branch.pk}:last4q:pdf:ABCD": (f"{name}的台账（近四个季度），PDF，校验码 ABCD", ""),
        f"ledger:branch:{branch.pk}:2025:binder:ABCD": (
            f"{name}的台账（2025年），合订本 PDF，校验码 ABCD",
            "",
        ),
        f"evaluation:{cast.branch.pk}:2026:summary:pdf:ABCD": (
            f"{cast.branch.short_name}2026年度民主评议党员汇总表，PDF，校验码 ABCD",
            "",
        ),
        f"brief:firm:{cast.firm.pk}:2025:ABCD": ("2025年度的评议简报，PDF，校验码 ABCD", ""),
        f"meeting:{meeting.pk}:minutes:docx:ABCD": ("一次会议的会议记录，Word，校验码 ABCD", ""),
        f"robot:{robot.pk}:secret": ("群机器人“支部大群”：更换密钥", ""),
        f"settings:{branch.pk}:committee:2026-12-01": (
            f"{name}的设置（支部委员会会议）：改动，从 2026-12-01 起",
            "",
        ),
        f"settings:{branch.pk}:branch:withdrawn:2026-12-01": (
            f"{name}的设置（全支部）：撤回改动，从 2026-12-01 起",
            "",
        ),
        "holidays:2027:33": ("2027年放假安排，33 天", "/calendar/?month=2027-01"),
        "import:members.person:new3:update2:0123": ("人员：新增 3 条，更新 2 条", ""),
        "admin:members.person:36:ABCD": ("后台的人员，36 条，校验码 ABCD", ""),
        "person:999999:email": ("一位人员的邮箱", ""),
        "something:new": ("其他", ""),
        "robot:x": ("其他", ""),
        "": ("其他", ""),
    }


def test_every_thing_is_said_in_words_and_linked_where_it_may_be_opened(cast):
    wanted = things_of(cast)
    for thing in wanted:
        note(cast.users["secretary"], thing)
    found = told(cast.client("admin"))[::-1]
    assert found == [("高书明", "导出", *words) for words in wanted.values()]


def test_a_login_is_no_change_of_rights(cast):
    note(cast.users["secretary"], f"user:{cast.users['secretary'].pk}", AuditAction.SIGNED_IN)
    (line,) = lines(cast.client("admin"))
    assert (line.action, line.thing) == ("登录", "高书明（登录名 secretary）")


def test_what_every_form_of_the_program_writes_down_has_words(cast):
    written, without_words = 0, []
    for name, make in SUBMISSIONS.items():
        with transaction.atomic():
            make(cast).send()
            entries = list(AuditEntry.objects.select_related("user__person"))
            shown = audit_lines(entries, cast.users["admin"], NOW)
            without_words += [
                (name, entry.thing) for entry, line in zip(entries, shown, strict=True) if line.thing == OTHER
            ]
            written += len(entries)
            transaction.set_rollback(True)
    assert without_words == []
    assert written >= 10


def test_an_admin_of_a_firm_reads_what_its_people_did(cast):
    bound = factories.make_user("bound", factories.make_person(cast.firm), group="admin", is_staff=True)
    stranger = factories.make_user("stranger", factories.make_person(factories.make_firm(), "外所人"))
    for user in (cast.users["clerk"], stranger, cast.users["admin"], None):
        note(user, f"person:{stranger.person_id}:email", AuditAction.ADDRESS_CHANGED)
    cast.users["bound"] = bound
    assert [line[0] for line in told(cast.client("bound"))] == ["蒋录明"]
    assert "外所人" not in cast.client("bound").get(PAGE).content.decode()
    assert [line[0] for line in told(cast.client("admin"))] == ["未登录", "admin", "外所人", "蒋录明"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {1, 2, 3, 4}),
        ("?since=2026-11-17", {3, 4}),
        ("?until=2026-11-17", {1, 2, 3}),
        ("?since=2026-11-17&until=2026-11-17", {3}),
        ("?action=revealed", {2}),
        ("?q=gsm", {1, 2}),
        ("?q=高书", {1, 2}),
        ("?q=CLERK", {3, 4}),
        ("?q=没有这个人", set()),
        ("?action=exported&q=gsm", {1}),
        ("?action=nothing", {1, 2, 3, 4}),
        ("?since=2026-02-30", {1, 2, 3, 4}),
    ],
)
def test_the_filters_stand_in_the_address(cast, query, numbers):
    secretary, clerk = cast.users["secretary"], cast.users["clerk"]
    note(secretary, "people:2026-05-01:36:ABCD", at=NOW - timedelta(days=3))
    note(secretary, "person:1:id_number", AuditAction.REVEALED, at=NOW - timedelta(days=2))
    # The last minute of the 17th in Shanghai.
    note(clerk, "holidays:2027:3", at=NOW.replace(day=17, hour=23, minute=59))
    note(clerk, "holidays:2027:4", at=NOW.replace(hour=0, minute=0))
    assert {line.number for line in lines(cast.client("admin"), query)} == numbers


def test_a_day_that_is_none_is_said(cast):
    assert "没有这一天" in cast.client("admin").get(PAGE + "?since=2026-02-30").content.decode()


def test_filters_stay_over_the_pages_and_each_can_be_taken_off(cast):
    for _ in range(51):
        note(cast.users["clerk"], "holidays:2027:3")
    page = cast.client("admin").get(PAGE + "?q=clerk&action=exported").content.decode()
    assert "?q=clerk&amp;action=exported&amp;page=2" in page
    assert 'href="?action=exported"' in page and 'href="?q=clerk"' in page
    assert len(lines(cast.client("admin"), "?q=clerk&page=2")) == 1


def test_the_page_says_whether_the_chain_is_whole(cast):
    note(cast.users["clerk"], "holidays:2027:3")
    note(cast.users["clerk"], "holidays:2027:4")
    client = cast.client("admin")
    assert "记录完整：共 2 条，刚才全部核对过" in client.get(PAGE).content.decode()
    check_trail(now=NOW)
    note(cast.users["clerk"], "holidays:2027:5")
    words = "记录完整：共 3 条，11月18日（周三）10:00全部核对过，其后的 1 条刚才也核对过"
    assert words in client.get(PAGE).content.decode()
    with pgtrigger.ignore("common.AuditEntry:only_added_to"):
        AuditEntry.objects.order_by("-pk").first().delete()
    assert "审计记录有 1 处对不上" in client.get(PAGE).content.decode()


def test_it_stands_in_the_navigation_of_who_may_read_it_and_of_nobody_else(cast):
    for role in ("admin", "secretary", "clerk", "partner"):
        assert ('href="/audit/"' in cast.client(role).get("/me/").content.decode()) == (role == "admin")
    cast.users["member"].groups.add(cast.users["admin"].groups.get())
    assert 'href="/audit/"' in cast.client("member").get("/me/").content.decode()
