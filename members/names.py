"""Sort and search keys of Chinese names: pinyin, initials, and 姓氏笔画."""

from functools import lru_cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

# Surnames whose reading as a name differs from the everyday one.
SURNAMES = {
    "单": "shan", "曾": "zeng", "查": "zha", "解": "xie", "仇": "qiu", "朴": "piao", "任": "ren", "区": "ou",
    "尉": "wei", "盖": "ge", "华": "hua", "纪": "ji", "缪": "miao", "宁": "ning", "乐": "yue", "翟": "zhai",
    "覃": "qin", "洗": "xian", "冼": "xian", "员": "yun", "折": "she", "隗": "wei", "黑": "he", "秘": "bi",
    "召": "shao", "重": "chong", "种": "chong", "祭": "zhai", "哈": "ha", "都": "du", "卜": "bu", "柏": "bai",
    "薄": "bo", "车": "che", "晁": "chao", "谌": "chen", "褚": "chu", "费": "fei", "葛": "ge", "过": "guo",
    "郝": "hao", "敬": "jing", "教": "jiao", "阚": "kan", "令": "ling", "逯": "lu", "洪": "hong", "牟": "mu",
    "那": "na", "能": "nai", "佴": "nai", "宓": "mi", "乜": "nie", "逄": "pang", "戚": "qi", "瞿": "qu",
    "沈": "shen", "石": "shi", "撒": "sa", "干": "gan", "宿": "su", "谷": "gu", "燕": "yan", "应": "ying",
    "於": "yu", "俞": "yu", "臧": "zang", "郗": "xi", "相": "xiang", "句": "gou", "粘": "nian", "么": "yao",
    "颉": "xie", "郇": "xun", "藏": "zang", "繁": "po", "适": "kuo", "圈": "juan", "难": "ning", "贠": "yun",
    "番": "pan", "蔚": "yu",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "单于": "chan yu",
    "乐正": "yue zheng",
}
STROKE_ORDER = Path(__file__).parent / "data" / "stroke_order.txt"


def syllables_of(name):
    """The syllables of a name, the surname read as a surname."""
    if name[:2] in COMPOUND_SURNAMES:
        return COMPOUND_SURNAMES[name[:2]].split() + lazy_pinyin(name[2:], style=Style.NORMAL)
    if name[:1] in SURNAMES:
        return [SURNAMES[name[0]]] + lazy_pinyin(name[1:], style=Style.NORMAL)
    return lazy_pinyin(name, style=Style.NORMAL)


def pinyin_of(name):
    """高文 -> "gao wen"."""
    return " ".join(syllables_of(name)).lower()


def respelled(name, old_name, old_pinyin):
    """The pinyin of a changed name: read anew, but what somebody had spelled by hand of a character that stays is kept.

    单文 entered as "chan wen" becomes 单武: "chan wu".
    """
    known, read, syllables = old_pinyin.split(), syllables_of(old_name), syllables_of(name)
    if not len(known) == len(read) == len(old_name) or len(syllables) != len(name):
        return pinyin_of(name)
    for place, (old, new) in enumerate(zip(old_name, name, strict=False)):
        if old == new and known[place] != read[place].lower():
            syllables[place] = known[place]
    return " ".join(syllables).lower()


def tidy(pinyin):
    """What somebody typed, as it is looked for: "Shan  Wen" -> "shan wen"."""
    return " ".join(pinyin.lower().split())


def initials_of(pinyin):
    """ "gao wen" -> "gw"."""
    return "".join(part[0] for part in pinyin.split())


@lru_cache(maxsize=1)
def stroke_places():
    text = STROKE_ORDER.read_text(encoding="utf-8").strip()
    return {char: place for place, char in enumerate(text)}


def stroke_rank_of(name):
    """A text that sorts names by 姓氏笔画: four hex digits a character; unknown characters last."""
    places = stroke_places()
    return "".join(f"{places.get(char, 0xFFFF):04x}" for char in name)
