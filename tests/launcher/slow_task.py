"""The launcher with one more task for its worker: a slow one, to be stopped in the middle of."""

import os
import sys
import time
from pathlib import Path

from celery import shared_task


@shared_task(name="tests.slow")
def slow(folder, seconds):
    """Leave a file when it begins and one when it has come to its end."""
    Path(folder, "begun").touch()
    time.sleep(seconds)
    Path(folder, "ended").touch()


if __name__ == "__main__":
    from lawfirm_party.launcher import supervisor

    plain = supervisor.Supervisor._app

    def with_slow_task(self, name, *command, **options):
        more = ("--include", "tests.launcher.slow_task") if "worker" in command else ()
        return plain(self, name, *command, *more, **options)

    supervisor.Supervisor._app = with_slow_task
    os.environ.setdefault("DEMO", "0")
    sys.exit(supervisor.main())
