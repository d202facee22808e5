"""The binder: one PDF of a year, at once when it is quick, by a worker when it is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.meetings.choices import MeetingKind
from lawfirm_party.common import clock
from lawfirm_party.common.choices import JobState
from lawfirm_party.common.jobs import work
from lawfirm_party.common.models import AuditEntry, Job
from lawfirm_party.dashboard import tasks
from lawfirm_party.dashboard.jobs import MAKERS, NOT_YOURS
from lawfirm_party.dashboard.views import ledger as views
from members.models import Seat
from tests.activities.meetings.record_world import make_archived
from tests.conftest import TODAY
from tests.files import pages_of_pdf, words_of_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ASKED = {"period": "last4q", "current": "1"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def slow(monkeypatch):
    """Every binder takes too long for a page."""
    monkeypatch.setattr(views, "RECORDS_AT_ONCE", 0)


def ask(cast, role="secretary", **data):
    return cast.client(role).post("/ledger/binder/", {**ASKED, **data})


def two_records(cast):
    make_archived(cast)
    make_archived(cast, kind=MeetingKind.LECTURE, items=("讲授党课",), hour=8)


def test_front_board_gaps_ledger_and_every_record_are_one_numbered_file(cast):
    two_records(cast)
    answer = ask(cast)
    texts, sizes, fonts = pages_of_pdf(answer.content)
    plain = [text.replace(" ", "") for text in texts]
    assert "组织生活台账" in plain[0] and "2025年第四季度至2026年第四季度" in plain[0]
    assert "年度达标总表" in plain[1] and "还缺什么" in plain[2]
    records = [number for number, text in enumerate(plain) if "会议类型：" in text]
    assert len(records) == 2 and "主持人签字" in plain[-1]
    assert all(f"—{number}—" in text for number, text in enumerate(plain, 1))
    assert not [font for font in fonts if "CJK-SC" not in font]
    assert [width > height for width, height in sizes] == [n < records[0] for n in range(len(sizes))]
    assert AuditEntry.objects.get(action="exported").thing.startswith(
        f"ledger:branch:{cast.branch.pk}:last4q+current:binder:"
    )


def test_a_long_binder_becomes_a_job_whose_page_gives_the_file(cast, slow):
    two_records(cast)
    answer = ask(cast)
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/" and job.total == 2
    client = cast.client("secretary")
    assert "<progress" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 404
    tasks.make_files()
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f"/jobs/{job.pk}/file/" in page and "<progress" not in page
    text = words_of_file(client.get(f"/jobs/{job.pk}/file/"))
    assert "讲授党课" in text and "高书明导出于" in text
    assert AuditEntry.objects.filter(action="exported").count() == 1


def test_asking_twice_is_one_job(cast, slow):
    make_archived(cast)
    assert ask(cast)["Location"] == ask(cast)["Location"]
    assert Job.objects.count() == 1


def test_the_page_of_a_job_stops_it(cast, slow):
    make_archived(cast)
    ask(cast)
    job = Job.objects.get()
    client = cast.client("secretary")
    assert client.post(f"/jobs/{job.pk}/cancel/")["Location"] == f"/jobs/{job.pk}/"
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert "已取消" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert tasks.make_files() is None and not AuditEntry.objects.filter(action="exported").exists()


@pytest.mark.parametrize("role", ["committee", "committee_only", "member", "outsider", "admin"])
def test_a_job_is_there_for_nobody_but_its_user(cast, slow, role):
    make_archived(cast)
    ask(cast)
    tasks.make_files()
    job = Job.objects.get()
    for page in ("", "file/"):
        assert cast.client(role).get(f"/jobs/{job.pk}/{page}").status_code == 404


def test_who_left_the_committee_gets_no_file_any_more(cast, slow):
    make_archived(cast)
    ask(cast, "committee_only")
    job = Job.objects.get()
    Seat.objects.filter(person=cast.people["committee_only"]).update(until=TODAY)
    work(makers=MAKERS, now_func=clock.now)
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.FAILED, NOT_YOURS)
    assert cast.client("committee_only").get(f"/jobs/{job.pk}/").status_code == 404


def test_a_file_past_its_days_is_said_to_be_gone(cast, slow):
    make_archived(cast)
    ask(cast)
    tasks.make_files()
    job = Job.objects.get()
    job.result.delete()
    client = cast.client("secretary")
    assert "保留期" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 404


def test_a_binder_asks_the_database_as_much_for_three_records_as_for_one(cast):
    client, asked = cast.client("secretary"), []
    make_archived(cast)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.post("/ledger/binder/", ASKED).status_code == 200
        asked.append(len(queries))
        two_records(cast) if len(asked) == 1 else None
    assert asked[0] == asked[1]


def test_a_broker_that_is_away_costs_the_page_nothing(
    cast, slow, monkeypatch, django_capture_on_commit_callbacks
):
    make_archived(cast)

    def away(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.make_files.app, "connection_for_write", away)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert ask(cast).status_code == 302
    assert callbacks and Job.objects.get().state == JobState.QUEUED
