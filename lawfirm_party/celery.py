"""The alarm clock: one tick a minute says "look at the outbox". No payload ever travels through Redis."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawfirm_party.settings")

app = Celery("lawfirm_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["activities"])

app.conf.beat_schedule = {
    "look-at-the-outbox": {
        "task": "activities.tasks.tick",
        "schedule": float(os.environ.get("TICK_SECONDS", "60")),
        "options": {"expires": 120},
    },
}
