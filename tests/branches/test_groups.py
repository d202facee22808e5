"""A 党小组 is founded, put right and dissolved: nobody is left in a group that is no more (R-GRP-1)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branches import commands
from branches.forms import DissolveForm, GroupChangeForm, GroupDataForm
from branches.models import PartyGroup
from lawfirm_party.common.models import AuditEntry
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import row_version
from members.commands.facts import place_in_group
from members.models import GroupMembership
from tests import factories
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


@pytest.fixture
def branch():
    return factories.make_branch(founded_on=date(2006, 5, 1))


@pytest.fixture
def group(branch):
    return factories.make_group(branch, 1)


def found(branch, number=2, name="青年党小组", founded_on=TODAY):
    words = {"number": number, "name": name, "founded_on": founded_on}
    return commands.found_group(user=None, branch_id=branch.pk, now=NOW, **words)


def dissolve(group, day=DAY, version=None):
    return commands.dissolve_group(user=None, group_id=group.pk, dissolved_on=day, now=NOW, version=version)


def test_a_group_is_founded_and_written_down(branch, group):
    new = found(branch)
    assert PartyGroup.objects.get(number=2) == new
    assert AuditEntry.objects.get().thing == f"group:{new.pk}:founded"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"number": 1}, "number"),
        ({"name": "第一党小组"}, "name"),
        ({"founded_on": date(2006, 4, 30)}, "founded_on"),
    ],
)
def test_a_number_a_name_and_a_day_that_cannot_be(branch, group, words, field):
    with pytest.raises(Refusal) as raised:
        found(branch, **words)
    assert raised.value.field == field
    assert PartyGroup.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_the_number_of_a_dissolved_group_stays_its_own_but_its_name_is_free(branch, group):
    dissolve(group, TODAY)
    with pytest.raises(Refusal, match="序号 1 已经用于第一党小组"):
        found(branch, number=1)
    assert found(branch, name="第一党小组").pk


def test_the_day_of_founding_is_not_after_who_was_in_it(branch, group):
    factories.make_member(branch, group=group)
    words = {"number": 1, "name": "第一党小组", "founded_on": TODAY, "now": NOW}
    with pytest.raises(Refusal) as raised:
        commands.change_group(user=None, group_id=group.pk, **words)
    assert raised.value.field == "founded_on"


def test_a_group_changed_meanwhile_is_a_conflict(group):
    version = row_version(PartyGroup.objects.get(pk=group.pk))
    PartyGroup.objects.filter(pk=group.pk).update(name="别的")
    with pytest.raises(Conflict):
        dissolve(group, version=version)
    with pytest.raises(Conflict):
        commands.change_group(
            user=None, group_id=group.pk, number=1, name="新", founded_on=TODAY, now=NOW, version=version
        )


def test_who_leaves_on_the_day_of_the_end_does_not_hold_it_up(branch, group):
    person = factories.make_member(branch, group=group)
    rows = GroupMembership.objects.filter(person=person)
    rows.update(until=date(2026, 12, 2))
    with pytest.raises(Refusal, match="还有 1 人"):
        dissolve(group)
    rows.update(until=DAY)
    assert dissolve(group).dissolved_on == DAY


def test_of_many_people_five_are_named(branch, group):
    for _ in range(6):
        factories.make_member(branch, group=group)
    with pytest.raises(Refusal) as raised:
        dissolve(group)
    assert "还有 6 人" in raised.value.sentence
    assert raised.value.sentence.count("测试员") == 5 and "等。" in raised.value.sentence


def test_a_group_does_not_end_before_it_begins(group):
    with pytest.raises(Refusal) as raised:
        dissolve(group, group.founded_on)
    assert raised.value.field == "dissolved_on"


def test_the_admin_site_is_held_to_the_same_and_a_day_that_stood_there_is_not_judged_again(branch, group):
    factories.make_member(branch, group=group)
    group.dissolved_on = DAY
    with pytest.raises(ValidationError, match="还有 1 人"):
        group.full_clean()
    PartyGroup.objects.filter(pk=group.pk).update(dissolved_on=DAY)
    group.name = "改了名"
    group.full_clean()


@pytest.mark.parametrize(("until", "field"), [(None, "until"), (date(2026, 12, 2), "until"), (DAY, None)])
def test_nobody_is_put_into_a_group_beyond_its_end(branch, group, until, field):
    group = dissolve(group)
    person = factories.make_member(branch)
    row = GroupMembership(person=person, group=group, since=TODAY, until=until)
    if field is None:
        row.full_clean()
        return
    with pytest.raises(ValidationError) as raised:
        row.full_clean()
    assert raised.value.message_dict[field] == ["该党小组从2026年12月1日起撤销，不能编到那以后。"]


def test_a_row_that_was_there_before_the_end_may_be_looked_at_and_ended(branch, group):
    row = factories.make_member(branch, group=group).group_memberships.get()
    PartyGroup.objects.filter(pk=group.pk).update(dissolved_on=DAY)
    row.refresh_from_db()
    row.full_clean()
    row.until = DAY
    row.full_clean()
    row.until = date(2026, 12, 2)
    with pytest.raises(ValidationError, match="不能编到那以后"):
        row.full_clean()


def test_who_chose_a_group_that_was_dissolved_meanwhile_is_refused(branch, group):
    person, before = factories.make_member(branch), PartyGroup.objects.get(pk=group.pk)
    dissolve(group, TODAY)
    with pytest.raises(Refusal) as raised:
        place_in_group(
            person_id=person.pk, group=before, since=TODAY, by=factories.make_user("clerk"), now=NOW
        )
    assert raised.value.field == "since"


# ---- the forms


def test_the_form_of_a_group_opens_as_it_stands(group):
    form = GroupChangeForm(group=group)
    assert (form["name"].value(), form["number"].value()) == ("第一党小组", 1)
    assert form["version"].value() == row_version(group)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"name": "长" * 31}, "name"), ({"number": "100"}, "number"), ({"founded_on": "2026-02-30"}, "founded_on")],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_at_its_field(changes, field):
    form = GroupDataForm({"name": "青年党小组", "number": "2", "founded_on": "2026-11-18", **changes})
    assert list(form.errors) == [field]


def test_only_a_group_with_an_end_may_be_left_without_one(group):
    data = {"dissolved_on": "", "version": str(row_version(group))}
    assert not DissolveForm(data, group=group, today=TODAY).is_valid()
    group.dissolved_on = DAY
    assert DissolveForm(data, group=group, today=TODAY).is_valid()
