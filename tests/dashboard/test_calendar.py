"""The month page: its days, and what each reader sees on them."""

import re
from datetime import date

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.models import Guest
from lawfirm_party.common.dates import month_period
from lawfirm_party.common.models import Holiday
from lawfirm_party.dashboard.queries.calendar import month_for, read_month
from tests.conftest import NOW, ROLES, TODAY
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def cells(cast, role="member", month=TODAY):
    weeks = month_for(cast.users[role], NOW, month_period(month)).weeks
    return {cell.day: cell for week in weeks for cell in week}


def text_of(cast, role, query=""):
    page = cast.client(role).get(f"/calendar/?{query}").content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_weeks_begin_on_monday_and_are_whole(cast):
    weeks = month_for(cast.users["member"], NOW, month_period(TODAY)).weeks
    assert {len(week) for week in weeks} == {7}
    assert {week[0].day.weekday() for week in weeks} == {0}
    days = cells(cast)
    assert [day for day, cell in days.items() if cell.is_today] == [TODAY]
    assert days[date(2026, 10, 31)].is_out and not days[date(2026, 11, 1)].is_out


def test_days_carry_holidays_and_else_their_lunar_hint(cast):
    Holiday.objects.create(day=date(2026, 11, 20), is_rest=True, name="所庆")
    october, november = cells(cast, month=date(2026, 10, 1)), cells(cast)
    assert (october[date(2026, 10, 1)].hint, october[date(2026, 10, 1)].mark) == ("国庆节", "休")
    assert october[date(2026, 10, 10)].mark == "班"
    assert (november[date(2026, 11, 20)].hint, november[date(2026, 11, 20)].mark) == ("所庆", "休")
    assert november[date(2026, 11, 22)].hint == "小雪"
    assert november[date(2026, 11, 21)].mark == ""


@pytest.mark.parametrize("role", ROLES[1:])
def test_everybody_sees_on_a_day_what_they_may_see(cast, role):
    committee = make_meeting(cast.branch, MeetingKind.COMMITTEE, day=TODAY, title="支委会甲")
    Guest.objects.create(meeting=committee, person=cast.people["lawyer"])
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=TODAY, title="党员大会乙")
    make_meeting(cast.branch, MeetingKind.STUDY, day=TODAY, title="学习丙")
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=TODAY, title="草稿丁", state=MeetingState.DRAFT)
    board, members = {"committee", "committee_only", "secretary"}, {"member", "leader"}
    expected = {
        "支委会甲": board | {"lawyer"},
        "党员大会乙": board | members,
        "学习丙": board | members | {"lawyer", "partner", "outsider", "clerk"},
        "草稿丁": board,
    }
    shown = text_of(cast, role)
    assert {title for title in expected if title in shown} == {
        title for title, seers in expected.items() if role in seers
    }


def test_the_state_is_a_shape_and_a_word(cast):
    make_meeting(cast.branch, day=date(2026, 11, 26))
    make_meeting(cast.branch, day=date(2026, 11, 10))
    make_meeting(cast.branch, day=date(2026, 11, 27), state=MeetingState.CANCELLED)
    days = cells(cast)
    looks = [(entry.symbol, entry.word) for cell in days.values() for entry in cell.entries]
    assert looks == [("✕", "到期未开"), ("◔", "已安排"), ("○", "已取消")]
    assert days[date(2026, 11, 26)].entries[0].time == "15:00"


def test_who_schedules_begins_with_a_day(cast):
    assert cells(cast, "secretary")[TODAY].schedule_url == "/meetings/new/?date=2026-11-18"
    assert cells(cast, "secretary")[date(2026, 11, 17)].schedule_url == ""
    assert cells(cast, "member")[TODAY].schedule_url == ""
    assert cast.client("secretary").get("/meetings/new/?date=2026-11-20").status_code == 200


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-02", "2026-02"),
        ("", "2026-11"),
        (None, "2026-11"),
        ("2026", "2026-11"),
        ("2026-Q1", "2026-11"),
        ("2026-13", "2026-11"),
        ("1900-01", "2026-11"),
        ("2200-01", "2026-11"),
        ("2199-12", "2199-12"),
    ],
)
def test_a_month_is_named_or_it_is_this_one(cast, text, month):
    assert read_month(text, TODAY).key == month
    assert cast.client("member").get("/calendar/", {"month": text or ""}).status_code == 200


def test_the_months_beside_it_are_a_click_away_and_end_with_the_calendar(cast):
    page = cast.client("member").get("/calendar/").content.decode()
    assert "?month=2026-10" in page and "?month=2026-12" in page
    last = month_for(cast.users["member"], NOW, read_month("2199-12", TODAY))
    assert (last.before, last.after) == ("2199-11", "")


def test_a_year_that_is_not_announced_says_so_on_the_calendar_and_where_meetings_are_made(cast):
    words = "2027年放假安排尚未公布"
    assert words in text_of(cast, "member", "month=2027-01")
    assert words not in text_of(cast, "member") and "尚未公布" not in text_of(cast, "member", "month=1999-01")
    new = "/meetings/new/?type=committee&period=2027-01"
    assert words in cast.client("secretary").get(new).content.decode()
    Holiday.objects.create(day=date(2027, 1, 1), is_rest=True, name="元旦")
    assert words not in text_of(cast, "member", "month=2027-01")
    assert words not in cast.client("secretary").get(new).content.decode()


def test_a_month_without_anything_says_so_for_the_list_of_a_phone(cast):
    nothing = "这个月还没有会议和放假安排。"
    assert nothing in text_of(cast, "member", "month=2027-02")
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, day=date(2027, 2, 3))
    assert nothing not in text_of(cast, "member", "month=2027-02")
    assert nothing not in text_of(cast, "member")


@pytest.mark.parametrize("month", ["2026-11", "2026-02", "2031-05"])
@pytest.mark.parametrize("rows", [1, 3])
def test_every_month_asks_as_much_with_one_meeting_as_with_three(
    cast, month, rows, django_assert_num_queries
):
    for number in range(rows):
        day = date.fromisoformat(f"{month}-{10 + number}")
        make_meeting(cast.branch, MeetingKind.GROUP, day=day, group=cast.group)
    client = cast.client("secretary")
    with django_assert_num_queries(6):
        client.get(f"/calendar/?month={month}")
