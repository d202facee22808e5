"""What the services answer, over a real socket: a refusal with HTTP 200 has failed, and is told in Chinese."""

import contextlib
import json
import subprocess
import time

import pytest

from activities.notices.channels import TryLater, Undeliverable
from activities.notices.robots import ADAPTERS, gateway
from activities.notices.robots.gateway import NoAnswer, RobotGateway
from tests.activities.notices.sinks import KEY, OK, SECRET, serving
from tests.conftest import NOW

KINDS = list(ADAPTERS)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(gateway, "SECONDS_TO_ANSWER", 0.5)


def post(kind, settings, sink, robots=None):
    settings.ROBOT_TEST_ADDRESS = sink.address
    robots = robots or RobotGateway()
    robots.open(kind)
    robots.send(kind, *ADAPTERS[kind].letter(KEY, SECRET, "开会", NOW))


def wait_for_a_letter(sink):
    """Whoever gave up waiting for an answer may have done so before the service read its letter."""
    until = time.monotonic() + 5
    while not sink.letters and time.monotonic() < until:
        time.sleep(0.01)


def code(kind, number):
    return {"code" if kind == "feishu" else "errcode": number, "msg": KEY, "errmsg": KEY}


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_that_was_taken(kind, settings):
    with serving(OK[kind]) as sink:
        post(kind, settings, sink)
    assert sink.texts == ["开会"]
    assert KEY in sink.letters[0].path


@pytest.mark.parametrize(("kind", "number"), [(kind, n) for kind in KINDS for n in ADAPTERS[kind].FINAL])
def test_a_refusal_for_good(kind, number, settings):
    with serving(code(kind, number)) as sink, pytest.raises(Undeliverable) as raised:
        post(kind, settings, sink)
    assert f"（错误码 {number}）" in raised.value.sentence
    assert KEY not in raised.value.sentence


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, n) for kind in KINDS for n in (*ADAPTERS[kind].LATER, 77777)]
)
def test_a_refusal_for_now(kind, number, settings):
    with serving(code(kind, number)) as sink, pytest.raises(TryLater) as raised:
        post(kind, settings, sink)
    assert not isinstance(raised.value, NoAnswer)
    assert f"（错误码 {number}）" in raised.value.sentence


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((500, b"oops"), TryLater),
        ((503, b""), TryLater),
        ((429, b"slow down"), TryLater),
        ((404, b"nothing here"), Undeliverable),
        ((400, b"<html>bad</html>"), Undeliverable),
        ((400, {"errcode": 93000}), Undeliverable),
        ((200, b"<html>welcome</html>"), NoAnswer),
        ((200, b""), NoAnswer),
        ((200, b"[" * 5000), NoAnswer),
        ((200, b"{}"), NoAnswer),
        ((200, {"errcode": "0"}), NoAnswer),
        ((200, {"errcode": True}), NoAnswer),
        ((200, b'{"errcode": 0, "errmsg": "' + b"x" * 100_000 + b'"}'), NoAnswer),
        (3, NoAnswer),
    ],
)
def test_answers_of_other_kinds(answer, raised, settings):
    with serving(answer) as sink:
        with pytest.raises(TryLater if raised is NoAnswer else raised) as told:
            post("wecom", settings, sink)
        wait_for_a_letter(sink)
    assert type(told.value) is raised
    assert "企业微信" in told.value.sentence
    assert len(sink.letters) == 1


def test_a_redirect_is_not_followed(settings):
    with serving(OK["wecom"]) as other, serving((302, b""), headers={"Location": other.address}) as sink:
        with pytest.raises(TryLater, match="没有跟随"):
            post("wecom", settings, sink)
        assert other.letters == []


def test_an_answer_that_comes_drop_by_drop_is_cut_off(settings):
    """Left to itself the answer is a whole one, and says that the message was taken."""
    with serving(OK["wecom"]) as sink, pytest.raises(NoAnswer):
        sink.answer = drip
        post("wecom", settings, sink)


def drip(handler):
    answer = json.dumps(OK["wecom"]).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(answer)))
    handler.end_headers()
    with contextlib.suppress(OSError):
        for drop in answer:
            handler.wfile.write(bytes([drop]))
            handler.wfile.flush()
            time.sleep(0.1)


def test_nobody_listening(settings):
    with serving(OK["wecom"]) as sink:
        pass
    with pytest.raises(TryLater, match="连不上企业微信"):
        post("wecom", settings, sink)


def test_a_certificate_that_nobody_signed(settings, tmp_path):
    pem = tmp_path / "own.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*made, "-keyout", pem, "-out", tmp_path / "cert.pem"], check=True, capture_output=True)
    pem.write_text(pem.read_text() + (tmp_path / "cert.pem").read_text())
    with serving(OK["wecom"], certificate=pem) as sink, pytest.raises(TryLater, match="加密连接"):
        post("wecom", settings, sink)
    assert sink.letters == []


def test_a_service_that_does_not_answer_is_left_alone_for_the_rest_of_a_look(settings):
    robots = RobotGateway()
    with serving(3) as sink:
        with pytest.raises(NoAnswer):
            post("wecom", settings, sink, robots)
        with pytest.raises(TryLater) as raised:
            post("wecom", settings, sink, robots)
        assert not isinstance(raised.value, NoAnswer)
        with pytest.raises(NoAnswer):
            post("feishu", settings, sink, robots)
    assert len(sink.letters) == 2


def test_without_a_test_address_only_the_service_itself_is_asked(settings):
    settings.ROBOT_TEST_ADDRESS = ""
    for adapter in ADAPTERS.values():
        connection = gateway.connect_to(adapter.HOST)
        assert (connection.host, connection.port) == (adapter.HOST, 443)
        assert connection._context.check_hostname
