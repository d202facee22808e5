"""The home of each role: what is overdue, due and waiting, with its reason, rule and one button."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.meetings.choices import LeaveReason, MeetingState
from activities.meetings.models import ActionItem, AgendaItem, Explanation, LeaveRequest, Nudge, Rsvp
from activities.meetings.queries.board import board_for, year_bounds
from branches.choices import MeetingKind
from branches.models import KindSetting
from lawfirm_party.common.dates import at
from lawfirm_party.common.lunar import lunar_hint
from lawfirm_party.dashboard.queries.board import own_branch
from lawfirm_party.dashboard.queries.desk import date_line, desk_page
from members.models import CommitteeTerm
from tests.conftest import NOW, TODAY
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db
HELD = MeetingState.HELD


@pytest.fixture
def tidy(cast, frozen):
    """A branch that has nothing left to do: every period of the board that is over or runs is archived."""
    for year in (2025, 2026):
        for number, cell in enumerate(list(board_for(cast.branch, *year_bounds(year), NOW).cells), 1):
            if cell.slot.required and cell.slot.period.start <= TODAY:
                day = cell.slot.period.start + timedelta(days=8)
                make_meeting(
                    cast.branch,
                    cell.slot.kind,
                    day,
                    group_id=cell.slot.group_id,
                    state=MeetingState.ARCHIVED,
                    number=number,
                    archived_at=at(day, 20),
                )
    return cast


def lines(cast, role="secretary"):
    user = cast.users[role]
    return desk_page(own_branch(user, TODAY), user, NOW)["lines"]


def titles(cast, role="secretary"):
    return [line.title for line in lines(cast, role)]


def test_all_done_says_what_comes_next_and_offers_next_month(tidy):
    make_meeting(tidy.branch, MeetingKind.ASSEMBLY, date(2026, 12, 4))
    page = tidy.client("secretary").get("/").content.decode()
    assert "本月事项已全部办结。下一项：12月4日 党员大会。" in page
    assert "提前安排12月" in page
    assert "type=committee&amp;period=2026-12" in page


def test_a_running_requirement_names_its_days_its_rule_and_the_form(cast, frozen):
    line = next(line for line in lines(cast) if line.title == "11月支委会尚未安排")
    assert (line.status, line.tone, line.button) == ("还剩12天", "info", "安排会议")
    assert line.law == "《支部工作条例》第十二条：一般每月召开1次"
    assert line.url == "/meetings/new/?type=committee&period=2026-11"


@pytest.mark.parametrize(
    ("day", "status", "tone"),
    [(22, "还剩8天", "info"), (23, "还剩7天", "warn"), (30, "今天截止", "warn")],
)
def test_within_seven_days_it_changes_its_tint(cast, time_machine, day, status, tone):
    user = cast.users["secretary"]
    page = desk_page(cast.branch, user, at(date(2026, 11, day), 10))
    line = next(line for line in page["lines"] if line.title == "11月支委会尚未安排")
    assert (line.status, line.tone) == (status, tone)


def test_a_groups_meeting_is_the_leaders_to_schedule_and_the_secretarys_to_remind(cast, frozen):
    client = cast.client("secretary")
    line = next(line for line in lines(cast) if line.title == "11月第一党小组会尚未安排")
    assert (line.button, line.post, line.reason) == ("提醒组长", True, "组长：陈长明")
    response = client.post(line.url, follow=True)
    assert "已提醒组长" in response.content.decode()
    assert Nudge.objects.get().person == cast.people["leader"]
    line = next(line for line in lines(cast) if line.title == "11月第一党小组会尚未安排")
    assert (line.button, line.post, line.reason) == ("查看", False, "今天已提醒组长陈长明")


def test_a_record_that_is_not_archived_in_time_is_overdue_and_says_what_is_missing(tidy):
    meeting = make_meeting(
        tidy.branch, MeetingKind.PARTNERS, date(2026, 11, 12), state=HELD, held_at=NOW, title="联席会议"
    )
    AgendaItem.objects.create(meeting=meeting, position=1, title="预算")
    line = lines(tidy)[0]
    assert (line.title, line.status, line.button, line.primary) == (
        "联席会议记录未归档",
        "逾期3天",
        "登记考勤",
        True,
    )
    assert line.reason.startswith("缺：应到会人员、主持人、记录人")
    assert line.url == f"/meetings/{meeting.pk}/attendance/#rows"


def test_within_the_days_the_branch_has_set_a_record_is_in_hand(tidy):
    make_meeting(tidy.branch, MeetingKind.PARTNERS, date(2026, 11, 15), state=HELD, title="联席会议")
    assert [line.status for line in lines(tidy)] == ["记录中"]


def test_a_missing_period_is_overdue_for_two_periods_until_it_is_explained(cast, frozen):
    missing = [title for title in titles(cast) if title.endswith("支委会未召开")]
    assert missing == ["9月支委会未召开", "10月支委会未召开"]
    Explanation.objects.create(
        branch=cast.branch, kind=MeetingKind.COMMITTEE, period="2026-10", text="外出",
        by=cast.users["secretary"], at=NOW,
    )  # fmt: skip
    assert "10月支委会未召开" not in titles(cast)


def test_where_two_are_asked_and_one_is_there_the_lines_say_so(cast, frozen):
    KindSetting.objects.create(
        branch=cast.branch, kind=MeetingKind.COMMITTEE, since=date(2026, 1, 1), every="month", times=2
    )
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 10, 15), state=HELD)
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 26))
    assert {"10月支委会应开2次，只开了1次", "11月支委会还有1次尚未安排"} <= set(titles(cast))


def test_a_meeting_whose_day_went_by_is_not_forgotten(tidy):
    make_meeting(tidy.branch, MeetingKind.UNION, date(2026, 11, 17), title="工会联席会")
    (line,) = lines(tidy)
    assert line.title == "工会联席会到期没有登记"
    assert line.reason == "原定 11月17日（周二）：开过的请补录，没有开的请改期或取消"


def test_the_half_year_before_a_term_ends_is_custom_and_not_said_to_stand_in_article_3(tidy):
    CommitteeTerm.objects.update(since=date(2024, 3, 1))
    (line,) = lines(tidy)
    assert line.title == "本届支部委员会即将届满"
    assert line.law == "《基层组织选举工作条例》第三条：支部委员会任期一般为3年"
    assert line.reason == "任期至 2027年2月28日，一般在届满前6个月由上级党组织提醒换届"


def test_a_meeting_that_no_cell_takes_is_in_the_week_and_not_forgotten(tidy):
    tomorrow = TODAY + timedelta(days=1)
    make_meeting(tidy.branch, MeetingKind.LIFE, tomorrow, title="迟到的组织生活会", evaluation_year=2024)
    make_meeting(
        tidy.branch, MeetingKind.LIFE, date(2026, 11, 17), title="错过的组织生活会", evaluation_year=2024
    )
    user = tidy.users["secretary"]
    page = desk_page(own_branch(user, TODAY), user, NOW)
    assert [row["title"] for row in page["week"]] == ["迟到的组织生活会"]
    assert [line.title for line in page["lines"]] == ["错过的组织生活会到期没有登记"]


def test_leaves_wait_for_the_secretary_alone(tidy):
    meeting = make_meeting(tidy.branch, MeetingKind.UNION, date(2026, 11, 26))
    for role in ("member", "committee"):
        LeaveRequest.objects.create(
            meeting=meeting, person=tidy.people[role], reason=LeaveReason.COURT, asked_at=NOW
        )
    line = lines(tidy)[0]
    assert (line.title, line.reason, line.button, line.url) == (
        "请假申请 2 份",
        "丁党明、李组明",
        "审批",
        "/leaves/",
    )
    assert lines(tidy, "committee") == []


def test_open_items_are_due_within_a_week_and_overdue_after_their_day(tidy):
    meeting = make_meeting(tidy.branch, MeetingKind.UNION, date(2026, 12, 26))
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
    for text, days in (("旧事", -2), ("近事", 7), ("远事", 8)):
        ActionItem.objects.create(
            meeting=meeting, item=item, text=text, owner=tidy.people["member"], due_on=TODAY + timedelta(days)
        )
    assert [(line.status, line.reason) for line in lines(tidy)] == [
        ("逾期2天", "旧事（丁党明）"),
        ("还剩7天", "近事（丁党明）"),
    ]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2024, 5, 19), []),
        (date(2024, 5, 18), ["本届支部委员会即将届满"]),
        (date(2023, 11, 19), ["本届支部委员会即将届满"]),
        (date(2023, 11, 18), ["本届支部委员会任期已满，请换届"]),
    ],
)
def test_the_end_of_the_term_is_announced_six_months_before_r_com_4(tidy, since, expected):
    CommitteeTerm.objects.filter(branch=tidy.branch).update(since=since)
    assert titles(tidy) == expected


def test_overdue_comes_before_due_before_waiting_and_one_button_is_filled(cast, frozen):
    found = lines(cast)
    assert [line.order for line in found] == sorted(line.order for line in found)
    assert [line.primary for line in found] == [True] + [False] * (len(found) - 1)
    page = cast.client("secretary").get("/").content.decode()
    assert page.count("btn-primary") == 1


def test_a_committee_member_sees_the_lines_with_the_buttons_they_may_press(cast, frozen):
    by_title = {line.title: line for line in lines(cast, "committee_only")}
    assert by_title["11月支委会尚未安排"].button == "查看"
    assert by_title["11月主题党日尚未安排"].button == "安排会议"
    assert by_title["11月第一党小组会尚未安排"].button == "查看"
    assert not any(line.post for line in by_title.values())


def test_the_week_ends_on_sunday_and_the_quarter_counts_what_ends_in_it(cast, frozen):
    make_meeting(cast.branch, MeetingKind.UNION, date(2026, 11, 22), title="周日的会")
    make_meeting(cast.branch, MeetingKind.UNION, date(2026, 11, 23), title="周一的会")
    make_meeting(
        cast.branch, MeetingKind.COMMITTEE, date(2026, 10, 15),
        state=MeetingState.ARCHIVED, number=1, archived_at=NOW,
    )  # fmt: skip
    page = desk_page(cast.branch, cast.users["secretary"], NOW)
    assert [(row["title"], row["when"]) for row in page["week"]] == [("周日的会", "周日 15:00")]
    assert (page["done"], page["asked"]) == (1, 12)


def test_the_date_line_carries_the_lunar_date_and_the_solar_term():
    assert date_line(date(2026, 11, 22)) == "11月22日 星期日"
    assert lunar_hint(date(2026, 11, 22)) == "农历十月十四·小雪"
    assert lunar_hint(date(2026, 11, 23)) == "农历十月十五"


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_as_much_with_one_row_as_with_three(cast, frozen, django_assert_num_queries, many):
    for number in range(many):
        meeting = make_meeting(cast.branch, MeetingKind.PARTNERS, date(2026, 11, 3 + number), state=HELD)
        item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
        for person in list(cast.people.values())[:many]:
            ActionItem.objects.create(
                meeting=meeting, item=item, text="办", owner=person, due_on=TODAY - timedelta(days=1)
            )
        planned = make_meeting(cast.branch, MeetingKind.UNION, date(2026, 11, 19 + number))
        LeaveRequest.objects.create(
            meeting=planned, person=cast.people["member"], reason=LeaveReason.COURT, asked_at=NOW
        )
    client = cast.client("secretary")
    client.get("/")
    with django_assert_num_queries(16):
        assert client.get("/").status_code == 200


# -- everybody else ---------------------------------------------------------------------------------------------


def test_a_members_home_holds_the_meetings_they_are_expected_at(cast, frozen):
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 26), title="我的大会")
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 11, 25), title="委员的会")
    make_meeting(cast.other_branch, MeetingKind.ASSEMBLY, date(2026, 11, 25), title="别人的会")
    page = cast.client("member").get("/").content.decode()
    assert "我的大会" in page
    assert "11月26日（周四）15:00" in page
    assert "委员的会" not in page
    assert "别人的会" not in page
    assert reverse("my") in page


def test_in_each_group_the_earliest_day_stands_first_whatever_it_is(tidy):
    make_meeting(tidy.branch, MeetingKind.UNION, date(2026, 11, 17), title="漏的会")
    meeting = make_meeting(tidy.branch, MeetingKind.STUDY, date(2026, 10, 27), title="缺记录的会", state=HELD)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
    ActionItem.objects.create(
        meeting=meeting, item=item, text="最早", owner=tidy.people["member"], due_on=date(2026, 10, 28)
    )
    assert [title[:5] for title in titles(tidy)] == ["议定事项 ", "缺记录的会", "漏的会到期"]


def test_a_life_meeting_says_until_when_it_may_be_held(cast, frozen):
    line = next(line for line in lines(cast) if line.title == "2026年组织生活会尚未安排")
    assert line.reason == "截至2027年3月31日"


def test_a_member_answers_at_home_and_reaches_home_days_and_notices_on_a_phone(cast, frozen):
    meeting = make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 26))
    client = cast.client("member")
    page = client.get("/")
    said = page.content.decode()
    assert f'action="/meetings/{meeting.pk}/come/"' in said and f'/meetings/{meeting.pk}/leave/"' in said
    phone = [entry.url for entry in page.context["navigation"].phone_entries]
    assert phone == ["/", "/me/", "/meetings/", "/notices/"]
    client.post(f"/meetings/{meeting.pk}/come/", {"revision": "0"})
    assert "/come/" not in client.get("/").content.decode()


def test_a_members_answer_stands_beside_the_meeting_until_it_is_moved(cast, frozen):
    meeting = make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 26))
    person = cast.people["member"]
    client = cast.client("member")
    answer = Rsvp.objects.create(meeting=meeting, person=person, revision=0, at=NOW)
    assert "能参加</span></span>" in client.get("/").content.decode()
    meeting.revision = 1
    meeting.save()
    assert "能参加</span></span>" not in client.get("/").content.decode()
    answer.delete()
    LeaveRequest.objects.create(meeting=meeting, person=person, reason=LeaveReason.COURT, asked_at=NOW)
    assert "请假待审" in client.get("/").content.decode()


def test_a_members_home_holds_their_open_items(cast, frozen):
    meeting = make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 10, 26))
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
    for owner, text in (("member", "我的事"), ("leader", "别人的事")):
        ActionItem.objects.create(
            meeting=meeting, item=item, text=text, owner=cast.people[owner], due_on=TODAY
        )
    page = cast.client("member").get("/").content.decode()
    assert "我的事" in page
    assert "别人的事" not in page


@pytest.mark.parametrize("role", ["member", "leader", "partner", "lawyer", "outsider", "clerk", "admin"])
def test_every_role_has_a_home_with_at_most_one_filled_button(cast, frozen, role):
    make_meeting(cast.branch, MeetingKind.STUDY, date(2026, 11, 21))
    page = cast.client(role).get("/")
    assert page.status_code == 200
    assert page.content.decode().count("btn-primary") <= 1
    assert ("/admin/" in page.content.decode()) == (role in {"clerk", "admin"})


def test_home_asks_for_a_login(cast):
    assert cast.client("anonymous").get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("many", [1, 3])
def test_a_plain_home_asks_as_much_with_one_row_as_with_three(cast, frozen, django_assert_num_queries, many):
    for number in range(many):
        meeting = make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 24 + number))
        item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
        ActionItem.objects.create(
            meeting=meeting, item=item, text="办", owner=cast.people["member"], due_on=TODAY
        )
    client = cast.client("member")
    client.get("/")
    with django_assert_num_queries(11):
        assert client.get("/").status_code == 200
