"""The page of group robots: added, changed, switched off and tried by the secretary, and no secret comes back."""

from datetime import timedelta

import pytest

from activities.notices.commands import robots as commands
from activities.notices.forms import SECRET_WRONG
from activities.notices.models import OutboxRow, Robot
from activities.notices.robots import gateway
from activities.notices.views.robots import ONLY_SECRETARY
from lawfirm_party.common.models import AuditEntry
from tests.activities.meetings.record_world import form_on
from tests.conftest import NOW

from .outbox import make_group_row
from .sinks import KEY, OK, SECRET, make_robot, serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/settings/robots/"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
DING = f"https://oapi.dingtalk.com/robot/send?access_token={KEY}"


@pytest.fixture
def secretary(cast):
    return cast.client("secretary")


def text_of(page):
    return page.content.decode()


def add(client, **changes):
    form = form_on(client.get(f"{PAGE}new/"), None)
    words = {"kind": "dingtalk", "name": "党员大群", "webhook": DING, "secret": SECRET}
    return client.post(f"{PAGE}new/", {**form, **words, **changes}, follow=True)


def written_down():
    return [entry.thing.partition(":")[2] for entry in AuditEntry.objects.order_by("pk")]


def test_a_robot_is_added_and_its_secrets_are_never_shown_again(secretary, cast, caplog):
    page = add(secretary)
    robot = Robot.objects.get()
    assert "已添加“党员大群”" in text_of(page)
    assert robot.opened() == (KEY, SECRET)
    assert (robot.branch, robot.kind) == (cast.branch, "dingtalk")
    assert written_down() == [f"{robot.pk}:added"]
    for address in (PAGE, f"{PAGE}{robot.pk}/"):
        shown = text_of(secretary.get(address))
        assert KEY not in shown and SECRET not in shown
    assert KEY not in caplog.text and SECRET not in caplog.text
    assert KEY not in repr(list(Robot.objects.values()))


def test_a_second_click_adds_nothing(secretary):
    form = {**form_on(secretary.get(f"{PAGE}new/"), None), "kind": "wecom", "name": "群", "webhook": WECOM}
    for _ in range(2):
        assert secretary.post(f"{PAGE}new/", form).status_code == 302
    assert Robot.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "请选择平台"),
        ({"kind": "qq"}, "请选择平台"),
        ({"name": ""}, "请填写群的名称"),
        ({"name": "长" * 31}, "最多 30 个字"),
        ({"webhook": ""}, "请粘贴机器人的地址"),
        ({"webhook": WECOM}, "这不是钉钉给出的机器人地址"),
        ({"webhook": "http://127.0.0.1:8000/admin/"}, "这不是钉钉给出的机器人地址"),
        ({"webhook": DING + "x" * 400}, SECRET_WRONG),
        ({"secret": ""}, "钉钉的机器人要有加签密钥"),
        ({"secret": "密钥"}, SECRET_WRONG),
    ],
)
def test_a_mistake_is_told_at_its_field_and_gives_no_secret_back(secretary, changes, said):
    page = add(secretary, **changes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert KEY not in text_of(page) and SECRET not in text_of(page)
    assert not Robot.objects.exists()


def test_wecom_needs_no_secret(secretary):
    add(secretary, kind="wecom", webhook=WECOM, secret="")
    assert Robot.objects.get().opened() == (KEY, "")


def test_a_name_is_taken_once_in_a_branch_and_five_robots_are_enough(secretary, cast):
    make_robot(cast.branch)
    assert "已经有叫“党员大群”的群" in text_of(add(secretary))
    for number in range(4):
        make_robot(cast.branch, name=f"群{number}")
    assert "最多 5 个" in text_of(add(secretary, name="第六个"))


def change(client, robot, **changes):
    address = f"{PAGE}{robot.pk}/"
    return client.post(address, {**form_on(client.get(address), None), **changes})


def test_what_is_left_empty_stays(secretary, cast):
    robot = make_robot(cast.branch, "feishu")
    assert change(secretary, robot, name="支部学习群").status_code == 302
    robot.refresh_from_db()
    assert (robot.name, robot.opened(), robot.version) == ("支部学习群", (KEY, SECRET), 1)
    assert written_down() == []


def test_a_secret_is_replaced_and_that_is_written_down(secretary, cast):
    robot = make_robot(cast.branch, "dingtalk", error="钉钉没有收下。")
    change(secretary, robot, secret="SECanother1234567")
    robot.refresh_from_db()
    assert (robot.opened(), robot.error) == ((KEY, "SECanother1234567"), "")
    change(secretary, robot, webhook=DING.replace("693a", "ffff"))
    robot.refresh_from_db()
    assert robot.opened() == (KEY.replace("693a", "ffff"), "SECanother1234567")
    assert written_down() == [f"{robot.pk}:secret"] * 2


def test_who_saves_second_sees_what_stands_there(secretary, cast):
    robot = make_robot(cast.branch)
    address = f"{PAGE}{robot.pk}/"
    form = form_on(secretary.get(address), None)
    change(secretary, robot, name="先保存的")
    page = secretary.post(address, {**form, "name": "后保存的"})
    assert page.status_code == 409
    assert "先保存的" in text_of(page)
    assert secretary.post(address, {**form_on(page, None)}).status_code == 302
    assert Robot.objects.get().name == "后保存的"


def test_a_secret_that_cannot_be_read_any_more_is_given_anew_whole(secretary, cast):
    robot = make_robot(cast.branch, "dingtalk")
    Robot.objects.update(sealed_key="9:AAAA", sealed_secret="9:AAAA")
    assert change(secretary, robot, secret="SECanother1234567").status_code == 422
    assert change(secretary, robot, webhook=DING, secret="SECanother1234567").status_code == 302
    robot.refresh_from_db()
    assert robot.opened() == (KEY, "SECanother1234567")


def test_what_waits_for_a_robot_is_called_back_when_it_is_switched_off(secretary, cast):
    robot = make_robot(cast.branch)
    waiting, sent = make_group_row(robot), make_group_row(robot, state="sent")
    secretary.post(f"{PAGE}{robot.pk}/switch/", {"to": "off"})
    assert not Robot.objects.get().is_active
    assert {row.pk: row.state for row in OutboxRow.objects.all()} == {
        waiting.pk: "cancelled",
        sent.pk: "sent",
    }
    secretary.post(f"{PAGE}{robot.pk}/switch/", {"to": "on"})
    assert Robot.objects.get().is_active
    assert written_down() == [f"{robot.pk}:off", f"{robot.pk}:on"]


# ---- 发送测试消息


@pytest.fixture
def later(time_machine, frozen):
    """Two minutes past ten: at ten sharp no group is told anything."""
    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)


def try_it(client, robot, **data):
    return text_of(client.post(f"{PAGE}{robot.pk}/test/", data, follow=True))


def test_a_test_message_arrives_and_the_page_says_so(secretary, cast, settings, later):
    robot = make_robot(cast.branch, "feishu")
    with serving(OK["feishu"]) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        assert "测试消息已发到“党员大群”" in try_it(secretary, robot)
    assert "这是一条测试消息" in sink.texts[0]
    robot.refresh_from_db()
    assert robot.told_at == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"errcode": 93000}, "企业微信找不到这个机器人"),
        ((502, b""), "企业微信暂时不接收（HTTP 502）"),
        (2, "企业微信没有及时回应"),
    ],
)
def test_a_refusal_is_told_at_once(secretary, cast, settings, later, monkeypatch, answer, said):
    monkeypatch.setattr(gateway, "SECONDS_TO_ANSWER", 0.5)
    robot = make_robot(cast.branch)
    with serving(answer) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        page = try_it(secretary, robot)
    assert "“党员大群”没有收到测试消息" in page
    assert page.count(said) == 2  # once said, once kept on the robot's line
    robot.refresh_from_db()
    assert said in robot.error


def test_a_double_click_sends_one_message_and_haste_is_refused(
    secretary, cast, settings, later, time_machine
):
    robot = make_robot(cast.branch)
    with serving(OK["wecom"]) as sink:
        settings.ROBOT_TEST_ADDRESS = sink.address
        for _ in range(2):
            try_it(secretary, robot, nonce="one-click")
        assert len(sink.letters) == 1
        assert "请过几秒再试" in try_it(secretary, robot)
        for second in range(10, 100, 10):
            time_machine.move_to(NOW + timedelta(minutes=2, seconds=second), tick=False)
            page = try_it(secretary, robot)
        assert "测试消息发得太多" in page
    assert len(sink.letters) <= commands.TESTS


def test_no_test_message_is_sent_at_a_crowded_minute_or_by_a_robot_that_is_off(
    secretary, cast, later, time_machine
):
    robot = make_robot(cast.branch, is_active=False)
    assert "已停用，请先启用" in try_it(secretary, robot)
    Robot.objects.update(is_active=True)
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    assert "整点和半点" in try_it(secretary, robot)


@pytest.mark.parametrize("role", ["committee", "committee_only", "member", "partner", "admin", "clerk"])
def test_everybody_else_is_told_whose_page_it_is(cast, role):
    page = cast.client(role).get(PAGE)
    assert page.status_code == 403
    assert ONLY_SECRETARY in text_of(page)


def test_the_outbox_names_the_group(secretary, cast):
    make_group_row(make_robot(cast.branch), state="dead", error="企业微信找不到这个机器人。", rule="nudge")
    page = text_of(secretary.get("/outbox/"))
    assert "群“党员大群”" in page
    assert "群消息 · 应发" in page
