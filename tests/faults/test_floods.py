"""Nobody from outside takes a server off the network: not by slow connections, slow bodies or unwanted bodies."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.dashboard.cli.conftest import process, wait_for
from tests.faults.flooding import (
    Place,
    p95,
    seconds_of_health,
    send_bodies,
    server_process,
    slow_connections,
    still_open,
)

TOKEN = "Vq3-ZfT8_kLw0pXy7RbN"  # noqa: S105
QUICK_S = 0.2
BUSY = 3  # these machines do other things at the same time
PROXY = "127.0.0.2"
"""Not the address of the other visitors: a declared proxy stands for many, and has no limit of its own."""
LIMITS = {"YIPING_TRUSTED_PROXIES": PROXY, "YIPING_HEADER_SECONDS": "1.5", "YIPING_REQUEST_SECONDS": "2.5"}


@pytest.fixture(scope="module")
def place(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = Path(shutil.copytree(made_home, tmp_path_factory.mktemp("flooded") / "home"))
    serving = process(home, "serve", "--city", "tiny", "--port", "0", YIPING_TOKEN=TOKEN, **LIMITS)
    try:
        address = wait_for(home / "tiny", serving)
        yield Place.of(address.url, server_process(serving.pid))
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def url(place: Place, path: str) -> str:
    return f"http://{place.host}:{place.port}{path}"


def visitor(place: Place) -> httpx.Client:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.Client(base_url=url(place, ""), headers=headers, timeout=10, trust_env=False)


def test_health_and_screens_are_answered_while_1100_slow_connections_stand(place: Place) -> None:
    with slow_connections(place, 1100) as slow:
        took = seconds_of_health(place, 40)
        with visitor(place) as client:
            assert client.get("/api/v1/live").status_code == 200
            assert client.get("/wall").status_code == 200
        assert still_open(slow) <= 256 + 32, "of one address there are only so many"
    assert p95(took) < QUICK_S * BUSY


def test_who_sends_headers_by_drops_is_cut_off(place: Place) -> None:
    with slow_connections(place, 20) as slow:
        until = time.monotonic() + 8
        while still_open(slow) and time.monotonic() < until:
            for connection in slow:
                with contextlib.suppress(OSError):
                    connection.send(b"x")
            time.sleep(0.2)
        assert still_open(slow) == 0


def test_connections_that_ask_nothing_are_closed_and_those_between_two_requests_are_not(place: Place) -> None:
    with place.connect() as silent, visitor(place) as client:
        client.get("/healthz")
        silent.settimeout(6)
        assert silent.recv(10) == b""
        [kept] = client._transport._pool.connections  # type: ignore[attr-defined]
        assert client.get("/healthz").status_code == 200
        assert kept in client._transport._pool.connections  # type: ignore[attr-defined]


def test_a_body_that_comes_too_slowly_is_answered_and_given_up(place: Place) -> None:
    with place.connect() as connection:
        head = f"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\n".encode())
        until, answer = time.monotonic() + 8, b""
        connection.settimeout(0.2)
        while not answer and time.monotonic() < until:
            connection.send(b"{")
            with contextlib.suppress(TimeoutError):
                answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.soak
def test_a_minute_of_connections_bodies_and_drops_leaves_the_server_as_it_was(place: Place) -> None:
    memory, until, took = place.resident(), time.monotonic() + 60, list[float]()
    while time.monotonic() < until:
        with slow_connections(place, 1100) as slow:
            for connection in slow[::3]:
                with contextlib.suppress(OSError):
                    connection.send(b"x")
            send_bodies(place, 40, 2_000_000, headers=b"Authorization: Bearer guess")
            took += seconds_of_health(place, 20)
    assert p95(took) < QUICK_S * BUSY
    assert place.resident() - memory < 60_000_000


@pytest.mark.parametrize("chunked", [False, True], ids=["of a stated length", "in chunks"])
@pytest.mark.parametrize("headers", [b"X-Key: none", b"Authorization: Bearer guess"], ids=["no key", "a wrong key"])
def test_bodies_of_senders_whom_the_gate_refuses_are_not_kept(place: Place, headers: bytes, chunked: bool) -> None:
    memory, written = place.resident(), place.written()
    answers = send_bodies(place, 40, 15_000_000, headers=headers, chunked=chunked)
    assert len(answers) == 40
    assert {answer.split()[1] for answer in answers} <= {b"403", b"429"}
    assert place.written() - written < 2_000_000
    assert place.resident() - memory < 20_000_000


def test_who_asks_whether_to_send_a_body_is_refused_before_it_is_sent(place: Place) -> None:
    with place.connect() as connection:
        connection.sendall(
            b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\nExpect: 100-continue\r\n\r\n"
        )
        assert connection.recv(1000).startswith(b"HTTP/1.1 403 ")


def test_a_body_larger_than_its_address_takes_is_refused_unread(place: Place) -> None:
    with place.connect() as connection:
        head = f"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
        connection.sendall(f"{head}Content-Length: 5000000\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_refused_sender_reads_the_refusal(place: Place) -> None:
    answer = httpx.post(url(place, "/api/v1/events"), content=bytes(900_000), timeout=10, trust_env=False)
    assert answer.status_code == 403
    assert answer.json()["error"] == "wrong_source_key"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_sender_who_does_not_read_before_it_has_sent_is_not_cut_off(place: Place) -> None:
    """nginx, for one: it says 502 to whoever sent the body when it cannot send the whole of it."""
    head = b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n"
    for _ in range(5):
        with place.connect() as connection:
            connection.sendall(head)
            for _ in range(40):
                connection.sendall(bytes(100_000))
            assert connection.recv(1000).startswith(b"HTTP/1.1 403 ")


def test_nothing_that_follows_a_refused_request_is_taken_for_another_one(place: Place) -> None:
    inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(inner)
    with place.connect() as connection:
        connection.sendall(head + inner)
        answer = b""
        while piece := connection.recv(10_000):
            answer += piece
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.startswith(b"HTTP/1.1 403 ")


def test_dear_questions_leave_threads_for_health_checks(place: Place) -> None:
    with contextlib.ExitStack() as stack:
        asking = [stack.enter_context(place.connect(timeout=60)) for _ in range(64)]
        for number, connection in enumerate(asking):
            path = f"/api/v1/kpi?key=recurrence&from=1990-01-{number % 28 + 1:02}&to=2026-{number // 28 + 1:02}-01"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
        took = seconds_of_health(place, 40)
        assert all(connection.recv(12).startswith(b"HTTP/1.1 ") for connection in asking)
    assert p95(took) < QUICK_S * BUSY


def test_what_a_declared_proxy_says_reaches_the_application(place: Place) -> None:
    headers = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "city.example"}
    proxy = httpx.HTTPTransport(local_address=PROXY)
    with httpx.Client(base_url=url(place, ""), headers=headers, timeout=10, transport=proxy) as client:
        entered = client.post("/enter", data={"token": TOKEN}, headers={"Origin": "https://city.example"})
    assert entered.status_code == 303
    assert "Secure" in entered.headers["Set-Cookie"]
