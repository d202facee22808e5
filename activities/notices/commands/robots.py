"""A branch's robots: added, changed, switched off, tried. What was done to a secret is written down, never the secret."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from branches.models import Branch
from lawfirm_party.common.audit import write_down
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.crypto import Unreadable
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.throttle import hit

from ..channels import DeliveryError
from ..choices import OutboxState
from ..models import OutboxRow, Robot
from ..robots import ADAPTERS
from ..robots.digest import crowd_ends
from ..robots.gateway import RobotGateway
from ..rules import RECALLABLE
from .groups import SWITCHED_OFF, UNREADABLE, heading_of, note, take_turn

MOST_ROBOTS = 5
TESTS = 5
TESTS_WITHIN = timedelta(minutes=10)
TEST_TEXT = "{heading}\n这是一条测试消息。以后会议的通知和提醒会发到这个群。"

NAME_TAKEN = "本支部已经有叫“{name}”的群，请换一个名称。"
TOO_MANY = f"一个支部最多 {MOST_ROBOTS} 个群机器人，请先修改原有的。"
STALE = "别人刚刚修改过这个群机器人，请核对后再保存。"
IS_OFF = "这个群机器人已停用，请先启用。"
TOO_MANY_TESTS = "测试消息发得太多，请过十分钟再试。"
CROWDED = "整点和半点时各家的群消息都很挤，请过一分钟再试。"
NOT_YET = "刚刚发过一条，请过几秒再试。"


@transaction.atomic
def add_robot(*, user, branch_id, kind, name, key, secret, now):
    """Add a robot to a branch's group; returns the Robot. Raises Refusal for a name that is taken, or one robot too many."""
    branch = Branch.objects.select_for_update(no_key=True).get(pk=branch_id)
    if Robot.objects.filter(branch=branch).count() >= MOST_ROBOTS:
        raise Refusal(TOO_MANY)
    robot = Robot(branch=branch, kind=kind, name=name, created_at=now)
    robot.lock_away(key, secret)
    store(robot)
    account(user, robot, "added", now)
    return robot


@transaction.atomic
def change_robot(*, user, robot_id, name, key="", secret="", version, now):
    """Give a robot another name, or another key and secret; without a key both stay, without a secret that one stays.

    Returns the Robot. Raises Refusal for a name that is taken, Conflict when somebody changed it since `version`.
    """
    robot = Robot.objects.select_for_update().get(pk=robot_id)
    if robot.version != version:
        raise Conflict(STALE, robot)
    robot.name = name
    if key or secret:
        kept_key, kept_secret = what_stays(robot, key, secret)
        robot.lock_away(key or kept_key, secret or kept_secret)
        robot.error = ""
        account(user, robot, "secret", now)
    robot.version += 1
    store(robot)
    return robot


def what_stays(robot, key, secret):
    """(key, secret) as they are; a robot whose texts cannot be read any more needs both anew."""
    if key and (secret or not ADAPTERS[robot.kind].NEEDS_SECRET):
        return "", ""
    try:
        return robot.opened()
    except Unreadable as error:
        raise Refusal(UNREADABLE) from error


@transaction.atomic
def switch_robot(*, user, robot_id, is_active, now):
    """Switch a robot on or off; what waits for one that is switched off is called back. Returns the Robot."""
    robot = Robot.objects.select_for_update().get(pk=robot_id)
    if robot.is_active != is_active:
        robot.is_active = is_active
        robot.version += 1
        robot.save()
        account(user, robot, "on" if is_active else "off", now)
    if not is_active:
        OutboxRow.objects.filter(robot=robot, state__in=RECALLABLE).update(
            state=OutboxState.CANCELLED, claim_token=None, claimed_until=None, error=SWITCHED_OFF
        )
    return robot


def reserve_test(*, robot_id, now):
    """Take the robot's turn for a test message. Raises Refusal when it is off, busy, or was tried too often."""
    robot = Robot.objects.get(pk=robot_id)
    if not robot.is_active:
        raise Refusal(IS_OFF)
    if crowd_ends(now):
        raise Refusal(CROWDED)
    if not hit(f"robot-test:{robot.pk}", limit=TESTS, window=TESTS_WITHIN):
        raise Refusal(TOO_MANY_TESTS)
    if take_turn(robot, now):
        raise Refusal(NOT_YET)


def send_test(*, robot_id, now, gateway=RobotGateway):
    """Send a test message at once, outside any transaction. Raises Refusal with what the service answered, in Chinese."""
    robot = Robot.objects.select_related("branch").get(pk=robot_id)
    post, adapter = gateway(), ADAPTERS[robot.kind]
    try:
        key, secret = robot.opened()
        post.open(robot.kind)
        post.send(robot.kind, *adapter.letter(key, secret, TEST_TEXT.format(heading=heading_of(robot)), now))
    except Unreadable as error:
        raise Refusal(UNREADABLE) from error
    except DeliveryError as error:
        note(robot, error=error.sentence)
        raise Refusal(error.sentence) from error
    note(robot, told_at=now, error="")


def store(robot):
    try:
        with transaction.atomic():
            robot.save()
    except IntegrityError as error:
        raise Refusal(NAME_TAKEN.format(name=robot.name), "name") from error


def account(user, robot, what, now):
    write_down(user=user, action=AuditAction.SETTINGS_CHANGED, thing=f"robot:{robot.pk}:{what}", now=now)
