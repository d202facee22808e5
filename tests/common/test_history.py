"""The history of changes: caught whatever door was used, shown in Chinese, and never with what it must not hold."""

import sys
from datetime import date
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader
from django.test import RequestFactory
from django.urls import reverse

from activities.meetings.models import Meeting
from branches.models import PartyGroup
from lawfirm_party.common import history
from lawfirm_party.common.history import version_model, versions_of
from members.models import Membership, PartyStanding, Person, Restriction
from tests import factories

pytestmark = pytest.mark.django_db


def tables():
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_tracked_model") and model.pgh_tracked_model
    ]


def told(row, **where):
    return [(one.label, one.changes) for one in versions_of(type(row), pgh_obj=row.pk, **where)]


def history_page(cast, role, row):
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    return cast.client(role).get(reverse(f"admin:{name}_history", args=[row.pk]))


class TestWhatIsCaught:
    def test_a_row_that_is_saved(self, cast):
        group = factories.make_group(cast.branch, 2)
        group.name = "青年党小组"
        group.save()
        assert told(group)[0] == ("修改", [("名称", "第二党小组", "青年党小组")])
        assert told(group)[-1][0] == "增加"

    def test_where_meetings_are_told_and_what_a_term_rests_on(self, cast):
        setting = factories.make_branch().kind_settings.create(
            kind="lecture", every="quarter", since=date(2026, 1, 1)
        )
        type(setting).objects.update(by_robot=False)
        assert told(setting)[0] == ("修改", [("同时发到群里", "是", "否")])
        type(cast.term).objects.update(document_number="省直党委〔2026〕8号")
        assert told(cast.term)[0] == ("修改", [("文号", "空", "省直党委〔2026〕8号")])

    def test_a_column_that_is_kept_later_tells_what_stood_there(self, cast):
        setting = cast.branch.kind_settings.create(
            kind="lecture", every="quarter", since=date(2026, 1, 1), by_robot=False
        )
        cast.branch.kind_settings.create(kind="study", every="month", since=date(2026, 1, 1))
        table = version_model(type(setting))
        with pgtrigger.ignore("branches.KindSettingVersion:append_only"):
            table.objects.update(by_robot=True)
        migration = import_module("branches.migrations.0004_history_of_group_messages")
        with connection.schema_editor() as editor:
            migration.tell_what_was_off(apps, editor)
        assert dict(table.objects.values_list("kind", "by_robot")) == {"lecture": False, "study": True}

    def test_an_update_of_many_and_a_bulk_insert(self, cast):
        Membership.objects.filter(branch=cast.other_branch).update(relation="outflow")
        row = Membership.objects.get(branch=cast.other_branch)
        assert told(row)[0] == ("修改", [("组织关系", "组织关系在本支部", "流出党员")])
        person = cast.people["lawyer"]
        [row] = PartyStanding.objects.bulk_create(
            [PartyStanding(person=person, standing="activist", since=date(2026, 1, 1))]
        )
        assert told(row) == [
            (
                "增加",
                [("人员", "", "卫律明"), ("政治身份", "", "入党积极分子"), ("开始日期", "", "2026年1月1日")],
            )
        ]

    def test_a_row_that_is_deleted(self, cast):
        row = Restriction.objects.create(
            person=cast.people["member"], kind="correction", since=date(2026, 1, 1)
        )
        number = row.pk
        Restriction.objects.all().delete()
        found = versions_of(Restriction, pgh_obj=number)
        assert [one.label for one in found] == ["删除", "增加"]

    def test_raw_sql(self, cast):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE members_person SET left_on = '2026-12-01' WHERE name = '丁党明'")
        assert told(cast.people["member"])[0] == ("修改", [("离所日期", "空", "2026年12月1日")])

    def test_what_is_not_kept_makes_no_version(self, cast):
        person = cast.people["member"]
        before = len(told(person))
        person.phone, person.email = "13900000001", "neu@example.com"
        person.write_id_number("11010519491231002X")
        person.save()
        assert len(told(person)) == before

    def test_a_version_is_only_ever_added(self, cast):
        table = version_model(Person)
        for change in (lambda: table.objects.update(name="改"), lambda: table.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestWhatIsNeverKept:
    def test_no_table_has_a_column_for_it(self):
        kept = {
            (table.pgh_tracked_model.__name__, one.name) for table in tables() for one in table._meta.fields
        }
        names = {name for _, name in kept}
        assert (
            names
            & {
                *("password", "last_login", "id_number_sealed", "id_number_index", "phone", "email"),
                *("discussion", "leave_reason"),
            }
            == set()
        )
        assert {model for model, _ in kept} & {"User", "LeaveRequest", "Attendance", "Session"} == set()

    def test_everything_that_matters_is_kept(self):
        assert {table.pgh_tracked_model.__name__ for table in tables()} == {
            *("Firm", "Branch", "PartyGroup", "BranchSetting", "KindSetting"),
            *("Person", "PartyStanding", "Restriction", "DutyExemption", "Membership", "GroupMembership"),
            *("CommitteeTerm", "Seat", "Partner", "Meeting", "AgendaItem", "Resolution", "ActionItem"),
            *("Appraisal", "Handling", "Measure"),
        }


class TestRequestNumber:
    def ask(self, address, method="post"):
        request = getattr(RequestFactory(), method)(address)
        request.number = "ab12cd34"

        def change(request):
            PartyGroup.objects.update(name="改名党小组")

        history.number_in_history(change)(request)
        return version_model(PartyGroup).objects.order_by("pgh_id").last().pgh_context

    def test_a_change_carries_the_number_of_its_request_and_nothing_else(self, cast):
        assert self.ask("/members/") == {"request": "ab12cd34"}

    @pytest.mark.parametrize("address", ["/r/token/", "/accounts/password/new/", "/cal/token/"])
    def test_pages_behind_a_mailed_link_leave_none(self, cast, address):
        assert self.ask(address) is None

    def test_it_is_said_on_the_page(self, cast, frozen):
        client = cast.client("clerk")
        address = reverse("admin:branches_partygroup_change", args=[cast.group.pk])
        data = {"branch": cast.branch.pk, "number": 1, "name": "青年党小组", "founded_on": "2015-01-01"}
        answer = client.post(address, data)
        assert answer.status_code == 302
        assert answer["X-Request-Number"] in history_page(cast, "clerk", cast.group).content.decode()


class TestPage:
    def test_it_tells_what_changed_from_what_to_what(self, cast, frozen):
        Person.objects.filter(pk=cast.people["member"].pk).update(name="丁党朗")
        page = history_page(cast, "clerk", cast.people["member"]).content.decode()
        assert "姓名：<del>丁党明</del> → <ins>丁党朗</ins>" in page
        assert "党内身份 · 增加" in page and "政治身份：正式党员" in page

    def test_who_keeps_no_party_data_reads_none_of_it(self, cast, frozen):
        page = history_page(cast, "admin", cast.people["member"]).content.decode()
        assert "姓名：丁党明" in page
        assert "党内身份" not in page and "正式党员" not in page

    def test_of_a_meeting_only_what_its_page_shows(self, cast, frozen):
        meeting = factories.make_meeting(cast.branch)
        Meeting.objects.filter(pk=meeting.pk).update(place="二号会议室", cancel_reason="书记出差")
        page = history_page(cast, "clerk", meeting).content.decode()
        assert "二号会议室" in page and "书记出差" not in page

    def test_another_firms_history_is_not_there(self, cast, frozen):
        stranger = factories.make_person(factories.make_firm(), "外所人")
        assert history_page(cast, "clerk", stranger).status_code == 302

    def test_it_only_shows(self, cast, frozen):
        name = reverse("admin:members_person_history", args=[cast.people["member"].pk])
        before = version_model(Person).objects.count()
        cast.client("clerk").post(name, {"name": "x"})
        assert version_model(Person).objects.count() == before

    def test_it_asks_the_same_however_long_it_is(self, cast, frozen, django_assert_max_num_queries):
        person = cast.people["member"]
        for number in range(5):
            Person.objects.filter(pk=person.pk).update(name=f"丁{number}")
        with django_assert_max_num_queries(36):
            history_page(cast, "clerk", person)

    def test_a_founding_day_may_still_move_after_the_history_has_older_ones(self, cast):
        branch = factories.make_branch(cast.firm, founded_on=date(2001, 1, 1))
        branch.founded_on = date(2002, 1, 1)
        branch.full_clean()


def test_what_stood_before_is_the_first_version(cast):
    """What the migrations do on a populated database."""
    history.keep_first_versions(apps, connection.schema_editor(), "branches", "PartyGroup")
    [first, *_] = versions_of(PartyGroup, pgh_obj=cast.group.pk)
    assert version_model(PartyGroup).objects.filter(pgh_label="stood").count() == PartyGroup.objects.count()
    assert first.label == "增加"


def test_every_history_begins_with_what_stands():
    """Each table of versions is filled by the migration that makes it, unless the one that makes the table itself does."""
    begun = set()
    for (app, _), migration in MigrationLoader(connection).disk_migrations.items():
        if app in {"branches", "members", "activities"}:
            made = {one.name for one in migration.operations if isinstance(one, CreateModel)}
            filled = getattr(sys.modules[type(migration).__module__], "MODELS", ())
            begun |= {(app, name) for name in (*filled, *(one for one in made if f"{one}Version" in made))}
    assert begun == {(table._meta.app_label, table.pgh_tracked_model.__name__) for table in tables()}
