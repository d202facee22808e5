"""When a meeting can be held, what may be done in which state, and what is proposed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.rules import scheduling as rules
from branches.rules import DEFAULT_KINDS
from lawfirm_party.common.calendar import RestDays
from lawfirm_party.common.dates import (
    SHANGHAI,
    Every,
    Period,
    at,
    month_period,
    parse_period,
    quarter_period,
    year_period,
)
from lawfirm_party.common.refusal import Refusal

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)
COMMITTEE = DEFAULT_KINDS[MeetingKind.COMMITTEE]
NOVEMBER = month_period(NOW.date())
is_rest = RestDays().is_rest

TABLE = {
    "edit": {"draft", "scheduled"},
    "publish": {"draft"},
    "move": {"scheduled"},
    "cancel": {"draft", "scheduled"},
    "answer": {"scheduled"},
}


@pytest.mark.parametrize("act", list(TABLE))
@pytest.mark.parametrize("state", list(MeetingState))
def test_the_table_of_states_is_whole_and_refuses_what_it_does_not_allow(act, state):
    if state in TABLE[act]:
        assert rules.may(act, state)
        rules.refuse_unless(act, state)
    else:
        assert not rules.may(act, state)
        with pytest.raises(Refusal, match=rules.NOT_NOW[act]):
            rules.refuse_unless(act, state)


@pytest.mark.parametrize(
    ("start", "length", "sentence"),
    [
        (NOW, timedelta(minutes=1), None),
        (NOW, timedelta(0), rules.END_BEFORE_START),
        (NOW, timedelta(minutes=-1), rules.END_BEFORE_START),
        (NOW, timedelta(hours=24), None),
        (NOW, timedelta(hours=24, minutes=1), rules.TOO_LONG),
        (NOW - timedelta(minutes=1), timedelta(hours=2), rules.IN_THE_PAST),
        (NOW + timedelta(days=731), timedelta(hours=1), None),
        (NOW + timedelta(days=732), timedelta(hours=1), rules.TOO_FAR),
    ],
)
def test_a_meeting_ends_after_it_begins_and_does_not_begin_in_the_past(start, length, sentence):
    refused = None
    try:
        rules.check_times(start, start + length, NOW)
    except Refusal as refusal:
        refused = refusal.sentence
    assert refused == sentence


def test_the_running_minute_is_not_the_past():
    rules.check_times(NOW, NOW + timedelta(hours=1), NOW + timedelta(seconds=59))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 5, 19), rules.BEFORE_FOUNDING),
        (date(2026, 5, 20), None),
        (date(2027, 5, 19), None),
        (date(2027, 5, 20), rules.AFTER_DISSOLVING),
    ],
)
def test_r_org_4_a_branch_meets_from_its_founding_until_it_is_dissolved(day, sentence):
    refused = None
    try:
        rules.check_unit(day, date(2026, 5, 20), date(2027, 5, 20))
    except Refusal as refusal:
        refused = refusal.sentence
    assert refused == sentence


def group(branch_id=1, founded=date(2026, 1, 1), dissolved=date(2026, 12, 1)):
    return SimpleNamespace(branch_id=branch_id, founded_on=founded, dissolved_on=dissolved)


@pytest.mark.parametrize(
    ("kind", "given", "day", "sentence"),
    [
        (MeetingKind.GROUP, group(), date(2026, 1, 1), None),
        (MeetingKind.GROUP, group(), date(2026, 11, 30), None),
        (MeetingKind.GROUP, group(), date(2026, 12, 1), rules.GROUP_NOT_THERE),
        (MeetingKind.GROUP, group(), date(2025, 12, 31), rules.GROUP_NOT_THERE),
        (MeetingKind.GROUP, None, date(2026, 11, 1), rules.GROUP_MISSING),
        (MeetingKind.GROUP, group(branch_id=2), date(2026, 11, 1), rules.GROUP_MISSING),
        (MeetingKind.COMMITTEE, group(), date(2026, 11, 1), rules.GROUP_NOT_ASKED),
        (MeetingKind.COMMITTEE, None, date(2026, 11, 1), None),
    ],
)
def test_r_grp_1_a_group_meeting_names_a_group_of_the_branch_that_exists(kind, given, day, sentence):
    refused = None
    try:
        rules.check_group(kind, given, 1, day)
    except Refusal as refusal:
        refused = refusal.sentence
    assert refused == sentence


@pytest.mark.parametrize(
    ("rest", "allowed", "confirmed", "refused"),
    [
        (True, False, False, True),
        (True, True, False, False),
        (True, False, True, False),
        (False, False, False, False),
    ],
)
def test_a_rest_day_asks_unless_the_kind_goes_there_by_setting(rest, allowed, confirmed, refused):
    if refused:
        with pytest.raises(Refusal, match="2026年11月21日（周六）是休息日"):
            rules.check_rest_day(date(2026, 11, 21), rest, allowed, confirmed)
    else:
        rules.check_rest_day(date(2026, 11, 21), rest, allowed, confirmed)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ((10, 0, 0), (10, 0)),
        ((10, 0, 1), (10, 5)),
        ((10, 4, 59), (10, 5)),
        ((10, 5, 0), (10, 5)),
        ((23, 54, 30), (23, 55)),
        ((23, 55, 0), (23, 55)),
        ((23, 55, 1), (23, 55)),
        ((23, 59, 59), (23, 59)),
        ((0, 0, 0), (0, 0)),
    ],
)
def test_today_now_is_rounded_up_to_five_minutes_and_stays_today(now, start):
    day = date(2026, 11, 30)
    moment = datetime.combine(day, time(*now), SHANGHAI)
    assert rules.start_now(moment) == at(day, *start)
    rules.check_times(rules.start_now(moment), moment + timedelta(hours=2), moment)


@pytest.mark.parametrize(
    ("kind", "every", "period", "today", "expected"),
    [
        ("committee", Every.MONTH, None, date(2026, 11, 18), NOVEMBER),
        ("committee", Every.MONTH, "2026-12", date(2026, 11, 18), month_period(date(2026, 12, 1))),
        ("assembly", Every.QUARTER, None, date(2026, 11, 18), quarter_period(date(2026, 11, 18))),
        (
            "partners",
            Every.AS_NEEDED,
            None,
            date(2026, 11, 18),
            Period(date(2026, 11, 18), date(2027, 1, 17)),
        ),
        ("life", Every.YEAR, "2026", date(2027, 2, 1), Period(date(2026, 1, 1), date(2027, 4, 1))),
    ],
)
def test_r_mtg_6_the_window_is_the_period_asked_for_and_a_life_meeting_may_run_into_march(
    kind, every, period, today, expected
):
    assert rules.window_for(kind, every, period and parse_period(period), today) == expected


@pytest.mark.parametrize(
    ("every", "times", "held", "expected"),
    [
        (Every.MONTH, 1, ["2026-10-31"], NOVEMBER),
        (Every.MONTH, 1, ["2026-11-01"], month_period(date(2026, 12, 1))),
        (Every.MONTH, 1, ["2026-11-30"], month_period(date(2026, 12, 1))),
        (Every.MONTH, 2, ["2026-11-05"], NOVEMBER),
        (Every.MONTH, 2, ["2026-11-19", "2026-11-05"], month_period(date(2026, 12, 1))),
        (Every.QUARTER, 1, ["2026-10-01"], quarter_period(date(2027, 1, 1))),
        (Every.YEAR, 1, ["2026-11-05"], None),
        (Every.AS_NEEDED, 1, ["2026-11-05"], None),
    ],
)
def test_a_form_opened_without_a_period_is_about_the_next_one_when_this_one_has_its_meetings(
    every, times, held, expected
):
    asked = replace(COMMITTEE, every=every, times=times)
    assert rules.period_in_question(asked, last(*held), date(2026, 11, 18)) == expected


def last(*days, hour=15):
    return [at(date.fromisoformat(day), hour) for day in days]


def propose(starts, window=NOVEMBER, now=NOW, **changes):
    proposed = rules.propose_starts(replace(COMMITTEE, **changes), starts, window, now, is_rest)
    return [f"{start.astimezone(SHANGHAI):%m-%d %H:%M}" for start in proposed]


def test_the_last_three_meetings_say_weekday_time_and_week():
    starts = last("2026-10-22", "2026-09-24", "2026-08-27", hour=16)
    assert propose(starts) == ["11-26 16:00", "11-25 16:00", "11-27 16:00"]


def test_the_most_frequent_weekday_wins_and_the_newest_among_equals():
    assert propose(last("2026-10-21", "2026-09-24", "2026-08-27"))[0] == "11-26 15:00"
    assert propose(last("2026-10-20", "2026-09-24", "2026-08-26"))[0] == "11-24 15:00"


def test_the_most_frequent_time_wins_and_an_hour_of_the_night_is_no_custom():
    afternoon = last("2026-09-24", "2026-08-27")
    assert propose([*last("2026-10-22", hour=10), *afternoon])[0] == "11-26 15:00"
    assert propose([*last("2026-10-22", hour=3), *afternoon])[0] == "11-26 15:00"
    assert propose(last("2026-10-22", hour=3), start_time=time(9, 30))[0] == "11-26 09:30"
    assert propose(last("2026-10-22", hour=7))[0] == "11-26 07:00"
    assert propose(last("2026-10-22", hour=22), start_time=time(9, 30))[0] == "11-26 09:30"


def test_without_any_custom_the_settings_time_and_three_days_notice_are_kept():
    assert propose([], start_time=time(9, 30)) == ["11-23 09:30", "11-24 09:30", "11-25 09:30"]


def test_rest_days_are_avoided_unless_the_kind_goes_there():
    saturdays = last("2026-10-31", "2026-10-24", "2026-10-17")
    assert all(
        " " in day and day[:5] not in {"11-21", "11-22", "11-28", "11-29"} for day in propose(saturdays)
    )
    assert propose(saturdays, on_rest_days=True)[0] == "11-21 15:00"


def test_nothing_is_proposed_outside_the_window_or_in_the_past():
    assert propose([], now=at(date(2026, 11, 30), 9)) == ["11-30 15:00"]
    assert propose([], now=at(date(2026, 11, 30), 14, 31)) == []
    assert propose([], now=at(date(2026, 11, 29), 23)) == ["11-30 15:00"]
    assert all(day.startswith("12-") for day in propose([], window=month_period(date(2026, 12, 1))))


@pytest.mark.parametrize(
    ("kind", "every", "name", "year", "title"),
    [
        ("committee", Every.MONTH, "", None, "2026年11月支部委员会会议"),
        ("assembly", Every.QUARTER, "", None, "2026年第四季度支部党员大会"),
        ("group", Every.MONTH, "第二党小组", None, "2026年11月第二党小组会"),
        ("life", Every.YEAR, "", 2025, "2025年度组织生活会"),
        ("study", Every.AS_NEEDED, "", None, "2026年11月政治与业务学习"),
        ("lecture", Every.YEAR, "", None, "2026年党课"),
    ],
)
def test_titles_name_period_and_kind(kind, every, name, year, title):
    assert rules.title_for(kind, date(2026, 11, 18), every, name, year) == title


def test_r_mtg_6_only_a_life_meeting_has_a_year_apart_from_its_date():
    asked = year_period(date(2025, 1, 1))
    assert rules.evaluation_year_for("life", asked, date(2026, 2, 1)) == 2025
    assert rules.evaluation_year_for("life", None, date(2026, 2, 1)) == 2026
    assert rules.evaluation_year_for("committee", None, date(2026, 2, 1)) is None


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_r_mtg_6_a_life_meeting_belongs_to_its_year_or_the_march_after(day, holds):
    if holds:
        rules.check_evaluation_year("life", 2026, day)
    else:
        with pytest.raises(Refusal):
            rules.check_evaluation_year("life", 2026, day)
    rules.check_evaluation_year("committee", 2026, day)
    rules.check_evaluation_year("life", None, day)


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_every_kind_has_an_agenda_and_what_is_open_is_carried_in(kind):
    assert rules.agenda_for(kind, 0)
    assert rules.agenda_for(kind, 2)[-1] == ("上次议定事项落实（2 项）", False)


@pytest.mark.parametrize(
    ("start", "days", "moment"),
    [
        ((15, 0), 3, (23, 9, 0)),
        ((15, 0), 1, (25, 9, 0)),
        ((15, 0), 0, (26, 8, 0)),
        ((9, 0), 0, (26, 8, 0)),
        ((8, 59), 0, (26, 7, 30)),
        ((7, 31), 0, (26, 7, 30)),
        ((7, 30), 0, None),
    ],
)
def test_reminders_go_out_in_the_morning_and_before_the_meeting(start, days, moment):
    due = rules.reminder_moment(at(date(2026, 11, 26), *start), days)
    assert due == (moment and at(date(2026, 11, moment[0]), *moment[1:]))


def test_missing_minutes_are_announced_some_days_after_the_day():
    assert rules.minutes_due_moment(at(date(2026, 11, 26), 23), 3) == at(date(2026, 11, 29), 9)
