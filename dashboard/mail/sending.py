"""A mail sent by SMTP, within a time; and what every receiver outside needs before: its secret, and whom it trusts."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from socket import SHUT_RDWR
from threading import Timer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.mail.mail_receiver import MailReceiver

PORTS = {"smtp": 25, "smtp+starttls": 587}
WAITED_S, WITHIN_S = 10.0, 20.0
"""For whatever comes next of a mail server, and for all of it."""


class Undelivered(Exception):  # noqa: N818
    """Why something was not taken. is_final: it never will be."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


def secret_of(receiver: MailReceiver) -> str:
    """Its secret; empty without one. Raises Undelivered."""
    try:
        return receiver.secret()
    except KeyError:
        raise Undelivered(f"the environment has no {receiver.secret_env}") from None
    except (OSError, UnicodeDecodeError):
        raise Undelivered(f"secret_file {receiver.secret_file} cannot be read") from None


def trust_of(receiver: MailReceiver) -> ssl.SSLContext:
    """Whose certificates are believed. Raises Undelivered."""
    try:
        return ssl.create_default_context(cafile=receiver.ca_file or None)
    except (OSError, ssl.SSLError):
        raise Undelivered(f"ca_file {receiver.ca_file} cannot be read") from None


def mail_to(receiver: MailReceiver, key: str, subject: str, text: str, made_at: datetime) -> EmailMessage:
    """A mail without attachments. key: by which one that comes twice can be told (its Message-ID)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = receiver.sender, ", ".join(receiver.to), subject
    mail["Message-ID"] = f"<{key}@{receiver.sender.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(made_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def send(receiver: MailReceiver, mail: EmailMessage, within_s: float = WITHIN_S) -> None:
    """Send a mail to a receiver; within_s: for all of it. Raises Undelivered."""
    parts = urlsplit(receiver.address)
    secret, context = secret_of(receiver), trust_of(receiver)
    try:
        with _connected(parts.hostname or "", parts.port or PORTS[parts.scheme], within_s) as server:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=context)
            if receiver.user:
                server.login(receiver.user, secret)
            refused = server.send_message(mail)
    except smtplib.SMTPAuthenticationError as error:
        raise Undelivered(f"SMTP {error.smtp_code}: user or secret") from error
    except smtplib.SMTPRecipientsRefused as error:
        code = min((code for code, _ in error.recipients.values()), default=0)
        raise Undelivered(f"SMTP {code}: to", is_final=code >= 500) from error  # SMTP: for good
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code >= 500
        raise Undelivered(f"SMTP {error.smtp_code}", is_final=is_final) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(f"no answer ({type(error).__name__})") from error
    except ValueError as error:  # such as a secret with signs that the protocol does not know
        raise Undelivered(f"cannot be written ({type(error).__name__})") from error
    if refused:
        raise Undelivered(f"SMTP: refused for {len(refused)} of {len(receiver.to)}", is_final=True)


@contextmanager
def _connected(host: str, port: int, within_s: float) -> Iterator[smtplib.SMTP]:
    """However slowly the other side speaks: when the time is over the connection is. How it takes leave is nobody's
    concern: a mail that it has taken is not sent again."""
    server = smtplib.SMTP(host, port, timeout=WAITED_S)

    def end() -> None:
        if server.sock is not None:
            with suppress(OSError):
                server.sock.shutdown(SHUT_RDWR)

    timer = Timer(within_s, end)
    timer.daemon = True
    timer.start()
    try:
        yield server
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        timer.cancel()
        server.close()
