"""How a row of the outbox moves, as pure functions: keys, leases, delays, and what its figures say (trust.md section 1)."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from .choices import OutboxState

# Names of the heartbeats.
SENDER = "sender"
PLANNER = "planner"

LEASE = timedelta(seconds=60)
RENEW_AFTER = timedelta(seconds=15)
# A claim further ahead than any lease can be was made before the clock went back.
LEASE_FROM_THE_FUTURE = timedelta(minutes=10)
RETRY_MINUTES = (1, 5, 15, 60, 240)
MAX_ATTEMPTS = len(RETRY_MINUTES) + 1
JITTER = 0.2
EXTRA_TIME_BY_HAND = timedelta(days=1)
PROBLEM_DAYS = 7
SILENT_BANNER = timedelta(minutes=3)
SILENT_UNHEALTHY = timedelta(seconds=180)
BACKLOG_UNHEALTHY = timedelta(seconds=600)
PLANNING_STUCK = timedelta(seconds=600)

PLANNED_NEVER = "通知和提醒还没有生成成功过，请管理员查看日志。"

OPEN = frozenset({OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.SENDING})
PROBLEMS = frozenset({OutboxState.DEAD, OutboxState.UNCERTAIN, OutboxState.MISSED})
RECALLABLE = frozenset({OutboxState.QUEUED, OutboxState.CLAIMED})
TONES = {
    OutboxState.QUEUED: "info",
    OutboxState.CLAIMED: "info",
    OutboxState.SENDING: "info",
    OutboxState.SENT: "ok",
    OutboxState.DEAD: "bad",
    OutboxState.UNCERTAIN: "warn",
    OutboxState.MISSED: "warn",
    OutboxState.CANCELLED: "muted",
}


def dedupe_key(rule, object_id, occurrence, whom, channel):
    """The unique key of a message: the same thing is told to one person or robot over one channel once per occurrence."""
    parts = (rule, object_id, occurrence, whom, channel)
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def message_id(key, host):
    """The Message-ID under which every repetition of a row's mail goes out."""
    return f"<{key[:40]}@{host}>"


def retry_delay(attempts, chance):
    """How long to wait after so many failed attempts; None when the sixth has failed. `chance` in [0, 1) spreads them."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return timedelta(minutes=RETRY_MINUTES[attempts - 1]) * (1 + JITTER * chance)


def can_resend(state):
    return state in PROBLEMS


def can_call_back(state):
    return state in RECALLABLE | PROBLEMS


@dataclass(frozen=True)
class DeliveryFigures:
    """How many people were told about one object. Cancelled rows are not counted."""

    people: int = 0
    told: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def text(self):
        if not self.people:
            return "尚未通知"
        failed = f"，失败 {self.failed}" if self.failed else ""
        return f"已送达 {self.told}/{self.people}{failed}"


def figures_of(states):
    """DeliveryFigures from one set of states per person: a person is told once everything to them is sent."""
    states = [held - {OutboxState.CANCELLED} for held in states]
    states = [held for held in states if held]
    failed = sum(bool(held & PROBLEMS) for held in states)
    waiting = sum(bool(held & OPEN) and not held & PROBLEMS for held in states)
    return DeliveryFigures(len(states), len(states) - failed - waiting, failed, waiting)


def problem_text(counts):
    """发送失败 2，过期未发 1: the problems of a {state: count}, or "" when there are none."""
    named = [(state.label, counts.get(state, 0)) for state in OutboxState if state in PROBLEMS]
    return "，".join(f"{label} {number}" for label, number in named if number)


def silence_text(last_seen, now):
    """What the banner says when the sender was not seen for three minutes; "" while all is well."""
    if last_seen is None or now - last_seen <= SILENT_BANNER:
        return ""
    return f"后台发送已停 {int((now - last_seen).total_seconds() // 60)} 分钟，通知和提醒暂时发不出去。"


def planning_text(reached, now):
    """What the banner says when for ten minutes nothing was planned, so that nobody is told of anything new; "" while all is well."""
    if reached is None:
        return PLANNED_NEVER
    if now - reached <= PLANNING_STUCK:
        return ""
    return f"已有 {int((now - reached).total_seconds() // 60)} 分钟没有生成新的通知和提醒，请管理员查看日志。"


def is_healthy(sender_age, planned_age, oldest_due_age):
    """Whether the sender was seen within 180 s, all was planned up to 600 s ago, and no due row is older than 600 s.

    Ages are timedeltas; None: never, none.
    """
    if sender_age is None or sender_age > SILENT_UNHEALTHY:
        return False
    if planned_age is None or planned_age > PLANNING_STUCK:
        return False
    return oldest_due_age is None or oldest_due_age <= BACKLOG_UNHEALTHY
