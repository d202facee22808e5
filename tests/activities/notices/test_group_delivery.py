"""What a group is due to be told goes out as one message, and what becomes of its rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from activities.notices.channels import TryLater, Undeliverable
from activities.notices.choices import Channel
from activities.notices.commands import add_rows, claims
from activities.notices.commands.claims import claim
from activities.notices.commands.groups import SWITCHED_OFF, UNREADABLE, take_turn
from activities.notices.commands.rows import MISSED_WHILE_DOWN
from activities.notices.models import OutboxRow, Robot
from activities.notices.robots.digest import crowd_ends
from activities.notices.robots.gateway import NoAnswer
from lawfirm_party.common.due import DueItem
from tests import factories
from tests.conftest import NOW

from .outbox import deliver, make_group_row, make_row, say
from .sinks import make_robot

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# NOW is ten o'clock sharp, when robots keep silent.
THEN = NOW + 2 * MINUTE


class Groups:
    """A gateway that keeps what groups read, or raises what it is told to, message by message."""

    def __init__(self, *errors):
        self.texts = []
        self.errors = list(errors)

    def __call__(self):
        return self

    def open(self, kind):
        pass

    def close(self):
        pass

    def send(self, kind, path, message):
        self.texts.append(message.get("text", message).get("content"))
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error


@pytest.fixture
def branch():
    return factories.make_branch(short_name="明信所党支部")


@pytest.fixture
def robot(branch):
    return make_robot(branch)


def fresh(row):
    row.refresh_from_db()
    return row


def send(groups=None, at=THEN, **options):
    return deliver(at=at, robots=groups or Groups(), **options)


def test_everything_a_group_is_due_to_be_told_is_one_message(robot):
    rows = [make_group_row(robot) for _ in range(3)]
    groups = Groups()
    assert send(groups) == {"sent": 3}
    [text] = groups.texts
    assert text.splitlines()[0] == "明信所党支部通知"
    assert [line[:2] for line in text.splitlines()[1:4]] == ["1.", "2.", "3."]
    assert {fresh(row).message_id for row in rows} == {rows[0].message_id}
    assert (rows[0].sent_at, rows[0].attempts) == (THEN, 1)
    robot.refresh_from_db()
    assert (robot.told_at, robot.error) == (THEN, "")


def test_each_group_gets_its_own_message(branch, robot):
    other = make_robot(branch, "feishu", name="支部学习群")
    for one in (robot, other, robot):
        make_group_row(one)
    groups = Groups()
    assert send(groups) == {"sent": 3}
    assert len(groups.texts) == 2


@pytest.mark.parametrize("minute", [0, 30])
def test_nothing_is_said_at_the_crowded_minutes(robot, minute):
    row = make_group_row(robot)
    groups, moment = Groups(), NOW + minute * MINUTE
    assert send(groups, at=moment) == {"queued": 1}
    assert groups.texts == []
    assert (fresh(row).next_try_at, row.attempts) == (moment + MINUTE, 0)
    assert send(groups, at=moment + MINUTE) == {"sent": 1}


def test_never_more_than_fifteen_messages_a_minute(robot):
    groups = Groups()
    for second in range(120):
        make_group_row(robot, due_at=THEN)
        send(groups, at=THEN + timedelta(seconds=second))
    assert len(groups.texts) == 30


def test_of_two_senders_one_has_the_turn(robot):
    assert take_turn(robot, THEN) is None
    assert take_turn(robot, THEN) == THEN + timedelta(seconds=4)
    assert take_turn(robot, THEN + timedelta(seconds=4)) is None


def test_a_turn_taken_before_the_clock_went_back_holds_nothing_up(robot):
    assert take_turn(robot, THEN + timedelta(days=1)) is None
    assert take_turn(robot, THEN) is None


def test_a_final_refusal_is_dead_at_once_and_said_on_the_robot(robot):
    row = make_group_row(robot)
    assert send(Groups(Undeliverable("企业微信找不到这个机器人。"))) == {"dead": 1}
    assert (fresh(row).attempts, row.error) == (1, "企业微信找不到这个机器人。")
    robot.refresh_from_db()
    assert robot.error == row.error


def test_a_message_that_failed_stays_one_message(robot, monkeypatch):
    for _ in range(3):
        make_group_row(robot)
    groups, now, waits = Groups(*[TryLater("稍后再试。")] * 6), THEN, []
    for _ in range(6):
        send(groups, at=now)
        [next_try] = set(OutboxRow.objects.values_list("next_try_at", flat=True))
        waits.append(int((next_try - now) / MINUTE))
        now = next_try + MINUTE
        # The jitter may lead into a crowded minute, which costs no attempt.
        now = crowd_ends(now) or now
    assert len(groups.texts) == 6
    assert [wait >= least for wait, least in zip(waits, [1, 5, 15, 60, 240], strict=False)] == [True] * 5
    assert set(OutboxRow.objects.values_list("state", "attempts")) == {("dead", 6)}


def test_a_message_without_an_answer_is_sent_once_more_and_then_left_to_a_person(robot):
    row = make_group_row(robot)
    groups = Groups(*[NoAnswer("企业微信没有及时回应。")] * 5)
    assert send(groups) == {"queued": 1}
    assert (fresh(row).interrupted, row.attempts) == (1, 1)
    assert send(groups, at=row.next_try_at) == {"uncertain": 1}
    assert send(groups, at=row.next_try_at + timedelta(days=1)) == {}
    assert len(groups.texts) == 2


def test_a_sender_killed_while_sending_costs_one_repetition_at_most(robot):
    row, groups = make_group_row(robot), Groups()
    for _ in range(2):
        batch = claim(channel="robot", now=THEN)
        batch.held.update(state="sending")
        OutboxRow.objects.update(claimed_until=THEN - MINUTE)
        claims.free_expired(now=THEN)
    assert (fresh(row).state, row.interrupted) == ("uncertain", 2)
    assert send(groups) == {}


def test_quiet_hours_hold_reminders_to_groups_back(robot):
    ends = THEN + timedelta(hours=9)
    held, published = make_group_row(robot), make_group_row(robot, holds=False)
    assert send(hold=lambda branch, now: ends) == {"sent": 1, "queued": 1}
    assert (fresh(held).next_try_at, fresh(published).state) == (ends, "sent")


def test_what_is_over_is_missed_and_what_is_no_news_is_cancelled(robot):
    over = make_group_row(robot, useful_until=THEN)
    gone, told = make_group_row(robot), make_group_row(robot)

    def render(row, now):
        return None if row.pk == gone.pk else say(row, now)

    assert send(render=render) == {"missed": 1, "cancelled": 1, "sent": 1}
    assert (fresh(over).error, fresh(told).state) == (MISSED_WHILE_DOWN, "sent")


def test_a_line_that_cannot_be_made_holds_the_others_up_no_longer(robot):
    broken, good = make_group_row(robot), make_group_row(robot)

    def render(row, now):
        if row.pk == broken.pk:
            raise RuntimeError("no such meeting")
        return say(row, now)

    assert send(render=render) == {"queued": 1, "sent": 1}
    assert (fresh(broken).attempts, fresh(good).state) == (1, "sent")


def test_a_robot_that_was_switched_off_says_nothing(robot):
    row = make_group_row(robot)
    Robot.objects.update(is_active=False)
    groups = Groups()
    assert send(groups) == {"cancelled": 1}
    assert (fresh(row).error, groups.texts) == (SWITCHED_OFF, [])


def test_a_robot_whose_address_cannot_be_read_is_told_of(robot):
    Robot.objects.update(sealed_key="9:AAAA")
    row = make_group_row(robot)
    assert send() == {"dead": 1}
    assert fresh(row).error == UNREADABLE


def test_what_could_not_be_sent_in_time_is_given_back(branch, robot):
    make_group_row(robot)
    sender_has_no_time = {"seconds": -1}
    assert send(**sender_has_no_time) == {}
    assert OutboxRow.objects.get().state == "queued"


def test_a_row_is_for_a_person_or_for_a_robot(robot):
    person = factories.make_person(robot.branch.firm)
    for wrong in (
        {"robot": None},
        {"recipient": person},
        {"robot": None, "recipient": person},
        {"channel": Channel.EMAIL},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_group_row(robot, **wrong)


def item(branch, *robots, **fields):
    defaults = {"rule": "meeting_published", "object_id": "7", "occurrence": "0", "due_at": NOW}
    return DueItem(
        **{**defaults, "useful_until": NOW + MINUTE, **fields},
        person_ids=(),
        channels=(),
        branch_id=branch.pk,
        robot_ids=tuple(robot.pk for robot in robots),
    )


def test_a_robot_is_told_once_and_only_what_belongs_to_its_branch(branch, robot):
    stranger = make_robot(factories.make_branch())
    off = make_robot(branch, name="停用的群", is_active=False)
    items = [item(branch, robot, stranger, off)]
    assert add_rows(items=items, now=NOW) == 1
    assert add_rows(items=items, now=NOW) == 0
    row = OutboxRow.objects.get()
    assert (row.robot, row.recipient, row.channel, row.branch) == (robot, None, "robot", branch)


def test_secrets_stand_nowhere_but_sealed(robot):
    """Not in the outbox, not in an error, not in the row of the robot itself."""
    make_group_row(robot)
    send(Groups(TryLater("稍后再试。")))
    rows = [*OutboxRow.objects.values(), *Robot.objects.values()]
    assert robot.opened()[0] not in repr(rows)


def test_mails_still_go_out_beside_groups(robot):
    make_group_row(robot)
    make_row(factories.make_person(robot.branch.firm))
    assert send() == {"sent": 2}
