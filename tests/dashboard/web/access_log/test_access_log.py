"""The access log: what stands in it, what never does whatever is sent, and that no request waits or fails for it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from dashboard.errors import AccessLogNotWritten
from dashboard.settings import Settings
from dashboard.web.access_log.access_log import AccessLog, access_log_of
from dashboard.web.access_log.answered import WHO, Answered, line_of
from dashboard.web.access_log.rotated_file import PARTS, RotatedFile
from dashboard.web.listening import bind
from dashboard.web.waitress_server import GuardedServer

ONE = Answered(1_780_300_800.25, "wang", "192.0.2.7", "GET", "/", "", 200, 12.34, 345)


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    environ[WHO] = "wang"
    if environ["PATH_INFO"] == "/broken":
        raise ValueError("broken")
    start("200 OK", [("Content-Length", "5")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"hello"]


class Served:
    """A server with an access log of which a test reads the lines."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.log = AccessLog(self.written.append)
        self.server = GuardedServer(application, bind("127.0.0.1", 0), Settings(), access_log=self.log)
        threading.Thread(target=self.server.run, daemon=True).start()

    def send(self, text: bytes) -> None:
        with http.client.socket.create_connection(("127.0.0.1", self.server.effective_port), 10) as connection:  # type: ignore[attr-defined]
            connection.sendall(text)
            while connection.recv(4096):
                pass

    def lines(self) -> list[dict[str, Any]]:
        self.log.close()
        return [json.loads(line) for line in b"".join(self.written).splitlines()]


@pytest.fixture
def served() -> Iterator[Served]:
    found = Served()
    yield found
    found.server.close()
    found.log.close()


def test_each_request_is_a_line_with_who_asked_and_what_became_of_it(served: Served) -> None:
    served.send(b"GET /wall?area=410105000000 HTTP/1.0\r\n\r\n")
    served.send(b"HEAD / HTTP/1.0\r\n\r\n")
    served.send(b"GET /broken HTTP/1.0\r\n\r\n")
    served.send(b"GET / HTTP/1.0\r\nContent-Length: -5\r\n\r\n")
    looked, head, broken, malformed = served.lines()
    about = {name: looked[name] for name in ("who", "from", "method", "path", "query", "status", "bytes")}
    assert about == {
        "who": "wang",
        "from": "127.0.0.1",
        "method": "GET",
        "path": "/wall",
        "query": "area=410105000000",
        "status": 200,
        "bytes": 5,
    }
    assert looked["ms"] >= 0
    assert looked["at"].endswith("+00:00")
    assert (head["method"], head["bytes"]) == ("HEAD", 0)
    assert (broken["status"], broken["path"]) == (500, "/broken")
    assert (malformed["status"], malformed["who"]) == (400, "")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/share/Secret-of-a-link", ""),
        ("//share//Secret-of-a-link", ""),
        ("/SHARE/Secret-of-a-link/x", ""),
        ("/enter", "token=Secret-of-a-link&next=/wall"),
        ("/enter", "&&token=Secret-of-a-link"),
        ("/", "%74oken=Secret-of-a-link"),
        ("/api/v1/search", "q=Secret-of-a-link"),
        ("/", "&".join(["area=1"] * 50) + "&q=Secret-of-a-link"),
    ],
)
def test_no_secret_and_nothing_that_people_typed_is_told(path: str, query: str) -> None:
    line = line_of(replace(ONE, path=path, query=query))
    assert b"Secret" not in line
    assert json.loads(line)["status"] == 200


@pytest.mark.parametrize("name", ["who", "origin", "method", "path", "query"])
def test_whatever_is_sent_is_one_line_of_ascii(name: str) -> None:
    evil = 'x\r\n{"status": 200}\x1b[2J\u2028\udc80"' + "郑" * 10_000
    line = line_of(replace(ONE, **{name: f"area={evil}" if name == "query" else evil}))  # type: ignore[arg-type]
    assert line.count(b"\n") == 1
    assert len(line) < 4000
    assert all(0x20 <= byte < 0x7F for byte in line[:-1])
    assert json.loads(line)["status"] == 200


def test_a_path_of_other_letters_is_readable() -> None:
    sent = "/api/v1/areas/郑州".encode().decode("latin-1")
    assert json.loads(line_of(replace(ONE, path=sent)))["path"] == "/api/v1/areas/郑州"


def test_the_file_is_for_its_owner_and_all_parts_together_are_bounded(tmp_path: Path) -> None:
    most = 20_000
    write = RotatedFile(tmp_path, most)
    for number in range(100):
        write(b"".join(line_of(replace(ONE, sent=10 * number + one)) for one in range(10)))
    parts = [write.part(number) for number in range(PARTS)]
    assert sorted((tmp_path / "access").iterdir()) == sorted(parts)
    assert sum(part.stat().st_size for part in parts) <= most
    assert {part.stat().st_mode & 0o777 for part in parts} == {0o600}
    assert (tmp_path / "access").stat().st_mode & 0o777 == 0o700
    kept = [json.loads(line)["bytes"] for part in reversed(parts) for line in part.read_bytes().splitlines()]
    assert kept == list(range(kept[0], 1000))


class Disk:
    """A sink that is full until a test makes room."""

    def __init__(self) -> None:
        self.is_full, self.written = True, b""

    def __call__(self, lines: bytes) -> None:
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.written += lines


def test_what_the_disk_does_not_take_is_counted_and_told() -> None:
    disk = Disk()
    log = AccessLog(disk)
    log.note(ONE)
    log._write()
    with pytest.raises(AccessLogNotWritten, match="1 requests are missing"):
        log.check()
    log.check()
    disk.is_full = False
    log.note(ONE)
    log.close()
    told, after = [json.loads(line) for line in disk.written.splitlines()]
    assert told["lost"] == 1
    assert after["path"] == "/"


def test_what_comes_while_too_many_wait_is_left_out_without_waiting() -> None:
    begun, goes_on = threading.Event(), threading.Event()
    written: list[bytes] = []

    def stuck(lines: bytes) -> None:
        begun.set()
        goes_on.wait(10)
        written.append(lines)

    log = AccessLog(stuck, most_waiting=3)
    log.note(ONE)
    assert begun.wait(10)
    for _ in range(8):
        log.note(ONE)
    with pytest.raises(AccessLogNotWritten, match="5 requests are missing"):
        log.check()
    goes_on.set()
    log.close()
    said = [json.loads(line) for line in b"".join(written).splitlines()]
    assert [one.get("lost", 0) for one in said] == [0, 5, 0, 0, 0]


def test_it_goes_where_the_settings_say(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    places: tuple[Literal["file", "stderr"], ...] = ("file", "stderr")
    for where in places:
        log = access_log_of(Settings(access_log=where), tmp_path)
        assert log
        log.note(ONE)
        log.close()
    assert json.loads((tmp_path / "access/access.jsonl").read_bytes())["who"] == "wang"
    assert json.loads(capfd.readouterr().err)["who"] == "wang"
    assert access_log_of(Settings(access_log="off"), tmp_path) is None
