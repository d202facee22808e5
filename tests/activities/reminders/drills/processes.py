"""The processes of a drill: senders, Celery's workers and beats, and a mail sink.

They are forked from the tests, so that each is there at once with the tests' database and with what a test has replaced;
each leads a process group of its own, so that a kill -9 ends it with its children.
"""

import multiprocessing
import os
import signal
import time
from email import message_from_bytes
from importlib import import_module

from aiosmtpd.controller import Controller
from django.db import connections

from activities.notices.commands import deliver_due
from lawfirm_party.celery import app
from lawfirm_party.common import clock
from tests.activities.notices.outbox import never_quiet, say

# What Celery imports when it starts, so that a fork has it already.
for name in ("celery.apps.beat", "celery.apps.worker", "celery.bin.celery", "celery.concurrency.prefork"):
    import_module(name)

FORK = multiprocessing.get_context("fork")
PAUSE = 0.05
PATIENCE = 90


class Crew:
    """The processes that one test has started."""

    def __init__(self):
        self.members = []

    def start(self, work, *args):
        process = FORK.Process(target=lead, args=(work, *args), daemon=False)
        process.start()
        self.members.append(process)
        return process

    def kill(self, *processes):
        """kill -9 of everything, or of the processes named."""
        for process in processes or tuple(self.members):
            for end in (os.killpg, os.kill):
                try:
                    end(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.join(10)
            self.members.remove(process)


def lead(work, *args):
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    forget_connections()
    work(*args)


def forget_connections():
    """A connection that both sides of a fork hold belongs to the parent, which goes on with it.

    To close it there would not do: while Playwright's loop runs in a thread, Django keeps the thread's connections in another
    place than before, and a fork finds those from before again.
    """
    for connection in connections.all(initialized_only=True):
        del connections[connection.alias]


def send_forever(lease):
    """A sender that delivers whatever is due, as the tick does."""
    while True:
        deliver_due(now_func=clock.now, render=say, hold=never_quiet, lease=lease)
        time.sleep(PAUSE)


def run_worker(broker, concurrency, options):
    settle(broker, options)
    app.worker_main(
        [
            "--quiet",
            "worker",
            "--hostname",
            f"drill{os.getpid()}@%h",
            "--concurrency",
            str(concurrency),
            "--prefetch-multiplier",
            "1",
            "--loglevel",
            "ERROR",
            "--without-gossip",
            "--without-mingle",
        ]
    )


def run_beat(broker, seconds, options):
    settle(broker, options)
    app.conf.beat_schedule["look-at-the-outbox"]["schedule"] = seconds
    app.Beat(quiet=True, loglevel="ERROR", pidfile=None).run()


def settle(broker, options):
    app.conf.broker_url = broker
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, **options}


class Sink:
    """A mail server in a process of its own: it writes down the Message-ID of everything it accepts."""

    def __init__(self, folder, port):
        self.file = folder / "arrived"
        self.file.touch()
        self.port = port

    def serve(self):
        Controller(self, hostname="127.0.0.1", port=self.port).start()
        signal.pause()

    async def handle_DATA(self, server, session, envelope):
        key = message_from_bytes(envelope.content)["Message-ID"]
        with self.file.open("a") as file:
            file.write(f"{key}\n")
        return "250 OK"

    def arrived(self):
        """The Message-IDs of all mails that were accepted, repeats included."""
        return self.file.read_text().split()


def wait_until(condition, pause=0.1):
    """Wait for a condition; False when it did not come true in a time that suits a busy machine too."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())
