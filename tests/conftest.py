"""The cast: one firm with two branches and a login for every role, tried on every page."""

import gc
import pickle
import runpy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client

from activities.ballots.commands import counting
from lawfirm_party import settings as program_settings
from lawfirm_party.common.dates import SHANGHAI
from lawfirm_party.common.demo import note_demo
from lawfirm_party.common.models import AuditHead
from members.choices import PersonKind, SeatRole, Standing

from . import factories

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)
ROLES = (
    "anonymous",
    "outsider",
    "lawyer",
    "member",
    "leader",
    "partner",
    "committee",
    "committee_only",
    "secretary",
    "clerk",
    "admin",
)
STAFF = ("clerk", "admin")


# An environment for serious use, as the README gives it.
PRODUCTION = {
    "HTTPS": "1",
    "SECRET_KEY": "kJ8#vQ2!mZ7^pL4&wX9*bN6@tR3%yH5-gF1_sD0+cV8=zA2~more-than-fifty-characters",
    "ALLOWED_HOSTS": "party.example.com",
    "CSRF_TRUSTED_ORIGINS": "https://party.example.com",
    "EMAIL_URL": "smtp+tls://party:secret@mail.example.com:587",
}
# What production changes about answers to a browser.
ANSWERING = (
    "SECURE_",
    "SESSION_COOKIE_",
    "CSRF_",
    "X_FRAME",
    "CONTENT_SECURITY",
    "MESSAGE_",
    "ALLOWED_HOSTS",
)


@dataclass
class Cast:
    """`people` and `users` by role. `committee` is a partner, `committee_only` is none; `partner` is no Party member.

    `admin` has what the group gives, as in a real firm; a "superuser", who opens all of the admin site, is made when asked for.
    """

    firm: object
    branch: object
    other_branch: object
    group: object
    term: object
    people: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)

    def client(self, role):
        """A logged-in test client; an anonymous one for "anonymous"."""
        client = Client()
        if role == "superuser" and role not in self.users:
            self.users[role] = factories.make_user(role, is_staff=True, is_superuser=True)
        if role != "anonymous":
            client.force_login(self.users[role])
        return client


def pytest_collection_finish():
    """What is loaded by now stays: to look through it for garbage again and again took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The databases end with their server (tests/servers.py); to drop them waits for whoever is still connected."""
    return True


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def production(settings, monkeypatch):
    """The site answers as under the settings of production. Ask with `secure=True` and make the client afterwards."""
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    for name, value in runpy.run_path(program_settings.__file__).items():
        if name.startswith(ANSWERING):
            setattr(settings, name, value)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


@pytest.fixture
def demo_site(settings, tmp_path):
    """The site answers as one that holds the demo firm and writes its mails into a folder."""
    settings.DEMO, settings.EMAIL_URL, settings.DATA_DIR = True, "", tmp_path / "data"
    note_demo(True)


@pytest.fixture(autouse=True)
def nothing_to_sweep(request, monkeypatch):
    """VACUUM runs in no transaction, and most tests are one."""
    database = request.node.get_closest_marker("django_db")
    if not (database and database.kwargs.get("transaction")):
        monkeypatch.setattr(counting, "SWEPT", ())


@pytest.fixture
def frozen(time_machine):
    """The clock stands at Wednesday 2026-11-18, 10:00 in Shanghai."""
    time_machine.move_to(NOW, tick=False)
    return NOW


def make_cast():
    """The cast, its rows put into the database at one query a table, which is much quicker than building it anew."""
    cast, rows = pickle.loads(cast_and_rows())
    for model, of_model in groupby(rows, type):
        model.objects.bulk_create(of_model)
    for role in STAFF:
        cast.users[role].groups.add(Group.objects.get_or_create(name=role)[0])
    # A migration makes it, a test without a transaction takes it away, and whoever writes the trail first makes it anew.
    AuditHead.objects.get_or_create(pk=1)
    return cast


@cache
def cast_and_rows():
    """The cast and all its rows, pickled; built once, and taken back."""
    rows = []

    def note(instance, **_):
        rows.append(instance)

    with transaction.atomic():
        post_save.connect(note, weak=False)
        cast = build_cast()
        post_save.disconnect(note)
        transaction.set_rollback(True)
    places = {model: place for place, model in enumerate(dict.fromkeys(map(type, rows)))}
    rows.sort(key=lambda row: places[type(row)])
    return pickle.dumps((cast, rows))


def build_cast():
    firm = factories.make_firm(name="明信律师事务所", short_name="明信所")
    branch = factories.make_branch(
        firm, name="明信律师事务所党支部", short_name="明信所党支部", superior="省直律师行业党委"
    )
    other = factories.make_branch(firm, name="明信律师事务所行政党支部", short_name="行政党支部")
    group = factories.make_group(branch, 1)
    people = {
        "secretary": factories.make_member(branch, "高书明"),
        "committee": factories.make_member(branch, "李组明"),
        "committee_only": factories.make_member(branch, "王宣明"),
        "leader": factories.make_member(branch, "陈长明", group=group, leader=True),
        "member": factories.make_member(branch, "丁党明", group=group),
        "fifth": factories.make_member(branch, "孙五明", group=group),
        "sixth": factories.make_member(branch, "周六明"),
        "seventh": factories.make_member(branch, "吴七明"),
        "probationary": factories.make_member(
            branch,
            "郑预明",
            standing=Standing.PROBATIONARY,
            since=date(2026, 3, 1),
            kind=PersonKind.TRAINEE,
            group=group,
        ),
        "outsider": factories.make_member(other, "冯外明", kind=PersonKind.STAFF),
        "partner": factories.make_person(firm, "褚伙明"),
        "lawyer": factories.make_person(firm, "卫律明"),
        "clerk": factories.make_person(firm, "蒋录明", kind=PersonKind.STAFF),
    }
    term = factories.make_term(branch)
    factories.make_seat(term, people["secretary"], SeatRole.SECRETARY)
    factories.make_seat(term, people["committee"], SeatRole.ORGANISATION)
    factories.make_seat(term, people["committee_only"], SeatRole.PUBLICITY)
    for role in ("secretary", "committee", "partner"):
        factories.make_partner(people[role], is_managing=role == "secretary")
    cast = Cast(firm, branch, other, group, term, people)
    for role in ROLES[1:]:
        cast.users[role] = factories.make_user(role, people.get(role), is_staff=role in STAFF)
    return cast
