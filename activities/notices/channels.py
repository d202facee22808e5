"""The mail gateway: what goes out, and which of its errors are final."""

import logging
import smtplib
import socket
import ssl
import threading
from contextlib import contextmanager, suppress

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.validators import validate_email

log = logging.getLogger(__name__)

# Well under the lease of a row: a server that answers each line just before its own time-out must not outlive it.
SECONDS_FOR_A_MESSAGE = 20

BAD_ADDRESS = "邮箱地址无效。"
REFUSED = "对方邮箱拒收（{code}）。"
REFUSED_FOR_NOW = "对方邮箱暂时拒收（{code}），稍后再试。"
REJECTED = "邮件服务器拒绝了这封邮件（{code}）。"
SERVER_BUSY = "邮件服务器暂时不接收（{code}），稍后再试。"
LOGIN_FAILED = "登录邮件服务器失败（{code}），请检查 EMAIL_URL 的账号和密码。"
TIMED_OUT = "邮件服务器没有及时回应。"
NOT_SECURE = "与邮件服务器的加密连接没有建立。"
NOT_SUPPORTED = "邮件服务器不支持所需的功能。"
HUNG_UP = "邮件服务器中断了连接。"
UNREACHABLE = "连不上邮件服务器。"
BROKEN = "发送时程序出错，详情见日志。"


class DeliveryError(Exception):
    """A message did not go out. The text is Chinese and names nobody."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


class Undeliverable(DeliveryError):
    """This message will never be taken: another attempt is of no use."""


class TryLater(DeliveryError):
    """Another attempt may succeed."""


class EmailGateway:
    """One connection to the mail server for a batch: opened with the first message, opened anew after a failure.

    When the server cannot be reached at all, the rest of the batch fails at once, not one time-out after the other.
    """

    def __init__(self):
        self.connection = None
        self.unreachable = None

    def open(self):
        """Have a connection. Raises TryLater."""
        if self.unreachable:
            raise self.unreachable
        if self.connection is None:
            connection = get_connection()
            try:
                connection.open()
            except Exception as error:
                self.unreachable = TryLater(explain(error).sentence)
                raise self.unreachable from error
            self.connection = connection

    def send(self, message):
        """Hand one EmailMessage over. Raises Undeliverable or TryLater."""
        try:
            with deadline(getattr(self.connection, "connection", None)):
                self.connection.send_messages([message])
        except Exception as error:
            self.close()
            raise explain(error) from error

    def close(self):
        connection, self.connection = self.connection, None
        if connection is not None:
            # A server that has gone away cannot be told goodbye.
            with suppress(Exception):
                connection.close()


@contextmanager
def deadline(holder, seconds=None):
    """Cut the connection whose socket `holder` has when the whole exchange, and not one line of it, takes too long."""

    def cut():
        with suppress(OSError, AttributeError):
            holder.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds or SECONDS_FOR_A_MESSAGE, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def check_address(address):
    """Raises Undeliverable for what is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        raise Undeliverable(BAD_ADDRESS) from None


def build_email(*, address, subject, body, message_id, ics=b""):
    """The EmailMessage of one row, with the Message-ID that all its repetitions carry, and an invitation if there is one.

    Outlook, Gmail and Apple Mail read the invitation as another form of the text; 163 and 腾讯企业邮 show, and older
    programs open, only an attachment. So it goes along as both, the second as application/ics, which nobody reads twice.
    """
    check_address(address)
    headers = {
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if not ics:
        return EmailMessage(subject=subject, body=body, to=[address], headers=headers)
    message = EmailMultiAlternatives(subject=subject, body=body, to=[address], headers=headers)
    message.attach_alternative(ics.decode("utf-8"), f"text/calendar; method={method_of(ics)}")
    message.attach("invite.ics", ics, "application/ics")
    return message


def method_of(ics):
    """REQUEST or CANCEL. Asked for as a whole line: inside a text of the calendar a line end is never written as one."""
    return "CANCEL" if b"METHOD:CANCEL" in ics.split(b"\r\n") else "REQUEST"


def explain(error):
    """Undeliverable or TryLater for what a mail backend raised: what concerns the message is final, what concerns the server is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return explain_refusal(error.recipients)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return TryLater(LOGIN_FAILED.format(code=error.smtp_code))
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
        return Undeliverable(REJECTED.format(code=error.smtp_code))
    if isinstance(error, smtplib.SMTPResponseException):
        return TryLater(SERVER_BUSY.format(code=error.smtp_code))
    for kind, sentence in OF_THE_SERVER:
        # smtplib wraps the time-out of a reply into "disconnected".
        if isinstance(error, kind) or isinstance(error.__context__, kind):
            return TryLater(sentence)
    if isinstance(error, ValueError):
        return Undeliverable(BAD_ADDRESS)
    log.error("the mail gateway failed unexpectedly", exc_info=error)
    return TryLater(BROKEN)


OF_THE_SERVER = (
    (TimeoutError, TIMED_OUT),
    (ssl.SSLError, NOT_SECURE),
    (smtplib.SMTPNotSupportedError, NOT_SUPPORTED),
    (smtplib.SMTPServerDisconnected, HUNG_UP),
    (OSError, UNREACHABLE),
)


def explain_refusal(recipients):
    codes = [code for code, _ in recipients.values()]
    if codes and min(codes) >= 500:
        return Undeliverable(REFUSED.format(code=codes[0]))
    return TryLater(REFUSED_FOR_NOW.format(code=codes[0] if codes else "—"))
