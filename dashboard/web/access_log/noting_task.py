"""Tasks of waitress that note what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

from waitress.task import WSGITask

from dashboard.web.access_log.answered import WHO, Answered


class NotingTask(WSGITask):
    """Answers a request, and notes it in the access log of the server, if it has one."""

    noted_bytes = 0

    def service(self) -> None:
        """Answers; also what breaks off is noted."""
        begun = perf_counter()
        try:
            super().service()
        finally:
            environment = self.environ or {}
            is_file = self.complete and not self.noted_bytes and environment.get("REQUEST_METHOD") != "HEAD"
            sent = (self.content_length or 0) if is_file and self.has_body else self.noted_bytes
            note(self, environment, perf_counter() - begun, sent)

    def write(self, data: bytes) -> None:
        """Sends a piece of the answer, and counts it."""
        self.noted_bytes += len(data) if self.has_body else 0
        super().write(data)


def note(task: Any, environment: Mapping[str, Any], seconds: float, sent: int) -> None:
    """environment: of WSGI as far as there is one; without it the request itself tells what was asked."""
    log = task.channel.server.access_log
    if log is None:
        return
    request = task.request
    origin = environment.get("REMOTE_ADDR") or str(task.channel.addr[0])
    log.note(
        Answered(
            at=task.start_time,
            who=environment.get(WHO, ""),
            origin=origin,
            method=str(getattr(request, "command", "")),
            path=str(getattr(request, "path", "")),
            query=str(getattr(request, "query", "")),
            status=int(task.status.partition(" ")[0]) if task.complete else 500,
            ms=seconds * 1000,
            sent=sent,
        )
    )
