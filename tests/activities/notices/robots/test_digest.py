"""Everything that a group is told at a time is one message of limited length, never at minute 0 or 30."""

from datetime import datetime

import pytest

from activities.notices.robots import ADAPTERS
from activities.notices.robots.digest import crowd_ends, digest, size
from lawfirm_party.common.dates import SHANGHAI

URL = "https://party.example.com/me/"


def clock(text):
    return datetime.fromisoformat(f"2026-11-18T{text}").replace(tzinfo=SHANGHAI)


def test_one_thing_has_no_number_and_several_do():
    assert digest("通知", ["今天开会"], URL, 2048) == f"通知\n今天开会\n详情和答复：{URL}"
    assert digest("通知", ["甲", "乙"], URL, 2048) == f"通知\n1. 甲\n2. 乙\n详情和答复：{URL}"


@pytest.mark.parametrize("number", [1, 2, 20, 40, 200])
@pytest.mark.parametrize("limit", [adapter.LIMIT for adapter in ADAPTERS.values()])
def test_bytes_are_counted_and_the_rest_is_cut_at_a_whole_line(number, limit):
    lines = [f"会议通知：2026年11月主题党日，11月{day}日（周四）15:00，一号会议室。" for day in range(number)]
    text = digest("明信所党支部通知", lines, URL, limit)
    assert size(text) <= limit
    kept = [line for line in text.splitlines() if line.endswith("会议室。")]
    assert [line.partition(". ")[2] or line for line in kept] == lines[: len(kept)]
    left = number - len(kept)
    assert (f"……另有 {left} 项" in text) == (left > 0)
    if left:
        assert size(text) + size(lines[len(kept)]) + 8 > limit
    assert text.endswith(URL)


def test_a_line_end_inside_a_name_makes_no_line_of_its_own():
    assert len(digest("通知", ["一\n二"], URL, 2048).splitlines()) == 3


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("09:00:00", "09:01:00"),
        ("09:00:59", "09:01:00"),
        ("09:30:10", "09:31:00"),
        ("09:29:50", "09:31:00"),
        ("08:59:46", "09:01:00"),
        ("09:29:44", None),
        ("09:01:00", None),
        ("09:31:00", None),
        ("09:15:00", None),
    ],
)
def test_a_robot_keeps_silent_in_the_minutes_in_which_all_others_speak(moment, ends):
    assert crowd_ends(clock(moment)) == (ends and clock(ends))
