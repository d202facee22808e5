"""Limits of R-ORG, R-COM and R-GRP as pure functions over counts and dates, and the defaults of dated settings."""

from dataclasses import dataclass
from datetime import date, time

from lawfirm_party.common.dates import Every, add_months

from .choices import MeetingKind

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
