"""What the fields say, and what the database says when nobody asked the fields."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branches import models
from branches.models import Branch, BranchSetting, Firm, KindSetting, PartyGroup
from tests import factories

pytestmark = pytest.mark.django_db


def errors_of(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def test_a_firm_turns_into_a_partnership_after_it_was_founded():
    firm = factories.make_firm()
    firm.partnership_since = date(1994, 2, 28)
    assert errors_of(firm) == {"partnership_since": [models.BEFORE_FIRM]}
    firm.partnership_since = date(1994, 3, 1)
    firm.full_clean()


@pytest.mark.parametrize("day", [date(2000, 2, 28), date(2000, 3, 1)])
def test_a_branch_ends_after_it_began(day):
    branch = factories.make_branch()
    branch.dissolved_on = day
    assert errors_of(branch)["dissolved_on"] == [models.END_BEFORE_START]
    with pytest.raises(IntegrityError), transaction.atomic():
        Branch.objects.filter(pk=branch.pk).update(dissolved_on=day)


def test_a_group_is_founded_within_its_branch_and_ends_after_it_began():
    branch = factories.make_branch()
    group = PartyGroup(branch=branch, number=1, name="第一党小组", founded_on=date(2000, 2, 29))
    assert errors_of(group)["founded_on"] == [models.BEFORE_FOUNDING]
    group.founded_on = group.dissolved_on = date(2001, 1, 1)
    assert errors_of(group)["dissolved_on"] == [models.END_BEFORE_START]
    with pytest.raises(IntegrityError), transaction.atomic():
        group.save()


@pytest.mark.parametrize("number", [0, 100, 10**40])
def test_group_numbers_are_bounded(number):
    group = PartyGroup(
        branch=factories.make_branch(), number=number, name="党小组", founded_on=date(2001, 1, 1)
    )
    assert "number" in errors_of(group)


def test_two_groups_of_one_branch_have_two_numbers():
    branch = factories.make_branch()
    factories.make_group(branch, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_group(branch, 1)


def test_active_units_of_a_day():
    branch = factories.make_branch(dissolved_on=date(2020, 1, 1))
    group = factories.make_group(branch, founded_on=date(2015, 1, 1), dissolved_on=date(2016, 1, 1))
    assert Branch.objects.active(date(2019, 12, 31)).get() == branch
    assert not Branch.objects.active(date(2020, 1, 1)).exists()
    assert PartyGroup.objects.active(date(2015, 12, 31)).get() == group
    assert not PartyGroup.objects.active(date(2016, 1, 1)).exists()
    assert not PartyGroup.objects.active(date(2014, 12, 31)).exists()
    assert (str(branch), str(group), str(Firm.objects.get())) == (
        branch.name,
        group.name,
        branch.firm.short_name,
    )


def test_a_setting_holds_from_the_founding_of_its_branch_at_the_earliest():
    branch = factories.make_branch()
    for row in (BranchSetting(branch=branch), KindSetting(branch=branch, kind="lecture", every="month")):
        row.since = date(2000, 2, 29)
        assert errors_of(row) == {"since": [models.BEFORE_FOUNDING]}
        row.since = date(2000, 3, 1)
        row.full_clean()


def test_the_founding_is_not_moved_behind_what_is_dated_before_it():
    branch = factories.make_branch()
    branch.founded_on = date(2015, 1, 2)
    branch.full_clean()
    group = factories.make_group(branch, founded_on=date(2015, 1, 2))
    factories.make_member(branch, since=date(2015, 1, 2), group=group)
    for unit, day in ((branch, date(2015, 1, 3)), (group, date(2015, 1, 3))):
        unit.founded_on = day
        assert errors_of(unit)["founded_on"] == [models.EARLIER_ROWS]
        unit.founded_on = date(2015, 1, 2)
        unit.full_clean()
