"""The window of a limit begins with its first try and is over for all tries at once."""

from datetime import timedelta

import pytest

from lawfirm_party.common.models import RateCount
from lawfirm_party.common.throttle import forget, hit, seconds_left, text_key

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def tries(number, key="k"):
    return [hit(key, limit=3, window=HOUR) for _ in range(number)]


def test_a_window_begins_with_the_first_try(frozen, time_machine):
    assert tries(4) == [True, True, True, False]
    time_machine.move_to(frozen + HOUR - timedelta(seconds=1), tick=False)
    assert tries(1) == [False]
    assert seconds_left("k", window=HOUR) == 1
    time_machine.move_to(frozen + HOUR, tick=False)
    assert tries(4) == [True, True, True, False]


def test_keys_are_counted_apart(frozen):
    assert tries(4)[-1] is False
    assert tries(1, "other") == [True]


def test_a_clock_that_was_ahead_locks_nobody_out(frozen, time_machine):
    time_machine.move_to(frozen + timedelta(days=1), tick=False)
    tries(4)
    time_machine.move_to(frozen, tick=False)
    assert tries(1) == [True]


def test_a_forgotten_key_begins_anew(frozen):
    tries(4)
    forget("k")
    assert seconds_left("k", window=HOUR) == 0
    assert tries(1) == [True]


def test_a_text_is_counted_as_it_is_read_and_not_kept(frozen):
    assert len({text_key("login", text) for text in ("Ding", " ding ", "ｄｉｎｇ")}) == 1
    tries(1, text_key("login", "ding"))
    assert "ding" not in RateCount.objects.get().key
