from datetime import date

import pytest

from lawfirm_party.common.dates import FIRST_DAY, LAST_DAY
from lawfirm_party.common.lunar import cell_hint, day_hint


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        (date(2026, 11, 22), "11月22日 星期日 农历十月十四·小雪"),
        (date(2026, 2, 17), "2月17日 星期二 农历正月初一"),
        (date(2025, 8, 1), "8月1日 星期五 农历闰六月初八"),
        (date(2026, 12, 22), "12月22日 星期二 农历冬月十四·冬至"),
    ],
)
def test_a_day_is_greeted_with_its_lunar_day_and_its_solar_term(day, hint):
    assert day_hint(day) == hint


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        (date(2026, 11, 22), "小雪"),
        (date(2026, 2, 17), "正月"),
        (date(2026, 2, 18), "雨水"),
        (date(2026, 2, 20), "初四"),
    ],
)
def test_a_cell_of_a_month_names_what_is_rarest(day, hint):
    assert cell_hint(day) == hint


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_every_day_that_can_be_typed_has_a_hint(day):
    assert "农历" in day_hint(day)
