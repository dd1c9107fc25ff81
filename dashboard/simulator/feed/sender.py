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
    """The simulator was told to end before everything was acknowledged."""


@dataclass(frozen=True)
class Delivered:
    """What the server said of rows: taken, and refused with a reason (they are not sent again)."""

    accepted: int = 0
    refused: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.accepted + other.accepted, self.refused + other.refused)


class Sender:
    """Sends the rows of one source. Not for several threads at once."""

    def __init__(
        self, source: str, where: Callable[[], str | None], key: Callable[[], str], stop: Event, transport: Any = None
    ) -> None:
        """where: the server's present address (None: there is none); key: the present key; both are asked again after
        every failure. transport: of httpx, for tests."""
        self._source, self._where, self._key, self._stop = source, where, key, stop
        self._client = httpx.Client(timeout=httpx.Timeout(60.0), trust_env=False, transport=transport)
        self._troubled = False

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
            answer, trouble = self._posted(kind, rows)
            if answer is not None and answer.status_code in (202, 400):
                self._well()
                return _delivered(answer, len(rows))
            if answer is not None and answer.status_code == 413 and len(rows) > 1:
                return self.send(kind, rows, (len(rows) + 1) // 2)
            self._trouble(trouble or _said(answer))
            patience = _retry_after(answer) or wait
            wait = min(wait * 2, LONGEST_WAIT)
            if self._stop.wait(patience):
                raise Stopped

    def _posted(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> tuple[httpx.Response | None, str]:
        if self._stop.is_set():
            raise Stopped
        where = self._where()
        if where is None:
            return None, "there is no running server"
        try:
            headers = {"Authorization": f"Bearer {self._key()}"}
            return self._client.post(f"{where}/api/v1/{kind}", json=list(rows), headers=headers), ""
        except httpx.HTTPError as error:
            return None, f"the server does not answer ({type(error).__name__})"

    def _trouble(self, what: str) -> None:
        """Said once until it works again."""
        if not self._troubled:
            log.warning("%s waits: %s.", self._source, what)
        self._troubled = True

    def _well(self) -> None:
        if self._troubled:
            log.info("%s delivers again.", self._source)
        self._troubled = False


def _delivered(answer: httpx.Response, rows: int) -> Delivered:
    """What was said of the rows; a body that says nothing was refused as a whole."""
    try:
        data = answer.json()
        return Delivered(int(data["accepted"]), int(data["refused"]))
    except (ValueError, KeyError, TypeError):
        return Delivered(0, rows)


def _said(answer: httpx.Response | None) -> str:
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
