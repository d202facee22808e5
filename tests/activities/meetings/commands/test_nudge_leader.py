from datetime import date, timedelta

import pytest

from activities.meetings.commands.nudge_leader import NO_LEADER, NOTHING_OPEN, nudge_leader
from activities.meetings.models import Nudge
from branches.choices import MeetingKind
from lawfirm_party.common.dates import parse_period
from lawfirm_party.common.refusal import Refusal
from tests.conftest import NOW
from tests.factories import make_group, make_meeting

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


@pytest.mark.parametrize("period", ["1900-01", "2026-Q4", "2026-10", "2027-05"])
def test_only_what_a_running_period_still_asks_for_is_told(cast, period):
    with pytest.raises(Refusal, match=NOTHING_OPEN):
        nudge_leader(group=cast.group, period=parse_period(period), user=cast.users["secretary"], now=NOW)
    assert not Nudge.objects.exists()


def test_what_is_scheduled_needs_no_nudge(cast):
    make_meeting(cast.branch, MeetingKind.GROUP, date(2026, 11, 26), group=cast.group)
    with pytest.raises(Refusal, match=NOTHING_OPEN):
        nudge(cast)


def test_a_group_without_a_leader_cannot_be_reminded(cast):
    with pytest.raises(Refusal, match=NO_LEADER):
        nudge(cast, make_group(cast.branch, 2))
