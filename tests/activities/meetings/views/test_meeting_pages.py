"""Who sees what of a meeting: the cast on every page of the record, and the canaries of leaves (trust.md 3a)."""

from datetime import timedelta

import pytest

from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind
from activities.meetings.commands.archive import CHANGED_MEANWHILE
from activities.meetings.commands.attendance import NOT_TODAY, begin_meeting
from activities.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CorrectionNote,
    Guest,
    LeaveRequest,
    Meeting,
    Nudge,
    Resolution,
)
from activities.meetings.queries.record import record_of
from activities.meetings.views import decisions as d
from activities.meetings.views.meeting import ARCHIVED, NEEDS_RECORDER, NO_RECORD_YET
from activities.notices.models import OutboxRow
from lawfirm_party.common.dates import at
from members.models import Person
from tests.activities.meetings.record_world import (
    form_on,
    make_archived,
    make_begun,
    make_complete,
    make_held,
    make_planned,
)
from tests.conftest import NOW, ROLES, TODAY
from tests.factories import make_member

pytestmark = pytest.mark.django_db
CANARY = "家中老人住院手术"
ROLE_STATUS = {
    # committee, its members and nobody else; the recorder here is the committee_only
    "": {"secretary": 200, "committee": 200, "committee_only": 200},
    "attendance/": {"secretary": 200, "committee": 403, "committee_only": 200},
    "minutes/": {"secretary": 200, "committee": 403, "committee_only": 200},
    "sheet/": {"secretary": 200, "committee": 403, "committee_only": 200},
    "record/": {"secretary": 200, "committee": 200, "committee_only": 200},
    "correct/": {"secretary": 302, "committee": 403, "committee_only": 403},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ROLE_STATUS)
def test_the_pages_of_a_committee_meeting_by_role(cast, frozen, role, path):
    meeting = make_begun(cast)
    answer = cast.client(role).get(f"/meetings/{meeting.pk}/{path}")
    expected = 302 if role == "anonymous" else ROLE_STATUS[path].get(role, 404)
    assert answer.status_code == expected


@pytest.mark.parametrize(
    "role", ["committee", "member", "leader", "outsider", "lawyer", "partner", "clerk", "admin"]
)
@pytest.mark.parametrize("step", ["begin", "close", "archive", "backfill", "nudge"])
def test_nobody_without_the_right_takes_a_step(cast, frozen, role, step):
    meeting = make_planned(cast)
    answer = cast.client(role).post(f"/meetings/{meeting.pk}/{step}/")
    assert answer.status_code == (403 if role == "committee" else 404)
    assert Meeting.objects.get(pk=meeting.pk).state == "scheduled"
    assert not Nudge.objects.exists()


def test_a_refusal_names_the_role_that_is_needed(cast, frozen):
    meeting = make_begun(cast, kind=MeetingKind.ASSEMBLY)
    answer = cast.client("member").get(f"/meetings/{meeting.pk}/attendance/")
    assert answer.status_code == 403
    assert NEEDS_RECORDER in answer.content.decode()


@pytest.mark.parametrize("step", ["begin", "close", "archive", "backfill", "nudge"])
def test_steps_are_taken_by_post_only(cast, frozen, step):
    meeting = make_planned(cast)
    assert cast.client("secretary").get(f"/meetings/{meeting.pk}/{step}/").status_code == 405


def test_members_read_the_minutes_of_their_assembly_and_guests_only_its_agenda(cast, frozen):
    meeting = make_planned(cast, kind=MeetingKind.ASSEMBLY)
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    AgendaItem.objects.filter(meeting=meeting).update(discussion="高书明：内部讨论")
    item = AgendaItem.objects.filter(meeting=meeting).first()
    Resolution.objects.create(meeting=meeting, item=item, text="同意接收")

    member = cast.client("member").get(f"/meetings/{meeting.pk}/").content.decode()
    guest = cast.client("lawyer").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "内部讨论" in member
    assert "同意接收" in member
    assert "传达学习" in guest
    assert "内部讨论" not in guest
    assert "同意接收" not in guest
    assert "应到" not in guest


def test_members_read_of_a_committee_meeting_what_was_made_public_and_only_when_archived(cast, frozen):
    meeting = make_complete(cast)
    Resolution.objects.filter(meeting=meeting).update(is_public=True, text="全体党员参加志愿服务")
    item = AgendaItem.objects.filter(meeting=meeting).first()
    Resolution.objects.create(meeting=meeting, item=item, text="内部决定", votes_for=3)
    client = cast.client("member")
    assert client.get(f"/meetings/{meeting.pk}/").status_code == 404

    cast.client("secretary").post(f"/meetings/{meeting.pk}/archive/", {"seen": record_of(meeting).stamp})
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "全体党员参加志愿服务" in page
    assert not [word for word in ("内部决定", "传达学习", "高书明：已传达", "应到") if word in page]
    for role in ("outsider", "lawyer", "partner"):
        assert cast.client(role).get(f"/meetings/{meeting.pk}/").status_code == 404


@pytest.mark.parametrize("begun", [False, True])
def test_r_mtg_11_the_text_of_a_leave_is_for_the_secretary_alone(cast, frozen, begun):
    meeting = make_planned(cast, kind=MeetingKind.ASSEMBLY, recorder=cast.people["committee_only"])
    for who, reason in (("fifth", LeaveReason.SICK), ("sixth", LeaveReason.COURT)):
        LeaveRequest.objects.create(
            meeting=meeting,
            person=cast.people[who],
            reason=reason,
            text=CANARY,
            state=LeaveState.APPROVED,
            asked_at=NOW,
        )
    LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["seventh"], reason=LeaveReason.SICK, text=CANARY, asked_at=NOW
    )
    if begun:
        begin_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)
    address = f"/meetings/{meeting.pk}/"
    assert CANARY in cast.client("secretary").get(address).content.decode()
    for role in ("committee", "committee_only", "member", "leader"):
        for path in ("", "attendance/", "sheet/", "minutes/"):
            page = cast.client(role).get(address + path).content.decode()
            assert CANARY not in page
            assert "病假" not in page
    page = cast.client("member").get(address).content.decode()
    assert "孙五明（事由已报）" in page
    assert "周六明（开庭）" in page
    assert "吴七明（" not in page


def test_the_page_counts_and_states_the_quorum_with_its_rule(cast, frozen):
    meeting = make_begun(cast, kind=MeetingKind.ASSEMBLY)
    client = cast.client("secretary")
    present = [cast.people[who] for who in ("secretary", "committee", "leader", "probationary")]
    Attendance.objects.filter(meeting=meeting).update(presence="absent")
    Attendance.objects.filter(meeting=meeting, person__in=present).update(presence="present")
    page = client.get(f"/meetings/{meeting.pk}/attendance/").content.decode()
    assert "应到会有表决权 8 人，到会 3 人，不足二分之一（4 人），不能作出决定" in page
    assert "《支部工作条例》第十一条</a>" in page
    client.post(f"/meetings/{meeting.pk}/attendance/", {"mark": f"{cast.people['member'].pk}:present"})
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert (
        "应到会有表决权 8 人，到会 4 人，达到二分之一（4 人），可以作出决定；通过决定须 5 票；现到会 4 人，不可能通过。"
        in page
    )
    client.post(f"/meetings/{meeting.pk}/attendance/", {"mark": f"{cast.people['fifth'].pk}:present"})
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "到会 5 人，达到二分之一（4 人），可以作出决定；通过决定须 5 票。" in page


def test_a_leave_without_a_reason_is_shown_as_such_until_one_is_given(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    address, away = f"/meetings/{meeting.pk}/attendance/", cast.people["committee"].pk
    client.post(address, {"mark": f"{away}:leave"})
    page = client.get(address).content.decode()
    assert "事由未填" in page and "填请假事由" in page and "事由已报" not in page
    client.post(address, {"mark": f"{away}:leave:other"})
    page = client.get(address).content.decode()
    assert "事由已报" in page and "事由未填" not in page


def test_people_without_an_address_are_named(cast, frozen):
    meeting = make_planned(cast)
    Person.objects.filter(pk=cast.people["committee"].pk).update(email="")
    page = cast.client("secretary").get(f"/meetings/{meeting.pk}/").content.decode()
    assert "1 人无邮箱，只有站内通知：李组明" in page


def test_one_filled_button_says_the_next_step(cast, frozen):
    client = cast.client("secretary")
    states = [
        (make_planned(cast), "开始会议"),
        (make_planned(cast, day=TODAY - timedelta(days=2)), "补录这次会议"),
        (make_begun(cast), "登记考勤"),
        (make_held(cast), "补记录"),
        (make_planned(cast, day=TODAY + timedelta(days=2)), "能参加"),
    ]
    for meeting, verb in states:
        page = client.get(f"/meetings/{meeting.pk}/").content.decode()
        assert page.count("btn-primary") == 1
        assert verb in page.split("btn-primary", 1)[1][:60]


def test_a_meeting_of_another_day_is_not_begun_by_a_click(cast, frozen):
    meeting = make_planned(cast, day=TODAY + timedelta(days=1))
    answer = cast.client("secretary").post(f"/meetings/{meeting.pk}/begin/", follow=True)
    assert NOT_TODAY in answer.content.decode()


def test_a_late_meeting_is_entered_afterwards_from_its_page(cast, frozen):
    meeting = make_planned(cast, day=TODAY - timedelta(days=2))
    client = cast.client("secretary")
    assert client.post(f"/meetings/{meeting.pk}/backfill/")["Location"].endswith("/attendance/")
    assert (
        "高书明 于 2026年11月18日（周三）10:00 补录"
        in client.get(f"/meetings/{meeting.pk}/").content.decode()
    )


def test_archiving_asks_first_and_a_double_click_is_one_archive(cast, frozen):
    client, meeting = cast.client("secretary"), make_complete(cast)
    address = f"/meetings/{meeting.pk}/archive/"
    asked = client.post(address)
    assert "归档吗" in asked.content.decode()
    for _ in range(20):
        client.post(address, form_on(asked, address))
    assert Meeting.objects.get(pk=meeting.pk).number == 1
    assert ARCHIVED.format(year=2026, number=1) in client.get("/decisions/").content.decode()


def test_what_changed_behind_the_question_is_not_archived_unseen(cast, frozen):
    client, meeting = cast.client("secretary"), make_complete(cast)
    address = f"/meetings/{meeting.pk}/archive/"
    data = form_on(client.post(address), address)
    Meeting.objects.filter(pk=meeting.pk).update(version=99)
    assert CHANGED_MEANWHILE in client.post(address, data, follow=True).content.decode()
    assert "归档吗" in client.post(address, {"confirmed": "1"}).content.decode()
    assert Meeting.objects.get(pk=meeting.pk).number is None


def test_a_correction_is_added_once_and_shown_with_its_day(cast, frozen):
    client, meeting = cast.client("secretary"), make_archived(cast)
    address = f"/meetings/{meeting.pk}/correct/"
    data = form_on_page(client.get(address))
    assert client.post(address, {**data, "text": ""}).status_code == 422
    assert client.post(address, {**data, "text": "长" * 501}).status_code == 422
    for _ in range(100):
        client.post(address, {**data, "text": "地点应为二号会议室"})
    assert CorrectionNote.objects.count() == 1
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "地点应为二号会议室" in page
    assert "2026年11月18日 10:00 高书明" in page


def form_on_page(response):
    form = response.context["form"]
    return {"nonce": form["nonce"].value()}


def test_the_sheet_lists_everybody_by_strokes_and_guests_apart(cast, frozen):
    meeting = make_planned(cast, kind=MeetingKind.ASSEMBLY)
    Guest.objects.create(meeting=meeting, person=cast.people["lawyer"])
    client = cast.client("secretary")
    for _ in range(2):
        page = client.get(f"/meetings/{meeting.pk}/sheet/").content.decode().split("<tbody>")[1]
        names = [cast.people[who].name for who in ("member", "committee_only", "sixth", "secretary")]
        places = [page.index(name) for name in names]
        assert places == sorted(places)
        assert page.index("卫律明") > places[-1]
        client.post(f"/meetings/{meeting.pk}/begin/")


def test_the_admin_shows_an_archived_record_and_changes_nothing(cast, frozen):
    meeting = make_archived(cast)
    client = cast.client("superuser")
    client.post(f"/admin/activities/meeting/{meeting.pk}/change/", {"place": "别处"})
    client.post(f"/admin/activities/meeting/{meeting.pk}/delete/", {"post": "yes"})
    assert Meeting.objects.get(pk=meeting.pk).place == "一号会议室"


# ---- 议定事项 ----


def one_action(cast, meeting, **fields):
    item = AgendaItem.objects.filter(meeting=meeting).first()
    fields = {"text": "整理名册", "owner": cast.people["committee"], "due_on": TODAY, **fields}
    return ActionItem.objects.create(meeting=meeting, item=item, **fields)


def test_open_items_stand_in_the_order_of_their_due_dates_with_the_days_late(cast, frozen):
    meeting = make_begun(cast)
    one_action(cast, meeting, text="后办", due_on=TODAY + timedelta(days=9))
    one_action(cast, meeting, text="先办", due_on=TODAY - timedelta(days=3))
    one_action(cast, meeting, text="办完", done_on=TODAY)
    page = cast.client("secretary").get("/decisions/").content.decode()
    assert page.index("先办") < page.index("后办")
    assert "逾期 3 天" in page
    assert "办完" not in page
    assert "办完" in cast.client("secretary").get("/decisions/?state=done").content.decode()


def test_an_item_is_seen_by_its_owner_and_by_readers_of_the_minutes(cast, frozen):
    action = one_action(cast, make_begun(cast), owner=cast.people["member"])
    seen = {role: "整理名册" in cast.client(role).get("/decisions/").content.decode() for role in ROLES[1:]}
    assert {role for role, sees in seen.items() if sees} == {
        "secretary",
        "committee",
        "committee_only",
        "member",
    }
    page = cast.client("member").get("/decisions/").content.decode()
    assert f'href="/meetings/{action.meeting_id}/"' not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("secretary", 302),
        ("committee_only", 302),
        ("member", 302),
        ("committee", 403),
        ("leader", 404),
        ("outsider", 404),
        ("partner", 404),
        ("lawyer", 404),
        ("clerk", 404),
        ("admin", 404),
    ],
)
def test_who_may_finish_an_item(cast, frozen, role, status):
    action = one_action(cast, make_begun(cast), owner=cast.people["member"])
    answer = cast.client(role).post(f"/decisions/{action.pk}/done/")
    action.refresh_from_db()
    assert answer.status_code == status
    assert (action.done_on == TODAY) == (status == 302)


def test_a_finished_item_can_be_taken_back_and_a_long_note_is_a_sentence(cast, frozen):
    action = one_action(cast, make_begun(cast))
    client = cast.client("secretary")
    answer = client.post(f"/decisions/{action.pk}/done/", {"note": "长" * 201}, follow=True)
    assert "这一项太长了" in answer.content.decode()
    client.post(f"/decisions/{action.pk}/done/")
    client.post(f"/decisions/{action.pk}/done/", {"undo": "1"})
    action.refresh_from_db()
    assert action.done_on is None


def test_a_nudge_is_made_once_a_day_and_says_so(cast, frozen):
    meeting = make_held(cast)
    action = one_action(cast, meeting)
    client = cast.client("secretary")
    for address, name in (
        (f"/meetings/{meeting.pk}/nudge/", "王宣明"),
        (f"/decisions/{action.pk}/nudge/", "李组明"),
    ):
        assert d.NUDGED.format(name=name) in client.post(address, follow=True).content.decode()
        assert d.NUDGED_TODAY.format(name=name) in client.post(address, follow=True).content.decode()
    assert Nudge.objects.count() == 2
    assert cast.client("committee").post(f"/decisions/{action.pk}/nudge/").status_code == 403


# ---- 补录 ----


def backfill_data(client, **changes):
    address = "/meetings/backfill/?type=lecture&period=2026-Q3"
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in {None, ""} or value == 0}
    data["day"] = "2026-09-16"
    return address, {**data, **changes}


def test_a_past_meeting_is_entered_once_and_its_page_says_by_whom(cast, frozen):
    client = cast.client("secretary")
    address, data = backfill_data(client)
    for _ in range(100):
        answer = client.post(address, data)
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.pk}/attendance/"
    assert "补录" in client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert meeting.starts_at == at(TODAY.replace(month=9, day=16), 15)


def test_who_has_left_the_firm_since_stands_apart_from_who_is_there(cast, frozen):
    gone = cast.people["fifth"]
    gone.left_on = TODAY
    gone.save()
    form = cast.client("secretary").get("/meetings/backfill/?type=lecture").context["form"]
    groups = dict(form.fields["host"].choices[1:])
    assert groups["已离所"] == [(gone.pk, gone.name)]
    assert gone.pk not in dict(groups["在所人员"]) and cast.people["member"].pk in dict(groups["在所人员"])


def test_the_form_opens_on_the_last_day_of_the_period_that_is_over(cast, frozen):
    client = cast.client("secretary")
    opened = {
        period: client.get(f"/meetings/backfill/?type=lecture&period={period}").context["form"]["day"].value()
        for period in ("2026-Q3", "2026-Q4", "2026-11")
    }
    yesterday = TODAY - timedelta(days=1)
    assert opened == {"2026-Q3": TODAY.replace(month=9, day=30), "2026-Q4": yesterday, "2026-11": yesterday}


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "2026-02-30"},
        {"day": "2099-01-01"},
        {"day": "1995-01-01"},
        {"day": "0001-01-01"},
        {"starts": "16:00", "ends": "15:00"},
        {"title": ""},
        {"title": "长" * 81},
        {"title": "民主生活会"},
        {"host": "99999999"},
        {"host": "9" * 40},
        {"agenda": " \n "},
        {"agenda": "长" * 121},
        {"agenda": "题\n" * 41},
        {"guests": ["x"]},
    ],
)
def test_a_bad_past_meeting_is_a_sentence_and_nothing_is_written(cast, frozen, changes):
    client = cast.client("secretary")
    address, data = backfill_data(client, place="留下的地点")
    answer = client.post(address, {**data, **changes})
    assert answer.status_code == 422
    assert "留下的地点" in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "type=x",
        "type=group&group=9999",
        "period=2026-13",
        "period=x",
        f"branch={'9' * 30}",
        "group=1&type=group",
    ],
)
def test_an_address_that_asks_for_nonsense_is_not_found(cast, frozen, query):
    assert cast.client("secretary").get(f"/meetings/backfill/?{query}").status_code in {200, 404}


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("secretary", "committee", 200),
        ("committee", "assembly", 200),
        ("committee", "committee", 403),
        ("leader", "group", 200),
        ("leader", "assembly", 403),
        ("member", "assembly", 403),
        ("partner", "partners", 403),
        ("clerk", "assembly", 403),
        ("admin", "assembly", 403),
    ],
)
def test_who_may_enter_a_past_meeting(cast, frozen, role, kind, status):
    assert cast.client(role).get(f"/meetings/backfill/?type={kind}").status_code == status


# ---- cost ----


@pytest.mark.parametrize(
    ("path", "queries"), [("", 11), ("attendance/", 9), ("minutes/", 10), ("record/", 11), ("sheet/", 10)]
)
def test_a_page_costs_the_same_with_one_row_and_with_three(
    cast, frozen, path, queries, django_assert_num_queries
):
    meeting = make_begun(cast, kind=MeetingKind.ASSEMBLY)
    client = cast.client("secretary")
    for number in (1, 2, 3):
        item = AgendaItem.objects.filter(meeting=meeting).first()
        Resolution.objects.create(meeting=meeting, item=item, text=f"决议{number}", votes_for=1)
        one_action(cast, meeting, text=f"事项{number}")
        LeaveRequest.objects.create(
            meeting=meeting,
            person=make_member(cast.branch),
            reason=LeaveReason.COURT,
            state=LeaveState.APPROVED,
            asked_at=NOW,
        )
        CorrectionNote.objects.create(meeting=meeting, text="更正", by=cast.users["secretary"], at=NOW)
        if number != 2:
            with django_assert_num_queries(queries):
                assert client.get(f"/meetings/{meeting.pk}/{path}").status_code == 200


def test_a_planned_meetings_page_costs_the_same_with_one_row_and_with_three(
    cast, frozen, django_assert_num_queries
):
    meeting = make_planned(cast)
    client = cast.client("secretary")
    for number in (1, 2, 3):
        Guest.objects.create(meeting=meeting, person=make_member(cast.other_branch))
        AgendaItem.objects.create(meeting=meeting, position=number + 5, title="加")
        if number != 2:
            with django_assert_num_queries(16):
                assert client.get(f"/meetings/{meeting.pk}/").status_code == 200


def test_the_decisions_cost_the_same_with_one_row_and_with_three(cast, frozen, django_assert_num_queries):
    client = cast.client("secretary")
    for number in (1, 2, 3):
        one_action(cast, make_begun(cast, kind=MeetingKind.ASSEMBLY), text=f"事项{number}")
        if number != 2:
            with django_assert_num_queries(10):
                client.get("/decisions/")


def test_an_empty_list_of_decisions_says_why(cast, frozen):
    assert "没有未办结的事项" in cast.client("member").get("/decisions/").content.decode()


def test_the_form_reader_reads_what_a_browser_would_send(cast, frozen):
    client, meeting = cast.client("secretary"), make_begun(cast)
    data = form_on(client.get(f"/meetings/{meeting.pk}/minutes/"), f"/meetings/{meeting.pk}/minutes/")
    assert data["host"] == str(meeting.host_id)
    assert data["starts"] == "09:00"
    assert "host_signed" not in data


@pytest.mark.parametrize("kind", MeetingKind.values)
def test_a_planned_meeting_of_any_kind_costs_at_most_twenty_queries(
    cast, frozen, kind, django_assert_max_num_queries
):
    group = cast.group if kind == MeetingKind.GROUP else None
    meeting = make_planned(cast, kind=kind, group=group, day=TODAY + timedelta(days=3))
    for who in ("lawyer", "outsider"):
        Guest.objects.create(meeting=meeting, person=cast.people[who])
    LeaveRequest.objects.create(
        meeting=meeting, person=cast.people["committee"], reason=LeaveReason.COURT, asked_at=NOW
    )
    client = cast.client("secretary")
    with django_assert_max_num_queries(20):
        assert client.get(f"/meetings/{meeting.pk}/").status_code == 200


@pytest.mark.django_db
def test_a_begun_meeting_that_was_told_names_who_has_no_address(cast, frozen):
    person = cast.people["committee_only"]
    person.email = ""
    person.save()
    meeting = make_planned(cast)
    OutboxRow.objects.create(
        dedupe_key="told",
        rule="meeting_published",
        object_id=str(meeting.pk),
        occurrence="0",
        branch=cast.branch,
        recipient=cast.people["committee"],
        channel="email",
        due_at=frozen,
        useful_until=frozen,
        next_try_at=frozen,
        created_at=frozen,
    )
    client = cast.client("secretary")
    client.post(f"/meetings/{meeting.pk}/begin/")
    shown = client.get(f"/meetings/{meeting.pk}/")
    assert shown.status_code == 200
    assert "1 人无邮箱" in shown.content.decode()


def test_the_record_on_paper_holds_what_is_archived_and_nothing_for_the_secretary_alone(cast, frozen):
    meeting = make_complete(cast, kind=MeetingKind.ASSEMBLY)
    people = cast.people
    LeaveRequest.objects.create(
        meeting=meeting, person=people["fifth"], reason="sick", text=CANARY, state="approved", asked_at=NOW
    )
    rows = Attendance.objects.filter(meeting=meeting)
    rows.filter(person=people["fifth"]).update(presence="leave", leave_reason="sick")
    rows.filter(person=people["sixth"]).update(presence="absent")
    ActionItem.objects.create(
        meeting=meeting, item=meeting.agenda.last(), text="整理名册", owner=people["committee"], due_on=TODAY
    )
    page = cast.client("member").get(f"/meetings/{meeting.pk}/record/").content.decode()
    for words in (
        "孙五明（事由已报）",
        "<dt>缺席</dt><dd>周六明</dd>",
        "议题2　研究近期工作",
        "同意（赞成 3 票，反对 0 票，弃权 0 票，未通过）",
        "整理名册（责任人 李组明，期限 2026年11月18日）",
        "主持人签字：",
        "记录人签字：",
    ):
        assert words in page
    assert CANARY not in page and "病假" not in page and "还没有写完" not in page


def test_an_unfinished_record_says_what_to_write_before_printing_and_an_archived_one_stays_printable(
    cast, frozen
):
    client = cast.client("secretary")
    held, archived = make_held(cast), make_archived(cast, hour=7)
    page = client.get(f"/meetings/{held.pk}/record/").content.decode()
    assert "还缺：议题1发言要点、议题2发言要点、议题2决议。" in page
    for meeting in (held, archived):
        assert f"/meetings/{meeting.pk}/record/" in client.get(meeting.get_absolute_url()).content.decode()
    assert "2026年第1次" in client.get(f"/meetings/{archived.pk}/record/").content.decode()


def test_what_has_not_begun_has_no_record_to_print(cast, frozen):
    meeting = make_planned(cast)
    answer = cast.client("secretary").get(f"/meetings/{meeting.pk}/record/", follow=True)
    assert NO_RECORD_YET in answer.content.decode()
    assert "record/" not in answer.content.decode()
