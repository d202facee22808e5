"""Sort and search keys of names."""

import pytest
from pypinyin import Style, lazy_pinyin

from members.names import SURNAMES, initials_of, pinyin_of, respelled, stroke_rank_of, syllables_of


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


# Surnames as 新华字典 and《姓氏词典》 read them; pypinyin takes each of these for the everyday word.
MISREAD = {
    "单": "shan", "曾": "zeng", "查": "zha", "解": "xie", "仇": "qiu", "朴": "piao", "区": "ou", "翟": "zhai",
    "盖": "ge", "乐": "yue", "缪": "miao", "覃": "qin", "员": "yun", "折": "she", "隗": "wei", "黑": "he",
    "秘": "bi", "召": "shao", "种": "chong", "重": "chong", "祭": "zhai", "都": "du", "薄": "bo", "阚": "kan",
    "牟": "mu", "能": "nai", "佴": "nai", "乜": "nie", "洗": "xian", "卜": "bu", "句": "gou", "粘": "nian",
    "么": "yao", "颉": "xie", "郇": "xun", "藏": "zang", "繁": "po", "适": "kuo", "圈": "juan", "难": "ning",
    "贠": "yun", "番": "pan", "蔚": "yu",
}  # fmt: skip
# These it reads right today, in a name of its own; the map keeps it so.
READ_RIGHT = {
    "任": "ren", "尉": "wei", "华": "hua", "纪": "ji", "宁": "ning", "冼": "xian", "柏": "bai", "车": "che",
    "晁": "chao", "谌": "chen", "褚": "chu", "费": "fei", "葛": "ge", "过": "guo", "令": "ling", "逯": "lu",
    "那": "na", "宓": "mi", "逄": "pang", "瞿": "qu", "沈": "shen", "干": "gan", "宿": "su", "谷": "gu",
    "燕": "yan", "应": "ying", "於": "yu", "臧": "zang", "郗": "xi", "相": "xiang",
}  # fmt: skip


@pytest.mark.parametrize(("surname", "pinyin"), [*MISREAD.items(), *READ_RIGHT.items()])
def test_seventy_surnames_are_read_as_such_whatever_follows(surname, pinyin):
    assert SURNAMES[surname] == pinyin
    for given in ("明", "重阳", "长乐"):
        assert syllables_of(surname + given)[0] == pinyin


@pytest.mark.parametrize("surname", MISREAD)
def test_the_map_is_needed_for_those_that_are_misread(surname):
    assert lazy_pinyin(surname, style=Style.NORMAL)[0] != MISREAD[surname]


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("尉迟明", "yu chi ming"),
        ("万俟明", "mo qi ming"),
        ("长孙明", "zhang sun ming"),
        ("澹台明", "tan tai ming"),
        ("单于明", "chan yu ming"),
        ("乐正明", "yue zheng ming"),
        ("令狐明", "ling hu ming"),
        ("宇文明", "yu wen ming"),
        ("夏侯明", "xia hou ming"),
        ("诸葛明", "zhu ge ming"),
        ("皇甫明", "huang fu ming"),
        ("呼延明", "hu yan ming"),
        ("尉明", "wei ming"),
        ("乐明", "yue ming"),
        ("单明于", "shan ming yu"),
    ],
)
def test_surnames_of_two_characters_are_read_whole(name, pinyin):
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


@pytest.mark.django_db
def test_a_spelling_that_somebody_mended_is_kept():
    from tests import factories

    person = factories.make_person(factories.make_firm(), "长明", pinyin="Chang  Ming")
    person.phone = "13900000000"
    person.save()
    assert (person.pinyin, person.initials) == ("chang ming", "cm")


@pytest.mark.parametrize(
    ("name", "old_name", "old_pinyin", "pinyin"),
    [
        ("曾武", "单文", "shan wen", "zeng wu"),
        ("单武", "单文", "chan wen", "chan wu"),
        ("单文斌", "单文", "chan wen", "chan wen bin"),
        ("曾文", "单文", "chan wen", "zeng wen"),
        ("单于明", "单明", "shan ming", "chan yu ming"),
        ("高文", "", "", "gao wen"),
        ("高文A", "高明", "gao ming", "gao wen a"),
        ("高武", "高文A", "gao wen a b", "gao wu"),
    ],
)
def test_a_changed_name_is_read_anew_but_for_what_was_spelled_by_hand(name, old_name, old_pinyin, pinyin):
    assert respelled(name, old_name, old_pinyin) == pinyin
