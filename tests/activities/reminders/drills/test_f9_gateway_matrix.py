"""F9: everything a mail server can answer, over a real socket; and one row that cannot be rendered among a thousand."""

import contextlib
import socket
import ssl
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from activities.notices import channels
from activities.notices.channels import EmailGateway
from activities.notices.commands import claims, delivery
from lawfirm_party.common import clock
from tests import factories
from tests.activities.notices.outbox import deliver, make_row, say
from tests.conftest import NOW

from .conftest import free_port

MINUTE = timedelta(minutes=1)


class Server:
    """A mail server that gives one answer to RCPT and one to DATA."""

    def __init__(self, rcpt="250 OK", data="250 OK"):
        self.rcpt, self.data = rcpt, data
        self.asked = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        return self.data


@contextlib.contextmanager
def serving(handler):
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextlib.contextmanager
def silent_server():
    """A server that takes the connection and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken = []
    threading.Thread(target=take_all, args=(listener, taken), daemon=True).start()
    try:
        yield listener.getsockname()[1], taken
    finally:
        # A closed listener alone leaves the thread in its accept.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def take_all(listener, taken):
    with contextlib.suppress(OSError):
        while True:
            taken.append(listener.accept())


@pytest.fixture
def person(transactional_db):
    return factories.make_person(factories.make_firm())


@pytest.fixture
def mail_to(settings):
    """Point the program's mail at a port of this machine."""

    def point(port, **more):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 0.5
        for name, value in more.items():
            setattr(settings, name, value)

    return point


def attempts_until_the_end(row):
    """Deliver again and again at the moment the row names; returns the waits in minutes."""
    waits, now = [], NOW
    for _ in range(10):
        deliver(at=now, post=EmailGateway)
        row.refresh_from_db()
        if row.state != "queued":
            return waits
        waits.append(round((row.next_try_at - now) / MINUTE))
        now = row.next_try_at
    raise AssertionError("the row never came to an end")


@pytest.mark.parametrize(
    ("server", "error"),
    [
        (Server(rcpt="450 mailbox busy"), channels.REFUSED_FOR_NOW.format(code=450)),
        (Server(data="451 try again"), channels.SERVER_BUSY.format(code=451)),
        (Server(rcpt="421 closing"), channels.REFUSED_FOR_NOW.format(code=421)),
    ],
)
def test_a_passing_trouble_is_tried_six_times(person, mail_to, monkeypatch, server, error):
    monkeypatch.setattr(claims.random, "random", lambda: 0)
    row = make_row(person)
    with serving(server) as port:
        mail_to(port)
        assert attempts_until_the_end(row) == [1, 5, 15, 60, 240]
    assert (row.state, row.attempts, row.error) == ("dead", 6, error)
    assert server.asked == 6


@pytest.mark.parametrize(
    ("server", "error"),
    [
        (Server(rcpt="550 no such user"), channels.REFUSED.format(code=550)),
        (Server(rcpt="553 not allowed"), channels.REFUSED.format(code=553)),
        (Server(data="554 spam"), channels.REJECTED.format(code=554)),
    ],
)
def test_a_final_answer_ends_the_row_at_once(person, mail_to, server, error):
    row = make_row(person)
    with serving(server) as port:
        mail_to(port)
        assert attempts_until_the_end(row) == []
    assert (row.state, row.attempts, row.error) == ("dead", 1, error)


def test_a_bad_address_asks_no_server(person, mail_to):
    person.email = "没有@的地址"
    person.save()
    row = make_row(person)
    mail_to(1)
    assert attempts_until_the_end(row) == []
    assert (row.state, row.error) == ("dead", channels.BAD_ADDRESS)


def test_nobody_listening_is_a_passing_trouble(person, mail_to):
    row = make_row(person)
    mail_to(free_port())
    assert deliver(post=EmailGateway) == {"queued": 1}
    row.refresh_from_db()
    assert (row.attempts, row.error) == (1, channels.UNREACHABLE)


def test_a_silent_server_costs_one_time_out_a_batch(person, mail_to):
    rows = [make_row(person) for _ in range(20)]
    with silent_server() as (port, taken):
        mail_to(port)
        assert deliver(post=EmailGateway) == {"queued": 20}
    assert len(taken) == 1
    rows[-1].refresh_from_db()
    assert rows[-1].error == channels.TIMED_OUT


@pytest.mark.parametrize("mode", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_a_server_without_tls_is_never_mailed_in_the_clear(person, mail_to, mode):
    row = make_row(person)
    server = Server()
    with serving(server) as port:
        mail_to(port, **{mode: True})
        assert deliver(post=EmailGateway) == {"queued": 1}
    row.refresh_from_db()
    assert row.error in {channels.NOT_SUPPORTED, channels.NOT_SECURE}
    assert server.asked == 0


def test_a_wrong_password_is_said_and_tried_again(person, mail_to):
    row = make_row(person)
    with serving(Server()) as port:
        mail_to(port, EMAIL_HOST_USER="x", EMAIL_HOST_PASSWORD="y")
        assert deliver(post=EmailGateway) == {"queued": 1}
    row.refresh_from_db()
    assert row.error in {channels.NOT_SUPPORTED, channels.LOGIN_FAILED.format(code=535)}


def test_one_row_that_cannot_be_rendered_holds_none_of_the_others_up(sink, fill):
    broken = fill(1000)[500]

    def render(row, now):
        if row.pk == broken.pk:
            raise RuntimeError("no such meeting")
        return say(row, now)

    assert deliver(at=clock.now, render=render, post=EmailGateway, seconds=60) == {"sent": 999, "queued": 1}
    assert len(sink.arrived()) == 999
    broken.refresh_from_db()
    assert (broken.attempts, broken.error) == (1, delivery.RENDERING_FAILED)


def test_an_ssl_error_is_no_bad_address():
    assert isinstance(channels.explain(ssl.SSLCertVerificationError("expired")), channels.TryLater)
