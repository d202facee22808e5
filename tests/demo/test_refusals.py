"""When the demo must not be loaded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branches.models import Firm
from lawfirm_party.common.demo import is_demo
from lawfirm_party.demo.commands import FOREIGN_DATA
from lawfirm_party.demo.management.commands.demo import NO_DATE, ONLY_TRIAL
from tests.factories import make_firm

pytestmark = pytest.mark.django_db


def test_somebody_elses_data_is_left_alone():
    make_firm()
    with pytest.raises(CommandError, match=FOREIGN_DATA):
        call_command("demo", stdout=StringIO())
    call_command("demo", "--if-empty", stdout=StringIO())
    assert Firm.objects.count() == 1
    assert not is_demo()


def test_production_has_no_demo(settings):
    settings.HTTPS = True
    for options in ([], ["--if-empty"]):
        with pytest.raises(CommandError, match=ONLY_TRIAL):
            call_command("demo", *options, stdout=StringIO())
    assert not Firm.objects.exists()


@pytest.mark.parametrize("password", ["short-1", "123456789012", "dangyuan-2026-x"])
def test_a_password_that_nobody_may_have_is_refused_for_the_demo_too(monkeypatch, password):
    monkeypatch.setenv("DEMO_PASSWORD", password)
    with pytest.raises(CommandError, match="DEMO_PASSWORD 不能用"):
        call_command("demo", stdout=StringIO())
    assert not Firm.objects.exists()


@pytest.mark.parametrize("text", ["morgen", "2026-02-30", "2019-01-01", "9999-01-01"])
def test_an_impossible_day_is_a_sentence(text):
    with pytest.raises(CommandError) as refused:
        call_command("demo", "--today", text, stdout=StringIO())
    assert str(refused.value) == NO_DATE or "演示日期要在" in str(refused.value)
    assert not Firm.objects.exists()
