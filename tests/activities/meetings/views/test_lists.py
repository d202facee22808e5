"""The list of meetings, one's own schedule, and the secretary's leaves."""

from datetime import date, timedelta

import pytest

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind
from activities.meetings.models import ActionItem, Attendance, Guest, LeaveRequest, Rsvp
from tests import factories
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def assembly(cast, frozen):
    return factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY)


def text_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


# ---- /meetings/


def test_this_month_stands_first_by_state_then_what_comes_then_what_was(cast, frozen):
    branch = cast.branch
    for title, day, state in (
        ("旧", date(2026, 9, 3), "cancelled"),
        ("次旧", date(2026, 10, 8), "cancelled"),
        ("缺记录", date(2026, 10, 9), "held"),
        ("没登记", date(2026, 8, 9), "scheduled"),
        ("远", date(2027, 1, 5), "scheduled"),
        ("近", date(2026, 12, 1), "scheduled"),
        ("草", date(2026, 11, 25), "draft"),
        ("排", date(2026, 11, 26), "scheduled"),
        ("漏", date(2026, 11, 10), "scheduled"),
        ("记", date(2026, 11, 5), "held"),
    ):
        factories.make_meeting(branch, MeetingKind.ASSEMBLY, day, state=state, title=title)
    page = cast.client("secretary").get("/meetings/").context["page"]
    assert [(line.heading, line.meeting.title) for line in page.object_list] == [
        ("以前还没有办完的", "没登记"),
        ("以前还没有办完的", "缺记录"),
        ("本月 · 到期未开", "漏"),
        ("本月 · 已安排", "排"),
        ("本月 · 记录未完", "记"),
        ("本月 · 草稿", "草"),
        ("以后的安排", "近"),
        ("以后的安排", "远"),
        ("2026年10月", "次旧"),
        ("2026年9月", "旧"),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"党课", "支委会", "旧大会"}),
        ("type=lecture", {"党课"}),
        ("quarter=2026-Q3", {"旧大会"}),
        ("quarter=2026-Q4", {"党课", "支委会"}),
        ("state=scheduled", {"党课", "支委会"}),
        ("state=held&type=assembly", {"旧大会"}),
        ("type=nothing&state=x&quarter=2026-13", {"党课", "支委会", "旧大会"}),
        ("type=union", set()),
    ],
)
def test_filters_stand_in_the_address(cast, frozen, query, titles):
    factories.make_meeting(cast.branch, MeetingKind.LECTURE, title="党课")
    factories.make_meeting(cast.branch, MeetingKind.COMMITTEE, title="支委会")
    factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 9, 30), state="held", title="旧大会")
    page = cast.client("secretary").get(f"/meetings/?{query}").context["page"]
    assert {line.meeting.title for line in page.object_list} == titles


def test_a_long_list_is_paged_and_the_filter_stays(cast, frozen):
    for n in range(51):
        factories.make_meeting(
            cast.branch, MeetingKind.STUDY, date(2026, 1, 1) + timedelta(days=n), state="held"
        )
    client = cast.client("secretary")
    assert "page=2" in text_of(client, "/meetings/?type=study") and "共 51 次会议" in text_of(
        client, "/meetings/"
    )
    assert len(client.get("/meetings/?type=study&page=2").context["page"].object_list) == 1
    assert client.get("/meetings/?page=zzz").status_code == 200


def test_the_month_has_a_page_of_its_own(cast, frozen):
    answer = cast.client("member").get("/meetings/?view=month&month=2026-12")
    assert answer["Location"] == "/calendar/?month=2026-12"


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("outsider", {"学习"}),
        ("lawyer", {"学习"}),
        ("member", {"大会", "学习", "小组会"}),
        ("leader", {"大会", "学习", "小组会"}),
        ("partner", {"联席会", "学习"}),
        ("committee", {"大会", "支委会", "联席会", "学习", "小组会", "草稿"}),
        ("secretary", {"大会", "支委会", "联席会", "学习", "小组会", "草稿"}),
        ("clerk", {"学习"}),
        ("admin", set()),
    ],
)
def test_everybody_sees_their_own_meetings(cast, frozen, role, sees):
    make = factories.make_meeting
    make(cast.branch, MeetingKind.ASSEMBLY, title="大会")
    make(cast.branch, MeetingKind.COMMITTEE, title="支委会")
    make(cast.branch, MeetingKind.PARTNERS, title="联席会")
    make(cast.branch, MeetingKind.STUDY, title="学习")
    make(cast.branch, MeetingKind.GROUP, group=cast.group, title="小组会")
    make(cast.branch, MeetingKind.COMMITTEE, title="草稿", state="draft")
    found = cast.client(role).get("/meetings/").context["page"].object_list
    assert {line.meeting.title for line in found} == sees


def test_who_may_schedule_has_the_button_and_nobody_else(cast, frozen):
    for role in ROLES[1:]:
        offered = "/meetings/new/" in text_of(cast.client(role), "/meetings/")
        assert offered == (role in {"leader", "committee", "committee_only", "secretary"}), role


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three_rows(cast, frozen, rows, django_assert_num_queries):
    for n in range(rows):
        factories.make_meeting(cast.branch, MeetingKind.GROUP, date(2026, 11, 20 + n), group=cast.group)
    client = cast.client("secretary")
    client.get("/meetings/")
    with django_assert_num_queries(6):
        client.get("/meetings/")


# ---- /me/


def test_i_see_what_i_am_expected_at_or_invited_to_and_nothing_else(cast, frozen):
    make = factories.make_meeting
    make(cast.branch, MeetingKind.ASSEMBLY, title="大会")
    make(cast.branch, MeetingKind.COMMITTEE, title="支委会")
    make(cast.branch, MeetingKind.STUDY, title="学习", day=date(2026, 11, 20))
    make(cast.branch, MeetingKind.ASSEMBLY, title="过去", day=date(2026, 11, 17))
    make(cast.branch, MeetingKind.ASSEMBLY, title="取消了", state="cancelled")
    invited = make(cast.branch, MeetingKind.UNION, title="工会会")
    Guest.objects.create(meeting=invited, person=cast.people["member"])

    def coming(role):
        return [line.meeting.title for line in cast.client(role).get("/me/").context["days"].coming]

    assert coming("member") == ["学习", "大会", "工会会"]
    assert coming("secretary") == ["学习", "大会", "支委会", "工会会"]
    assert coming("lawyer") == ["学习"]
    assert coming("outsider") == []
    assert coming("admin") == []


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (None, "请答复"),
        ("come", "能参加"),
        ("pending", "请假待审"),
        ("approved", "已准假"),
        ("refused", "请假未同意"),
    ],
)
def test_my_own_answer_is_said(cast, assembly, state, word):
    person = cast.people["member"]
    if state == "come":
        Rsvp.objects.create(meeting=assembly, person=person, revision=0, at=assembly.created_at)
    elif state:
        LeaveRequest.objects.create(
            meeting=assembly, person=person, reason="court", state=state, asked_at=assembly.created_at
        )
    (line,) = cast.client("member").get("/me/").context["days"].coming
    assert line.word == word


def test_an_answer_to_the_old_time_is_none(cast, assembly):
    Rsvp.objects.create(meeting=assembly, person=cast.people["member"], revision=0, at=assembly.created_at)
    assembly.revision = 1
    assembly.save()
    (line,) = cast.client("member").get("/me/").context["days"].coming
    assert line.word == "请答复"


def test_a_leave_refused_for_the_old_time_leaves_the_new_one_to_be_answered(cast, assembly):
    ask(cast, assembly, state="refused", decided_by=cast.users["secretary"], decided_at=assembly.created_at)
    assembly.revision, assembly.moved_at = 1, assembly.created_at + timedelta(hours=1)
    assembly.save()
    (line,) = cast.client("member").get("/me/").context["days"].coming
    assert line.word == "请答复"
    assert "会议后来改期" in text_of(cast.client("secretary"), "/leaves/")
    ask(cast, assembly, state="refused", asked_at=assembly.moved_at + timedelta(hours=1))
    (line,) = cast.client("member").get("/me/").context["days"].coming
    assert line.word == "请假未同意"


def test_only_the_first_open_answer_is_the_filled_button(cast, frozen):
    for n in range(3):
        factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 24 + n))
    assert text_of(cast.client("member"), "/me/").count("btn-primary") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_my_schedule_costs_the_same_with_one_and_with_three_rows(
    cast, frozen, rows, django_assert_num_queries
):
    person = cast.people["leader"]
    for n in range(rows):
        meeting = factories.make_meeting(cast.branch, MeetingKind.ASSEMBLY, date(2026, 11, 24 + n))
        past = factories.make_meeting(cast.branch, MeetingKind.LECTURE, date(2026, 10, 5 + n), state="held")
        Attendance.objects.create(meeting=past, person=person, presence="present")
        ActionItem.objects.create(
            meeting=past,
            item=past.agenda.create(position=1, title="议题"),
            text="联系社区",
            owner=person,
            due_on=date(2026, 12, 1),
        )
        Rsvp.objects.create(meeting=meeting, person=person, revision=0, at=frozen)
    client = cast.client("leader")
    client.get("/me/")
    with django_assert_num_queries(10):
        client.get("/me/")


# ---- /leaves/


def ask(cast, meeting, role="member", **fields):
    defaults = {"reason": LeaveReason.SICK, "text": "住院手术", "asked_at": meeting.created_at}
    return LeaveRequest.objects.create(meeting=meeting, person=cast.people[role], **{**defaults, **fields})


@pytest.mark.parametrize("role", ROLES)
def test_the_text_of_a_leave_is_for_the_secretary_alone(cast, assembly, role):
    ask(cast, assembly)
    client = cast.client(role)
    status = {"anonymous": 302, "secretary": 200}.get(role, 403)
    page = client.get("/leaves/")
    assert page.status_code == status
    pages = [page, *(client.get(address) for address in ("/me/", "/meetings/"))]
    assert any("住院手术" in found.content.decode() for found in pages) == (role == "secretary")


def test_what_waits_stands_first(cast, assembly):
    ask(
        cast,
        assembly,
        "leader",
        state=LeaveState.APPROVED,
        decided_by=cast.users["secretary"],
        decided_at=assembly.created_at,
    )
    ask(cast, assembly, "fifth", state=LeaveState.WITHDRAWN)
    ask(cast, assembly)
    page = cast.client("secretary").get("/leaves/").context["page"]
    assert [(leave.heading, leave.person.name) for leave in page.object_list] == [
        ("待审批", "丁党明"),
        ("已审批", "陈长明"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_leaves_cost_the_same_with_one_and_with_three_rows(cast, assembly, rows, django_assert_num_queries):
    for role in ("member", "leader", "fifth")[:rows]:
        ask(
            cast,
            assembly,
            role,
            state="approved",
            decided_by=cast.users["secretary"],
            decided_at=assembly.created_at,
        )
    client = cast.client("secretary")
    client.get("/leaves/")
    with django_assert_num_queries(6):
        client.get("/leaves/")
