"""What goes to each service, and the addresses that are taken for its own."""

from datetime import UTC, datetime

import pytest

from activities.notices.robots import ADAPTERS, dingtalk, feishu, wecom
from tests.activities.notices.sinks import KEY, SECRET

NOW = datetime.fromtimestamp(1763704800, UTC)
SHAPE = {"HOST", "NEEDS_SECRET", "LIMIT", "FINAL", "LATER", "read_key", "letter", "code_of"}
GOOD = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={KEY}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
}


@pytest.mark.parametrize("kind", ADAPTERS)
def test_every_adapter_has_the_same_shape(kind):
    assert set(vars(ADAPTERS[kind])) >= SHAPE
    assert not set(ADAPTERS[kind].FINAL) & set(ADAPTERS[kind].LATER)


@pytest.mark.parametrize("kind", ADAPTERS)
def test_the_address_that_a_service_gives_out_is_taken(kind):
    assert ADAPTERS[kind].read_key(GOOD[kind]) == KEY
    assert ADAPTERS[kind].read_key(f"  {GOOD[kind]}\n") == KEY


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: good.replace("https://", "http://"),
        lambda good: good.replace("https://", "https://evil.example/?u="),
        lambda good: good.replace("https://", "https://evil.example@"),
        lambda good: good.replace(".com", ".com.evil.example").replace(".cn", ".cn.evil.example"),
        lambda good: good.replace(".com/", ".com:8443/").replace(".cn/", ".cn:8443/"),
        lambda good: good.replace(KEY, ""),
        lambda good: good.replace(KEY, "../../../x"),
        lambda good: good.replace(KEY, KEY + "%0d%0aHost:x"),
        lambda good: good + "&key=other123&access_token=other123",
        lambda good: "http://127.0.0.1/admin/",
        lambda good: "https://[::1/",
        lambda good: "",
    ],
)
def test_no_other_address_is(kind, spoil):
    spoilt = spoil(GOOD[kind])
    # The last service has its key in the path, and what follows a "?" is not sent.
    assert ADAPTERS[kind].read_key(spoilt) in ({"", KEY} if "other123" in spoilt else {""})


@pytest.mark.parametrize("kind", ADAPTERS)
def test_an_address_of_one_service_is_none_of_another(kind):
    assert [name for name, good in GOOD.items() if ADAPTERS[kind].read_key(good)] == [kind]


def test_wecom_is_told_by_its_key_alone():
    path, message = wecom.letter(KEY, "", "开会", NOW)
    assert path == f"/cgi-bin/webhook/send?key={KEY}"
    assert message == {"msgtype": "text", "text": {"content": "开会"}}


def test_dingtalk_is_signed_in_the_address():
    """The signature is what `openssl dgst -hmac` makes of the same text."""
    path, message = dingtalk.letter(KEY, SECRET, "开会", NOW)
    assert path == (
        f"/robot/send?access_token={KEY}&timestamp=1763704800000&sign=fzkgo%2FpMlIyO6gHur4b5furfBkvSqjERR2vA7q3o5SI%3D"
    )
    assert message == {"msgtype": "text", "text": {"content": "开会"}}


def test_feishu_is_signed_in_the_message():
    path, message = feishu.letter(KEY, "kW9secretOfFeishu", "开会", NOW)
    assert path == f"/open-apis/bot/v2/hook/{KEY}"
    assert message == {
        "timestamp": "1763704800",
        "sign": "ApvROpr1ETR/AheK1F+PyfndiFu1OPXrIDszYB0zmbU=",
        "msg_type": "text",
        "content": {"text": "开会"},
    }


def test_both_words_of_feishu_for_its_code_are_understood():
    assert feishu.code_of({"code": 19001}) == 19001
    assert feishu.code_of({"StatusCode": 0, "StatusMessage": "success"}) == 0
