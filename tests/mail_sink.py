"""A real mail server for tests, which keeps what it receives."""

import email
import email.policy
import logging
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller

# The mail server would write a line for everything it is told.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Sink:
    def __init__(self):
        self.mails, self.taken_by = [], []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.taken_by += envelope.rcpt_tos
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(settings):
    """The program sends its mails to the Sink this gives."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "党支部 <dangzhibu@example.com>"
    try:
        yield sink
    finally:
        controller.stop()


def mails_to(sink, address):
    return [mail for mail in sink.mails if mail["To"] == address]
