from datetime import timedelta

import pytest

from activities.meetings.commands.nudge_leader import NO_LEADER, nudge_leader
from activities.meetings.models import Nudge
from lawfirm_party.common.dates import parse_period
from lawfirm_party.common.refusal import Refusal
from tests.conftest import NOW
from tests.factories import make_group

pytestmark = pytest.mark.django_db
PERIOD = parse_period("2026-11")


def nudge(cast, group=None, now=NOW):
    return nudge_leader(group=group or cast.group, period=PERIOD, user=cast.users["secretary"], now=now)


def test_the_leader_is_reminded_once_a_day(cast):
    first, made = nudge(cast)
    assert made
    assert (first.person, first.group, first.period) == (cast.people["leader"], cast.group, "2026-11")
    assert nudge(cast, now=NOW + timedelta(hours=2)) == (first, False)
    assert nudge(cast, now=NOW + timedelta(days=1))[1]
    assert Nudge.objects.count() == 2


def test_a_group_without_a_leader_cannot_be_reminded(cast):
    with pytest.raises(Refusal, match=NO_LEADER):
        nudge(cast, make_group(cast.branch, 2))
