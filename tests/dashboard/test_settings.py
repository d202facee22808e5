"""The page of a branch's settings: the committee reads it, the secretary writes it, and each change names its day."""

from datetime import date

import pytest

from activities.meetings.choices import FOR_THE_GROUP
from branches.choices import MeetingKind
from branches.models import BranchSetting, KindSetting
from lawfirm_party.dashboard.views.settings import COMMITTEE_READS, SECRETARY_WRITES
from tests.activities.meetings.record_world import form_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/settings/branch/"
EDIT = f"{PAGE}edit/"


@pytest.fixture
def secretary(cast):
    return cast.client("secretary")


def text_of(page):
    return page.content.decode()


def send(client, kind="committee", **changes):
    address = f"{EDIT}?kind={kind}" if kind else EDIT
    form = {name: value for name, value in form_on(client.get(address), None).items() if name != "act"}
    return client.post(address, {**form, "act": "save", **changes}, follow=True)


def test_each_setting_stands_with_what_it_rests_on(secretary):
    page = text_of(secretary.get(PAGE))
    assert "每月1次，15:00，90分钟，会议室；提前3天、提前1天、当天提醒，发邮件" in page
    assert "《支部工作条例》第十二条</a>：一般每月召开1次" in page
    assert "21:00至07:30不打扰；会后3天内归档；到期前7天提醒未安排" in page
    assert page.count("本支部设置") >= 5


def test_a_change_is_said_before_and_after_with_its_day(secretary, cast):
    preview = send(secretary, times="2", act="preview")
    said = "从12月1日（周二）起，支委会改为每月2次（原来每月1次）；此前不变。"
    assert said in text_of(preview)
    assert not KindSetting.objects.exists()
    assert f"已保存。{said}" in text_of(send(secretary, times="2"))
    row = KindSetting.objects.get()
    assert (row.branch, row.kind, row.since, row.times, row.every) == (
        cast.branch,
        "committee",
        date(2026, 12, 1),
        2,
        "month",
    )


def test_the_day_proposed_is_the_first_of_the_next_period(secretary):
    asked = {
        kind: form_on(secretary.get(f"{EDIT}?kind={kind}"), None)["since"] for kind in ("assembly", "life")
    }
    assert asked == {"assembly": "2027-01-01", "life": "2027-01-01"}


def test_what_comes_and_what_was_stand_below(secretary, cast, time_machine):
    send(secretary, times="2")
    page = text_of(secretary.get(PAGE))
    assert "2026年12月1日（周二）起" in page and "每月2次" in page
    time_machine.move_to("2027-01-05T02:00:00Z", tick=False)
    secretary = cast.client("secretary")
    send(secretary, place="党员活动室", since="2027-01-05")
    page = text_of(secretary.get(PAGE))
    assert "以前的设置" in page and "2026年12月1日（周二）至 2027年1月4日" in page
    assert "本支部设置每月2次" in page


def test_a_change_that_has_not_begun_is_taken_back(secretary):
    send(secretary, times="2")
    words = {"kind": "committee", "since": "2026-12-01"}
    assert "已撤回" in text_of(secretary.post(f"{PAGE}withdraw/", words, follow=True))
    assert not KindSetting.objects.exists()
    for bad in (words, {"kind": "x", "since": "2026-12-01"}, {"since": "2026-13-01"}, {}):
        assert "可能已经撤回" in text_of(secretary.post(f"{PAGE}withdraw/", bad, follow=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"every": "quarter"}, "《支部工作条例》第十二条：支委会每月1次是最低要求"),
        ({"every": "week"}, "请选择频次"),
        ({"times": "0"}, "1 到 31"),
        ({"times": "2", "since": "2026-12-10"}, "频次要从一期的第一天起改，例如2027年1月1日"),
        ({"place": "别处", "since": "2026-11-17"}, "只能从今天或以后的日期起生效"),
        ({"since": "2026-02-30"}, "请填写真实存在的日期"),
        ({"place": ""}, "请填写惯常地点"),
        ({"minutes_long": "1"}, "10 到 600"),
        ({"start_time": "25:00"}, "请填写时间"),
        ({}, "没有要改的"),
    ],
)
def test_a_mistake_is_told_at_its_field(secretary, changes, said):
    page = send(secretary, **changes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert not KindSetting.objects.exists()


def test_the_whole_branch_is_set_with_its_own_form(secretary):
    said = "从11月18日（周三）起，22:00至07:00不打扰，会后5天内归档（原来3天）；此前不变。"
    words = {"quiet_from": "22:00", "quiet_until": "07:00", "minutes_due_days": "5", "since": "2026-11-18"}
    assert said in text_of(send(secretary, "", **words))
    assert BranchSetting.objects.get().lapse_warning_days == 7


@pytest.mark.parametrize("kind", MeetingKind)
def test_only_what_concerns_everybody_can_be_told_to_the_group(secretary, kind):
    form = form_on(secretary.get(f"{EDIT}?kind={kind}"), None)
    assert ("by_robot" in form) == (kind in FOR_THE_GROUP)


def test_two_secretaries_lose_nothing(secretary):
    address = f"{EDIT}?kind=committee"
    first = form_on(secretary.get(address), None)
    send(secretary, times="2")
    page = secretary.post(address, {**first, "times": "3", "act": "save"})
    assert page.status_code == 409
    assert "别人刚刚改过这项设置" in text_of(page)
    again = {**form_on(page, None), "act": "save"}
    assert again["times"] == "3"
    assert secretary.post(address, again).status_code == 302
    assert KindSetting.objects.get().times == 3


def test_a_second_click_stores_nothing_more(secretary):
    address = f"{EDIT}?kind=committee"
    form = {**form_on(secretary.get(address), None), "times": "2", "act": "save"}
    for _ in range(2):
        assert secretary.post(address, form).status_code == 302
    assert KindSetting.objects.count() == 1


def test_the_committee_reads_and_everybody_else_is_told_whose_page_it_is(cast):
    page = text_of(cast.client("committee_only").get(PAGE))
    assert SECRETARY_WRITES in page and EDIT not in page
    assert COMMITTEE_READS in text_of(cast.client("member").get(PAGE))
    assert SECRETARY_WRITES in text_of(cast.client("committee").get(EDIT))


def test_an_unknown_kind_is_not_there(secretary):
    assert secretary.get(f"{EDIT}?kind=democratic").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_with_one_row_as_with_three(secretary, cast, rows, django_assert_num_queries):
    for number in range(rows):
        since = date(2020 + number, 1, 1)
        KindSetting.objects.create(branch=cast.branch, kind="committee", since=since, every="month", times=1)
    with django_assert_num_queries(7):
        secretary.get(PAGE)
