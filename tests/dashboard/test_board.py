"""The year board, the page of a cell, and who may read and write them."""

from datetime import date

import pytest

from activities.meetings.choices import MeetingState
from activities.meetings.commands.explain import CHANGED_MEANWHILE, NO_TEXT
from activities.meetings.models import Explanation
from branches.choices import MeetingKind
from lawfirm_party.common.forms import TOO_LONG
from tests.conftest import NOW
from tests.factories import make_meeting, numbers

pytestmark = pytest.mark.django_db
CELL = "/board/explain/?kind=committee&period=2026-10"


def text_of(response):
    return response.content.decode()


def archived(cast, kind, day, **fields):
    return make_meeting(
        cast.branch, kind, day, state=MeetingState.ARCHIVED, number=next(numbers), archived_at=NOW, **fields
    )


def explained(cast, text="书记在外培训"):
    return Explanation.objects.create(
        branch=cast.branch,
        kind=MeetingKind.COMMITTEE,
        period="2026-10",
        text=text,
        by=cast.users["secretary"],
        at=NOW,
    )


def post(cast, role="secretary", path=CELL, **data):
    return cast.client(role).post(path, {"nonce": "n", "version": "0", **data})


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("secretary", 200),
        ("committee", 200),
        ("member", 200),
        ("leader", 200),
        ("outsider", 200),
        ("partner", 404),
        ("lawyer", 404),
        ("clerk", 404),
        ("admin", 404),
        ("anonymous", 302),
    ],
)
def test_the_board_is_for_party_members_of_a_branch(cast, frozen, role, status):
    for path in ("/board/2026/", "/board/recent/", CELL):
        assert cast.client(role).get(path).status_code == status, path


def test_another_branchs_board_does_not_exist(cast, frozen):
    for branch in (cast.other_branch.pk, 0, 10**40, "x", "²"):
        assert cast.client("member").get(f"/board/2026/?branch={branch}").status_code == 404
    assert cast.client("member").get(f"/board/2026/?branch={cast.branch.pk}").status_code == 200


def test_the_page_has_its_months_its_lines_and_lies_across_the_paper(cast, frozen):
    page = text_of(cast.client("member").get("/board/2026/"))
    assert "2026年度组织生活达标总表" in page
    assert 'class="has-phonebar landscape"' in page
    for words in ("第一党小组会", "每季度1次", "按需", "12月", "图例", "待安排：", "达标率"):
        assert words in page
    assert page.count('colspan="3"') == 8
    assert page.count('colspan="12"') == 2


def test_a_cell_leads_to_its_meeting_or_to_its_own_page(cast, frozen):
    meeting = archived(cast, MeetingKind.COMMITTEE, date(2026, 9, 15))
    page = text_of(cast.client("secretary").get("/board/2026/"))
    assert f'href="/meetings/{meeting.pk}/"' in page
    assert 'href="/board/explain/?kind=committee&amp;period=2026-10"' in page
    assert 'href="/board/explain/?kind=committee&amp;period=2026-09"' not in page


def test_a_member_is_not_led_to_a_meeting_they_may_not_open(cast, frozen):
    hidden = archived(cast, MeetingKind.COMMITTEE, date(2026, 9, 15))
    shown = archived(cast, MeetingKind.ASSEMBLY, date(2026, 9, 16))
    page = text_of(cast.client("member").get("/board/2026/"))
    assert f'href="/meetings/{hidden.pk}/"' not in page
    assert f'href="/meetings/{shown.pk}/"' in page
    cell = text_of(cast.client("member").get("/board/explain/?kind=committee&period=2026-09"))
    assert "另有 1 次会议" in cell


def test_two_meetings_in_one_cell_lead_to_the_cells_page(cast, frozen):
    found = [archived(cast, MeetingKind.ASSEMBLY, date(2026, 9, day)) for day in (1, 2)]
    assert 'kind=assembly&amp;period=2026-Q3"' in text_of(cast.client("secretary").get("/board/2026/"))
    cell = text_of(cast.client("secretary").get("/board/explain/?kind=assembly&period=2026-Q3"))
    assert all(f'href="/meetings/{meeting.pk}/"' in cell for meeting in found)


@pytest.mark.parametrize(
    ("period", "offered", "withheld"),
    [
        ("2026-12", ["/meetings/new/?type"], ["补录已开过的会", "保存说明"]),
        ("2026-11", ["/meetings/new/?type", "补录已开过的会"], ["保存说明"]),
        ("2026-10", ["补录已开过的会", "保存说明"], ["/meetings/new/?type"]),
    ],
)
def test_a_cell_offers_what_fits_its_time(cast, frozen, period, offered, withheld):
    page = text_of(cast.client("secretary").get(f"/board/explain/?kind=committee&period={period}"))
    assert [words for words in [*offered, *withheld] if words in page] == offered
    assert page.count("btn-primary") == 1


def test_the_links_of_a_groups_cell_carry_kind_period_and_group(cast, frozen):
    query = f"kind=group&period=2026-12&group={cast.group.pk}"
    page = text_of(cast.client("leader").get(f"/board/explain/?{query}"))
    assert f"/meetings/new/?type=group&amp;period=2026-12&amp;group={cast.group.pk}" in page


def test_a_cell_names_its_period_and_who_reads_the_explanation(cast, frozen):
    page = text_of(cast.client("secretary").get(CELL))
    assert "2026年10月的要求" in page and "只有支部委员看得到内容" in page


def test_only_the_secretary_explains(cast, frozen):
    assert post(cast, text="委员均在外地开庭").status_code == 302
    assert Explanation.objects.get().text == "委员均在外地开庭"
    for role in ("committee", "member"):
        refused = post(cast, role, text="改写")
        assert refused.status_code == 403
        assert "需要书记的权限" in text_of(refused)
    assert post(cast, "partner", text="改写").status_code == 404


def test_the_reason_is_read_by_the_committee_alone(cast, frozen):
    explained(cast)
    assert "书记在外培训" in text_of(cast.client("committee_only").get(CELL))
    page = text_of(cast.client("member").get(CELL))
    assert "书记在外培训" not in page
    assert "已有说明" in page


@pytest.mark.parametrize(("text", "sentence"), [("", NO_TEXT), (" ", NO_TEXT), ("长" * 301, TOO_LONG)])
def test_a_reason_that_cannot_be_stored_comes_back_with_its_text(cast, frozen, text, sentence):
    response = post(cast, text=text)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert text.strip() in text_of(response)
    assert not Explanation.objects.exists()


def test_a_stale_form_shows_both_texts(cast, frozen):
    explained(cast)
    response = post(cast, text="我的原因")
    assert response.status_code == 409
    for words in (CHANGED_MEANWHILE, "书记在外培训", "我的原因"):
        assert words in text_of(response)
    assert Explanation.objects.get().text == "书记在外培训"


def test_a_double_click_is_one_explanation(cast, frozen):
    client = cast.client("secretary")
    data = {"nonce": "same", "version": "0", "text": "委员外出"}
    assert [client.post(CELL, data).status_code for _ in range(2)] == [302, 302]
    assert Explanation.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=committee",
        "kind=committee&period=2026-13",
        "kind=committee&period=2026-Q4",
        "kind=nothing&period=2026-10",
        "kind=group&period=2026-10",
        "kind=group&period=2026-10&group=" + "9" * 40,
        "kind=group&period=2026-10&group=²",
        "kind=committee&period=0000-01",
    ],
)
def test_a_cell_that_the_board_does_not_have_is_not_found(cast, frozen, query):
    assert cast.client("secretary").get(f"/board/explain/?{query}").status_code == 404


def test_a_foreign_groups_leader_cannot_be_reminded(cast, frozen):
    path = f"/board/nudge/{cast.group.pk}/?period=2026-11"
    assert cast.client("outsider").post(path).status_code == 404
    assert cast.client("member").post(path).status_code == 403
    assert cast.client("secretary").get(path).status_code == 405
    assert cast.client("secretary").post(f"/board/nudge/{cast.group.pk}/?period=x").status_code == 404


@pytest.mark.parametrize("year", [1990, 1999, 2026, 2199])
def test_any_year_of_the_calendar_has_a_board(cast, frozen, year):
    assert cast.client("secretary").get(f"/board/{year}/").status_code == 200


@pytest.mark.parametrize(("role", "queries"), [("secretary", 12), ("member", 13)])
def test_the_board_asks_as_much_with_one_meeting_as_with_three(
    cast, frozen, django_assert_num_queries, role, queries
):
    client = cast.client(role)
    for month in (1, 2, 3):
        archived(cast, MeetingKind.THEME_DAY, date(2026, month, 15))
        client.get("/board/2026/")
        with django_assert_num_queries(queries):
            client.get("/board/2026/")
