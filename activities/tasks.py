"""Index of the tasks: thin doorways, one command each."""

import logging

from celery import shared_task

from activities.reminders.commands import look
from lawfirm_party.common import clock
from lawfirm_party.common.tidy import tidy as throw_away
from members.commands import throw_away_mails

log = logging.getLogger(__name__)


@shared_task
def tick():
    """Once a minute: look at the outbox."""
    new, done = look(now_func=clock.now)
    if new or done:
        log.info("planned %s, delivered %s", new, dict(done))


@shared_task
def tidy():
    """A few times a day: throw away what is over."""
    now = clock.now()
    log.info("tidied %s rows", throw_away(now=now) + throw_away_mails(now=now))
