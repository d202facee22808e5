"""How a cell's text and a field's value become each other; what cannot be is refused with a sentence (ValueError)."""

import re
from datetime import date

from import_export.widgets import Widget

from ..dates import DAY_OUT_OF_RANGE, FIRST_DAY, LAST_DAY

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00(?::00)?)?\Z")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
NOT_A_DAY = "“{text}”不是日期，请写成 2026-01-31 这样。"
NOT_ONE_OF = "“{text}”不在可填的内容里：{words}。"
NOT_YES_NO = "“{text}”请改成“是”或“否”。"
NOT_A_NUMBER = "“{text}”不是整数。"
NOT_FOUND = "没有找到“{text}”。"
SEVERAL = "“{text}”有好几个，请写全称。"
YES, NO = ("是", "√", "1", "true"), ("否", "×", "0", "false", "")


def shown(text):
    return text if len(text) <= 30 else f"{text[:30]}…"


class Words(Widget):
    def clean(self, value, row=None, **kwargs):
        return value or ""

    def render(self, value, obj=None, **kwargs):
        return value or ""


class Day(Widget):
    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        found = DAY.match(value) or COMPACT_DAY.match(value)
        try:
            day = date(*map(int, found.groups()))
        except (AttributeError, ValueError):
            raise ValueError(NOT_A_DAY.format(text=shown(value))) from None
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(DAY_OUT_OF_RANGE)
        return day

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class Choice(Widget):
    """The Chinese label of a choice."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        found = [key for key, label in self.choices.choices if value in {key, label}]
        if value and not found:
            raise ValueError(NOT_ONE_OF.format(text=shown(value), words="、".join(self.choices.labels)))
        return found[0] if found else ""

    def render(self, value, obj=None, **kwargs):
        return self.choices(value).label if value else ""


class YesNo(Widget):
    def clean(self, value, row=None, **kwargs):
        text = (value or "").lower()
        if text not in YES and text not in NO:
            raise ValueError(NOT_YES_NO.format(text=shown(value)))
        return text in YES

    def render(self, value, obj=None, **kwargs):
        return "是" if value else "否"


class Number(Widget):
    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise ValueError(NOT_A_NUMBER.format(text=shown(value)))
        return int(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class Named(Widget):
    """A row of another table by one of its names, among those the user may name; read once for a whole file."""

    def __init__(self, names=("name",)):
        super().__init__()
        self.names = names
        self.rows = []

    def know(self, rows):
        self.rows = list(rows)

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        found = [one for one in self.rows if value in {getattr(one, name) for name in self.names}]
        if len(found) != 1:
            raise ValueError((SEVERAL if found else NOT_FOUND).format(text=shown(value)))
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return getattr(value, self.names[0]) if value else ""
