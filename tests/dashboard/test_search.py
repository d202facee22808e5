"""The global search finds what its reader may see, and nothing else."""

from datetime import timedelta

import pytest

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.models import ActionItem, AgendaItem, Guest, Resolution
from activities.meetings.permissions import can_read_minutes
from activities.meetings.queries.visible import agendas_for, meetings_for, minutes_for
from members.queries import roles_of
from tests.activities.meetings.record_world import make_archived, make_planned
from tests.conftest import NOW, ROLES, TODAY
from tests.factories import make_meeting, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LOGGED_IN = ROLES[1:]
READS_COMMITTEE = {"committee", "committee_only", "secretary"}


def page(cast, role, text):
    return cast.client(role).get("/search/", {"q": text})


def text_of(response):
    return response.content.decode().partition("<main")[2]


@pytest.mark.parametrize("text", ["高书明", "gaoshuming", "gsm", "书明"])
def test_a_person_is_found_by_name_pinyin_and_initials_and_opened_at_once(cast, text):
    answer = page(cast, "member", text)
    assert (answer.status_code, answer["Location"]) == (302, f"/members/{cast.people['secretary'].pk}/")


def test_several_hits_are_listed_in_groups(cast):
    make_meeting(cast.branch, title="学习明法典")
    shown = text_of(page(cast, "member", "明"))
    assert "人员" in shown and "学习明法典" in shown and "高书明" in shown


def test_a_meeting_is_found_by_its_name_its_theme_and_its_agenda(cast):
    meeting = make_planned(cast, MeetingKind.ASSEMBLY, items=("选举党代表",), theme="送法进社区")
    for text in ("选举", "送法", "党代表 选举"):
        assert page(cast, "member", text)["Location"] == meeting.get_absolute_url()


def canaries(cast):
    """One word for each thing that only some may read: {word: who finds it}."""
    committee = make_planned(cast, items=("甲号议题",), title="乙号会议", hour=8)
    Guest.objects.create(meeting=committee, person=cast.people["lawyer"])
    draft = make_meeting(cast.branch, title="丙号草稿", state=MeetingState.DRAFT)
    assert draft.pk
    record = make_planned(cast, items=("丁号议题",), title="戊号会议", hour=7)
    item = AgendaItem.objects.get(meeting=record)
    Resolution.objects.create(meeting=record, item=item, text="己号决议")
    Resolution.objects.create(meeting=record, item=item, text="庚号决议", is_public=True)
    ActionItem.objects.create(
        meeting=record, item=item, text="辛号事项", owner=cast.people["member"], due_on=TODAY
    )
    partners = make_planned(cast, MeetingKind.PARTNERS, items=("壬号议题",), title="癸号会议", hour=6)
    assert partners.pk
    mine = {"lawyer"} | READS_COMMITTEE
    return {
        "甲号": mine,
        "乙号": mine,
        "丙号": READS_COMMITTEE,
        "丁号": READS_COMMITTEE,
        "戊号": READS_COMMITTEE,
        "己号": READS_COMMITTEE,
        "庚号": READS_COMMITTEE,
        "辛号": READS_COMMITTEE | {"member"},
        "壬号": READS_COMMITTEE | {"partner"},
        "癸号": READS_COMMITTEE | {"partner"},
    }


@pytest.mark.parametrize("role", LOGGED_IN)
def test_nobody_finds_what_they_may_not_see(cast, role):
    for word, finders in canaries(cast).items():
        answer = page(cast, role, word)
        assert (answer.status_code == 302) == (role in finders), (role, word)
        if role not in finders:
            assert "没有找到" in text_of(answer)


@pytest.mark.parametrize("role", LOGGED_IN)
def test_what_an_archived_record_made_public_is_found_by_the_branch(cast, role):
    meeting = make_archived(cast)
    assert page(cast, role, "同意").status_code == (302 if role in READS_COMMITTEE else 200)
    with_public = make_planned(cast, items=("研究乡村振兴",), hour=6)
    Resolution.objects.create(
        meeting=with_public, item=with_public.agenda.get(), text="公开的子号决议", is_public=True
    )
    type(meeting).objects.filter(pk=with_public.pk).update(
        state=MeetingState.ARCHIVED, number=99, archived_at=NOW
    )
    members = READS_COMMITTEE | {"member", "leader"}
    assert (page(cast, role, "子号").status_code == 302) == (role in members)
    assert (page(cast, role, "乡村振兴").status_code == 302) == (role in READS_COMMITTEE)


@pytest.mark.parametrize("role", LOGGED_IN)
def test_reading_many_minutes_is_answered_like_reading_one(cast, role):
    user = cast.users[role]
    for kind in MeetingKind:
        for state in (MeetingState.DRAFT, MeetingState.HELD):
            group = cast.group if kind == MeetingKind.GROUP else None
            make_meeting(cast.branch, kind, group=group, state=state, recorder=cast.people["member"])
    roles = roles_of(user, TODAY)
    seen = set(meetings_for(user, TODAY))
    assert set(minutes_for(user, TODAY)) == {meeting for meeting in seen if can_read_minutes(roles, meeting)}
    assert set(minutes_for(user, TODAY)) <= set(agendas_for(user, TODAY)) <= seen


def test_a_resolution_opens_where_it_stands_in_its_meeting(cast):
    meeting = make_archived(cast)
    resolution = Resolution.objects.get(meeting=meeting)
    address = page(cast, "secretary", resolution.text)["Location"]
    assert address == f"{meeting.get_absolute_url()}#resolution-{resolution.pk}"
    assert f'id="resolution-{resolution.pk}"' in text_of(cast.client("secretary").get(address))


@pytest.mark.parametrize("done_on", [None, TODAY])
def test_an_action_item_opens_the_page_of_the_list_that_holds_it(cast, done_on):
    meeting = make_planned(cast)
    fields = {"meeting": meeting, "item": meeting.agenda.first(), "owner": cast.people["committee"]}
    for number in range(51):
        ActionItem.objects.create(text=f"事{number}", due_on=TODAY, done_on=done_on, **fields)
    words = {"text": "子号事项", "due_on": TODAY + timedelta(days=1)}
    wanted = ActionItem.objects.create(done_on=done_on and TODAY - timedelta(days=1), **words, **fields)
    address = page(cast, "secretary", "子号事项")["Location"]
    assert address.endswith(f"#action-{wanted.pk}")
    assert f'id="action-{wanted.pk}"' in text_of(cast.client("secretary").get(address))
    first = address.partition("?")[0] + ("?state=done" if done_on else "")
    assert f'id="action-{wanted.pk}"' not in text_of(cast.client("secretary").get(first))


def test_a_named_page_opens_and_is_there_for_its_readers_only(cast):
    assert page(cast, "secretary", "总表")["Location"] == "/board/2026/"
    assert page(cast, "member", "通知")["Location"] == "/notices/"
    assert page(cast, "lawyer", "总表").status_code == 200
    assert page(cast, "member", "发件箱").status_code == 200
    assert page(cast, "secretary", "发件箱")["Location"] == "/outbox/"
    assert page(cast, "admin", "审计")["Location"] == "/audit/"
    assert page(cast, "secretary", "审计").status_code == 200


def test_a_named_time_opens_its_meeting_lists_several_and_else_shows_the_month(cast):
    meeting = make_planned(cast, day=TODAY)
    assert page(cast, "secretary", "11月支委会")["Location"] == meeting.get_absolute_url()
    assert page(cast, "secretary", "今天")["Location"] == meeting.get_absolute_url()
    assert "month=2026-11" in page(cast, "member", "11月支委会")["Location"]
    make_meeting(cast.branch, title="当天的党课", kind=MeetingKind.LECTURE, day=TODAY)
    shown = text_of(page(cast, "secretary", "本周"))
    assert meeting.title in shown and "当天的党课" in shown


@pytest.mark.parametrize(
    "text", ["", "   ", "没有这个词", "%", "_", "\\", "'", "<b>", "0" * 400, "𠀀", "İ", "99月"]
)
def test_odd_input_gets_an_empty_page(cast, text):
    answer = page(cast, "secretary", text)
    assert answer.status_code == 200
    assert "<b>" not in text_of(answer)


def test_a_person_who_left_and_one_of_another_firm_are_not_found(cast):
    make_person(cast.firm, "离所人", left_on=TODAY)
    assert page(cast, "secretary", "离所人").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_many_hits_ask_as_much_as_few(cast, rows, django_assert_num_queries):
    for number in range(rows + 1):
        meeting = make_planned(cast, items=(f"子午{number}",), title=f"子午会{number}", hour=6 + number)
        item = meeting.agenda.get()
        Resolution.objects.create(meeting=meeting, item=item, text="子午决议")
        ActionItem.objects.create(
            meeting=meeting, item=item, text="子午事项", owner=cast.people["member"], due_on=TODAY
        )
        make_person(cast.firm, f"子午{number}")
    client = cast.client("secretary")
    with django_assert_num_queries(8):
        assert client.get("/search/?q=子午").status_code == 200
