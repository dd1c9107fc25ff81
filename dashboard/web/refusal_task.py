"""What is refused before the application sees it is answered in the same shape as every other refusal."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from waitress.task import ErrorTask

from dashboard.errors import HTTP, ErrorAnswer
from dashboard.web.admission import RefusedRequest
from dashboard.web.headers import FIXED

REFUSED = {
    400: HTTP[400],
    413: ErrorAnswer("error", 413, "too_large", "far_too_large"),
    431: ErrorAnswer("error", 431, "too_large", "headers_too_large"),
    501: ErrorAnswer("error", 501, "bad_request", "sent_in_an_unknown_way"),
}
OTHERWISE = ErrorAnswer("error", 500, "internal", "inside")


class RefusalTask(ErrorTask):
    """Answers `{error, reference, sentence}`, in English where the language asked for has not been read, and closes the
    connection."""

    def execute(self) -> None:
        """Writes the refusal."""
        request: Any = self.request
        error: Any = request.error
        if not isinstance(error, RefusedRequest):
            code = int(error.code)
            row = REFUSED.get(code, OTHERWISE)
            error = RefusedRequest(ErrorAnswer(row.kind, code, row.name, row.key))
        self.status = f"{error.code} {HTTPStatus(error.code).phrase}"
        self.response_headers = [*FIXED.items(), ("Cache-Control", "no-store"), ("Content-Type", error.mimetype)]
        self.set_close_on_finish()
        self.content_length = len(error.content)
        channel: Any = self.channel
        channel.discards_the_rest = True
        self.write(error.content)
