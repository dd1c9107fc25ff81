"""The ways of a message: a POST to a webhook, or mail by SMTP. Each answers within a time, and nothing is followed."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl

import httpx

from dashboard.access.provider.bounded_client import BoundedClient
from dashboard.alarms.messages.content import Content
from dashboard.alarms.messages.message import Message
from dashboard.alarms.messages.receiver import AlarmReceiver
from dashboard.mail.sending import Undelivered, mail_to, secret_of, send, trust_of

SIGNATURE, ONCE = "X-Yiping-Signature", "Idempotency-Key"
MENDED = (401, 403, 404, 407, 408, 425, 429)
"""Refusals that may end when somebody corrects the receiver, or after a while."""


def carry(receiver: AlarmReceiver, message: Message, content: Content) -> None:
    """Send it by the way of its receiver. A message that is sent twice (its answer was lost, or the server ended before
    it was noted) bears the same key. Raises Undelivered."""
    if receiver.is_mail:
        send(receiver, mail_to(receiver, message.key, content.subject, content.text, message.made_at))
    else:
        _post(receiver, message, content, secret_of(receiver), trust_of(receiver))


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
