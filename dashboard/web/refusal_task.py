"""What is refused before the application sees it is answered in the same shape as every other refusal."""

from __future__ import annotations

from http import HTTPStatus
from time import perf_counter
from typing import Any

from waitress.task import ErrorTask

from dashboard.errors import HTTP, ErrorAnswer
from dashboard.web.access_log.noting_task import note
from dashboard.web.admission import RefusedRequest
from dashboard.web.headers import FIXED, content_security_policy

REFUSED = {
    400: HTTP[400],
    413: ErrorAnswer("error", 413, "too_large", "far_too_large"),
    431: ErrorAnswer("error", 431, "too_large", "headers_too_large"),
    501: ErrorAnswer("error", 501, "bad_request", "sent_in_an_unknown_way"),
}
POLICY = content_security_policy([], None)
"""Of a page of refusal, which has no script."""
OTHERWISE = ErrorAnswer("error", 500, "internal", "inside")


class RefusalTask(ErrorTask):
    """Answers `{error, reference, sentence}`, in English where the language asked for has not been read, and closes the
    connection."""

    def service(self) -> None:
        """Answers, and notes it."""
        begun = perf_counter()
        super().service()
        error: Any = self.request.error  # type: ignore[attr-defined]
        if int(error.code) != HTTPStatus.INTERNAL_SERVER_ERROR:  # which the task has noted that broke off
            origin = getattr(error, "origin", "")
            note(self, {"REMOTE_ADDR": origin}, perf_counter() - begun, self.content_length or 0)

    def execute(self) -> None:
        """Writes the refusal."""
        request: Any = self.request
        error: Any = request.error
        if not isinstance(error, RefusedRequest):
            code = int(error.code)
            row = REFUSED.get(code, OTHERWISE)
            error = RefusedRequest(ErrorAnswer(row.kind, code, row.name, row.key))
        self.status = f"{error.code} {HTTPStatus(error.code).phrase}"
        headers = {**FIXED, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        self.response_headers = [*headers.items(), ("Content-Type", f"{error.mimetype}; charset=utf-8")]
        self.set_close_on_finish()
        self.content_length = len(error.content)
        channel: Any = self.channel
        channel.discards_the_rest = True
        self.write(error.content)
