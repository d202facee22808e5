"""Bars beside their numbers: each is told in words too, and nothing of a text can become markup."""

import re

from lawfirm_party.dashboard.templatetags.charts import bar, stacked, swatch


def widths(drawing, series):
    return [float(one) for one in re.findall(rf'class="s{series}"[^>]*width="([\d.]+)"', drawing)]


def test_a_bar_is_as_long_as_its_share():
    assert widths(bar(4, 5, "专业水平"), 2) == [80]
    assert widths(bar(7, 5, "专业水平"), 2) == [100]


def test_nothing_has_a_track_and_no_bar():
    for value in (0, None):
        assert "chart-track" in bar(value, 5, "专业水平")
        assert widths(bar(value, 5, "专业水平"), 2) == []


def test_parts_fill_the_whole_and_are_told_in_words():
    drawing = stacked([("优秀", 1), ("合格", 3), ("不合格", 0)], "2026年")
    assert 'aria-label="2026年：优秀 1、合格 3"' in drawing
    assert [round(widths(drawing, one)[0]) for one in (1, 2)] == [24, 74]
    assert widths(drawing, 3) == []


def test_a_picture_has_a_name_and_a_legend_has_none():
    assert 'role="img"' in bar(1, 2, "名称")
    assert 'aria-hidden="true"' in swatch(1)


def test_texts_stay_texts():
    assert "<b>" not in bar(1, 2, '"><b>') + stacked([("<b>", 1)], "<b>")


def test_no_drawing_styles_itself():
    assert "style=" not in bar(1, 2, "名称") + stacked([("优秀", 1)], "年") + swatch(1)
