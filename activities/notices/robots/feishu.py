"""飞书: the signature lies in the message, and its key is the moment in seconds with the secret; 20 KB, 100 messages a minute."""

from .shape import KEY, parts_of, signature

HOST = "open.feishu.cn"
PATH = "/open-apis/bot/v2/hook/"
NEEDS_SECRET = True
# Of the 20 KB, what JSON adds to a text is left free.
LIMIT = 16_000
FORM = "飞书认为消息格式不对"
FINAL = {
    9499: FORM,
    19001: "飞书找不到这个机器人，可能已被移出群，请更换地址",
    19002: FORM,
    19021: "飞书没有认可签名，请核对签名密钥和服务器时间",
    19022: "飞书的机器人限制了 IP，请在飞书里去掉这项限制",
    19024: "飞书的机器人限制了关键词，请在飞书里去掉这项限制",
}
LATER = {
    11232: "群消息发得太快，飞书暂时不收，稍后再试",
    99991400: "群消息发得太快，飞书暂时不收，稍后再试",
    11233: "飞书系统繁忙，稍后再试",
}


def read_key(address):
    found = parts_of(address, HOST)
    key = found[0].removeprefix(PATH) if found and found[0].startswith(PATH) else ""
    return key if KEY.match(key) else ""


def letter(key, secret, text, now):
    stamp = str(int(now.timestamp()))
    sign = signature(f"{stamp}\n{secret}", "")
    message = {"timestamp": stamp, "sign": sign, "msg_type": "text", "content": {"text": text}}
    return f"{PATH}{key}", message


def code_of(answer):
    """Older robots of this service answer StatusCode."""
    return answer.get("code", answer.get("StatusCode"))
