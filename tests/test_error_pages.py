"""What a person sees when something went wrong: Chinese, with a number to name, nothing about the machine (row 20)."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils.functional import empty

from activities.meetings.choices import MeetingState
from lawfirm_party import settings as program_settings

from . import factories
from .test_structure import ROOT

CHINESE = re.compile(r"<h1>[\u4e00-\u9fff，]+</h1>")
NUMBER = re.compile(r"请求编号：<strong>([0-9a-f]{8})</strong>")
SECRET = "zhege-bu-neng-gei-ren-kan"
TELLTALES = (
    "Traceback",
    "Django",
    "django",
    "Exception",
    "Error",
    ".py",
    "psycopg",
    "SELECT",
    "/home/",
    "/tmp/",
    "/usr/",
)

SECRET_FIELDS = ("password", "password1", "password2", "old_password", "new_password1", "id_number", "nonce")


def fail_with(monkeypatch, error):
    def raise_it():
        raise error

    monkeypatch.setattr("lawfirm_party.dashboard.views.home.clock.now", raise_it)


def bad_request(cast, monkeypatch):
    return cast.client("secretary").get("/meetings/%00/")


def bad_form(cast, monkeypatch):
    return cast.client("secretary").post("/meetings/new/", {"title": "没有\x00结尾"})


def foreign_host(cast, monkeypatch):
    return Client().get("/accounts/login/", HTTP_HOST="evil.example")


def huge_form(cast, monkeypatch):
    client = cast.client("secretary")
    return client.post("/meetings/new/", {"title": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})


def many_fields(cast, monkeypatch):
    return cast.client("secretary").post("/meetings/new/", {f"f{n}": n for n in range(2001)})


def forbidden(cast, monkeypatch):
    return cast.client("member").get("/leaves/")


def forbidden_in_the_admin_site(cast, monkeypatch):
    return cast.client("member").get("/admin/members/person/")


def expired_form(cast, monkeypatch):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["secretary"])
    return client.post("/meetings/new/", {"title": "保留的文字"})


def unknown_page(cast, monkeypatch):
    return cast.client("secretary").get("/no-such-page/")


def unknown_row(cast, monkeypatch):
    return cast.client("secretary").get("/meetings/999999/")


def a_buttons_address(cast, monkeypatch):
    return cast.client("secretary").get("/notices/read/")


def stale(cast, monkeypatch):
    meeting = factories.make_meeting(cast.branch, state=MeetingState.DRAFT)
    return cast.client("secretary").post(f"/meetings/{meeting.pk}/publish/", {"version": "7"})


def guessing(cast, monkeypatch):
    for _ in range(31):
        answer = Client().get("/r/guess/")
    return answer


def asking_often(cast, monkeypatch):
    for _ in range(6):
        answer = Client().post("/accounts/password/reset/", {"text": "nobody"})
    return answer


def logging_in_often(cast, monkeypatch):
    for _ in range(6):
        answer = Client().post("/accounts/login/", {"username": "member", "password": "x"})
    return answer


def broken(cast, monkeypatch):
    client = cast.client("secretary")
    fail_with(monkeypatch, ValueError(SECRET))
    return client.get("/")


def without_a_database(cast, monkeypatch):
    client = cast.client("secretary")
    fail_with(monkeypatch, OperationalError(SECRET))
    return client.get("/")


FAILURES = [
    (400, bad_request),
    (400, bad_form),
    (400, foreign_host),
    (400, huge_form),
    (400, many_fields),
    (403, forbidden),
    (403, forbidden_in_the_admin_site),
    (403, expired_form),
    (404, unknown_page),
    (404, unknown_row),
    (405, a_buttons_address),
    (409, stale),
    (429, guessing),
    (429, asking_often),
    (429, logging_in_often),
    (500, broken),
    (503, without_a_database),
]


@pytest.mark.parametrize(("status", "failure"), FAILURES, ids=lambda value: getattr(value, "__name__", None))
def test_an_error_page_is_chinese_numbered_and_silent_about_the_machine(
    cast, frozen, monkeypatch, status, failure
):
    monkeypatch.setattr(Client, "__init__", quiet(Client.__init__))
    answer = failure(cast, monkeypatch)
    text = answer.content.decode()
    assert answer.status_code == status
    assert CHINESE.search(text)
    assert NUMBER.findall(text) == [answer["X-Request-Number"]]
    told = [word for word in (*TELLTALES, SECRET, str(ROOT), *secrets()) if word in text]
    assert told == []
    assert answer.headers.get("Server") is None


def quiet(make):
    """A client that shows the 500 page, as a browser would see it."""

    def init(self, *args, **kwargs):
        make(self, *args, **{**kwargs, "raise_request_exception": False})

    return init


def secrets():
    database = settings.DATABASES["default"]
    return (settings.SECRET_KEY, str(settings.DATA_DIR), database["NAME"], "127.0.0.1", "localhost")


@pytest.mark.parametrize(
    ("failure", "seconds"), [(guessing, 60), (logging_in_often, 900), (without_a_database, 5)]
)
def test_who_should_come_back_later_is_told_when(cast, frozen, monkeypatch, failure, seconds):
    monkeypatch.setattr(Client, "__init__", quiet(Client.__init__))
    assert failure(cast, monkeypatch)["Retry-After"] == str(seconds)


def test_every_answer_has_its_own_number(cast, frozen):
    numbers = {Client().get("/no-such-page/")["X-Request-Number"] for _ in range(20)}
    assert len(numbers) == 20


def test_an_expired_form_gives_back_what_was_typed_but_no_password(cast, frozen):
    client = Client(enforce_csrf_checks=True)
    page = client.post(
        "/accounts/password/new/",
        {
            "text": "写了很久的文字",
            "item-3-discussion": "第一位的发言",
            "item-4-discussion": "第二位的发言",
            **dict.fromkeys(SECRET_FIELDS, SECRET),
        },
    ).content.decode()
    assert "写了很久的文字" in page
    for label in (">内容</label>", ">发言要点1</label>", ">发言要点2</label>"):
        assert label in page
    assert SECRET not in page


@pytest.fixture
def hashed_files(settings, tmp_path):
    """The static files as the program serves them: only under names that carry their hash."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = program_settings.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage._wrapped = empty
    yield tmp_path
    staticfiles_storage._wrapped = empty


@pytest.mark.parametrize("failure", [broken, without_a_database])
def test_a_page_that_stands_alone_links_files_that_exist(cast, frozen, monkeypatch, hashed_files, failure):
    monkeypatch.setattr(Client, "__init__", quiet(Client.__init__))
    text = failure(cast, monkeypatch).content.decode()
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', text)
    assert re.search(r"css/app\.[0-9a-f]{12}\.css", " ".join(linked))
    assert [name for name in linked if not (hashed_files / name).is_file()] == []


def test_a_refused_page_is_no_line_in_the_log_and_a_broken_one_is(cast, frozen, monkeypatch, caplog):
    monkeypatch.setattr(Client, "__init__", quiet(Client.__init__))
    for failure in (forbidden, unknown_page, a_buttons_address, foreign_host):
        failure(cast, monkeypatch)
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.WARNING] == []
    broken(cast, monkeypatch)
    assert SECRET in caplog.text
