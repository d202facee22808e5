"""Long work: asked for by a page, done by a worker one piece after the other, watched and cancelled by its user.

The row is the queue, as with the outbox: a worker claims it with a token and a lease, and each step forward renews the lease.
Who was killed lets the lease run out; the job is then taken up once more, and after a second time said as failed.
"""

import logging
from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from .choices import OPEN_JOBS, JobState
from .models import Job
from .refusal import Refusal
from .stored import store, throw_away

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 2
FINISHED_LIVES = timedelta(days=30)
INTERRUPTED = "生成时程序两次中断，没有完成。请再试一次。"
WENT_WRONG = "生成时出错，没有完成。请再试一次；还不行就请管理员查看日志。"
CALLED_OFF = "已取消，没有生成文件。"


class Stopped(Exception):
    """The job is no longer ours: cancelled, or taken up by somebody else."""


def start(*, kind, asked, user, total, now):
    """The open Job of this user for the same thing, a new one where there is none."""
    same = Job.objects.filter(kind=kind, asked=asked, user=user, state__in=OPEN_JOBS)
    try:
        with transaction.atomic():
            return same.first() or Job.objects.create(
                kind=kind, asked=asked, user=user, total=total, created_at=now
            )
    except IntegrityError:
        return same.get()


def claim(*, now):
    """The next Job to work on, leased to the caller, or None. One is worked on at a time, so that the outbox keeps its worker."""
    with transaction.atomic():
        give_up_lost(now)
        if Job.objects.filter(state=JobState.RUNNING, lease_until__gte=now).exists():
            return None
        waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
        job = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(waiting)
            .order_by("created_at", "id")
            .first()
        )
        if job is None:
            return None
        job.state, job.token, job.lease_until = JobState.RUNNING, uuid4(), now + LEASE
        job.done, job.attempts = 0, job.attempts + 1
        job.save(update_fields=["state", "token", "lease_until", "done", "attempts"])
        return job


def give_up_lost(now):
    """What was cut off twice is said as failed."""
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS)
    lost.update(state=JobState.FAILED, sentence=INTERRUPTED, finished_at=now)


def ours(job):
    """The row, as long as the caller's token stands on it."""
    return Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)


def advance(*, job, done, total, now):
    """Note how far it is and renew the lease. Raises Stopped when it is no longer ours."""
    if not ours(job).update(done=done, total=total, lease_until=now + LEASE):
        raise Stopped


def finish(*, job, stored, now):
    """The file is there. Raises Stopped, and throws it away, when the job was cancelled at the last moment."""
    if not ours(job).update(state=JobState.DONE, done=F("total"), result=stored, finished_at=now):
        throw_away(stored)
        raise Stopped


def fail(*, job, sentence, now):
    ours(job).update(state=JobState.FAILED, sentence=sentence, finished_at=now)


def cancel(*, job, now):
    """Stop an open job; whether there was anything to stop. A worker notices at its next step."""
    open_job = Job.objects.filter(pk=job.pk, state__in=OPEN_JOBS)
    return bool(open_job.update(state=JobState.CANCELLED, sentence=CALLED_OFF, finished_at=now))


def work(*, makers, now_func):
    """Do what waits, one job after the other; returns how many. `makers` {kind: make(job, step)}; make returns (content, name, content_type)."""
    count = 0
    while job := claim(now=now_func()):
        count += 1
        run(job, makers[job.kind], now_func)
    return count


def run(job, make, now_func):
    """One claimed job to its end, whatever the end is."""

    def step(done, total):
        advance(job=job, done=done, total=total, now=now_func())

    try:
        content, name, content_type = make(job, step)
        stored = store(content=content, name=name, content_type=content_type, now=now_func())
        finish(job=job, stored=stored, now=now_func())
    except Stopped:
        log.info("job %s was stopped", job.pk)
    except Refusal as refusal:
        fail(job=job, sentence=refusal.sentence, now=now_func())
    except Exception:
        log.exception("job %s went wrong", job.pk)
        fail(job=job, sentence=WENT_WRONG, now=now_func())


def throw_away_finished(*, now):
    return Job.objects.filter(finished_at__lt=now - FINISHED_LIVES).delete()[0]
