"""Everything resolved anywhere, as far as its reader may see it; 办结 leads back to the page its button stood on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.meetings.choices import MeetingKind
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.models import ActionItem, Meeting, Resolution
from tests.activities.meetings.record_world import make_complete, make_held, make_planned
from tests.conftest import NOW, ROLES, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/me/", "/me/"),
        ("/decisions/?state=done", "/decisions/?state=done"),
        ("", "/decisions/"),
        ("//evil.example/", "/decisions/"),
        ("https://evil.example/", "/decisions/"),
        ("/\\evil.example", "/decisions/"),
        ("me", "/decisions/"),
    ],
)
def test_closing_an_item_leads_back_to_the_page_of_the_button(cast, frozen, before, after):
    meeting, owner = make_held(cast), cast.people["committee"]
    action = ActionItem.objects.create(
        meeting=meeting, item=meeting.agenda.first(), text="办", owner=owner, due_on=TODAY
    )
    answer = cast.client("committee").post(f"/decisions/{action.pk}/done/", {"next": before})
    assert answer["Location"] == after


# ---- the list


def action(cast, meeting, **fields):
    fields = {"text": "整理名册", "owner": cast.people["committee"], "due_on": TODAY, **fields}
    return ActionItem.objects.create(meeting=meeting, item=meeting.agenda.first(), **fields)


def resolve(meeting, text, **fields):
    return Resolution.objects.create(meeting=meeting, item=meeting.agenda.first(), text=text, **fields)


def shown(cast, role="secretary", **query):
    return cast.client(role).get("/decisions/", query).content.decode().partition("<main")[2]


def texts_of(cast, role="secretary", **query):
    page = cast.client(role).get("/decisions/", query)
    return [
        (line.action if hasattr(line, "action") else line.resolution).text
        for _, _, lines in page.context["sections"]
        for line in lines
    ]


@pytest.fixture
def decided(cast, frozen):
    """A held committee meeting with an open, a late and a done item, and two resolutions, one of which is carried out."""
    meeting = make_held(cast)
    second = meeting.agenda.last()
    owner = cast.people["leader"]
    action(cast, meeting, text="后办", due_on=TODAY + timedelta(days=9))
    action(cast, meeting, text="先办", due_on=TODAY - timedelta(days=3), owner=owner)
    action(cast, meeting, text="办完", done_on=TODAY, done_note="已寄出")
    resolve(meeting, "同意名册", votes_for=3, votes_against=0, votes_abstained=1)
    Resolution.objects.create(meeting=meeting, item=second, text="同意方案")
    return meeting


def test_each_chip_shows_its_own(cast, decided):
    assert texts_of(cast) == ["先办", "后办"]
    assert texts_of(cast, state="late") == ["先办"]
    assert texts_of(cast, state="done") == ["办完"]
    assert texts_of(cast, state="resolved") == ["同意方案", "同意名册"]
    assert texts_of(cast, state="all") == ["先办", "后办", "办完", "同意方案"]
    assert texts_of(cast, "committee", mine="1", state="all") == ["后办", "办完"]
    assert texts_of(cast, kind="committee") == ["先办", "后办"]
    assert texts_of(cast, kind="assembly") == []


def test_by_owner_the_names_decide_and_then_the_days(cast, decided):
    action(cast, decided, text="早办", due_on=TODAY - timedelta(days=30), owner=cast.people["secretary"])
    assert texts_of(cast) == ["早办", "先办", "后办"]
    assert texts_of(cast, by="owner") == ["先办", "早办", "后办"]  # chen, gao, li


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"kind": "x"}, {"branch": "x"}, {"by": "x"}, {"page": "x"}]
)
def test_a_filter_that_means_nothing_is_left_out(cast, decided, query):
    assert texts_of(cast, **query) == ["先办", "后办"]


def test_branches_are_chips_where_there_are_several(cast, decided):
    assert "行政党支部</a>" not in shown(cast)
    partner = make_held(cast, kind=MeetingKind.STUDY)
    Meeting.objects.filter(pk=partner.pk).update(branch=cast.other_branch)
    action(cast, partner, text="别处")
    assert "行政党支部</a>" in shown(cast)
    assert texts_of(cast, branch=cast.other_branch.pk) == ["别处"]
    assert texts_of(cast, branch=10**17) == []


def test_a_resolution_stands_with_its_votes_and_what_became_of_it(cast, decided):
    page = shown(cast, state="resolved")
    assert "赞成 3 · 反对 0 · 弃权 1" in page
    assert "议定事项 3 项，已办结 1 项" in page
    assert '决议：同意名册<span class="d-inline-block">（赞成 3 · 反对 0 · 弃权 1）</span>' in shown(cast)


def test_done_with_a_note_leads_back_to_the_same_filter(cast, decided):
    row = ActionItem.objects.get(text="先办")
    back = "/decisions/?state=late"
    answer = cast.client("secretary").post(f"/decisions/{row.pk}/done/", {"note": "已核对三遍", "next": back})
    assert answer["Location"] == back
    assert "已核对三遍" in shown(cast, state="done")
    answer = cast.client("secretary").post(f"/decisions/{row.pk}/done/", {"undo": "1", "next": back})
    assert texts_of(cast, state="late") == ["先办"]


class TestCarriedOn:
    def review(self, cast, day, **fields):
        return make_planned(cast, day=day, items=("上次议定事项落实（2 项）",), **fields)

    def test_an_open_item_names_the_meeting_that_takes_it_up(self, cast, decided):
        coming = self.review(cast, TODAY + timedelta(days=8))
        page = shown(cast)
        assert page.count(f'<a href="/meetings/{coming.pk}/">列入11月26日（周四）支委会议程</a>') == 2
        assert "列入下次会议" not in page

    def test_without_one_the_scheduling_form_takes_it_along(self, cast, decided):
        address = f"/meetings/new/?type=committee&amp;branch={cast.branch.pk}"
        page = shown(cast)
        assert page.count(f'href="{address}"') == 2
        form = cast.client("secretary").get(address.replace("&amp;", "&")).content.decode()
        assert "上次议定事项落实（2 项）" in form

    def test_the_last_one_counts_and_no_draft_cancelled_other_or_earlier_one(self, cast, decided):
        early = self.review(cast, TODAY + timedelta(days=1))
        late = self.review(cast, TODAY + timedelta(days=5))
        self.review(cast, TODAY + timedelta(days=6), state="draft")
        self.review(cast, TODAY + timedelta(days=7), state="cancelled")
        self.review(cast, TODAY + timedelta(days=7), kind=MeetingKind.UNION)
        before = self.review(cast, TODAY - timedelta(days=30))
        page = shown(cast)
        assert f"/meetings/{late.pk}/" in page
        assert f'"/meetings/{early.pk}/"' not in page and f'"/meetings/{before.pk}/"' not in page

    def test_what_was_done_before_it_was_not_carried_there(self, cast, decided):
        self.review(cast, TODAY + timedelta(days=5))
        assert "支委会议程" not in shown(cast, state="done")

    def test_who_may_not_read_the_agenda_is_not_told(self, cast, decided):
        self.review(cast, TODAY + timedelta(days=5))
        assert "先办" in shown(cast, "leader")
        assert "支委会议程" not in shown(cast, "leader") and "列入下次会议" not in shown(cast, "leader")


def canaries(cast):
    """{word: who reads it}: items and resolutions of a committee meeting, of an archived one, of others' circles."""
    committee = {"secretary", "committee", "committee_only"}
    members = committee | {"leader", "member"}
    held = make_held(cast)
    action(cast, held, text="甲号事项", owner=cast.people["lawyer"])
    resolve(held, "乙号决议")
    resolve(held, "丙号决议", is_public=True)
    complete = make_complete(cast, hour=8)
    action(cast, complete, text="丁号事项")
    resolve(complete, "戊号决议", votes_for=3)
    resolve(complete, "己号决议", votes_for=3, is_public=True)
    archive_meeting(meeting_id=complete.pk, user=cast.users["secretary"], now=NOW)
    partners = make_held(cast, kind=MeetingKind.PARTNERS)
    action(cast, partners, text="庚号事项")
    resolve(partners, "辛号决议")
    group = make_held(cast, kind=MeetingKind.GROUP, group=cast.group)
    resolve(group, "壬号决议")
    return {
        "甲号事项": committee | {"lawyer"},
        "乙号决议": committee,
        "丙号决议": committee,
        "丁号事项": committee,
        "戊号决议": committee,
        "己号决议": members,
        "庚号事项": committee | {"partner"},
        "辛号决议": committee | {"partner"},
        "壬号决议": members,
    }


@pytest.mark.parametrize("role", ROLES[1:])
def test_nobody_reads_what_is_not_theirs(cast, frozen, role):
    words = canaries(cast)
    pages = "".join(shown(cast, role, state=state) for state in ("open", "late", "done", "resolved", "all"))
    assert {word for word in words if word in pages} == {word for word in words if role in words[word]}


@pytest.mark.parametrize("state", ["open", "all", "resolved"])
def test_the_list_asks_as_much_with_one_row_as_with_three(cast, frozen, state):
    client, asked = cast.client("secretary"), []
    for number in (1, 2, 3):
        meeting = make_held(cast, hour=7 + number, kind=MeetingKind.ASSEMBLY)
        action(cast, meeting, text=f"事项{number}")
        resolve(meeting, f"决议{number}")
        Resolution.objects.create(meeting=meeting, item=meeting.agenda.last(), text=f"另一决议{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/decisions/", {"state": state})
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 14


def test_fifty_are_a_page(cast, frozen):
    meeting = make_held(cast)
    for number in range(51):
        action(cast, meeting, text=f"第{number}件")
    assert len(texts_of(cast)) == 50
    assert "第 1 页，共 2 页" in shown(cast)
    assert len(texts_of(cast, page=2)) == 1
