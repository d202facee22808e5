from datetime import date, time

import pytest

from branches.choices import MeetingKind
from branches.models import BranchSetting, KindSetting
from branches.queries import settings_for, settings_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_without_rows_the_defaults_hold():
    settings = settings_for(factories.make_branch().pk)
    assert settings.branch(date(2026, 1, 1)).minutes_due_days == 3
    assert settings.kind(MeetingKind.COMMITTEE, date(2026, 1, 1)).every == "month"


def test_a_change_of_today_leaves_yesterday_alone():
    branch = factories.make_branch()
    KindSetting.objects.create(
        branch=branch, kind=MeetingKind.LECTURE, since=date(2026, 7, 1), every="month", start_time=time(9)
    )
    BranchSetting.objects.create(branch=branch, since=date(2026, 7, 1), minutes_due_days=10)
    settings = settings_for(branch.pk)
    assert settings.kind(MeetingKind.LECTURE, date(2026, 6, 30)).every == "quarter"
    assert settings.kind(MeetingKind.LECTURE, date(2026, 7, 1)).every == "month"
    assert settings.branch(date(2026, 6, 30)).minutes_due_days == 3
    assert settings.branch(date(2026, 7, 1)).minutes_due_days == 10


def test_two_queries_however_many_branches(django_assert_num_queries):
    ids = [factories.make_branch().pk for _ in range(3)]
    with django_assert_num_queries(2):
        settings_of(ids)
