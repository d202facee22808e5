"""Makers of outbox rows, and a gateway that remembers what went through it."""

from datetime import timedelta
from itertools import count

from activities.notices.channels import DeliveryError
from activities.notices.commands import Telling, deliver_due
from activities.notices.models import OutboxRow
from activities.notices.rules import dedupe_key
from tests.conftest import NOW

numbers = count(1)


def make_row(person, *, channel="email", rule="nudge", object_id=None, occurrence="1", branch=None, **fields):
    object_id = str(object_id or next(numbers))
    defaults = {
        "dedupe_key": dedupe_key(rule, object_id, occurrence, person and person.pk, channel),
        "due_at": NOW,
        "useful_until": NOW + timedelta(days=7),
        "next_try_at": fields.get("due_at", NOW),
        "created_at": NOW,
    }
    who = {"recipient": person, "branch": branch, "channel": channel}
    return OutboxRow.objects.create(
        rule=rule, object_id=object_id, occurrence=occurrence, **{**defaults, **who, **fields}
    )


def make_group_row(robot, /, **fields):
    """A row for a group of the robot's branch."""
    number = next(numbers)
    usual = {"channel": "robot", "rule": "meeting_published", "object_id": number, "robot": robot}
    usual |= {"branch": robot.branch, "dedupe_key": f"group-{number}"}
    return make_row(None, **{**usual, **fields})


def say(row, now):
    """A rendering that needs no object."""
    return Telling(
        title=f"第{row.object_id}条",
        text="请办理。",
        path="/me/",
        subject=f"第{row.object_id}条",
        body="请办理。",
    )


def never_quiet(branch_id, now):
    return None


class Post:
    """A gateway that keeps the mails, or raises what it is told to, mail by mail."""

    def __init__(self, *errors):
        self.sent = []
        self.tried = []
        self.errors = list(errors)

    def __call__(self):
        return self

    def open(self):
        pass

    def close(self):
        pass

    def send(self, mail):
        self.tried.append(mail.extra_headers["Message-ID"])
        error = self.errors.pop(0) if self.errors else None
        if isinstance(error, DeliveryError | BaseException):
            raise error
        self.sent.append(mail)


def deliver(*, at=NOW, render=say, hold=never_quiet, post=None, **options):
    """Deliver what is due at a moment (or by a clock) through a remembering gateway; returns the Counter."""
    now_func = at if callable(at) else lambda: at
    return deliver_due(now_func=now_func, render=render, hold=hold, gateway=post or Post(), **options)
