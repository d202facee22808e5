"""Robots of the three services, each a small adapter of one identical shape:

    HOST, NEEDS_SECRET      where it is asked, and whether its messages must be signed
    LIMIT                   the most bytes (UTF-8) that a text may have
    FINAL, LATER            {code: sentence} of answers after which another try is of no use, or is
    read_key(address)       the key in the address that the service gives out, or "" when it is not one of its own
    letter(key, secret, text, now) -> (path with query, JSON to post)
    code_of(answer)         the code of the JSON that came back: 0 when the message was taken

Refusals come with HTTP 200 as a rule, so that nothing counts but the code. What posts a letter is `gateway`.
"""

from ..choices import RobotKind
from . import dingtalk, feishu, wecom

ADAPTERS = {RobotKind.WECOM: wecom, RobotKind.DINGTALK: dingtalk, RobotKind.FEISHU: feishu}
