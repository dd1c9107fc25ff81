"""Connections and bodies of senders who mean no good, and how a server fares meanwhile."""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import socket
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

HALF = b"GET /wall HTTP/1.1\r\nHost: %b\r\nX-Slow: "


@dataclass(frozen=True)
class Place:
    """Where a server listens; process: the one that answers."""

    host: str
    port: int
    process: int

    @classmethod
    def of(cls, url: str, process: int) -> Place:
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        return cls(parts.hostname, parts.port, process)

    @property
    def name(self) -> bytes:
        return f"{self.host}:{self.port}".encode()

    def connect(self, timeout: float = 5.0) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def resident(self) -> int:
        """Bytes of memory that the server holds."""
        return int(Path(f"/proc/{self.process}/statm").read_text().split()[1]) * resource.getpagesize()

    def written(self) -> int:
        """Bytes that the server has written to files, caches included."""
        lines = dict(line.split(": ") for line in Path(f"/proc/{self.process}/io").read_text().splitlines())
        return int(lines["wchar"])


@contextlib.contextmanager
def slow_connections(place: Place, count: int, *, first: bytes = HALF) -> Iterator[list[socket.socket]]:
    """`count` connections on which a request was begun and not ended."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * count)), hard))
    with contextlib.ExitStack() as stack:
        slow = []
        for _ in range(count):
            connection = stack.enter_context(place.connect())
            with contextlib.suppress(OSError):
                connection.send(first % place.name if b"%b" in first else first)
            slow.append(connection)
        yield slow


def still_open(connections: Sequence[socket.socket]) -> int:
    """How many the server has not closed."""
    found = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            found += connection.recv(1000) != b""
        except BlockingIOError:
            found += 1
        except OSError:
            continue
    return found


def seconds_of_health(place: Place, times: int) -> list[float]:
    """How long each of `times` health checks took, each on a connection of its own."""
    took = []
    for _ in range(times):
        begun = time.monotonic()
        with place.connect() as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = b""
            while piece := connection.recv(4096):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200 ")
        took.append(time.monotonic() - begun)
    return took


def p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def send_bodies(place: Place, count: int, size: int, *, headers: bytes, chunked: bool = False) -> list[bytes]:
    """Sends `count` bodies of `size` bytes at the same time, as fast as they are taken; the first line of each answer.
    The server may stop reading."""
    length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % size
    head = b"POST /api/v1/events HTTP/1.1\r\nHost: " + place.name + b"\r\n" + length + b"\r\n" + headers + b"\r\n\r\n"
    piece = bytes(65_536)
    left = {}
    answers = {}
    by_number = {}
    selector = selectors.DefaultSelector()
    for _ in range(count):
        connection = place.connect()
        connection.sendall(head)
        connection.setblocking(False)
        left[connection] = size
        by_number[connection.fileno()] = connection
        selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
    until = time.monotonic() + 20
    while left and time.monotonic() < until:
        for key, events in selector.select(timeout=0.5):
            connection = by_number[key.fd]
            try:
                if events & selectors.EVENT_READ:
                    raise ConnectionError
                sent = connection.send(b"10000\r\n" + piece + b"\r\n" if chunked else piece[: left[connection]])
                left[connection] -= sent
                if left[connection] <= 0:
                    selector.modify(connection, selectors.EVENT_READ)
            except BlockingIOError:
                continue
            except OSError:
                left.pop(connection)
                with contextlib.suppress(OSError):
                    answers[connection] = connection.recv(65_536)
                selector.unregister(connection)
                connection.close()
    selector.close()
    return [answer.split(b"\r\n", 1)[0] for answer in answers.values()]


def server_process(parent: int) -> int:
    """The process that a supervisor keeps."""
    [child] = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    os.kill(int(child), 0)
    return int(child)
