"""Every kind of answer arrives whole through the real server, whichever of its threads sends it."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from dashboard.settings import Settings
from dashboard.web.listening import bind
from dashboard.web.waitress_server import GuardedServer

ANSWERS: dict[str, tuple[str, list[tuple[str, str]], list[bytes]]] = {
    "/body": ("200 OK", [("Content-Length", "5")], [b"hello"]),
    "/parts": ("200 OK", [("Content-Length", "10")], [b"hello", b"", b"world"]),
    "/stream": ("200 OK", [], [b"hello", b"world"]),
    "/nothing": ("204 No Content", [], []),
    "/not-modified": ("304 Not Modified", [], [b"ignored"]),
    "/empty": ("200 OK", [("Content-Length", "0")], [b""]),
    "/too-much": ("200 OK", [("Content-Length", "0")], [b"more than was said"]),
    "/large": ("200 OK", [("Content-Length", "3000000")], [b"x" * 3_000_000]),
}


HUGE = 15_000_000
LARGEST = ("200 OK", [("Content-Length", str(HUGE))], [bytes(HUGE)])


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    status, headers, parts = ANSWERS.get(environ["PATH_INFO"], LARGEST)
    start(status, headers)
    return parts


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    server = GuardedServer(application, bind("127.0.0.1", 0), Settings())
    threading.Thread(target=server.run, daemon=True).start()
    yield "127.0.0.1", server.effective_port
    server.close()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_answer_arrives_whole_one_after_the_other_on_one_connection(
    address: tuple[str, int], method: str
) -> None:
    connection = http.client.HTTPConnection(*address, timeout=10)
    for path, (status, _, parts) in ANSWERS.items():
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == int(status[:3]), path
        silent = method == "HEAD" or answer.status in (204, 304) or path == "/too-much"
        assert body == (b"" if silent else b"".join(parts)), path
    connection.close()


def test_who_does_not_read_is_cut_off_and_who_reads_slowly_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.web.waitress_channel.SLOW_ANSWER_S", 1.0)
    server = GuardedServer(application, bind("127.0.0.1", 0), Settings(threads=4))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    place = ("127.0.0.1", int(server.effective_port))
    with socket.create_connection(place) as silent, socket.create_connection(place) as reading:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for connection in (silent, reading):
            connection.sendall(b"GET /huge HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        read = len(reading.recv(4096)) + silent.recv(1).count(b"H") - 1
        until = time.monotonic() + 9
        while len(server.active_channels) > 1 and time.monotonic() < until:
            read += len(reading.recv(16_384))
            time.sleep(0.005)
        assert len(server.active_channels) == 1, "the silent one is gone"
        while piece := reading.recv(65_536):
            read += len(piece)
    assert read > HUGE
    server.close()


def test_a_connection_in_the_reserve_gets_health_checks_only() -> None:
    settings = Settings(threads=2, connections_per_peer=4)
    waits = threading.Event()

    def waiting(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/api/v1/kpi":
            waits.wait(10)
        return application(environ | {"PATH_INFO": "/body"}, start)

    server = GuardedServer(waiting, bind("127.0.0.1", 0), settings)
    threading.Thread(target=server.run, daemon=True).start()
    place = ("127.0.0.1", int(server.effective_port))
    with contextlib.ExitStack() as stack:
        for _ in range(4):
            busy = stack.enter_context(socket.create_connection(place, timeout=10))
            busy.sendall(b"GET /api/v1/kpi HTTP/1.1\r\nHost: x\r\n\r\n")
        until = time.monotonic() + 5
        while sum(channel.worth() is None for channel in server.active_channels.copy().values()) < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
        found = {}
        for path in ("/healthz", "/api/v1/kpi"):
            asking = stack.enter_context(contextlib.closing(http.client.HTTPConnection(*place, timeout=10)))
            asking.request("GET", path)
            found[path] = asking.getresponse().status
        waits.set()
    server.close()
    assert found == {"/healthz": 200, "/api/v1/kpi": 503}
