"""Long work: claimed once, told step by step, cancelled, taken up after a kill, and its files kept and thrown away."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from lawfirm_party.common import jobs, stored
from lawfirm_party.common.choices import JobKind, JobState
from lawfirm_party.common.models import Job, StoredFile
from lawfirm_party.common.refusal import Refusal
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
KIND = JobKind.LEDGER_BINDER


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def begin(cast, role="secretary", at=NOW, **asked):
    return jobs.start(kind=KIND, asked={"branch": 1, **asked}, user=cast.users[role], total=3, now=at)


def work(make, at=NOW):
    return jobs.work(makers={KIND: make}, now_func=lambda: at)


def in_steps(job, step):
    for done in range(4):
        step(done, 3)
    return b"%PDF-made", "台账/合订本.pdf", "application/pdf"


def kept_files():
    folder = Path(settings.MEDIA_ROOT) / stored.FOLDER
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_a_job_is_done_step_by_step_and_gives_its_file(cast):
    job = begin(cast)
    seen = []

    def make(job, step):
        for done in (1, 2, 3):
            step(done, 3)
            seen.append(Job.objects.get(pk=job.pk).done)
        return in_steps(job, step)

    assert work(make) == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, seen) == (JobState.DONE, 3, 3, [1, 2, 3])
    assert job.result.name == "台账合订本.pdf" and stored.path_of(job.result).read_bytes() == b"%PDF-made"


def test_the_same_thing_asked_twice_is_one_job_until_it_is_over(cast):
    first = begin(cast)
    assert begin(cast) == first
    assert begin(cast, period="2025") != first and begin(cast, "committee") != first
    work(in_steps)
    assert begin(cast) != first


def test_the_database_holds_one_open_job_of_a_kind(cast):
    first = begin(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=KIND, asked=first.asked, user=first.user, created_at=NOW)


def test_a_job_is_claimed_once_and_only_one_is_worked_on(cast):
    begin(cast)
    begin(cast, period="2025")
    claimed = jobs.claim(now=NOW)
    assert claimed.state == JobState.RUNNING
    assert jobs.claim(now=NOW + jobs.LEASE) is None
    assert jobs.claim(now=NOW + jobs.LEASE + timedelta(seconds=1)) == claimed


def test_a_step_renews_the_lease(cast):
    begin(cast)
    job = jobs.claim(now=NOW)
    jobs.advance(job=job, done=1, total=3, now=NOW + timedelta(seconds=50))
    assert jobs.claim(now=NOW + timedelta(seconds=100)) is None


def test_a_killed_worker_s_job_is_taken_up_once_more_and_then_said_as_failed(cast):
    job = begin(cast)
    for attempt in (1, 2):
        assert jobs.claim(now=NOW + attempt * 2 * jobs.LEASE).attempts == attempt
    assert jobs.claim(now=NOW + 10 * jobs.LEASE) is None
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.FAILED, jobs.INTERRUPTED)


def test_who_lost_the_lease_writes_nothing_any_more(cast):
    begin(cast)
    first = jobs.claim(now=NOW)
    second = jobs.claim(now=NOW + 2 * jobs.LEASE)
    with pytest.raises(jobs.Stopped):
        jobs.advance(job=first, done=2, total=3, now=NOW)
    jobs.advance(job=second, done=1, total=3, now=NOW + 2 * jobs.LEASE)
    assert Job.objects.get(pk=second.pk).done == 1


def test_a_cancelled_job_stops_at_its_next_step_and_leaves_no_file(cast):
    job = begin(cast)

    def make(running, step):
        jobs.cancel(job=running, now=NOW)
        return in_steps(running, step)

    work(make)
    job.refresh_from_db()
    assert (job.state, job.sentence, job.result) == (JobState.CANCELLED, jobs.CALLED_OFF, None)
    assert kept_files() == []


def test_a_job_cancelled_after_its_last_step_leaves_no_file(cast):
    job = begin(cast)

    def make(running, step):
        made = in_steps(running, step)
        jobs.cancel(job=running, now=NOW)
        return made

    work(make)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert kept_files() == [] and not StoredFile.objects.exists()


def test_what_is_over_is_not_cancelled(cast):
    job = begin(cast)
    work(in_steps)
    assert jobs.cancel(job=job, now=NOW) is False


@pytest.mark.parametrize(
    ("error", "sentence"), [(Refusal("不行。"), "不行。"), (ValueError("secret"), jobs.WENT_WRONG)]
)
def test_what_goes_wrong_is_said_in_a_sentence_and_the_next_job_is_done(cast, error, sentence):
    bad, good = begin(cast), begin(cast, period="2025")

    def make(job, step):
        if job.pk == bad.pk:
            raise error
        return in_steps(job, step)

    assert work(make) == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.sentence, good.state) == (JobState.FAILED, sentence, JobState.DONE)


def test_a_full_disk_leaves_neither_row_nor_file(cast, monkeypatch):
    job = begin(cast)

    def full(path, content):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored, "write", full)
    work(in_steps)
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.FAILED, stored.NO_ROOM)
    assert kept_files() == [] and not StoredFile.objects.exists()


def test_old_files_go_with_their_rows_and_fresh_ones_stay(cast):
    old = stored.store(content=b"a", name="a.pdf", content_type="x", now=NOW - stored.LIVES - timedelta(1))
    new = stored.store(content=b"b", name="b.pdf", content_type="x", now=NOW)
    assert stored.throw_away_old(now=NOW) == 1
    assert list(StoredFile.objects.all()) == [new]
    assert not stored.path_of(old).exists() and stored.path_of(new).exists()


def test_bytes_that_no_row_knows_go_after_a_day(cast):
    known = stored.store(content=b"a", name="a.pdf", content_type="x", now=NOW)
    orphan = stored.folder() / "orphan"
    orphan.write_bytes(b"x")
    made = orphan.stat().st_mtime
    later = NOW.fromtimestamp(made, tz=NOW.tzinfo) + stored.ORPHANED
    stored.throw_away_orphans(later - timedelta(seconds=5))
    assert orphan.exists()
    stored.throw_away_orphans(later + timedelta(seconds=5))
    assert not orphan.exists() and stored.path_of(known).exists()


def test_names_on_disk_are_random_and_closed_to_others(cast):
    first = stored.store(content=b"a", name="../../etc/passwd", content_type="x", now=NOW)
    assert len(first.key) == 64 and "/" not in first.name
    assert stored.path_of(first).stat().st_mode & 0o077 == 0
