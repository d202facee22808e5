"""Posts letters to the three services: https to their own hosts only, no redirect followed, every wait limited."""

import http.client
import json
import ssl
from contextlib import suppress
from types import SimpleNamespace
from urllib.parse import urlsplit

from django.conf import settings

from ..channels import TryLater, Undeliverable, deadline
from ..choices import RobotKind
from . import ADAPTERS

SECONDS_TO_CONNECT = 5
SECONDS_TO_ANSWER = 10
MOST_BYTES_OF_AN_ANSWER = 64 * 1024

UNREACHABLE = "连不上{service}。"
NOT_SECURE = "与{service}的加密连接没有建立。"
NO_ANSWER = "{service}没有及时回应，不能确定群里是否收到。"
NOT_UNDERSTOOD = "{service}的回答读不懂，不能确定群里是否收到。"
REDIRECTED = "{service}要求转到别的地址，没有跟随。"
BUSY = "{service}暂时不接收（HTTP {status}），稍后再试。"
REFUSED = "{service}拒绝了这条消息（HTTP {status}）。"
EXPLAINED = "{sentence}（错误码 {code}）。"
UNKNOWN_CODE = "{service}没有收下这条消息（错误码 {code}）。"


class NoAnswer(TryLater):
    """The letter went out and nobody knows whether it arrived: it is sent once more at most."""


class RobotGateway:
    """One connection a letter. A service that cannot be reached, or does not answer, is left alone for the rest of a look."""

    def __init__(self):
        self.connection = None
        self.silent = {}

    def open(self, kind):
        """Have a connection to a service. Raises TryLater; nothing has been sent then."""
        service, host = RobotKind(kind).label, ADAPTERS[kind].HOST
        if host in self.silent:
            raise TryLater(self.silent[host])
        connection = connect_to(host)
        try:
            connection.connect()
        except ssl.SSLError as error:
            raise self.give_up(host, NOT_SECURE.format(service=service)) from error
        except OSError as error:
            raise self.give_up(host, UNREACHABLE.format(service=service)) from error
        connection.sock.settimeout(SECONDS_TO_ANSWER)
        self.connection = connection

    def give_up(self, host, sentence):
        self.silent[host] = sentence
        return TryLater(sentence)

    def send(self, kind, path, message):
        """Post a letter over the open connection. Raises Undeliverable, TryLater, or NoAnswer."""
        service = RobotKind(kind).label
        try:
            # http.client lets go of the socket while the answer is still being read.
            with deadline(SimpleNamespace(sock=self.connection.sock), SECONDS_TO_ANSWER):
                status, body = self.exchange(path, message)
        except Exception as error:
            # Whatever happened, and a connection cut from outside shows many faces: the letter may have arrived.
            sentence = NO_ANSWER.format(service=service)
            self.silent[ADAPTERS[kind].HOST] = sentence
            raise NoAnswer(sentence) from error
        finally:
            self.close()
        read_answer(kind, status, body)

    def exchange(self, path, message):
        body = json.dumps(message, ensure_ascii=False).encode()
        self.connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        response = self.connection.getresponse()
        return response.status, response.read(MOST_BYTES_OF_AN_ANSWER + 1)

    def close(self):
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(OSError):
                connection.close()


def connect_to(host):
    """A connection that is not yet open; to the address of a test when the settings name one, which production refuses."""
    test = urlsplit(settings.ROBOT_TEST_ADDRESS)
    if test.scheme == "http":
        return http.client.HTTPConnection(test.hostname, test.port, timeout=SECONDS_TO_CONNECT)
    context = ssl.create_default_context()
    if test.hostname:
        return http.client.HTTPSConnection(
            test.hostname, test.port, timeout=SECONDS_TO_CONNECT, context=context
        )
    return http.client.HTTPSConnection(host, timeout=SECONDS_TO_CONNECT, context=context)


def read_answer(kind, status, body):
    """Nothing when the message was taken. Raises Undeliverable, TryLater, or NoAnswer with a sentence that holds no word of theirs."""
    service, code = RobotKind(kind).label, code_in(kind, body)
    if code is not None and code != 0:
        raise refusal_of(kind, code)
    if 300 <= status < 400:
        raise TryLater(REDIRECTED.format(service=service))
    if status in {408, 425, 429} or status >= 500:
        raise TryLater(BUSY.format(service=service, status=status))
    if status >= 400:
        raise Undeliverable(REFUSED.format(service=service, status=status))
    if code is None:
        raise NoAnswer(NOT_UNDERSTOOD.format(service=service))


def code_in(kind, body):
    """The code of an answer, or None when it has none that can be read."""
    if len(body) > MOST_BYTES_OF_AN_ANSWER:
        return None
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = ADAPTERS[kind].code_of(answer) if isinstance(answer, dict) else None
    return code if type(code) is int and abs(code) < 10**12 else None


def refusal_of(kind, code):
    adapter = ADAPTERS[kind]
    if code in adapter.FINAL:
        return Undeliverable(EXPLAINED.format(sentence=adapter.FINAL[code], code=code))
    if code in adapter.LATER:
        return TryLater(EXPLAINED.format(sentence=adapter.LATER[code], code=code))
    return TryLater(UNKNOWN_CODE.format(service=RobotKind(kind).label, code=code))
