"""The ways of a message: a POST to a webhook, or mail by SMTP. Each answers within a time, and nothing is followed."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime
from socket import SHUT_RDWR
from threading import Timer
from urllib.parse import urlsplit

import httpx

from dashboard.access.provider.bounded_client import BoundedClient
from dashboard.alarms.messages.content import Content
from dashboard.alarms.messages.message import Message
from dashboard.alarms.messages.receiver import AlarmReceiver

SIGNATURE, ONCE = "X-Yiping-Signature", "Idempotency-Key"
PORTS = {"smtp": 25, "smtp+starttls": 587}
WAITED_S, WITHIN_S = 10.0, 20.0
"""For whatever comes next of a mail server, and for all of it."""
MENDED = (401, 403, 404, 407, 408, 425, 429)
"""Refusals that may end when somebody corrects the receiver, or after a while."""


class Undelivered(Exception):  # noqa: N818
    """Why a message was not taken. is_final: it never will be."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


def carry(receiver: AlarmReceiver, message: Message, content: Content) -> None:
    """Send it by the way of its receiver. A message that is sent twice (its answer was lost, or the server ended before
    it was noted) bears the same key. Raises Undelivered."""
    try:
        secret = receiver.secret()
    except KeyError:
        raise Undelivered(f"the environment has no {receiver.secret_env}") from None
    except (OSError, UnicodeDecodeError):
        raise Undelivered(f"secret_file {receiver.secret_file} cannot be read") from None
    try:
        context = ssl.create_default_context(cafile=receiver.ca_file or None)
    except (OSError, ssl.SSLError):
        raise Undelivered(f"ca_file {receiver.ca_file} cannot be read") from None
    if receiver.is_mail:
        _mail(receiver, message, content, secret, context)
    else:
        _post(receiver, message, content, secret, context)


def _post(receiver: AlarmReceiver, message: Message, content: Content, secret: str, context: ssl.SSLContext) -> None:
    """The body is signed: HMAC-SHA-256 (RFC 2104) with the secret, in hexadecimal digits."""
    body = json.dumps(content.about, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", ONCE: message.key}
    if secret:
        headers[SIGNATURE] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    try:
        with BoundedClient(context, trust_env=False) as client:
            answer = client.post(receiver.address, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Undelivered(f"no answer ({type(error).__name__})") from error
    if not answer.is_success:
        is_final = answer.status_code < 500 and answer.status_code not in MENDED  # HTTP
        raise Undelivered(f"HTTP {answer.status_code}", is_final=is_final)


def _mail(receiver: AlarmReceiver, message: Message, content: Content, secret: str, context: ssl.SSLContext) -> None:
    parts = urlsplit(receiver.address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        with _connected(host, port) as server:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=context)
            if receiver.user:
                server.login(receiver.user, secret)
            refused = server.send_message(_written(receiver, message, content))
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


def _written(receiver: AlarmReceiver, message: Message, content: Content) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = receiver.sender, ", ".join(receiver.to), content.subject
    mail["Message-ID"] = f"<{message.key}@{receiver.sender.rpartition('@')[2]}>"
    mail["Date"] = format_datetime(message.made_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(content.text)
    return mail


@contextmanager
def _connected(host: str, port: int) -> Iterator[smtplib.SMTP]:
    """However slowly the other side speaks: when the time is over the connection is. How it takes leave is nobody's
    concern: a mail that it has taken is not sent again."""
    server = smtplib.SMTP(host, port, timeout=WAITED_S)

    def end() -> None:
        if server.sock is not None:
            with suppress(OSError):
                server.sock.shutdown(SHUT_RDWR)

    timer = Timer(WITHIN_S, end)
    timer.daemon = True
    timer.start()
    try:
        yield server
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        timer.cancel()
        server.close()
