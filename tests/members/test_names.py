"""Sort and search keys of names."""

import pytest

from members.names import initials_of, pinyin_of, stroke_rank_of


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("高文", "gao wen"),
        ("单明", "shan ming"),
        ("曾理", "zeng li"),
        ("查文", "zha wen"),
        ("解放", "xie fang"),
        ("仇和", "qiu he"),
        ("朴正", "piao zheng"),
        ("任重", "ren zhong"),
        ("尉迟恭", "yu chi gong"),
        ("欧阳明", "ou yang ming"),
    ],
)
def test_surnames_are_read_as_surnames(name, pinyin):
    assert pinyin_of(name) == pinyin


def test_initials():
    assert initials_of("gao wen") == "gw"
    assert initials_of("") == ""


def test_stroke_order_of_surnames():
    names = ["高书明", "陈长明", "李组明", "王宣明", "丁党明"]
    assert sorted(names, key=stroke_rank_of) == ["丁党明", "王宣明", "李组明", "陈长明", "高书明"]


def test_an_unknown_character_stands_last():
    assert stroke_rank_of("高") < stroke_rank_of("x")


@pytest.mark.django_db
def test_a_person_is_saved_with_its_keys():
    from tests import factories

    person = factories.make_person(factories.make_firm(), " 单文 ")
    assert (person.name, person.pinyin, person.initials) == ("单文", "shan wen", "sw")
    assert person.stroke_rank == stroke_rank_of("单文")
