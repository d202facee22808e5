"""Lists of people in and out of the admin site: previewed, checked like the forms, written whole or not at all."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse

from lawfirm_party.common.models import AuditEntry, PreparedImport
from lawfirm_party.common.tidy import tidy
from lawfirm_party.common.transfer import imports, pages, resources
from members import models
from members.admin import resources as columns
from members.models import GroupMembership, Membership, Partner, PartyStanding, Person
from tests import factories
from tests.common.transfer.books import cells_of, csv_file, xlsx

pytestmark = pytest.mark.django_db

PEOPLE = ("姓名", "执业证号", "类别", "入所日期", "手机", "邮箱")
STANDINGS = ("姓名", "政治身份", "开始日期", "结束日期")
LICENCE = "13701201810000001"


@pytest.fixture
def clerk(cast, frozen):
    return cast.client("clerk")


def address(model, page, *args):
    return reverse(f"admin:{model}_{page}", args=args)


def upload(client, file, model="members_person"):
    return client.post(address(model, "import"), {"file": file})


def preview(client, file, model="members_person"):
    answer = upload(client, file, model)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def kinds(page):
    return {kind: count for kind, _, count in page.context["totals"] if count}


def notes(page):
    return [note for line in page.context["lines"] for note in line.notes]


def confirm(client, page):
    return client.post(page.wsgi_request.path, follow=True)


def person_row(name="单文", licence="", kind="律师", joined="2026-01-01", phone="", email=""):
    return (name, licence, kind, joined, phone, email)


class TestPeople:
    def test_new_people_are_shown_first_and_written_when_confirmed(self, cast, clerk):
        page = preview(
            clerk, xlsx(PEOPLE, person_row(licence=LICENCE), person_row("曾武", joined="2026年2月1日"))
        )
        assert kinds(page) == {"new": 2}
        assert not Person.objects.filter(name="单文").exists()
        answer = confirm(clerk, page)
        assert "已导入：新增 2 条，更新 0 条，跳过 0 条。" in answer.content.decode()
        person = Person.objects.get(name="单文")
        assert (person.firm, person.pinyin, person.licence_number) == (cast.firm, "shan wen", LICENCE)
        assert Person.objects.get(name="曾武").joined_on == date(2026, 2, 1)

    def test_an_import_is_written_down_and_stands_in_the_history_of_each_row(self, cast, clerk):
        confirm(clerk, preview(clerk, csv_file(PEOPLE, person_row())))
        entry = AuditEntry.objects.get(action="imported")
        assert entry.thing.startswith("import:members.person:new1:update0:")
        assert entry.user == cast.users["clerk"]
        log = LogEntry.objects.get(object_id=str(Person.objects.get(name="单文").pk))
        assert (log.user, log.get_change_message()) == (cast.users["clerk"], pages.BY_IMPORT)

    def test_an_export_that_was_edited_comes_back_as_the_edit_alone(self, cast, clerk):
        answer = clerk.post(address("members_person", "export"), {"kind": "csv"})
        edited = answer.content.decode().replace("卫律明,,律师", f"卫律明,{LICENCE},律师")
        page = preview(clerk, file_of(edited.encode(), "人员.csv"))
        assert kinds(page) == {"update": 1, "skip": Person.objects.count() - 1}
        assert notes(page) == [f"执业证号：空 → {LICENCE}"]
        confirm(clerk, page)
        assert Person.objects.get(name="卫律明").licence_number == LICENCE

    def test_somebody_is_known_by_the_licence_and_may_be_renamed(self, cast, clerk):
        person = factories.make_person(cast.firm, "单文", licence_number=LICENCE)
        page = preview(
            clerk, xlsx(("姓名", "执业证号", "类别", "入所日期"), ("单武", LICENCE, "律师", "2015-01-01"))
        )
        assert notes(page) == ["姓名：单文 → 单武", "拼音：shan wen → shan wu"]
        confirm(clerk, page)
        person.refresh_from_db()
        assert (person.name, person.phone != "") == ("单武", True)

    def test_a_namesake_with_another_licence_is_said_to_be_a_new_person(self, cast, clerk):
        factories.make_person(cast.firm, "单文", licence_number=LICENCE)
        page = preview(clerk, xlsx(PEOPLE, person_row(licence="13701201810000002")))
        assert (kinds(page), notes(page)) == ({"new": 1}, [columns.SAME_NAME])

    def test_a_new_address_is_written_down(self, cast, clerk):
        row = ("卫律明", "律师", "2015-01-01", "neu@example.com")
        confirm(clerk, preview(clerk, xlsx(("姓名", "类别", "入所日期", "邮箱"), row)))
        thing = f"person:{cast.people['lawyer'].pk}:email"
        assert AuditEntry.objects.filter(action="address_changed", thing=thing).exists()

    def test_who_leaves_with_something_open_is_named(self, cast, clerk):
        row = ("高书明", "律师", "2015-01-01", "2026-11-01")
        page = preview(clerk, xlsx(("姓名", "类别", "入所日期", "离所日期"), row))
        assert any("还登记着：书记、合伙人" in note for note in notes(page))

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (person_row(licence="12"), "执业证号：执业证号是17位数字。"),
            (person_row(kind="老板"), "类别：“老板”不在可填的内容里：律师、实习人员、律师助理、行政人员。"),
            (person_row(kind=""), "类别：请填写这一项。"),
            (person_row(""), "姓名：请填写这一项。"),
            (person_row(joined="2026-02-30"), "入所日期：“2026-02-30”不是日期，请写成 2026-01-31 这样。"),
            (person_row(joined="9" * 40), f"入所日期：“{'9' * 30}…”不是日期，请写成 2026-01-31 这样。"),
            (person_row(joined="0001-01-01"), "入所日期：日期应在1900年至2199年之间。"),
            (person_row(phone="<script>"), "手机：请填写正确的电话号码。"),
            (person_row(email="x"), "邮箱：请填写正确的邮箱地址。"),
            (person_row("名" * 31), None),
        ],
    )
    def test_a_wrong_line_stops_the_whole_file(self, cast, clerk, row, sentence):
        page = preview(clerk, csv_file(PEOPLE, person_row("好人"), row))
        assert kinds(page) == {"new": 1, "error": 1}
        assert sentence is None or sentence in notes(page)
        answer = clerk.post(page.wsgi_request.path)
        assert answer.status_code == 409
        assert imports.STILL_WRONG in answer.content.decode()
        assert not Person.objects.filter(name="好人").exists()

    def test_one_number_twice_in_a_file_and_one_of_somebody_of_another_firm(self, cast, clerk):
        other = factories.make_firm()
        factories.make_person(other, "外所人", licence_number="13701201810000009")
        rows = [
            person_row(licence=LICENCE),
            person_row("曾武", LICENCE),
            person_row("丙", "13701201810000009"),
        ]
        page = preview(clerk, xlsx(PEOPLE, *rows))
        assert kinds(page) == {"new": 1, "error": 2}
        assert resources.SAME_RECORD.format(number=2) in notes(page)
        assert any("已经登记在别人名下" in note for note in notes(page))

    def test_wrong_lines_come_back_as_a_file_with_the_reason(self, cast, clerk):
        page = preview(clerk, xlsx(PEOPLE, person_row("好人"), person_row("坏人", kind="老板")))
        file = clerk.get(f"{page.wsgi_request.path}errors/")
        headers, row = cells_of(file.content)
        assert headers == [*PEOPLE, "错误原因"]
        assert row[0] == "坏人" and row[-1].startswith("类别：“老板”")
        assert "attachment" in file["Content-Disposition"]

    def test_a_number_of_an_identity_card_has_no_column(self, cast, clerk):
        answer = upload(clerk, xlsx((*PEOPLE, "证件号码"), (*person_row(), "11010519491231002X")))
        assert answer.status_code == 422
        assert "不认识的列：证件号码" in answer.content.decode()
        assert not PreparedImport.objects.exists()

    def test_a_column_that_is_needed_is_named(self, cast, clerk):
        answer = upload(clerk, xlsx(("姓名",), ("甲",)))
        assert "缺少这些列：类别、入所日期" in answer.content.decode()

    def test_a_file_that_is_refused_says_why_on_its_field(self, cast, clerk):
        answer = upload(clerk, xlsx(PEOPLE, person_row("=1+1")))
        assert answer.status_code == 422
        assert "是公式" in answer.content.decode() and "<title>错误：" in answer.content.decode()


def file_of(content, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


class TestConfirming:
    def test_a_double_click_writes_once(self, cast, clerk):
        page = preview(clerk, xlsx(PEOPLE, person_row()))
        confirm(clerk, page)
        again = confirm(clerk, page)
        assert pages.GONE in again.content.decode()
        assert Person.objects.filter(name="单文").count() == 1

    def test_what_changed_since_the_preview_is_shown_before_anything_is_written(self, cast, clerk):
        page = preview(clerk, xlsx(PEOPLE, person_row("卫律明", joined="2015-01-01", phone="13800000000")))
        Person.objects.filter(name="卫律明").update(phone="13999999999")
        answer = clerk.post(page.wsgi_request.path)
        assert answer.status_code == 409
        assert imports.CHANGED in answer.content.decode()
        assert "手机：13999999999 → 13800000000" in notes(answer)
        assert Person.objects.get(name="卫律明").phone == "13999999999"
        assert confirm(clerk, page).status_code == 200
        assert Person.objects.get(name="卫律明").phone == "13800000000"

    def test_the_file_of_a_colleague_is_nobody_elses(self, cast, clerk):
        page = preview(clerk, xlsx(PEOPLE, person_row()))
        other = Client()
        other.force_login(factories.make_user("clerk2", cast.people["fifth"], group="clerk", is_staff=True))
        assert other.post(page.wsgi_request.path).status_code == 302
        assert other.get(f"{page.wsgi_request.path}errors/").status_code == 404
        wrong_list = page.wsgi_request.path.replace("/person/", "/partner/")
        assert clerk.post(wrong_list).status_code == 302
        assert not Person.objects.filter(name="单文").exists()

    def test_a_waiting_file_is_sealed_and_thrown_away_after_a_day(self, cast, clerk, frozen):
        preview(clerk, xlsx(PEOPLE, person_row(phone="13700000137")))
        row = PreparedImport.objects.get()
        assert "13700000137" not in row.sealed and "单文" not in row.sealed
        tidy(now=frozen + timedelta(hours=23))
        assert PreparedImport.objects.exists()
        tidy(now=frozen + timedelta(hours=25))
        assert not PreparedImport.objects.exists()


class TestManyLines:
    @pytest.mark.parametrize(
        ("model", "headers", "row", "each"),
        [
            ("members_person", PEOPLE, lambda n: person_row(f"新人{n}", f"{13701201810000000 + n}"), 3),
            ("members_partystanding", STANDINGS, lambda n: (f"旧人{n}", "申请人", "2026-01-01", ""), 7),
        ],
    )
    def test_a_line_costs_a_few_queries_whatever_else_is_stored(
        self, cast, clerk, model, headers, row, each, django_assert_max_num_queries
    ):
        """F14: five thousand lines are previewed and written well within the time a request has."""
        for number in range(60):
            factories.make_person(cast.firm, f"旧人{number}")
        asked = []
        for count in (20, 60):
            file = csv_file(headers, *[row(number) for number in range(count)])
            with django_assert_max_num_queries(30 + each * count) as captured:
                assert upload(clerk, file, model).status_code == 302
            asked.append(len(captured))
        assert asked[1] - asked[0] <= each * 40


class TestFacts:
    def test_an_overlap_is_the_sentence_of_the_form(self, cast, clerk):
        page = preview(
            clerk, xlsx(STANDINGS, ("丁党明", "停止党籍", "2026-01-01", "")), "members_partystanding"
        )
        assert notes(page) == [
            "开始日期：这段时间与已有的记录重叠：丁党明 正式党员（2015年1月1日起），还没有填结束日期，请先填。"
        ]

    def test_what_ends_makes_room_for_what_begins_in_one_file(self, cast, clerk):
        rows = [
            ("丁党明", "停止党籍", "2026-01-01", "", "〔2026〕8号"),
            ("丁党明", "正式党员", "2015-01-01", "2026-01-01", ""),
        ]
        page = preview(clerk, xlsx((*STANDINGS, "文号"), *rows), "members_partystanding")
        assert kinds(page) == {"new": 1, "update": 1}
        confirm(clerk, page)
        old, new = PartyStanding.objects.filter(person=cast.people["member"]).order_by("since")
        assert {old.ended_by, new.recorded_by} == {cast.users["clerk"]}
        assert new.document_number == "〔2026〕8号"

    def test_two_people_of_one_name_need_the_licence(self, cast, clerk):
        for licence in ("13701201810000001", "13701201810000002"):
            factories.make_person(cast.firm, "单文", licence_number=licence)
        rows = [("单文", "群众", "2026-01-01", "")]
        page = preview(clerk, xlsx(STANDINGS, *rows), "members_partystanding")
        assert notes(page) == [columns.SEVERAL_PEOPLE.format(name="单文")]
        named = (*STANDINGS, "执业证号")
        page = preview(clerk, xlsx(named, (*rows[0], "13701201810000002")), "members_partystanding")
        confirm(clerk, page)
        assert PartyStanding.objects.get(standing="masses").person.licence_number.endswith("2")

    def test_memberships_groups_and_partners_keep_their_own_checks(self, cast, clerk):
        headers = ("姓名", "党支部", "组织关系", "开始日期")
        page = preview(
            clerk,
            xlsx(headers, ("卫律明", cast.branch.name, "组织关系在本支部", "2000-02-01")),
            "members_membership",
        )
        assert notes(page) == [f"开始日期：{models.BEFORE_BRANCH}"]
        page = preview(
            clerk, xlsx(headers, ("卫律明", "明信所党支部", "流入党员", "2026-01-01")), "members_membership"
        )
        confirm(clerk, page)
        assert Membership.objects.get(person=cast.people["lawyer"]).relation == "inflow"
        headers = ("姓名", "党小组", "组长", "开始日期")
        page = preview(
            clerk, xlsx(headers, ("卫律明", "第一党小组", "是", "2026-01-02")), "members_groupmembership"
        )
        assert notes(page)[0].startswith(f"开始日期：{models.SECOND_LEADER.removesuffix('。')}")
        page = preview(
            clerk, xlsx(headers, ("冯外明", "第一党小组", "否", "2026-01-02")), "members_groupmembership"
        )
        assert notes(page) == [f"姓名：{models.OTHER_BRANCH}"]
        confirm(
            clerk,
            preview(
                clerk, xlsx(headers, ("卫律明", "第一党小组", "否", "2026-01-02")), "members_groupmembership"
            ),
        )
        assert GroupMembership.objects.filter(person=cast.people["lawyer"]).exists()
        headers = ("姓名", "主任", "开始日期")
        page = preview(clerk, xlsx(headers, ("卫律明", "是", "2026-01-02")), "members_partner")
        assert notes(page)[0].startswith("开始日期：这段时间已经有主任")
        confirm(clerk, preview(clerk, xlsx(headers, ("卫律明", "否", "2026-01-02")), "members_partner"))
        assert Partner.objects.get(person=cast.people["lawyer"]).firm == cast.firm

    def test_somebody_or_something_of_another_firm_is_not_there(self, cast, clerk):
        other = factories.make_branch()
        factories.make_person(other.firm, "外所人")
        page = preview(clerk, xlsx(STANDINGS, ("外所人", "群众", "2026-01-01", "")), "members_partystanding")
        assert notes(page) == [columns.NO_SUCH_PERSON.format(name="外所人")]
        headers = ("姓名", "党支部", "组织关系", "开始日期")
        page = preview(
            clerk, xlsx(headers, ("卫律明", other.name, "流入党员", "2026-01-01")), "members_membership"
        )
        assert notes(page)[0] == f"党支部：没有找到“{other.name}”。"
        page = preview(clerk, xlsx((*PEOPLE, "律师事务所"), (*person_row(), other.firm.name)))
        assert notes(page)[0] == f"律师事务所：没有找到“{other.firm.name}”。"


class TestExport:
    def sheet(self, client, model="members_person", query="", kind="xlsx"):
        return client.post(address(model, "export") + query, {"kind": kind})

    def test_what_the_list_shows_goes_out_with_its_proof(self, cast, clerk):
        answer = self.sheet(clerk, query="?q=丁党明")
        _, headers, row, footer = cells_of(answer.content)
        assert headers[:2] == ["姓名", "执业证号"] and row[0] == "丁党明"
        entry = AuditEntry.objects.get(action="exported")
        code = entry.thing.rpartition(":")[2]
        assert footer[0].endswith(f"共1条　校验码 {code}") and "蒋录明导出于2026年11月18日 10:00" in footer[0]
        assert entry.thing == f"admin:members.person:1:{code}"

    def test_no_number_of_an_identity_card_goes_out(self, cast, clerk):
        person = cast.people["member"]
        person.write_id_number("11010519491231002X")
        person.save()
        for kind in ("xlsx", "csv"):
            text = (
                str(cells_of(self.sheet(clerk).content))
                if kind == "xlsx"
                else self.sheet(clerk, kind=kind).content.decode()
            )
            assert "11010519491231002X" not in text and person.id_number_sealed not in text
            assert "证件" not in text

    def test_only_the_own_firm_goes_out(self, cast, clerk):
        factories.make_person(factories.make_firm(), "外所人")
        assert "外所人" not in self.sheet(clerk, kind="csv").content.decode()
        assert "外所人" in self.sheet(cast.client("superuser"), kind="csv").content.decode()

    def test_days_go_out_as_days_and_come_back_as_the_same(self, cast, clerk):
        answer = self.sheet(clerk, "members_partystanding")
        row = next(row for row in cells_of(answer.content) if row[0] == "丁党明")
        assert [cell.date() for cell in row if hasattr(cell, "date")] == [date(2015, 1, 1)]
        page = preview(clerk, file_of(answer.content, "党内身份.xlsx"), "members_partystanding")
        assert kinds(page) == {"skip": PartyStanding.objects.count()}

    def test_a_csv_begins_with_the_mark_that_excel_wants(self, cast, clerk):
        answer = self.sheet(clerk, kind="csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "filename*=UTF-8''%E4%BA%BA%E5%91%98.csv" in answer["Content-Disposition"]

    def test_hostile_words_go_out_as_text(self, cast, clerk):
        Person.objects.filter(name="丁党明").update(name="=cmd|' /C calc'!A0")
        assert "'=cmd" in self.sheet(clerk, kind="csv").content.decode()

    @pytest.mark.parametrize("query", ["?joined_on__gte=2026-99-01", "?left_on__isempty=7"])
    def test_a_filter_that_means_nothing_leads_back_to_the_list(self, cast, clerk, query):
        answer = self.sheet(clerk, query=query)
        assert answer["Location"] == f"{address('members_person', 'changelist')}?e=1"
        assert not AuditEntry.objects.filter(action="exported").exists()

    def test_a_format_that_is_none_of_the_list_is_refused(self, cast, clerk):
        assert self.sheet(clerk, kind="json").status_code == 422
        assert not AuditEntry.objects.filter(action="exported").exists()

    def test_the_page_asks_the_same_however_many_rows(self, cast, clerk, django_assert_max_num_queries):
        models_out = ("members_groupmembership", "members_membership", "members_partystanding")

        def asked():
            counts = []
            for model in models_out:
                with django_assert_max_num_queries(14) as captured:
                    assert self.sheet(clerk, model).status_code == 200
                counts.append(len(captured))
            return counts

        few = asked()
        for _ in range(3):
            factories.make_member(cast.branch)
        assert asked() == few

    def test_every_list_has_a_template(self, cast, clerk):
        for model in ("branches_partygroup", "members_person", "members_partystanding", "members_seat"):
            answer = clerk.get(address(model, "import_template"))
            assert cells_of(answer.content)[1][0].startswith("示例：")


class TestRights:
    @pytest.mark.parametrize("model", ["members_partystanding", "members_membership", "members_partner"])
    def test_who_keeps_no_party_data_neither_takes_nor_brings_it(self, cast, frozen, model):
        boss = cast.client("admin")
        assert boss.get(address(model, "export")).status_code == 403
        assert boss.post(address(model, "export"), {"kind": "csv"}).status_code == 403
        for page in ("import", "import_template"):
            assert boss.get(address(model, page)).status_code == 403

    def test_looking_changes_nothing(self, cast, clerk):
        before = AuditEntry.objects.count(), Person.objects.count()
        for page in ("import", "export", "import_template"):
            assert clerk.get(address("members_person", page)).status_code == 200
        assert (AuditEntry.objects.count(), Person.objects.count()) == before


def test_groups_are_known_by_branch_and_number(cast, clerk):
    headers = ("党支部", "序号", "名称", "设立日期")
    rows = [("明信所党支部", 1, "第一党小组", "2015-01-01"), ("明信所党支部", 2, "第二党小组", "2026-01-01")]
    page = preview(clerk, xlsx(headers, *rows), "branches_partygroup")
    assert kinds(page) == {"new": 1, "skip": 1}
    page = preview(
        clerk, xlsx(headers, ("明信所党支部", "x" * 50, "第", "2026-01-01")), "branches_partygroup"
    )
    assert kinds(page) == {"error": 1}


KILLED = """
import os, signal, sys, django
django.setup()
from members.models import Person, User
from lawfirm_party.common import clock
from lawfirm_party.common.transfer import imports, resources
from members.admin.resources import PersonResource

read = PersonResource.read_line
def until_the_end_is_near(self, number, row):
    if number == 150:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(self, number, row)
PersonResource.read_line = until_the_end_is_near
user = User.objects.get(username="clerk")
scope = lambda model: model._default_manager.all().order_by()
resource = PersonResource(user=user, scope=scope, now=clock.now())
imports.confirm(number=sys.argv[1], resource=resource, user=user, now=clock.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing_and_the_file_can_be_confirmed_again():
    """F14, on 200 lines: the one transaction ends with the process."""
    from tests.conftest import make_cast

    cast = make_cast()
    client = cast.client("clerk")
    page = preview(client, csv_file(PEOPLE, *[person_row(f"新人{n}") for n in range(200)]))
    prepared, before = PreparedImport.objects.get(), Person.objects.count()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(prepared.uuid)],
        check=False,
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert Person.objects.count() == before
    assert not AuditEntry.objects.filter(action="imported").exists()
    confirm(client, page)
    assert Person.objects.count() == before + 200


def database_url():
    """The address the tests were given, with the name of the tests' own database."""
    start, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{start.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
