"""The alarm clock: one tick a minute says "look at the outbox". No payload ever travels through Redis."""

import os
from datetime import UTC, datetime

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawfirm_party.settings")


def tick_seconds():
    """TICK_SECONDS. This file is read before the settings, which refuse a wrong value with a sentence."""
    given = os.environ.get("TICK_SECONDS", "").strip()
    return float(given) if given.isascii() and given.isdigit() else 60.0


app = Celery("lawfirm_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["activities", "lawfirm_party.dashboard"])

# Beat remembers nothing over a restart, and takes its last look to be long ago: what came due while it was down goes out at once.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
app.conf.beat_scheduler = "celery.beat:Scheduler"
app.conf.beat_schedule = {
    "look-at-the-outbox": {
        "task": "activities.tasks.tick",
        "schedule": tick_seconds(),
        "options": {"expires": 120},
        "last_run_at": LONG_AGO,
    },
    "make-the-files-that-wait": {
        "task": "lawfirm_party.dashboard.tasks.make_files",
        "schedule": tick_seconds(),
        "options": {"expires": 120},
        "last_run_at": LONG_AGO,
    },
    "check-the-audit-trail": {
        "task": "lawfirm_party.dashboard.tasks.check_audit",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
        "last_run_at": LONG_AGO,
    },
    "tidy": {
        "task": "activities.tasks.tidy",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600},
        "last_run_at": LONG_AGO,
    },
}
