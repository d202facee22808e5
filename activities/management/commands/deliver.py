import logging
import signal
import threading

from django.core.management.base import BaseCommand

from activities.notices.choices import OutboxState
from activities.reminders.commands import look
from lawfirm_party.common import clock

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5


class Command(BaseCommand):
    help = "计划并发送到期的通知；--loop 一直运行，不需要 Redis 和 Celery。"

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="一直运行，直到收到 TERM 或 Ctrl-C。")
        parser.add_argument("--pause", type=float, default=PAUSE_SECONDS, help="两次之间停几秒，默认 5。")

    def handle(self, *args, loop, pause, **options):
        if not loop:
            self.look()
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                self.look()
            except Exception:
                # A loop that ends at the first surprise, such as a database that restarts, would send nothing any more.
                log.exception("a look at the outbox failed; trying again")
            stopped.wait(pause)

    def look(self):
        new, done = look(now_func=clock.now)
        if new or done:
            said = [f"{state.label} {done[state]}" for state in OutboxState if done[state]]
            self.stdout.write("，".join([f"新增 {new}", *said]))
