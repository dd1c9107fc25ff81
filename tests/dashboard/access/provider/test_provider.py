"""A provider that is silent, slow, endless or talks nonsense: nobody waits long, one asks at a time, nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from dashboard.access.provider import bounded_client, provider
from dashboard.access.provider.authentication_request import new_authentication_request
from dashboard.access.provider.declared import DeclaredProvider
from dashboard.access.provider.id_token import NotVouched
from dashboard.access.provider.provider import IdentityProvider, ProviderUnavailable

NOW = datetime.now(UTC)
ATTEMPT, BACK = new_authentication_request("/", NOW), "http://localhost/enter/provider/back"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Spoken = Callable[[], Iterator[bytes]]


@dataclass
class Speaking:
    """A provider that says what a test wants. metadata, tokens: as it answers; spoken: instead, byte for byte."""

    issuer: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    tokens: Any = None
    spoken: Spoken | None = None
    asked: list[str] = field(default_factory=list)
    is_asked: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)

    def answer(self, path: str) -> Iterator[bytes]:
        self.asked.append(path)
        self.is_asked.set()
        assert self.may_answer.wait(30)
        if self.spoken:
            yield from self.spoken()
            return
        usual = {name: f"{self.issuer}/{name}" for name in provider.NEEDED}
        found = self.tokens if path == "/token_endpoint" else {"issuer": self.issuer, **usual, **self.metadata}
        yield HEAD + b"Connection: close\r\n\r\n" + json.dumps(found).encode()

    def provider(self) -> IdentityProvider:
        return IdentityProvider(DeclaredProvider(self.issuer, "city", "a secret"), lambda: NOW)


@pytest.fixture
def speaking() -> Iterator[Speaking]:
    found = Speaking()
    found.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                for part in found.answer(self.path):
                    self.wfile.write(part)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.issuer = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield found
        found.may_answer.set()
        server.shutdown()


def test_one_asks_a_silent_provider_and_nobody_else_waits_for_it(
    speaking: Speaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "WAITED_S", 0.05)
    asking = speaking.provider()
    speaking.may_answer.clear()
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(asking.way_there, ATTEMPT, BACK)
        assert speaking.is_asked.wait(30)
        assert [asking.way_out(BACK) for _ in range(3)] == [None] * 3
        with pytest.raises(ProviderUnavailable, match="somebody else"):
            asking.way_there(ATTEMPT, BACK)
        assert not first.done()
        speaking.may_answer.set()
        assert first.result(30).startswith(f"{speaking.issuer}/authorization_endpoint?")
        asking._metadata.at = float("-inf")
        speaking.may_answer.clear()
        speaking.is_asked.clear()
        later = threads.submit(asking.way_there, ATTEMPT, BACK)
        assert speaking.is_asked.wait(30)
        assert asking.way_there(ATTEMPT, BACK), "by what it said before"
        assert not later.done()
        speaking.may_answer.set()
        later.result(30)
    assert len(speaking.asked) == 2


def test_who_waited_for_a_provider_that_turned_out_silent_does_not_ask_it_again(speaking: Speaking) -> None:
    asking = speaking.provider()
    speaking.may_answer.clear()
    speaking.metadata = {"issuer": "https://evil.example"}
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(asking.way_out, BACK)
        assert speaking.is_asked.wait(30)
        others = [threads.submit(asking.way_out, BACK) for _ in range(6)]
        speaking.may_answer.set()
        assert [one.result(30) for one in (first, *others)] == [None] * 7
    assert len(speaking.asked) == 1


def slow_header() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    yield from slowly()


def slow_body() -> Iterator[bytes]:
    yield HEAD + b"Content-Length: 100000\r\n\r\n"
    yield from slowly()


def slowly() -> Iterator[bytes]:
    for _ in range(200):
        Event().wait(0.05)
        yield b" "


def endless() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        yield b" " * 65_536


@pytest.mark.parametrize("spoken", [slow_header, slow_body, endless])
def test_an_answer_has_its_time_and_its_length(
    speaking: Speaking, monkeypatch: pytest.MonkeyPatch, spoken: Spoken
) -> None:
    monkeypatch.setattr(bounded_client, "WITHIN_S", 30.0 if spoken is endless else 0.2)
    speaking.spoken, asking = spoken, speaking.provider()
    with pytest.raises(ProviderUnavailable, match=r"slow|long|disconnected|closed"):
        asking.way_there(ATTEMPT, BACK)
    with pytest.raises(ProviderUnavailable, match="just now"):
        asking.way_there(ATTEMPT, BACK)


@pytest.mark.parametrize("tokens", [[], "error", 5, None, [{"id_token": "x"}]])
def test_tokens_that_are_no_object_are_no_answer_of_a_provider(speaking: Speaking, tokens: Any) -> None:
    speaking.tokens = tokens
    with pytest.raises(ProviderUnavailable):
        speaking.provider().identity(ATTEMPT, "a code", BACK)


@pytest.mark.parametrize(
    "metadata",
    [
        {"token_endpoint": "https://["},
        {"jwks_uri": 5},
        {"end_session_endpoint": "https://["},
        {"end_session_endpoint": ["x"]},
        {"token_endpoint_auth_methods_supported": 5},
    ],
)
def test_metadata_that_no_provider_has_break_nothing(speaking: Speaking, metadata: dict[str, Any]) -> None:
    speaking.metadata, speaking.tokens = metadata, {}
    asking = speaking.provider()
    assert asking.way_out(BACK) is None
    with pytest.raises((ProviderUnavailable, NotVouched)):
        asking.identity(ATTEMPT, "a code", BACK)
