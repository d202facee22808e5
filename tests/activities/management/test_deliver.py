"""`manage.py deliver`: the same look at the outbox without Redis and Celery."""

from io import StringIO

import pytest
from django.core.management import call_command

from activities.reminders import rendering
from tests import factories
from tests.activities.notices.outbox import make_row, say

pytestmark = pytest.mark.django_db


def test_one_look_says_what_it_did(frozen, monkeypatch):
    monkeypatch.setattr(rendering, "render", say)
    person = factories.make_person(factories.make_firm())
    make_row(person, channel="in_app")
    make_row(person, channel="in_app", useful_until=frozen)
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == "新增 0，已发送 1，过期未发 1\n"


def test_nothing_due_is_nothing_said(frozen):
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == ""
