"""专业组: firm data, entered like the licence, read by the firm, and kept in the history of changes."""

import pytest

from lawfirm_party.common.history import versions_of
from members.models import LONGEST_GROUP, Person
from tests.common.transfer.books import xlsx
from tests.submissions import SUBMISSIONS

from .test_admin_transfer import confirm, preview

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def group_of(world, role="lawyer"):
    return Person.objects.get(pk=world.people[role].pk).practice_group


def enter(world, words="刑事", role="lawyer"):
    person = Person.objects.get(pk=world.people[role].pk)
    person.practice_group = words
    person.save()
    return person


def test_the_form_of_a_person_holds_it(cast):
    answer = SUBMISSIONS["person_new"](cast).send(practice_group=" 刑事 ")
    assert answer.status_code == 302
    assert Person.objects.latest("pk").practice_group == "刑事"


def test_it_is_short(cast):
    answer = SUBMISSIONS["person_new"](cast).send(practice_group="长" * (LONGEST_GROUP + 1))
    assert answer.status_code == 422


@pytest.mark.parametrize("role", ["outsider", "lawyer", "member", "partner", "secretary", "clerk"])
def test_the_firm_reads_it(cast, role):
    person = enter(cast)
    assert "<dt>专业组</dt><dd>刑事</dd>" in cast.client(role).get(person.get_absolute_url()).content.decode()


def test_it_comes_and_goes_in_files(cast):
    clerk = cast.client("clerk")
    columns = ("姓名", "类别", "入所日期", "专业组")
    confirm(clerk, preview(clerk, xlsx(columns, ("单文", "律师", "2026-01-01", "民商事"))))
    assert Person.objects.get(name="单文").practice_group == "民商事"


def test_every_change_is_kept(cast):
    person = enter(cast)
    [version] = [one for one in versions_of(Person, pgh_obj=person.pk) if one.label == "修改"]
    assert version.changes == [("专业组", "空", "刑事")]


def test_the_staff_filters_by_it(cast):
    enter(cast)
    page = cast.client("clerk").get("/admin/members/person/?practice_group=刑事")
    assert [one.name for one in page.context["cl"].result_list] == [cast.people["lawyer"].name]
    assert "?practice_group=%E5%88%91%E4%BA%8B" in page.content.decode()
    assert 'href="?practice_group="' not in page.content.decode()
