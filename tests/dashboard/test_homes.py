"""The homes of leaders, partners, clerk and admin: what is theirs to do comes first, computed from what is stored."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.meetings.choices import MeetingState
from activities.meetings.models import ActionItem, AgendaItem
from branches.choices import MeetingKind
from lawfirm_party.common.models import Heartbeat, Holiday
from lawfirm_party.dashboard.faces import Face
from lawfirm_party.dashboard.queries.plain import plain_page
from lawfirm_party.dashboard.queries.staff import admin_page, clerk_page
from members.choices import PersonKind
from members.models import GroupMembership, Membership, Person
from tests.activities.meetings.record_world import make_held
from tests.activities.notices.outbox import make_row
from tests.conftest import NOW, TODAY
from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def titles(page):
    return [line.title for line in page["lines"]]


def own(cast, role, face=Face.MEMBER):
    return plain_page(cast.users[role], NOW, face)


# -- leader and member ------------------------------------------------------------------------------------------


def test_a_leaders_first_line_is_this_months_meeting_of_the_own_group_with_one_filled_button(cast):
    page = own(cast, "leader")
    first = page["lines"][0]
    assert (first.title, first.button, first.primary) == ("11月第一党小组会尚未安排", "安排会议", True)
    assert first.url == f"/meetings/new/?type=group&period=2026-11&group={cast.group.pk}"
    assert titles(page)[1:] == ["9月第一党小组会未召开", "10月第一党小组会未召开"]
    assert {line.button for line in page["lines"][1:]} == {"补录"}
    assert cast.client("leader").get("/").content.decode().count("btn-primary") == 1


def test_a_leader_is_not_asked_what_the_whole_branch_must_hold(cast):
    assert not [title for title in titles(own(cast, "leader")) if "支委会" in title or "党课" in title]


def test_a_recorder_finds_the_record_that_is_theirs_and_nobody_elses(cast):
    meeting = make_held(cast, recorder=cast.people["member"])
    assert titles(own(cast, "member")) == [f"{meeting.title}记录未归档"]
    assert titles(own(cast, "lawyer", Face.COLLEAGUE)) == []


def test_an_open_item_is_done_at_home_and_the_page_comes_back(cast):
    meeting = make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 10, 26), state=MeetingState.HELD)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="事项")
    action = ActionItem.objects.create(
        meeting=meeting, item=item, text="整理名册", owner=cast.people["member"], due_on=TODAY - timedelta(1)
    )
    client = cast.client("member")
    (line,) = own(cast, "member")["lines"]
    assert (line.status, line.title, line.post) == ("逾期1天", "整理名册", True)
    assert client.post(line.url, {"next": "/"})["Location"] == "/"
    action.refresh_from_db()
    assert action.done_on == TODAY
    assert own(cast, "member")["lines"] == []


def test_with_nothing_to_do_the_next_item_is_named(cast):
    make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2027, 1, 8))
    client = cast.client("member")
    page = client.get("/").content.decode()
    assert "请先答复下一次会议，此外没有要办的事。" in page
    client.post(f"/meetings/{own(cast, 'member')['next'].meeting.pk}/come/", {"revision": "0"})
    assert "本月事项已全部办结。下一项：2027年1月8日 党员大会。" in client.get("/").content.decode()
    assert (
        "本月事项已全部办结。近期没有需要您参加的会议。" in cast.client("outsider").get("/").content.decode()
    )


def test_a_later_meeting_without_an_answer_is_a_line(cast):
    for day in (26, 27):
        make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, day), title=f"大会{day}")
    page = own(cast, "member")
    assert page["next"].meeting.title == "大会26"
    assert [(line.title, line.status, line.button) for line in page["lines"]] == [
        ("大会27", "请答复", "答复")
    ]


@pytest.mark.parametrize("role", ["leader", "member", "partner", "lawyer", "clerk", "admin", "secretary"])
def test_no_home_asks_more_than_twenty_times(cast, role):
    make_held(cast, recorder=cast.people["leader"])
    make_meeting(cast.branch, MeetingKind.PARTNERS, TODAY + timedelta(1))
    make_meeting(cast.branch, MeetingKind.STUDY, TODAY + timedelta(2))
    client = cast.client(role)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert len(captured) <= 20


# -- partner and colleague --------------------------------------------------------------------------------------


def test_a_partner_finds_the_joint_meetings_and_the_people_of_the_firm(cast):
    make_meeting(
        cast.branch,
        MeetingKind.PARTNERS,
        date(2026, 10, 20),
        title="第三季度联席会议",
        state=MeetingState.HELD,
    )
    make_meeting(cast.branch, MeetingKind.COMMITTEE, date(2026, 10, 21), title="委员的会")
    page = cast.client("partner").get("/").content.decode()
    assert "第三季度联席会议" in page
    assert "委员的会" not in page
    lawyers = Person.objects.filter(kind=PersonKind.LAWYER).count()
    assert f"<dt>律师</dt><dd>{lawyers} 人</dd>" in page
    assert "党员" not in page.split("<main")[1].split("</main>")[0]


def test_a_lawyer_finds_studies_and_invitations(cast):
    make_meeting(cast.branch, MeetingKind.STUDY, date(2026, 11, 21), title="周末学习")
    page = cast.client("lawyer").get("/").content.decode()
    assert "周末学习" in page
    assert "学习和受邀的会议" in page


# -- the clerk --------------------------------------------------------------------------------------------------


@pytest.fixture
def complete(cast):
    """Everybody has what the clerk enters, and next year's days off are known."""
    for person in Person.objects.all():
        person.email = f"p{person.pk}@example.com"
        person.licence_number = f"{person.pk:017d}" if person.kind == PersonKind.LAWYER else ""
        person.save()
    for membership in Membership.objects.filter(branch=cast.branch):
        if not GroupMembership.objects.filter(person=membership.person).exists():
            GroupMembership.objects.create(person=membership.person, group=cast.group, since=membership.since)
    Holiday.objects.create(day=date(2027, 1, 1), name="元旦", is_rest=True)
    return cast


def clerk_lines(cast):
    return [(line.title, line.url) for line in clerk_page(cast.users["clerk"], NOW)["lines"]]


def test_a_clerk_with_everything_entered_is_told_so(complete):
    assert clerk_lines(complete) == []
    assert "本月事项已全部办结。下一项：有人入所" in complete.client("clerk").get("/").content.decode()


def test_each_gap_is_one_line_that_opens_the_form_of_the_first(complete):
    lawyer, member = complete.people["lawyer"], complete.people["seventh"]
    Person.objects.filter(pk=lawyer.pk).update(email="", licence_number="")
    Membership.objects.filter(person=member).delete()
    assert clerk_lines(complete) == [
        ("1 人缺邮箱", f"/admin/members/person/{lawyer.pk}/change/"),
        ("1 人缺执业证号", f"/admin/members/person/{lawyer.pk}/change/"),
        ("1 人是党员，缺组织关系", f"/admin/members/membership/add/?person={member.pk}"),
    ]


def test_groups_and_the_next_years_days_off_are_asked_for(complete):
    GroupMembership.objects.filter(person=complete.people["fifth"]).delete()
    GroupMembership.objects.filter(is_leader=True).update(is_leader=False)
    Holiday.objects.all().delete()
    assert [title for title, _ in clerk_lines(complete)] == [
        "1 人缺党小组",
        "第一党小组缺组长",
        "2027年放假安排还没有登记",
    ]


def test_every_line_of_the_clerk_opens_a_page_of_theirs(cast):
    client = cast.client("clerk")
    lines = clerk_lines(cast)
    assert len(lines) >= 3
    assert {client.get(url).status_code for _, url in lines} == {200}


# -- the admin --------------------------------------------------------------------------------------------------


def test_an_admin_reads_that_all_runs(cast):
    for name in ("sender", "planner"):
        Heartbeat.objects.create(name=name, seen_at=NOW, reached=NOW)
    page = admin_page(cast.users["admin"], NOW)
    assert [part.tone for part in page["parts"]] == ["ok", "ok", "ok"]
    assert "停了" not in [line.status for line in page["lines"]]


def test_an_admin_reads_what_stands_still_what_was_lost_and_who_cannot_log_in(cast):
    Heartbeat.objects.create(name="sender", seen_at=NOW - timedelta(minutes=9))
    make_row(cast.people["member"], branch=None, state="dead", due_at=NOW - timedelta(hours=1))
    Person.objects.filter(pk=cast.people["sixth"].pk).update(email="a@example.com")
    page = admin_page(cast.users["admin"], NOW)
    found = titles(page)
    assert found[:2] == ["通知和提醒没有正常发出", "最近七天有通知没有送达：发送失败 1"]
    assert any(title.endswith("人有邮箱，还没有邀请登录") for title in found)
    assert page["parts"][0].words == "9 分钟前看过发件箱"
    client = cast.client("admin")
    assert {client.get(line.url).status_code for line in page["lines"]} <= {200}
    assert {client.get(url).status_code for _, url in page["doors"]} == {200}
