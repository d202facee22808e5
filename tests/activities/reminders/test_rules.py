"""When the planner looks, and when it is quiet."""

from datetime import datetime, time, timedelta

import pytest

from activities.reminders.rules import FIRST_LOOK, MARGIN, is_wanted, quiet_ends, window
from branches.rules import BranchRules
from lawfirm_party.common.dates import SHANGHAI
from lawfirm_party.common.due import DueItem

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def item(due_at):
    return DueItem("nudge", "1", "1", due_at, due_at + timedelta(days=1), (1,))


def test_a_look_begins_a_margin_before_the_last_one():
    reached = NOW - timedelta(hours=72)
    assert window(reached, NOW) == (reached - MARGIN, NOW)


def test_a_clock_that_went_back_is_looked_at_from_now():
    assert window(NOW + timedelta(days=1), NOW) == (NOW - MARGIN, NOW)


def test_the_very_first_look_reaches_three_days_back():
    assert window(None, NOW) == (NOW - FIRST_LOOK, NOW)


def test_the_window_excludes_its_start_and_includes_its_end():
    since = NOW - timedelta(minutes=1)
    assert not is_wanted(item(since), since, NOW, None)
    assert is_wanted(item(NOW), since, NOW, None)
    assert not is_wanted(item(NOW + timedelta(seconds=1)), since, NOW, None)


def test_nothing_is_told_from_before_the_branch_wants_reminders():
    since = NOW - timedelta(days=1)
    floor = NOW - timedelta(hours=1)
    assert is_wanted(item(floor), since, NOW, floor)
    assert not is_wanted(item(floor - timedelta(seconds=1)), since, NOW, floor)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-11-18 20:59", None),
        ("2026-11-18 21:00", "2026-11-19 07:30"),
        ("2026-12-31 23:59", "2027-01-01 07:30"),
        ("2026-11-18 00:00", "2026-11-18 07:30"),
        ("2026-11-18 07:29", "2026-11-18 07:30"),
        ("2026-11-18 07:30", None),
        ("2028-02-28 22:00", "2028-02-29 07:30"),
    ],
)
def test_quiet_hours_pass_midnight(at, ends):
    assert quiet_ends(moment(at), BranchRules()) == (moment(ends) if ends else None)


def test_quiet_hours_within_a_day():
    noon = BranchRules(quiet_from=time(12, 0), quiet_until=time(14, 0))
    assert quiet_ends(moment("2026-11-18 11:59"), noon) is None
    assert quiet_ends(moment("2026-11-18 12:00"), noon) == moment("2026-11-18 14:00")
    assert quiet_ends(moment("2026-11-18 14:00"), noon) is None


def test_equal_times_mean_no_quiet_hours():
    never = BranchRules(quiet_from=time(8, 0), quiet_until=time(8, 0))
    assert quiet_ends(moment("2026-11-18 08:00"), never) is None
