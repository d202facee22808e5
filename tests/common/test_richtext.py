"""Minutes keep bold, lists and tables; nothing typed becomes markup of its own."""

import pytest

from lawfirm_party.common.richtext import rich_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**同意**", "<strong>同意</strong>"),
        ("- 一\n- 二", "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"),
        ("|甲|乙|\n|-|-|\n|1|2|", "<td>1</td>"),
        ("第一行\n第二行", "第一行<br>\n第二行"),
    ],
)
def test_what_minutes_may_use(typed, shown):
    assert shown in rich_text(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1))",
        "![图](https://evil.example/a.png)",
        "<https://evil.example>",
        "# 标题 <b>",
        "|<i onclick=a()>|乙|\n|-|-|\n|1|2|",
    ],
)
def test_everything_else_is_text(typed):
    shown = rich_text(typed)
    for tag in ("<script", "<img", "<a ", "<h1", "<b>", "<i "):
        assert tag not in shown
    assert shown.count("<") == shown.count(">")


def test_a_megabyte_is_not_too_much():
    assert len(rich_text("**字** " * 50_000)) > 50_000
