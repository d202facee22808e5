"""Limits of R-ORG, R-COM and R-GRP as pure functions over counts and dates, and the defaults of dated settings."""

from dataclasses import dataclass
from datetime import date, time

from lawfirm_party.common import regulations
from lawfirm_party.common.dates import Every, add_months, day_text, period_of
from lawfirm_party.common.refusal import Refusal

from .choices import SHORT_KIND_LABELS, MeetingKind

MIN_FULL_MEMBERS = 3
GENERAL_BRANCH = 50
COMMITTEE_NEEDED_FROM = 7
TERM_YEARS = 3
TERM_WARNING_MONTHS = (6, 3)


def form_of_organisation(full_members):
    """R-ORG-1 to R-ORG-3: what a law firm of so many 正式党员 forms; fewer than three join others, 预备党员 do not count."""
    if full_members < MIN_FULL_MEMBERS:
        return "联合党支部"
    if full_members < GENERAL_BRANCH:
        return "党支部"
    return "党总支" if full_members < 100 else "党委"


def exceeds_general_size(members):
    """R-ORG-1: a branch generally has at most 50 党员. Soft: a warning, not a refusal."""
    return members > GENERAL_BRANCH


def needs_committee(full_members):
    """R-COM-1, R-COM-2: from seven 正式党员 on a 支委会 is needed; below, only a 书记."""
    return full_members >= COMMITTEE_NEEDED_FROM


def committee_size_state(seats):
    """R-COM-1: 3 to 5 members is right ("ok"), 6 or 7 generally the most ("warn"), else "wrong". Even numbers are allowed."""
    if 3 <= seats <= 5:
        return "ok"
    return "warn" if seats in (6, 7) else "wrong"


def term_end(elected_on, years=TERM_YEARS):
    """R-COM-3: the day the term is over (exclusive)."""
    return add_months(elected_on, 12 * years)


def latest_delayed_end(elected_on, years=TERM_YEARS):
    """R-COM-3: an approved delay is generally one year at most."""
    return add_months(term_end(elected_on, years), 12)


def term_warning_days(ends):
    """R-COM-4: the days on which the 换届 is announced: six and three months before the end."""
    return tuple(add_months(ends, -months) for months in TERM_WARNING_MONTHS)


def term_state(ends, on):
    """R-COM-4: "over" from the end on, "soon" within three months, "ahead" within six, else "quiet"."""
    first, second = term_warning_days(ends)
    if on >= ends:
        return "over"
    if on >= second:
        return "soon"
    return "ahead" if on >= first else "quiet"


@dataclass(frozen=True)
class BranchRules:
    """The settings of a branch on a day."""

    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 30)
    minutes_due_days: int = 3
    lapse_warning_days: int = 7
    founding_period_counts: bool = False


@dataclass(frozen=True)
class KindRules:
    """How one kind of meeting runs in a branch on a day."""

    kind: str
    every: str
    times: int = 1
    on_rest_days: bool = False
    start_time: time = time(15, 0)
    minutes_long: int = 90
    place: str = "会议室"
    remind_3_days: bool = True
    remind_1_day: bool = True
    remind_same_day: bool = True
    by_email: bool = True
    by_robot: bool = True


DEFAULT_KINDS = {
    MeetingKind.ASSEMBLY: KindRules(MeetingKind.ASSEMBLY, Every.QUARTER),
    MeetingKind.COMMITTEE: KindRules(MeetingKind.COMMITTEE, Every.MONTH),
    MeetingKind.GROUP: KindRules(MeetingKind.GROUP, Every.MONTH, minutes_long=60),
    MeetingKind.LECTURE: KindRules(MeetingKind.LECTURE, Every.QUARTER, minutes_long=120),
    MeetingKind.THEME_DAY: KindRules(MeetingKind.THEME_DAY, Every.MONTH, minutes_long=120),
    MeetingKind.LIFE: KindRules(MeetingKind.LIFE, Every.YEAR, minutes_long=180),
    MeetingKind.PARTNERS: KindRules(MeetingKind.PARTNERS, Every.AS_NEEDED),
    MeetingKind.UNION: KindRules(MeetingKind.UNION, Every.AS_NEEDED),
    MeetingKind.STUDY: KindRules(
        MeetingKind.STUDY, Every.AS_NEEDED, on_rest_days=True, start_time=time(9, 30), minutes_long=120
    ),
}


def setting_on(rows, on: date, default):
    """The row of (since, value) pairs in force on a day, else the default. Rows may come in any order."""
    past = [row for row in rows if row[0] <= on]
    return max(past, key=lambda row: row[0])[1] if past else default


# ---- what may be set, and from which day on

# What an article asks at least; every other rhythm is the branch's own affair.
FLOORS = {
    MeetingKind.ASSEMBLY: (Every.QUARTER, regulations.ASSEMBLY),
    MeetingKind.COMMITTEE: (Every.MONTH, regulations.COMMITTEE),
    MeetingKind.GROUP: (Every.MONTH, regulations.GROUP),
    MeetingKind.THEME_DAY: (Every.MONTH, regulations.THEME_DAY),
    MeetingKind.LIFE: (Every.YEAR, regulations.LIFE),
}
LENGTH = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12, Every.AS_NEEDED: 1200}
FARTHEST_SETTING_YEARS = 2

TOO_FEW = "{law}：{kind}{least}是最低要求，可以更多，不能更少。"
TOO_EARLY = "只能从今天或以后的日期起生效，以前的要求和达标总表不会改变。"
TOO_FAR_AHEAD = "最多提前两年设置。"
BEFORE_THE_BRANCH = "不能早于支部成立日期。"
INSIDE_A_PERIOD = "频次要从一期的第一天起改，例如{day}，否则这一期就没有要求了。"
CUT_BY_A_LATER_ONE = "{day}起已经另有设置，那样会落在一期的中间，这一期就没有要求了。请先撤回那一项。"


def rhythm_text(every, times):
    """每月1次; 按需."""
    every = Every(every)
    return every.label if every == Every.AS_NEEDED else f"{every.label}{times}次"


def check_rhythm(kind, every, times):
    """Raise Refusal for less than a regulation asks of a kind (R-MTG-1, R-MTG-2, R-MTG-3, R-MTG-5, R-MTG-6)."""
    if kind not in FLOORS:
        return
    least, article = FLOORS[kind]
    if LENGTH[every] > LENGTH[least] or times < 1:
        words = {"law": article.cite, "kind": SHORT_KIND_LABELS[kind], "least": rhythm_text(least, 1)}
        raise Refusal(TOO_FEW.format(**words), "every")


def check_since(since, today, founded_on):
    """Raise Refusal for a day on which no change can begin: the past stays as it was."""
    if since < today:
        raise Refusal(TOO_EARLY, "since")
    if since < founded_on:
        raise Refusal(BEFORE_THE_BRANCH, "since")
    if since > add_months(today, 12 * FARTHEST_SETTING_YEARS):
        raise Refusal(TOO_FAR_AHEAD, "since")


def cut_period(old, new, since):
    """The rhythm in the middle of whose period another rhythm would begin, so that it asked for nothing; None where none is cut."""
    if (old.every, old.times) == (new.every, new.times):
        return None
    rhythms = [every for every in (old.every, new.every) if every != Every.AS_NEEDED]
    return next((every for every in rhythms if period_of(every, since).start != since), None)


def check_period(old, new, since):
    """Raise Refusal for another rhythm in the middle of a period of either."""
    every = cut_period(old, new, since)
    if every:
        raise Refusal(INSIDE_A_PERIOD.format(day=day_text(period_of(every, since).end)), "since")


def check_later(rules, rows, since):
    """Raise Refusal when, with `rules` in force from a day on, the next of the (since, KindRules) rows would cut a period."""
    later = min((row for row in rows if row[0] > since), key=lambda row: row[0], default=None)
    if later and cut_period(rules, later[1], later[0]):
        raise Refusal(CUT_BY_A_LATER_ONE.format(day=day_text(later[0])), "since")


def next_start(every, today):
    """The first day of the next period of a rhythm, or of the next month: from there a change is proposed to hold."""
    return period_of(Every.MONTH if every == Every.AS_NEEDED else every, today).end


REMINDER_WORDS = {"remind_3_days": "提前3天", "remind_1_day": "提前1天", "remind_same_day": "当天"}


def kind_text(rules):
    """每月1次，15:00，90分钟，会议室；提前3天、提前1天、当天提醒，发邮件."""
    reminders = "、".join(words for name, words in REMINDER_WORDS.items() if getattr(rules, name))
    parts = [
        f"{rules.start_time:%H:%M}",
        f"{rules.minutes_long}分钟",
        rules.place,
        *(["可在休息日召开"] if rules.on_rest_days else []),
    ]
    told = [
        f"{reminders}提醒" if reminders else "不另提醒",
        *(["发邮件"] if rules.by_email else []),
    ]
    return f"{rhythm_text(rules.every, rules.times)}，{'，'.join(parts)}；{'，'.join(told)}"


def branch_text(rules):
    """The settings of the whole branch in one sentence."""
    quiet = (
        f"{rules.quiet_from:%H:%M}至{rules.quiet_until:%H:%M}不打扰"
        if rules.quiet_from != rules.quiet_until
        else "不设免打扰"
    )
    return f"{quiet}；会后{rules.minutes_due_days}天内归档；到期前{rules.lapse_warning_days}天提醒未安排"


def kind_changes(old, new):
    """What is different, in words, of two KindRules."""
    found = []
    if (old.every, old.times) != (new.every, new.times):
        was = rhythm_text(old.every, old.times)
        found.append(f"改为{rhythm_text(new.every, new.times)}（原来{was}）")
    if old.start_time != new.start_time:
        found.append(f"惯常时间改为{new.start_time:%H:%M}")
    if old.minutes_long != new.minutes_long:
        found.append(f"时长改为{new.minutes_long}分钟")
    if old.place != new.place:
        found.append(f"惯常地点改为{new.place}")
    found += [
        words[0] if getattr(new, name) else words[1]
        for name, words in SWITCHES.items()
        if getattr(old, name) != getattr(new, name)
    ]
    return found


SWITCHES = {
    "on_rest_days": ("可以在休息日召开", "不在休息日召开"),
    "remind_3_days": ("提前3天提醒", "不再提前3天提醒"),
    "remind_1_day": ("提前1天提醒", "不再提前1天提醒"),
    "remind_same_day": ("当天提醒", "当天不再提醒"),
    "by_email": ("同时发邮件", "不再发邮件"),
    "by_robot": ("同时发到群里", "不再发到群里"),
}


def branch_changes(old, new):
    """What is different, in words, of two BranchRules."""
    found = []
    if (old.quiet_from, old.quiet_until) != (new.quiet_from, new.quiet_until):
        found.append(branch_text(new).partition("；")[0])
    if old.minutes_due_days != new.minutes_due_days:
        found.append(f"会后{new.minutes_due_days}天内归档（原来{old.minutes_due_days}天）")
    if old.lapse_warning_days != new.lapse_warning_days:
        found.append(f"到期前{new.lapse_warning_days}天提醒未安排（原来{old.lapse_warning_days}天）")
    return found


def change_text(subject, changes, since, today):
    """从12月1日（周二）起，支委会改为每月2次（原来每月1次）；此前不变。"""
    return f"从{day_text(since, today)}起，{subject}{'，'.join(changes)}；此前不变。"
