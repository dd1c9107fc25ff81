"""Delivering rows over HTTP as any source does: until they are acknowledged, however long the server is away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

import httpx

FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0
LONGEST_RETRY_AFTER = 60.0
log = logging.getLogger("yiping")


class Stopped(Exception):  # noqa: N818
    """The simulator was stopped before everything was acknowledged."""


@dataclass(frozen=True)
class Delivered:
    """How many rows the server accepted, and how many it refused with a reason (they are not sent again)."""

    accepted: int = 0
    refused: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.accepted + other.accepted, self.refused + other.refused)


class Sender:
    """Sends the rows of one source. Not for several threads at once."""

    def __init__(
        self,
        source: str,
        server_url: Callable[[], str | None],
        key: Callable[[], str],
        stop: Event,
        transport: Any = None,
    ) -> None:
        """server_url: present address of the server, None without one; key: the present key; both are called again
        after every failure. transport: of httpx, for tests."""
        self._source, self._server_url, self._key, self._stop = source, server_url, key, stop
        self._client = httpx.Client(timeout=httpx.Timeout(60.0), trust_env=False, transport=transport)
        self._waiting = False

    def close(self) -> None:
        self._client.close()

    def send(self, kind: str, rows: Sequence[Mapping[str, Any]], most: int) -> Delivered:
        """Delivers `rows` in batches of `most`, in their order; returns when all are acknowledged. Raises Stopped."""
        data = Delivered()
        for begin in range(0, len(rows), most):
            data += self._deliver(kind, rows[begin : begin + most])
        return data

    def _deliver(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> Delivered:
        wait = FIRST_WAIT
        while True:
            answer, problem = self._posted(kind, rows)
            if answer is not None and answer.status_code in (202, 400):
                self._log_delivering()
                return _delivered(answer, len(rows))
            if answer is not None and answer.status_code == 413 and len(rows) > 1:
                return self.send(kind, rows, (len(rows) + 1) // 2)
            self._log_waiting(problem or _reason(answer))
            pause = _retry_after(answer) or wait
            wait = min(wait * 2, LONGEST_WAIT)
            if self._stop.wait(pause):
                raise Stopped

    def _posted(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> tuple[httpx.Response | None, str]:
        if self._stop.is_set():
            raise Stopped
        server_url = self._server_url()
        if server_url is None:
            return None, "there is no running server"
        try:
            headers = {"Authorization": f"Bearer {self._key()}", "Prefer": "respond-async"}
            return self._client.post(f"{server_url}/api/v1/{kind}", json=list(rows), headers=headers), ""
        except httpx.HTTPError as error:
            return None, f"the server does not answer ({type(error).__name__})"

    def _log_waiting(self, what: str) -> None:
        """Logged once until deliveries work again."""
        if not self._waiting:
            log.warning("%s waits: %s.", self._source, what)
        self._waiting = True

    def _log_delivering(self) -> None:
        if self._waiting:
            log.info("%s delivers again.", self._source)
        self._waiting = False


def _delivered(answer: httpx.Response, rows: int) -> Delivered:
    """The counts of an answer; an answer without counts has refused all rows."""
    try:
        data = answer.json()
        return Delivered(int(data["accepted"]), int(data["refused"]))
    except (ValueError, KeyError, TypeError):
        return Delivered(0, rows)


def _reason(answer: httpx.Response | None) -> str:
    if answer is None:
        return "no answer"
    try:
        return f"{answer.status_code}, {str(answer.json()['sentence']).rstrip('.')}"
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answer.status_code}"


def _retry_after(answer: httpx.Response | None) -> float:
    try:
        seconds = float(answer.headers.get("Retry-After", 0)) if answer is not None else 0.0
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
