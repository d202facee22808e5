"""企业微信: the key in the address is all; 2,048 bytes a text, 20 messages a minute."""

from .shape import key_in_query

HOST = "qyapi.weixin.qq.com"
PATH = "/cgi-bin/webhook/send"
NEEDS_SECRET = False
LIMIT = 2048
GONE = "企业微信找不到这个机器人，可能已被移出群，请更换地址"
FINAL = {
    93000: GONE,
    93008: GONE,
    40058: "企业微信认为消息格式不对",
    40008: "企业微信认为消息格式不对",
    44004: "企业微信认为消息是空的",
}
LATER = {
    45009: "群消息发得太快，企业微信暂时不收，稍后再试",
    -1: "企业微信系统繁忙，稍后再试",
}


def read_key(address):
    return key_in_query(address, HOST, PATH, "key")


def letter(key, secret, text, now):
    return f"{PATH}?key={key}", {"msgtype": "text", "text": {"content": text}}


def code_of(answer):
    return answer.get("errcode")
