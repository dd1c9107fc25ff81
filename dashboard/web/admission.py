"""What becomes of a request when its headers are there and its body has not been read yet."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask
from waitress.utilities import Error
from werkzeug.wrappers import Request

from dashboard.access.audit.request_audit import enter_unread
from dashboard.errors import HTTP, ErrorAnswer, error_answer
from dashboard.settings import Settings
from dashboard.web.error_pages import body_of
from dashboard.web.gate import EXTENSION, INTAKE, OPEN, Gate
from dashboard.web.proxies import TrustedProxies

BODY_OF_ENTER = 4096
"""Of forms that are read from everybody."""
BODIES_AT_ONCE = 256_000_000
"""Bytes of bodies being received or answered, all connections together; more is refused for the moment."""
OVERLOADED = ErrorAnswer("stale", 503, "overloaded")
TIMED_OUT = ErrorAnswer("error", 408, "too_slowly_sent")


class RefusedRequest(Error):  # noqa: N818
    """A refusal in the form in which waitress takes one: `code`, `reason`; content and media type of what is sent;
    origin: from which address it was asked, where that is known."""

    def __init__(
        self, row: ErrorAnswer, path: str = "/api/", language: str = "en", asked: Request | None = None
    ) -> None:
        super().__init__(row.sentence("en"))
        self.code, self.reason = row.status, HTTPStatus(row.status).phrase
        text, self.mimetype = body_of(row, path, language, asked)
        self.content, self.origin = text.encode(), (asked.remote_addr or "") if asked else ""


class Admission:
    """Decides with the gate of an application, before anything of a body is kept."""

    def __init__(self, settings: Settings, flask: Flask, proxies: TrustedProxies) -> None:
        self._settings, self._proxies, self._flask = settings, proxies, flask
        self._gate: Gate = flask.extensions[EXTENSION]

    def body_limit(self, path: str) -> int:
        """Bytes that a body sent to a path may have before it is refused unread; for deliveries twice what they may
        have, so that the answer to one that is a little too large can say what is allowed."""
        if path in INTAKE:
            return 2 * self._settings.intake_bytes
        return BODY_OF_ENTER if path in OPEN else self._settings.body_limit_bytes

    def refused(self, environment: dict[str, Any], length: int, others: int) -> RefusedRequest | None:
        """The refusal of a request with a body, or None. environment: of WSGI; length: bytes of the body, 0 when it
        comes in chunks; others: bytes of the bodies of all other connections."""
        self._proxies.apply(environment)
        asked = Request(environment)
        limit = self.body_limit(asked.path)
        try:
            problem = self._gate.problem(asked)
        except Exception as error:
            problem = error_answer(error)
        if problem is None and length > limit:
            problem = HTTP[413]
        if problem is None and others + (length or limit) > BODIES_AT_ONCE:
            problem = OVERLOADED
        if problem is None:
            return None
        enter_unread(self._flask, asked, problem)
        return RefusedRequest(problem, asked.path, self._gate.language_of(asked), asked)
