"""钉钉: signed with the moment in milliseconds; 20 KB a message, 20 messages a minute."""

from urllib.parse import quote_plus

from .shape import key_in_query, signature

HOST = "oapi.dingtalk.com"
PATH = "/robot/send"
NEEDS_SECRET = True
# Of the 20 KB, what JSON adds to a text is left free.
LIMIT = 16_000
GONE = "钉钉找不到这个机器人，可能已被移出群，请更换地址"
UNSAFE = "钉钉认为消息内容不合适"
FINAL = {
    310000: "钉钉的安全设置没有通过，请核对加签密钥和服务器时间，不要另设关键词或 IP 限制",
    300001: GONE,
    300005: GONE,
    400013: "钉钉的这个群已经解散，请停用这个机器人",
    400014: GONE,
    400101: GONE,
    400102: "机器人在钉钉里已停用",
    400106: GONE,
    430101: UNSAFE,
    430102: UNSAFE,
    430103: UNSAFE,
    430104: UNSAFE,
    460101: "钉钉认为消息太长",
}
LATER = {
    130101: "群消息发得太快，钉钉暂时不收，稍后再试",
    410100: "群消息发得太快，钉钉暂时不收，稍后再试",
    -1: "钉钉系统繁忙，稍后再试",
}


def read_key(address):
    return key_in_query(address, HOST, PATH, "access_token")


def letter(key, secret, text, now):
    stamp = round(now.timestamp() * 1000)
    sign = quote_plus(signature(secret, f"{stamp}\n{secret}"))
    path = f"{PATH}?access_token={key}&timestamp={stamp}&sign={sign}"
    return path, {"msgtype": "text", "text": {"content": text}}


def code_of(answer):
    return answer.get("errcode")
