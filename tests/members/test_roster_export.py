"""The list of people as a file: exactly what is filtered, as far as the reader may read, and written down."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from lawfirm_party.common.documents.proof import code_of
from lawfirm_party.common.models import AuditEntry
from members.views.roster import NOTHING_TO_EXPORT
from tests import factories
from tests.activities.meetings.record_world import form_on
from tests.conftest import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PHONE, EMAIL, ID_NUMBER = "13700000137", "kanarienvogel@example.com", "11010519491231002X"


def export(cast, role="secretary", **asked):
    return cast.client(role).post("/members/export/", asked)


def sheet_of(response):
    assert response.status_code == 200
    return [list(row) for row in load_workbook(BytesIO(response.content)).active.values]


def table_of(response):
    """[{heading: value}] of the rows of an exported list."""
    _, columns, *rows = sheet_of(response)
    return [dict(zip(columns, row, strict=True)) for row in rows[:-2]]


def words_in(response):
    return "\n".join(str(cell) for row in sheet_of(response) for cell in row)


@pytest.fixture
def known(cast):
    person = cast.people["member"]
    person.phone, person.email, person.licence_number = PHONE, EMAIL, "1" * 17
    person.write_id_number(ID_NUMBER)
    person.save()
    return person


def test_it_holds_what_the_page_shows_over_all_its_pages_in_the_same_order(cast):
    for number in range(60):
        factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}", joined_on=date(2024, 5, 1))
    for asked in (
        {"on": "2024-05-01", "sort": "stroke"},
        {"kind": "lawyer", "q": "张"},
        {"standing": "party"},
    ):
        client, shown = cast.client("secretary"), []
        for page in (1, 2):
            text = client.get("/members/", {**asked, "page": page}).content.decode()
            shown += [
                name
                for name in re.findall(r'<th scope="row" class="nowrap"><a [^>]*>([^<]+)', text)
                if name not in shown
            ]
        table = table_of(export(cast, **asked))
        assert [row["姓名"] for row in table] == shown
        assert [row["序号"] for row in table] == list(range(1, len(shown) + 1))


def test_the_form_on_the_page_sends_what_is_filtered(cast):
    page = cast.client("secretary").get("/members/?kind=trainee&on=2026-10-01&sort=stroke&page=3")
    assert form_on(page, "/members/export/") == {"kind": "trainee", "on": "2026-10-01", "sort": "stroke"}


def test_what_it_says_of_a_member(cast, known):
    row = next(row for row in table_of(export(cast)) if row["姓名"] == known.name)
    assert row.pop("入所日期").date() == date(2015, 1, 1)
    assert row.pop("入党日期").date() == row.pop("转正日期").date() == date(2015, 1, 1)
    assert row == {
        "序号": row["序号"],
        "姓名": "丁党明",
        "类别": "律师",
        "执业证号": "1" * 17,
        "首次执业日期": None,
        "合伙人": None,
        "政治身份": "正式党员",
        "党组织关系": "明信所党支部",
        "党小组": "第一党小组",
        "党内职务": None,
        "党龄（年）": 11,
        "手机": PHONE,
        "邮箱": EMAIL,
    }


def test_on_a_past_day_everything_is_of_that_day(cast):
    rows = {row["姓名"]: row for row in table_of(export(cast, on="2020-01-01"))}
    assert rows["丁党明"]["党龄（年）"] == 5
    assert rows["高书明"]["党内职务"] is None
    assert (rows["郑预明"]["政治身份"], rows["郑预明"]["入党日期"]) == ("群众", None)


def test_who_left_is_exported_with_the_day(cast):
    factories.make_person(cast.firm, "旧同事", left_on=date(2026, 3, 1))
    (row,) = table_of(export(cast, left="1"))
    assert row["离所日期"].date() == date(2026, 3, 1)
    assert "离所日期" not in table_of(export(cast))[0]


CONTACT = {"secretary", "committee", "committee_only", "partner", "clerk", "admin"}
PARTY = {"secretary", "committee", "committee_only", "clerk"}


@pytest.mark.parametrize("role", ROLES[1:])
def test_each_role_finds_what_it_may_read_and_nobody_an_id_number(cast, known, role):
    words = words_in(export(cast, role))
    assert ID_NUMBER not in words
    assert (PHONE in words, EMAIL in words) == (role in CONTACT, role in CONTACT)
    assert ("正式党员" in words, "第一党小组" in words) == (role in PARTY, role in PARTY)
    assert known.licence_number in words


def test_a_committee_finds_nothing_of_the_members_of_another_branch(cast):
    outsider = cast.people["outsider"]
    cast.people["committee_only"].partnerships.all().delete()
    rows = {row["姓名"]: row for row in table_of(export(cast, "committee_only"))}
    assert [rows[outsider.name][name] for name in ("政治身份", "手机", "邮箱", "入党日期")] == [None] * 4
    assert rows["丁党明"]["手机"]
    assert outsider.name not in words_in(export(cast, "committee_only", standing="full"))


def test_an_anonymous_visitor_and_a_link_get_no_file(cast):
    assert export(cast, "anonymous").status_code == 302
    assert cast.client("secretary").get("/members/export/").status_code == 405


def test_it_is_written_down_with_the_code_that_the_file_bears(cast):
    response = export(cast, kind="trainee", on="2026-10-01")
    entry = AuditEntry.objects.get(action="exported")
    code = entry.thing.rpartition(":")[2]
    assert entry.user == cast.users["secretary"]
    assert entry.thing == f"people:2026-10-01:1:{code}"
    foot = sheet_of(response)[-1][0]
    assert foot == (
        f"明信律师事务所　截至2026年10月1日　高书明导出于2026年11月18日 10:00　共1条　校验码 {code}"
    )
    assert len(code) == len(code_of([]))


def test_the_code_changes_with_any_cell(cast):
    one = export(cast, kind="trainee")
    cast.people["probationary"].phone = "13900000000"
    cast.people["probationary"].save()
    two = export(cast, kind="trainee")
    assert sheet_of(one)[-1] != sheet_of(two)[-1]


def test_the_file_has_a_chinese_name_and_no_cache_keeps_it(cast):
    response = export(cast, standing="party", on="2026-10-01")
    name = unquote(response["Content-Disposition"].split("''")[1])
    assert name == "明信律师事务所党支部党员名册 2026-10-01.xlsx"
    assert "no-store" in response["Cache-Control"]
    assert sheet_of(response)[0][0] == "明信律师事务所党支部党员名册"


@pytest.mark.parametrize("asked", [{"q": "没有这个人"}, {"on": "2026-02-30"}, {"on": "2030-01-01"}])
def test_where_there_is_nothing_to_export_there_is_no_file_and_no_line(cast, asked):
    response = export(cast, **asked)
    assert response.status_code == 302
    assert not AuditEntry.objects.filter(action="exported").exists()
    page = cast.client("secretary")
    answer = page.post("/members/export/", asked, follow=True).content.decode()
    assert (NOTHING_TO_EXPORT if "q" in asked else "下面是今天的名册。") in answer


def test_who_is_of_no_firm_has_nothing_to_export(cast):
    cast.users["nobody"] = factories.make_user("nobody")
    assert export(cast, "nobody").status_code == 302


@pytest.mark.parametrize("name", ["=1+1", "+86", "@SUM(A1)", "－1", "\t=2"])
def test_names_that_calculate_are_text(cast, name):
    factories.make_person(cast.firm, name, kind="assistant")
    book = load_workbook(BytesIO(export(cast, kind="assistant").content))
    assert (book.active["B3"].value, book.active["B3"].data_type) == (name.strip(), "s")


def test_the_password_is_asked_for_again_after_five_minutes(cast, time_machine):
    client = cast.client("secretary")
    time_machine.shift(301)
    answer = client.post("/members/export/", {"kind": "lawyer"})
    assert answer.status_code == 422
    assert 'name="kind" value="lawyer"' in answer.content.decode()
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_many_people_take_as_many_queries_as_one(cast, frozen, django_assert_max_num_queries):
    client, counts = cast.client("clerk"), []
    for text in ("丁党明", "明"):
        with django_assert_max_num_queries(20) as captured:
            client.post("/members/export/", {"q": text})
        counts.append(len(captured))
    assert counts[0] == counts[1]
