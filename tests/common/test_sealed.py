"""After a change of keys everything is sealed anew, and only then may the old key go (trust.md section 3, row 16)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lawfirm_party.common import crypto
from members.models import Person
from tests.common.test_crypto import ring  # noqa: F401

NUMBERS = ["11010519491231002X", "440106199001011233", "31010119850505121X"]


@pytest.fixture
def people(cast, ring):  # noqa: F811
    ring("1:" + "a" * 64)
    found = [cast.people[role] for role in ("member", "leader", "secretary")]
    for person, number in zip(found, NUMBERS, strict=True):
        person.write_id_number(number)
        person.save()
    return found


def keys_used():
    sealed = Person.objects.exclude(id_number_sealed="").values_list("id_number_sealed", flat=True)
    return {text.partition(":")[0] for text in sealed}


def read_all(people):
    return [Person.objects.get(pk=person.pk).read_id_number() for person in people]


def reseal():
    out = StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def test_all_numbers_move_to_the_new_key_and_the_old_one_may_go(people, ring):  # noqa: F811
    ring("2:" + "b" * 64, "1:" + "a" * 64)
    assert keys_used() == {"1"}
    assert "3 项" in reseal()
    assert keys_used() == {"2"}
    ring("2:" + "b" * 64)
    assert read_all(people) == NUMBERS


def test_a_second_run_finds_nothing_to_do(people, ring):  # noqa: F811
    before = list(Person.objects.order_by("pk").values_list("id_number_sealed", flat=True))
    assert "0 项" in reseal()
    assert list(Person.objects.order_by("pk").values_list("id_number_sealed", flat=True)) == before


def test_what_cannot_be_read_is_named_and_left_and_the_others_are_done(people, ring):  # noqa: F811
    broken = Person.objects.filter(pk=people[0].pk)
    broken.update(id_number_sealed="1:AAAA")
    ring("2:" + "b" * 64, "1:" + "a" * 64)
    out = StringIO()
    with pytest.raises(CommandError, match="旧密钥还不能删"):
        call_command("reseal", stdout=out)
    assert f"members.person:{people[0].pk}:id_number_sealed" in out.getvalue()
    assert broken.get().id_number_sealed == "1:AAAA"
    assert read_all(people[1:]) == NUMBERS[1:]


def test_a_number_is_still_found_and_still_unique_afterwards(people, ring):  # noqa: F811
    ring("2:" + "b" * 64, "1:" + "a" * 64)
    reseal()
    index = crypto.fingerprint(NUMBERS[0], "id_number")
    assert Person.objects.get(id_number_index=index) == people[0]
