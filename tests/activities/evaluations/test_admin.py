"""The totals of years that were evaluated on paper: the clerk enters them, once a year and branch."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from activities.admin import NO_SUCH_YEAR
from activities.evaluations.models import NOBODY_GRADED, YearTotals
from branches.models import Branch
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

ADD = reverse("admin:activities_yeartotals_add")
NONE = {"excellent": 0, "qualified": 0, "basic": 0, "unqualified": 0}


def send(world, role="clerk", **values):
    given = {"branch": world.branch.pk, "year": 2019, **NONE, "excellent": 6, "qualified": 14, **values}
    return world.client(role).post(ADD, given)


@pytest.mark.parametrize("role", ["clerk", "admin"])
def test_the_staff_enters_a_year(cast, role):
    assert send(cast, role).status_code == 302
    totals = YearTotals.objects.get()
    assert (totals.branch, totals.year, totals.excellent, totals.qualified) == (cast.branch, 2019, 6, 14)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"excellent": 0, "qualified": 0}, NOBODY_GRADED),
        ({"year": 1989}, NO_SUCH_YEAR),
        ({"year": 2200}, NO_SUCH_YEAR),
    ],
)
def test_what_cannot_be_is_refused(cast, change, sentence):
    answer = send(cast, **change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not YearTotals.objects.exists()


def test_a_year_is_entered_once(cast):
    assert [send(cast).status_code for _ in range(2)] == [302, 422]


def test_the_database_refuses_a_year_of_nobody(cast):
    with pytest.raises(IntegrityError, match="year_totals_of_somebody"), transaction.atomic():
        YearTotals.objects.create(branch=cast.branch, year=2019, excellent=0, qualified=0)


def test_another_firm_is_out_of_reach(cast):
    other = factories.make_branch(
        factories.make_firm(name="外地律师事务所", short_name="外地所"), name="外支部"
    )
    assert Branch.objects.filter(pk=other.pk).exists()
    assert send(cast, branch=other.pk).status_code == 422


def test_the_admin_site_lists_it_under_its_own_heading(cast):
    assert "评议" in cast.client("clerk").get("/admin/").content.decode()
