"""The alarm clock: one tick a minute says "look at the outbox". No payload ever travels through Redis."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawfirm_party.settings")

app = Celery("lawfirm_party")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["activities"])

# A tick need not be acknowledged: the next one says the same. With acknowledgements, one that fails while Redis hangs
# keeps its place among the prefetched messages for good, and the worker stops consuming in silence.
app.conf.task_queues = [Queue("celery", no_ack=True)]

app.conf.beat_schedule = {
    "look-at-the-outbox": {
        "task": "activities.tasks.tick",
        "schedule": float(os.environ.get("TICK_SECONDS", "60")),
        "options": {"expires": 120},
    },
}
