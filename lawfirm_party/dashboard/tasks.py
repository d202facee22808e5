"""Thin doorways for the worker."""

import logging

from celery import shared_task

from lawfirm_party.common import clock
from lawfirm_party.common.jobs import work

from .jobs import MAKERS

log = logging.getLogger(__name__)


@shared_task
def make_files():
    """Once a minute, and after a page asked for it: make the files that wait."""
    count = work(makers=MAKERS, now_func=clock.now)
    if count:
        log.info("worked on %s jobs", count)
