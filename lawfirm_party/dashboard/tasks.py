"""Thin doorways for the worker."""

import logging

from celery import shared_task

from lawfirm_party.common import clock
from lawfirm_party.common.audit import check_trail
from lawfirm_party.common.jobs import work

from .jobs import MAKERS

log = logging.getLogger(__name__)


@shared_task
def check_audit():
    """Once a day: whether the audit trail is as it was written."""
    found = check_trail(now=clock.now())
    if found:
        log.error("the audit trail does not fit in %s places", len(found))


@shared_task
def make_files():
    """Once a minute, and after a page asked for it: make the files that wait."""
    count = work(makers=MAKERS, now_func=clock.now)
    if count:
        log.info("worked on %s jobs", count)
