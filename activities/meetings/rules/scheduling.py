"""When a meeting can be held and what may be done with it in which state, what it is called and what is on its agenda."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from branches.choices import MeetingKind
from lawfirm_party.common.dates import (
    Every,
    Period,
    add_months,
    at,
    day_text,
    local,
    local_day,
    month_period,
    period_of,
    quarter_of,
    year_period,
)
from lawfirm_party.common.refusal import Refusal

from ..choices import MeetingState
from .requirements import LIFE_UNTIL

END_BEFORE_START = "结束时间必须晚于开始时间。"
TOO_LONG = "一次会议不能超过24小时，请核对结束时间。"
IN_THE_PAST = "这个时间已经过去。已经开过的会，请用“补录”。"
TOO_FAR = "最多提前两年安排。"
BEFORE_FOUNDING = "支部在这一天还没有成立。"
AFTER_DISSOLVING = "支部在这一天已经撤销。"
GROUP_NOT_THERE = "这个党小组在这一天不存在。"
GROUP_MISSING = "请选择党小组。"
GROUP_NOT_ASKED = "只有党小组会才选党小组。"
OUTSIDE_ITS_YEAR = (
    "{year}年度的组织生活会应在{year}年1月1日至{next}年3月31日之间召开。请另选日期，或者先修改所属年度。"
)
REST_DAY = "{day}是休息日。如仍在这一天召开，请勾选确认后再提交。"
NOT_NOW = {
    "edit": "会议已经开始、结束或取消，不能再修改安排。",
    "publish": "只有草稿才能发通知。",
    "move": "只有已安排、尚未开始的会议才能改期。",
    "cancel": "只有草稿和已安排的会议才能取消。",
    "undo_backfill": "只有还没有归档的补录才能撤销。",
    "answer": "会议已经开始、结束或取消，不能再答复。",
}

# Which states allow which act; what follows the beginning of a meeting is in the record's own rules.
ALLOWED = {
    "edit": frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED}),
    "publish": frozenset({MeetingState.DRAFT}),
    "move": frozenset({MeetingState.SCHEDULED}),
    "cancel": frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED}),
    "undo_backfill": frozenset({MeetingState.HELD, MeetingState.RECORDED}),
    "answer": frozenset({MeetingState.SCHEDULED}),
}
LATEST_DAYS_AHEAD = 731
LONGEST = timedelta(hours=24)
PROPOSALS = 3
WINDOW_AS_NEEDED = 60
NOTICE_TIME = timedelta(days=3)
LIFE_MAY_RUN_UNTIL = 3
DAY_BEGINS, DAY_ENDS = time(7), time(22)


def way_out(is_backfilled):
    """What takes a meeting out of the calendar: one that was entered afterwards is undone, any other is called off."""
    return "undo_backfill" if is_backfilled else "cancel"


def may(act, state):
    """Whether a meeting in this state may be edited, published, moved, cancelled or answered, or its 补录 undone."""
    return state in ALLOWED[act]


def refuse_unless(act, state):
    """Raise Refusal when the state does not allow the act."""
    if not may(act, state):
        raise Refusal(NOT_NOW[act])


@dataclass(frozen=True)
class Plan:
    """What the form, the demo and the tests hand to `create_meeting`: clean values, people and group by id.

    `by_robot` None leaves it as it is. `agenda` holds (title, needs_resolution) or (title, needs_resolution, id of the item it was before).
    """

    branch_id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    group_id: int | None = None
    host_id: int | None = None
    recorder_id: int | None = None
    theme: str = ""
    evaluation_year: int | None = None
    guest_ids: tuple = ()
    agenda: tuple = ()
    remind_3_days: bool = True
    remind_1_day: bool = True
    remind_same_day: bool = True
    by_email: bool = True
    by_robot: bool | None = None
    confirm_rest_day: bool = False


def check_times(starts_at, ends_at, now):
    """Raise Refusal for a meeting that begins before this minute, or ends before it begins (R-MTG: the past is entered by 补录)."""
    if ends_at <= starts_at:
        raise Refusal(END_BEFORE_START, "end_time")
    if ends_at - starts_at > LONGEST:
        raise Refusal(TOO_LONG, "end_time")
    if starts_at < now.replace(second=0, microsecond=0):
        raise Refusal(IN_THE_PAST, "when")
    if starts_at - now > timedelta(days=LATEST_DAYS_AHEAD):
        raise Refusal(TOO_FAR, "when")


def check_unit(day, founded_on, dissolved_on):
    """Raise Refusal when the branch does not exist on the day; `dissolved_on` is exclusive (R-ORG-4)."""
    if day < founded_on:
        raise Refusal(BEFORE_FOUNDING, "when")
    if dissolved_on and day >= dissolved_on:
        raise Refusal(AFTER_DISSOLVING, "when")


def check_group(kind, group, branch_id, day):
    """Raise Refusal unless 党小组会, and only that, names a group of the branch that exists on the day (R-GRP-1)."""
    if kind != MeetingKind.GROUP:
        if group is not None:
            raise Refusal(GROUP_NOT_ASKED, "group")
        return
    if group is None or group.branch_id != branch_id:
        raise Refusal(GROUP_MISSING, "group")
    if day < group.founded_on or (group.dissolved_on and day >= group.dissolved_on):
        raise Refusal(GROUP_NOT_THERE, "group")


def check_evaluation_year(kind, year, day):
    """Raise Refusal unless a 组织生活会 is held in the year it belongs to, or by 31 March of the next (R-MTG-6).

    Outside these days the board would count it nowhere. Without a year it belongs to that of its day.
    """
    if kind != MeetingKind.LIFE or year is None:
        return
    first, last = date(year, 1, 1), date(year + 1, *LIFE_UNTIL)
    if not first <= day <= last:
        raise Refusal(OUTSIDE_ITS_YEAR.format(year=year, next=year + 1), "evaluation_year")


def check_rest_day(day, is_rest, on_rest_days, confirmed):
    """Raise Refusal when a meeting falls on a rest day, its kind does not go there by setting, and nobody confirmed it."""
    if is_rest and not on_rest_days and not confirmed:
        raise Refusal(REST_DAY.format(day=day_text(day)), "confirm_rest_day")


def start_now(now):
    """The next full five minutes, but never tomorrow: in the last minutes of a day this very minute."""
    minute = now.replace(second=0, microsecond=0)
    rounded = minute + timedelta(minutes=-local(minute).minute % 5)
    if rounded < now:
        rounded += timedelta(minutes=5)
    return rounded if local_day(rounded) == local_day(now) else minute


def window_for(kind, every, period, today):
    """The Period in which days are proposed: what was asked for, else the current period of the kind.

    组织生活会 may be held until 31 March of the next year (R-MTG-6); what is only held as needed gets sixty days.
    """
    if period is None:
        if every == Every.AS_NEEDED:
            return Period(today, today + timedelta(days=WINDOW_AS_NEEDED))
        period = period_of(every, today)
    if kind == MeetingKind.LIFE and period.months == 12:
        return Period(period.start, add_months(period.end, LIFE_MAY_RUN_UNTIL))
    return period


def period_in_question(rules, starts, today):
    """The Period that a form opened without one is about: the current one, or the next when this one has all its meetings.

    None for what is yearly (R-MTG-6 has a window of its own) or held as needed.
    """
    if rules.every not in {Every.MONTH, Every.QUARTER}:
        return None
    period = period_of(rules.every, today)
    there = sum(local_day(start) in period for start in starts)
    return period_of(rules.every, period.end) if there >= rules.times else period


def commonest(values):
    """The most frequent of some values, the first among equals."""
    counts = Counter(values)
    return max(counts, key=counts.get)


def custom(starts, fallback):
    """(weekday, time, day of the month) that the last three meetings kept, newest first; the weekday is None without any.

    The most frequent weekday and the most frequent time win, the newest among equals. A meeting of the night or the
    early morning was begun when somebody sat at the desk: it makes no custom of its hour.
    """
    walls = [local(start) for start in list(starts)[:3]]
    if not walls:
        return None, fallback, None
    hours = [wall.time().replace(second=0, microsecond=0) for wall in walls]
    by_day = [hour for hour in hours if DAY_BEGINS <= hour < DAY_ENDS]
    days = sorted(wall.day for wall in walls)
    return (
        commonest(wall.weekday() for wall in walls),
        commonest(by_day) if by_day else fallback,
        days[len(days) // 2],
    )


def propose_starts(rules, starts, window, now, is_rest):
    """Up to three moments for a meeting, the likeliest first, from tomorrow on inside the window.

    `starts` are the last meetings of the kind, newest first: their weekday and time are kept, and in a monthly kind
    the week of the month. Days that leave people three days' notice come first. Rest days are left out unless the kind's settings allow them.
    """
    weekday, clock, day_of_month = custom(starts, rules.start_time)
    today = local_day(now)
    days = [day for day in window.days() if day > today and (rules.on_rest_days or not is_rest(day))]
    if not days:
        return later_today(clock, window, now, rules, is_rest)
    usual = [day for day in days if day.weekday() == weekday] or days

    def unlikeliness(day):
        off_custom = abs(day.day - day_of_month) if window.months == 1 and day_of_month else 0
        return day - today < NOTICE_TIME, off_custom, day

    first = min(usual, key=unlikeliness)
    others = sorted((day for day in days if day != first), key=lambda day: (abs(day - first), day))
    return [at(day, clock.hour, clock.minute) for day in [first, *others][:PROPOSALS]]


def later_today(clock, window, now, rules, is_rest):
    """Today at the usual time, on the last working day of a window, while half an hour is left to tell people."""
    today = local_day(now)
    start = at(today, clock.hour, clock.minute)
    free = rules.on_rest_days or not is_rest(today)
    return [start] if today in window and free and start - now >= timedelta(minutes=30) else []


def title_for(kind, day, every, group_name="", year=None):
    """2026年11月支部委员会会议, 2026年第四季度党课, 2026年11月第一党小组会, 2026年度组织生活会."""
    label = MeetingKind(kind).label
    if kind == MeetingKind.LIFE:
        return f"{year or day.year}年度{label}"
    name = f"{group_name}会" if kind == MeetingKind.GROUP and group_name else label
    period = quarter_label(day) if every == Every.QUARTER else month_period(day).label
    if every == Every.YEAR:
        period = year_period(day).label
    return f"{period}{name}"


def quarter_label(day):
    return f"{day.year}年第{'一二三四'[quarter_of(day) - 1]}季度"


def evaluation_year_for(kind, period, day):
    """The year a 组织生活会 belongs to, apart from its date (R-MTG-6); None for every other kind."""
    if kind != MeetingKind.LIFE:
        return None
    return period.start.year if period else day.year


AGENDAS = {
    MeetingKind.ASSEMBLY: (("传达学习上级文件精神", False), ("听取并审议支部委员会工作报告", True)),
    MeetingKind.COMMITTEE: (("传达学习上级文件精神", False), ("研究支部近期工作", True)),
    MeetingKind.GROUP: (("学习讨论", False), ("交流党员履行义务情况", False)),
    MeetingKind.LECTURE: (("讲授党课", False), ("交流讨论", False)),
    MeetingKind.THEME_DAY: (("集中学习", False), ("主题活动", False)),
    MeetingKind.LIFE: (
        ("通报支部委员会检视问题情况", False),
        ("党员查摆问题，开展批评和自我批评", False),
        ("研究整改措施", True),
    ),
    MeetingKind.PARTNERS: (("通报支部与本所近期工作", False), ("研究本所重大事项", True)),
    MeetingKind.UNION: (("通报支部与工会近期工作", False), ("研究职工活动安排", True)),
    MeetingKind.STUDY: (("政治学习", False), ("业务学习", False)),
}
CARRIED_IN = "上次议定事项落实（{count} 项）"


def agenda_for(kind, open_actions):
    """The agenda proposed for a kind: (title, needs_resolution), what is still open from last time at the end."""
    carried = ((CARRIED_IN.format(count=open_actions), False),) if open_actions else ()
    return AGENDAS[MeetingKind(kind)] + carried


REMIND_AT = time(9, 0)
MORNING = time(8, 0)
EARLIEST = time(7, 30)


def reminder_moment(starts_at, days_before):
    """When the reminder of so many days before goes out: 9:00 of that day; on the day itself 8:00, or 7:30 when it begins before 9:00.

    None when the meeting begins at 7:30 or earlier on the day itself.
    """
    day = local_day(starts_at)
    if days_before:
        return at(day - timedelta(days=days_before), REMIND_AT.hour)
    wall = local(starts_at).time()
    if wall <= EARLIEST:
        return None
    clock = MORNING if wall >= REMIND_AT else EARLIEST
    return at(day, clock.hour, clock.minute)


def minutes_due_moment(starts_at, due_days):
    """When missing minutes are announced: 9:00, so many days after the meeting's day."""
    return at(local_day(starts_at) + timedelta(days=due_days), REMIND_AT.hour)
