"""Asking a server that may be slow or endless: its whole answer comes within a time and a length, or there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from ssl import SSLContext
from threading import Timer
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(5.0)
"""For a connection, and for whatever comes next."""
WITHIN_S = 10.0
"""For the whole answer, however slowly it comes."""
LONGEST_ANSWER = 1_000_000


class BoundedClient(httpx.Client):
    """Raises httpx.ReadError for an answer that is too long or takes too long. authorities: who may vouch for the other
    side, instead of the public ones; trust_env: proxies of the environment are used."""

    def __init__(self, authorities: SSLContext | None = None, *, trust_env: bool = True) -> None:
        told = {"Accept-Encoding": "identity"}
        super().__init__(timeout=TIMEOUT, headers=told, verify=authorities or True, trust_env=trust_env)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """The whole answer."""
        with _ended_in_time(request):
            answer = super().send(request, **{**options, "stream": True})
            try:
                content = _bounded(answer)
            finally:
                answer.close()
        about = {name: value for name, value in answer.headers.items() if name == "content-type"}
        return httpx.Response(answer.status_code, headers=about, content=content, request=request)


def _bounded(answer: httpx.Response) -> bytes:
    found = bytearray()
    for part in answer.iter_bytes():
        found += part
        if len(found) > LONGEST_ANSWER:
            raise httpx.ReadError("its answer is too long", request=answer.request)
    return bytes(found)


@contextmanager
def _ended_in_time(request: httpx.Request) -> Iterator[None]:
    """When the time is over, what still waits for the other side waits no longer."""
    opened, over = list[socket](), list[bool]()

    def end() -> None:
        over.append(True)
        for one in opened:
            with suppress(OSError):
                socket.shutdown(one, SHUT_RDWR)

    def note(event: str, told: Mapping[str, Any]) -> None:
        stream = told.get("return_value")
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            opened.append(stream.get_extra_info("socket"))  # type: ignore[union-attr]
        if over:
            raise httpx.ReadTimeout("it answers too slowly", request=request)

    request.extensions["trace"] = note
    timer = Timer(WITHIN_S, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if over:
        raise httpx.ReadTimeout("it answers too slowly", request=request)
