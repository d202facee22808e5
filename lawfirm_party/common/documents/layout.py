"""The measures of printed documents, one place for the PDF and the Word writer (domain.md section 12, GB/T 9704-2012)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """A typeface by its office name, which Word finds on people's machines, and the open one that is embedded in a PDF."""

    office: str
    open: str
    bold: bool = False


PAPER_MM = (210, 297)
# 天头, right, bottom, 订口: what remains is the 版心 of 156 × 225 mm.
TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM = 37, 26, 35, 28
TYPE_AREA_MM = (PAPER_MM[0] - LEFT_MM - RIGHT_MM, PAPER_MM[1] - TOP_MM - BOTTOM_MM)
LINES, CHARACTERS = 22, 28

# 3号, 2号, 4号 in points
BODY_PT, TITLE_PT, FOLIO_PT = 16, 22, 14
TABLE_PT, PROOF_PT = 12, 7
POINTS_PER_MM = 72 / 25.4
LINE_PT = 28.95
ADVANCE_PT = TYPE_AREA_MM[0] * POINTS_PER_MM / CHARACTERS
# The page number stands this far below the 版心, one character in from its edge.
FOLIO_BELOW_MM = 7

# Of Word's grid: the line pitch in twentieths of a point, the change of the advance in 4096ths of a point.
GRID_LINE_PITCH = round(LINE_PT * 20)
GRID_CHAR_SPACE = -848
# The same as spacing between the characters of the text, in twentieths of a point: 28 of them fit, 29 do not.
BODY_SPACING = -5

SONG = Face("宋体", "Noto Serif CJK SC")
FANGSONG = Face("仿宋_GB2312", "Noto Serif CJK SC")
KAI = Face("楷体_GB2312", "Noto Serif CJK SC")
HEI = Face("黑体", "Noto Sans CJK SC")
TITLE = Face("方正小标宋简体", "Noto Serif CJK SC", bold=True)


def day_words(day):
    """2026年1月5日: Arabic digits without leading zeros, the year always there."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number):
    """一 to 九十九, for headings; beyond that the digits."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{digits[tens]}十")
    return head + (digits[ones] if ones else "")
