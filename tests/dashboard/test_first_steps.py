"""The checklist of a new branch: done by facts, for who starts the program, gone with the first meeting."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.meetings.choices import MeetingKind
from branches.models import Branch, KindSetting
from lawfirm_party.dashboard.queries import first_steps as panel
from members import commands
from members.choices import SeatRole
from members.models import User
from tests import factories
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db

HEADING = "开始使用：五步"


@pytest.fixture
def first_admin(frozen):
    """The program as the first-run page leaves it."""
    return commands.set_up(
        data={
            "firm_name": "甲乙律师事务所",
            "firm_short_name": "甲乙所",
            "firm_founded_on": date(2000, 1, 1),
            "branch_name": "甲乙律师事务所党支部",
            "branch_short_name": "甲乙所党支部",
            "superior": "",
            "branch_founded_on": date(2001, 1, 1),
            "person_name": "周管明",
            "person_email": "",
            "username": "zhou",
            "password": "feng-chui-mai-lang-9",
        },
        now=NOW,
    )


def steps(user):
    fresh = User.objects.get(pk=user.pk)
    return panel.first_steps(fresh, TODAY, Branch.objects.first() if fresh.person.seats.exists() else None)


def done(user):
    return [step.done for step in steps(user)]


def home(user):
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def test_each_step_is_done_by_its_facts(first_admin):
    branch = Branch.objects.get()
    assert done(first_admin) == [False] * 5
    factories.make_person(branch.firm)
    assert done(first_admin) == [True, False, False, False, False]
    member = factories.make_member(branch)
    assert done(first_admin) == [True, True, False, False, False]
    factories.make_seat(factories.make_term(branch), member, SeatRole.SECRETARY)
    assert done(first_admin) == [True, True, True, False, False]
    KindSetting.objects.create(branch=branch, kind=MeetingKind.LECTURE, since=TODAY, every="month")
    assert done(first_admin) == [True, True, True, True, False]
    factories.make_meeting(branch)
    assert steps(first_admin) == []


def test_the_first_open_step_is_the_filled_button_of_the_home(first_admin):
    page = home(first_admin)
    assert HEADING in page
    assert page.count("btn-primary") == 1
    assert "/admin/members/person/add/" in page
    assert [step.title for step in steps(first_admin) if step.first_open] == ["人员录入"]


def test_only_a_secretary_is_sent_to_schedule_the_first_meeting(cast, frozen):
    meeting = panel.first_steps(cast.users["secretary"], TODAY, cast.branch)[-1]
    assert (meeting.button, meeting.url) == ("安排会议", "/meetings/new/?type=committee")
    meeting = panel.first_steps(cast.users["admin"], TODAY)[-1]
    assert (meeting.button, meeting.reason) == ("", panel.SECRETARY_SCHEDULES)


def test_who_may_not_enter_a_fact_reads_who_does(cast, frozen):
    for role in ("secretary", "admin"):
        found = panel.first_steps(cast.users[role], TODAY, cast.branch if role == "secretary" else None)
        assert (found[1].button, found[1].reason) == ("", panel.CLERK_ENTERS)
    assert found[0].button == "登记"


@pytest.mark.parametrize(
    "role", ["member", "leader", "partner", "lawyer", "outsider", "committee_only", "clerk"]
)
def test_nobody_else_sees_the_list(cast, frozen, role):
    assert HEADING not in home(cast.users[role])


def test_a_branch_that_has_met_is_not_asked_about(cast, frozen):
    assert HEADING in home(cast.users["secretary"])
    factories.make_meeting(cast.branch)
    with CaptureQueriesContext(connection) as captured:
        assert HEADING not in home(cast.users["secretary"])
    assert not [
        query for query in captured if "branches_kindsetting" in query["sql"] and "EXISTS" in query["sql"]
    ]
