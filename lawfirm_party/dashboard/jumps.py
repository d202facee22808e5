"""Words that name a page or a time in the global search: 近四季度, 总表, 今天, 11月支委会. Pure: the day is given."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from activities.meetings.choices import SHORT_KIND_LABELS, MeetingKind
from lawfirm_party.common.dates import FIRST_DAY, LAST_DAY, Period, add_months, day_text, month_period

# The name of an address, its title, and the words that lead there; which exist, and for whom, says queries.search.
PAGES = (
    ("home", "首页", ("首页", "工作台")),
    ("my", "我的日程", ("我的日程", "日程")),
    ("ledger", "台账", ("近四季度", "近四个季度", "最近四个季度", "台账")),
    ("board", "达标总表", ("总表", "达标总表", "达标")),
    ("meetings", "组织生活", ("组织生活", "会议", "三会一课")),
    ("meeting_new", "安排会议", ("安排会议", "新会议", "安排")),
    ("calendar", "日历", ("日历", "月历")),
    ("decisions", "议定事项", ("议定事项", "待办")),
    ("leaves", "请假审批", ("请假", "请假审批")),
    ("people", "人员", ("人员", "名册", "党员")),
    ("notices", "通知", ("通知", "消息")),
    ("outbox", "发件箱", ("发件箱", "送达")),
    ("audit", "审计记录", ("审计", "审计记录")),
    ("branch_settings", "支部设置", ("设置", "支部设置")),
    ("password_change", "修改密码", ("密码", "修改密码")),
)
KIND_WORDS = {
    **{label: kind for kind, label in SHORT_KIND_LABELS.items()},
    **{kind.label: kind for kind in MeetingKind},
    "党员大会": MeetingKind.ASSEMBLY,
    "支委会": MeetingKind.COMMITTEE,
    "党小组会": MeetingKind.GROUP,
    "小组会": MeetingKind.GROUP,
    "学习": MeetingKind.STUDY,
}
MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?")
HALF_A_YEAR = 6


@dataclass(frozen=True)
class Span:
    """A time that was named, and perhaps a kind of meeting. `period` as everywhere: its end is exclusive."""

    label: str
    period: Period
    kind: str = ""


def pages_named(text):
    """(exact, near): names of the pages whose word the text is, and of those whose words hold it."""
    exact = [name for name, _, words in PAGES if text in words]
    near = [name for name, _, words in PAGES if len(text) > 1 and any(text in word for word in words)]
    return exact, [name for name in near if name not in exact]


def title_of(name):
    return next(title for known, title, _ in PAGES if known == name)


def read_span(text, today):
    """The Span that a text such as 今天, 本周党课, 11月支委会 or 2026年3月 names, else None."""
    for length in range(len(text), 0, -1):
        kind = KIND_WORDS.get(text[length:], "")
        if length < len(text) and not kind:
            continue
        period, label = read_time(text[:length], today)
        if period:
            word = SHORT_KIND_LABELS[kind] if kind else ""
            return Span(label + word, period, kind)
    return None


def read_time(word, today):
    """(Period, how it is said) of a word for a time; (None, "") for any other."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    spans = {
        "今天": days(today, 1),
        "明天": days(today + timedelta(days=1), 1),
        "本周": days(monday, 7),
        "这周": days(monday, 7),
        "下周": days(monday + timedelta(days=7), 7),
        "本月": month_period(first),
        "这个月": month_period(first),
        "上月": month_period(add_months(first, -1)),
        "上个月": month_period(add_months(first, -1)),
        "下月": month_period(add_months(first, 1)),
        "下个月": month_period(add_months(first, 1)),
    }
    if word in spans:
        return spans[word], word
    return read_day(word, today) or read_month(word, today) or (None, "")


def days(start, number):
    return Period(start, start + timedelta(days=number))


def read_month(word, today):
    found = MONTH.fullmatch(word)
    month = found and a_day(found[1] or nearest_year(int(found[2]), today), found[2], 1)
    return (month_period(month), month_period(month).label) if month else None


def read_day(word, today):
    found = DAY.fullmatch(word)
    day = found and a_day(found[1] or nearest_year(int(found[2]), today), found[2], found[3])
    return (days(day, 1), day_text(day, today)) if day else None


def a_day(year, month, day):
    """The date, or None when there is no such day within what this program's calendars reach."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_DAY <= found < LAST_DAY.replace(day=1) else None


def nearest_year(month, today):
    """Of which year a bare month is meant: in January, 12月 is last year's; in December, 1月 is next year's."""
    ahead = month - today.month
    if ahead > HALF_A_YEAR:
        return today.year - 1
    return today.year + (ahead <= -HALF_A_YEAR)
