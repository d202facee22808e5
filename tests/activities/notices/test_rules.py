"""How a row moves: keys, delays, figures, and what the banner says."""

from datetime import datetime, timedelta

import pytest

from activities.notices import rules
from activities.notices.choices import OutboxState as State
from lawfirm_party.common.dates import SHANGHAI

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def test_the_key_differs_in_every_part_and_only_then():
    base = ("nudge", "1", "1", 7, "email")
    others = [
        ("action_due", "1", "1", 7, "email"),
        ("nudge", "2", "1", 7, "email"),
        ("nudge", "1", "2", 7, "email"),
        ("nudge", "1", "1", 8, "email"),
        ("nudge", "1", "1", 7, "in_app"),
    ]
    keys = {rules.dedupe_key(*parts) for parts in [base, *others]}
    assert len(keys) == 6
    assert rules.dedupe_key(*base) == rules.dedupe_key("nudge", 1, 1, "7", "email")


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240)])
def test_each_delay_is_spread_over_a_fifth(attempts, minutes):
    assert rules.retry_delay(attempts, 0) == timedelta(minutes=minutes)
    assert timedelta(minutes=minutes) < rules.retry_delay(attempts, 0.99) < timedelta(minutes=minutes * 1.2)


def test_the_sixth_attempt_is_the_last():
    assert rules.retry_delay(6, 0) is None
    assert rules.retry_delay(7, 0) is None


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ([], "尚未通知"),
        ([{State.CANCELLED}], "尚未通知"),
        ([{State.SENT}, {State.SENT, State.CANCELLED}], "已送达 2/2"),
        ([{State.SENT}, {State.SENT, State.QUEUED}], "已送达 1/2"),
        ([{State.SENT}, {State.SENT, State.DEAD}, {State.MISSED, State.QUEUED}], "已送达 1/3，失败 2"),
    ],
)
def test_a_person_is_told_once_everything_to_them_is_sent(states, text):
    assert rules.figures_of(states).text == text


def test_the_banner_speaks_after_three_minutes_of_silence():
    assert rules.silence_text(NOW - timedelta(minutes=3), NOW) == ""
    assert "已停 3 分钟" in rules.silence_text(NOW - timedelta(minutes=3, seconds=1), NOW)
    assert rules.silence_text(None, NOW) == ""


def test_the_banner_speaks_after_ten_minutes_without_a_plan():
    assert rules.planning_text(NOW - timedelta(minutes=10), NOW) == ""
    assert "已有 11 分钟没有" in rules.planning_text(NOW - timedelta(minutes=11), NOW)
    assert rules.planning_text(None, NOW) == rules.PLANNED_NEVER


def test_problems_are_named_with_their_numbers():
    assert rules.problem_text({State.MISSED: 1, State.DEAD: 2, State.SENT: 9}) == "发送失败 2，过期未发 1"
    assert rules.problem_text({}) == ""


@pytest.mark.parametrize(
    ("sender", "planned", "oldest", "healthy"),
    [
        (180, 0, None, True),
        (181, 0, None, False),
        (None, 0, None, False),
        (0, 600, None, True),
        (0, 601, None, False),
        (0, None, None, False),
        (0, 0, 600, True),
        (0, 0, 601, False),
    ],
)
def test_delivery_is_healthy_within_its_three_limits(sender, planned, oldest, healthy):
    def age(seconds):
        return None if seconds is None else timedelta(seconds=seconds)

    assert rules.is_healthy(age(sender), age(planned), age(oldest)) is healthy
