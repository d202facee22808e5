"""What a group is due to be told is merged into one message of its robot."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Q

from lawfirm_party.common.crypto import Unreadable

from ..channels import DeliveryError, Undeliverable
from ..choices import OutboxState
from ..models import Robot
from ..robots import ADAPTERS
from ..robots.digest import BETWEEN, crowd_ends, digest
from ..robots.gateway import NoAnswer
from ..rules import retry_delay
from .claims import LOST, fail, settle
from .rows import MISSED_WHILE_DOWN, NO_LONGER_NEEDED

log = logging.getLogger(__name__)

# So that everything a group is due to be told is in one claim.
MOST_ROWS = 200
# A robot busy for longer than this was so before the clock went back.
BUSY_FROM_THE_FUTURE = timedelta(minutes=1)
HEADING = "{branch}通知"

SWITCHED_OFF = "群机器人已停用。"
UNREADABLE = "保存的机器人地址读不出来，请在群机器人设置里重新填写。"
RENDERING_FAILED = "生成内容时出错，详情见日志。"


def take_turn(robot, now):
    """Reserve the robot's next message; None, or the moment from which it may speak. No two senders get the same turn."""
    ends = crowd_ends(now)
    if ends:
        return ends
    free = Q(free_at=None) | Q(free_at__lte=now) | Q(free_at__gt=now + BUSY_FROM_THE_FUTURE)
    if Robot.objects.filter(free, pk=robot.pk).update(free_at=now + BETWEEN):
        return None
    return now + BETWEEN


@dataclass(frozen=True)
class GroupSender:
    """Like `delivery.Sender`, with one message for all rows of a robot; `gateway` makes a RobotGateway."""

    now_func: Callable
    render: Callable
    hold: Callable
    gateway: Callable

    most = MOST_ROWS

    def deliver(self, batch, ends):
        """Deliver a batch, robot after robot, until `ends` on the machine's own counter; the rest is given back."""
        done = Counter()
        rows = sorted(batch.rows, key=lambda row: (row.robot_id, row.due_at, row.pk))
        with closing(self.gateway()) as post:
            for _, of_robot in groupby(rows, key=lambda row: row.robot_id):
                if time.monotonic() >= ends:
                    batch.held.update(state=OutboxState.QUEUED, claim_token=None, claimed_until=None)
                    break
                done += self.deliver_group(list(of_robot), batch, post)
        return done

    def deliver_group(self, rows, batch, post):
        """Bring all rows of one robot as far as they get now; returns the Counter of their states."""
        robot, now, done = rows[0].robot, self.now_func(), Counter()
        told = []
        for row in rows:
            state, line = self.prepare(row, batch, now)
            if state:
                done[state] += 1
            else:
                told.append((row, line))
        if not told:
            return done
        later = take_turn(robot, now)
        if later:
            return done + each(told, settle, batch, OutboxState.QUEUED, next_try_at=later)
        return done + self.post_group(robot, told, batch, post, now)

    def prepare(self, row, batch, now):
        """(state, "") of a row that is told no further now, or ("", its line)."""
        if row.useful_until <= now:
            return settle(row, batch, OutboxState.MISSED, error=MISSED_WHILE_DOWN), ""
        if not row.robot.is_active:
            return settle(row, batch, OutboxState.CANCELLED, error=SWITCHED_OFF), ""
        quiet_ends = self.hold(row.branch_id, now) if row.holds else None
        if quiet_ends:
            return settle(row, batch, OutboxState.QUEUED, next_try_at=quiet_ends), ""
        try:
            telling = self.render(row, now)
        except Exception:
            log.exception("rendering outbox row %s failed", row.pk)
            return fail(row, batch, now, RENDERING_FAILED), ""
        if telling is None:
            return settle(row, batch, OutboxState.CANCELLED, error=NO_LONGER_NEEDED), ""
        return "", f"{telling.title}，{telling.text}"

    def post_group(self, robot, told, batch, post, now):
        """Hand one message over between two commits; no transaction is open while the service is called."""
        try:
            key, secret = robot.opened()
            post.open(robot.kind)
        except Unreadable:
            return self.failed(robot, told, batch, Undeliverable(UNREADABLE), OutboxState.CLAIMED)
        except DeliveryError as error:
            return self.failed(robot, told, batch, error, OutboxState.CLAIMED)
        name = f"robot-{robot.pk}-{batch.token}"
        going = [pair for pair in told if start_sending(pair[0], name, batch, self.now_func())]
        lost = Counter({LOST: len(told) - len(going)}) if len(going) < len(told) else Counter()
        if not going:
            post.close()
            return lost
        adapter = ADAPTERS[robot.kind]
        text = digest(heading_of(going[0][0]), [line for _, line in going], agenda_url(), adapter.LIMIT)
        try:
            post.send(robot.kind, *adapter.letter(key, secret, text, now))
        except DeliveryError as error:
            return lost + self.failed(robot, going, batch, error, OutboxState.SENDING)
        sent_at = self.now_func()
        note(robot, told_at=sent_at, error="")
        sent = {"was": OutboxState.SENDING, "sent_at": sent_at, "error": ""}
        return lost + each(going, settle, batch, OutboxState.SENT, **sent)

    def failed(self, robot, told, batch, error, was):
        """Every row of the message failed alike: dead, tried later, or, when nobody knows, once more at most."""
        note(robot, error=error.sentence)
        now, chance = self.now_func(), random.random()
        if isinstance(error, NoAnswer):
            return each(told, unanswered, batch, now, error.sentence, chance=chance)
        final = isinstance(error, Undeliverable)
        return each(told, fail, batch, now, error.sentence, final=final, was=was, chance=chance)


def each(told, step, *args, **options):
    """Counter of the states that a step brings the rows to."""
    return Counter(step(row, *args, **options) for row, _ in told)


def heading_of(row):
    return HEADING.format(branch=row.branch.short_name)


def agenda_url():
    return f"{settings.SITE_URL}/me/"


def start_sending(row, name, batch, now):
    """Claimed → sending, committed before the service is called; 0 when the claim was lost."""
    return batch.held.filter(pk=row.pk).update(
        state=OutboxState.SENDING,
        message_id=name,
        attempts=row.attempts + 1,
        claimed_until=now + batch.lease,
    )


def unanswered(row, batch, now, sentence, *, chance):
    """The message may have arrived: it goes out once more, as after a kill; the second time a person decides."""
    attempts = row.attempts + 1
    delay = None if row.interrupted else retry_delay(attempts, chance)
    fields = {"attempts": attempts, "interrupted": row.interrupted + 1, "error": sentence}
    if delay is None:
        return settle(row, batch, OutboxState.UNCERTAIN, was=OutboxState.SENDING, **fields)
    return settle(row, batch, OutboxState.QUEUED, was=OutboxState.SENDING, next_try_at=now + delay, **fields)


def note(robot, **fields):
    """How the robot's last message went, for the page of its branch."""
    Robot.objects.filter(pk=robot.pk).update(**fields)
