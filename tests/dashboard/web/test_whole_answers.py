"""Every kind of answer arrives whole through the real server, whichever of its threads sends it."""

import http.client
import threading
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


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    status, headers, parts = ANSWERS[environ["PATH_INFO"]]
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
