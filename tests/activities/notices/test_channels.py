"""Which errors of the mail gateway are final, and how a mail is built."""

import smtplib
import socket
import ssl
import threading
import time

import pytest
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend

from activities.notices import channels
from activities.notices.channels import EmailGateway, TryLater, Undeliverable, build_email, explain

LATER, NEVER = TryLater, Undeliverable
SECRET = b"dang@example.com does not exist"


def disconnected_by_timeout():
    try:
        try:
            raise TimeoutError("timed out")
        except OSError as error:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed") from error
    except smtplib.SMTPServerDisconnected as error:
        return error


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.cn": (550, SECRET)}), NEVER, "对方邮箱拒收（550）。"),
        (
            smtplib.SMTPRecipientsRefused({"a@b.cn": (450, SECRET)}),
            LATER,
            "对方邮箱暂时拒收（450），稍后再试。",
        ),
        (smtplib.SMTPDataError(554, SECRET), NEVER, "邮件服务器拒绝了这封邮件（554）。"),
        (smtplib.SMTPDataError(451, SECRET), LATER, "邮件服务器暂时不接收（451），稍后再试。"),
        (smtplib.SMTPSenderRefused(553, SECRET, "x@y.cn"), LATER, "邮件服务器暂时不接收（553），稍后再试。"),
        (smtplib.SMTPConnectError(421, SECRET), LATER, "邮件服务器暂时不接收（421），稍后再试。"),
        (smtplib.SMTPAuthenticationError(535, SECRET), LATER, channels.LOGIN_FAILED.format(code=535)),
        (smtplib.SMTPServerDisconnected("bye"), LATER, channels.HUNG_UP),
        (disconnected_by_timeout(), LATER, channels.TIMED_OUT),
        (TimeoutError("timed out"), LATER, channels.TIMED_OUT),
        (ConnectionRefusedError(111, "refused"), LATER, channels.UNREACHABLE),
        (socket.gaierror(-2, "unknown"), LATER, channels.UNREACHABLE),
        (ssl.SSLError("handshake"), LATER, channels.NOT_SECURE),
        (ssl.SSLCertVerificationError("expired"), LATER, channels.NOT_SECURE),
        (smtplib.SMTPNotSupportedError("STARTTLS"), LATER, channels.NOT_SUPPORTED),
        (ValueError("Invalid address"), NEVER, channels.BAD_ADDRESS),
        (RuntimeError("surprise"), LATER, channels.BROKEN),
    ],
)
def test_what_concerns_the_message_is_final_and_what_concerns_the_server_is_not(error, kind, sentence):
    explained = explain(error)
    assert type(explained) is kind
    assert explained.sentence == sentence
    assert "@" not in explained.sentence


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "a@b.cn\nBcc: x@y.cn", "甲@乙"])
def test_what_is_no_address_is_refused_before_any_server_is_asked(address):
    with pytest.raises(Undeliverable):
        build_email(address=address, subject="通知", body="内容", message_id="<1@x>")


def test_a_mail_says_that_a_machine_wrote_it():
    message = build_email(address="a@b.cn", subject="通知", body="内容", message_id="<1@x>").message()
    assert message["Message-ID"] == "<1@x>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_travels_as_another_form_of_the_text_and_as_a_file(method):
    ics = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:支委会\r\nEND:VCALENDAR\r\n".encode()
    message = build_email(
        address="a@b.cn", subject="通知", body="内容", message_id="<1@x>", ics=ics
    ).message()
    both, file = message.get_payload()
    part = both.get_payload()[1]
    assert both.get_content_type() == "multipart/alternative"
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
    assert "支委会" in part.get_payload(decode=True).decode()
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_payload(decode=True) == ics


def test_an_agenda_that_speaks_of_a_cancellation_is_still_an_invitation():
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nDESCRIPTION:METHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    mail = build_email(address="a@b.cn", subject="通知", body="内容", message_id="<1@x>", ics=ics)
    assert mail.message().get_payload()[0].get_payload()[1].get_param("method") == "REQUEST"


class Server:
    """A mail backend that counts how often it was opened, and fails when told."""

    opened = 0
    fail_open = fail_send = None

    def __init__(self, *args, **options):
        pass

    def open(self):
        type(self).opened += 1
        if self.fail_open:
            raise self.fail_open

    def send_messages(self, messages):
        error, type(self).fail_send = self.fail_send, None
        if error:
            raise error
        mail.outbox.extend(messages)

    def close(self):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.opened, Server.fail_open, Server.fail_send = 0, None, None
    mail.outbox = []
    return Server


def letter():
    return build_email(address="a@b.cn", subject="通知", body="内容", message_id="<1@x>")


def test_one_connection_serves_a_batch(server):
    gateway = EmailGateway()
    for _ in range(3):
        gateway.open()
        gateway.send(letter())
    gateway.close()
    assert (server.opened, len(mail.outbox)) == (1, 3)


def test_a_connection_that_failed_is_opened_anew(server):
    gateway = EmailGateway()
    server.fail_send = smtplib.SMTPServerDisconnected("bye")
    gateway.open()
    with pytest.raises(TryLater):
        gateway.send(letter())
    gateway.open()
    gateway.send(letter())
    assert (server.opened, len(mail.outbox)) == (2, 1)


def test_a_server_that_cannot_be_reached_is_asked_once_a_batch(server):
    server.fail_open = ConnectionRefusedError()
    gateway = EmailGateway()
    for _ in range(3):
        with pytest.raises(TryLater, match="连不上"):
            gateway.open()
    assert server.opened == 1


def test_a_server_that_answers_line_by_line_just_in_time_is_cut_off(settings, monkeypatch):
    """The whole exchange has one time limit, shorter than a row's lease: left to itself it would end in a refusal."""
    monkeypatch.setattr(channels, "SECONDS_FOR_A_MESSAGE", 0.6)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    listener = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    threading.Thread(target=answer_slowly, args=(listener,), daemon=True).start()
    gateway = EmailGateway()
    gateway.open()
    assert isinstance(gateway.connection, EmailBackend)
    with pytest.raises(TryLater) as told:
        gateway.send(letter())
    assert told.value.sentence == channels.HUNG_UP
    listener.close()


def answer_slowly(listener):
    peer, _ = listener.accept()
    with peer, peer.makefile("rb") as lines:
        peer.sendall(b"220 slow\r\n")
        for number, _ in enumerate(lines):
            time.sleep(0.4 if number else 0)
            try:
                peer.sendall(b"250 yes\r\n")
            except OSError:
                return
