from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from branches.models import Branch
from lawfirm_party.common.prepared import A_DAY, AN_ID, NAMED, Prepared
from tests.factories import make_branch

pytestmark = pytest.mark.django_db


def names(pk):
    return Branch.objects.filter(pk=pk).values_list("short_name")


def test_the_samples_give_way_to_the_values_of_each_run():
    first, second = make_branch(), make_branch()
    reading = Prepared(names, pk=AN_ID)
    assert reading.rows(pk=first.pk) == [(first.short_name,)]
    assert reading.rows(pk=second.pk) == [(second.short_name,)]
    assert reading.rows(pk=None) == []


def test_one_query_however_often_it_was_made(django_assert_num_queries):
    branch, reading = make_branch(), Prepared(names, pk=AN_ID)
    with django_assert_num_queries(2):
        reading.rows(pk=branch.pk)
        reading.rows(pk=branch.pk)


def test_a_sample_that_the_query_does_not_hold_is_an_error():
    with pytest.raises(ValueError, match="other"):
        Prepared(lambda pk, other: names(pk), pk=AN_ID, other=AN_ID + 1).rows(pk=1, other=2)


def test_a_value_cannot_break_out_of_its_place():
    branch = make_branch()
    reading = Prepared(lambda name: Branch.objects.filter(short_name=name).values_list("pk"), name="样本")
    assert reading.rows(name=branch.short_name) == [(branch.pk,)]
    assert reading.rows(name="' OR 1=1 --") == []


def test_a_list_of_any_length_takes_the_place_of_one_sample(django_assert_num_queries):
    branches = [make_branch() for _ in range(3)]
    reading = Prepared(
        lambda pks: Branch.objects.filter(pk__in=[pks]).order_by("pk").values_list("pk"), pks=AN_ID
    )
    with django_assert_num_queries(3):
        assert reading.rows(pks=[branch.pk for branch in branches[:2]]) == [(b.pk,) for b in branches[:2]]
        assert reading.rows(pks=[branches[2].pk]) == [(branches[2].pk,)]
        assert reading.rows(pks=[]) == []


def test_a_value_among_others_that_are_given_one_by_one():
    branches = [make_branch() for _ in range(3)]
    reading = Prepared(
        lambda one, two: Branch.objects.filter(pk__in=[one, two]).order_by("pk").values_list("pk"),
        one=AN_ID,
        two=AN_ID + 1,
    )
    assert reading.rows(one=branches[0].pk, two=branches[2].pk) == [(branches[0].pk,), (branches[2].pk,)]


def statements(reading, **values):
    with CaptureQueriesContext(connection) as captured:
        rows = reading.rows(**values)
    return rows, [query["sql"].split()[0] for query in captured]


def test_it_is_planned_once_by_each_connection():
    branch, reading = make_branch(), Prepared(names, pk=AN_ID)
    told = [(branch.short_name,)]
    assert statements(reading, pk=branch.pk) == (told, ["PREPARE"])
    assert statements(reading, pk=branch.pk) == (told, ["EXECUTE"])
    NAMED.clear()
    assert statements(reading, pk=branch.pk) == (told, ["PREPARE"])


def test_a_rollback_and_a_first_run_that_failed_leave_it_usable():
    branch = make_branch()
    reading = Prepared(lambda day: Branch.objects.filter(founded_on=day).values_list("pk"), day=A_DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        reading.rows(day="no day")
    with transaction.atomic():
        assert reading.rows(day=branch.founded_on) == [(branch.pk,)]
        transaction.set_rollback(True)
    assert statements(reading, day=branch.founded_on) == ([(branch.pk,)], ["EXECUTE"])
    assert reading.rows(day=date(1900, 1, 1)) == []


def test_behind_a_pool_every_statement_stands_for_itself(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    branches = [make_branch() for _ in range(2)]
    reading = Prepared(
        lambda pks: Branch.objects.filter(pk__in=[pks]).order_by("pk").values_list("pk"), pks=AN_ID
    )
    told = [(branch.pk,) for branch in branches]
    for _ in range(2):
        assert statements(reading, pks=[branch.pk for branch in branches]) == (told, ["SELECT"])
    assert reading.rows(pks=[]) == []
