"""Starting Canaille, and signing in at it like a person with a browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic, sleep
from typing import IO

import httpx
import pytest

from dashboard.access.provider.declared import DeclaredProvider

PYTHON = Path(sys.prefix) / "provider/bin/python"
SERVER = Path(__file__).with_name("canaille_server.py")
PASSWORD = "a heron on one leg"  # noqa: S105
SECRET = "the-secret-of-the-city"  # noqa: S105
PATIENCE_S = 60
INPUT = re.compile(r"<input[^>]*>")


@dataclass
class Person:
    """A browser at the provider, which stays signed in there."""

    name: str
    browser: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PATIENCE_S))

    def sign_in(self, address: str, back: str) -> str:
        """Goes to an address of the provider, signs in if asked, and follows it until it leads `back`; that address."""
        answer = self.browser.get(address)
        for _ in range(12):
            if answer.is_redirect:
                there = str(answer.url.join(answer.headers["Location"]))
                if there.startswith(back):
                    return there
                answer = self.browser.get(there)
            else:
                answer = self.browser.post(str(answer.url), data=self._filled(answer.text))
        raise AssertionError(answer.text)

    def _filled(self, page: str) -> dict[str, str]:
        fields = {
            name: value for text in INPUT.findall(page) if (name := _of(text, "name")) for value in [_of(text, "value")]
        }
        assert fields, page
        given = {"login": self.name, "password": PASSWORD}
        return {name: given.get(name, value) for name, value in fields.items() if name != "remember"}


@dataclass(frozen=True)
class RunningProvider:
    issuer: str
    clients: Iterator[int] = field(default_factory=count)

    def declared(self, client: str = "") -> DeclaredProvider:
        """As settings declare it for a program, by default for one that nobody has used yet."""
        return DeclaredProvider(self.issuer, client or f"city-{next(self.clients)}", SECRET)


@contextmanager
def canaille(*addresses: str) -> Iterator[RunningProvider]:
    """Canaille, which knows programs at these addresses."""
    if not PYTHON.exists():
        pytest.skip("the provider of identities is not installed: make neighbours")
    port = free_port()
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "true"}
    with (
        TemporaryFile() as said,
        TemporaryDirectory() as folder,
        subprocess.Popen(
            [PYTHON, SERVER, str(port), folder, *addresses], env=environment, stdout=said, stderr=said
        ) as process,
    ):
        try:
            issuer = f"http://127.0.0.1:{port}"
            wait_for(f"{issuer}/.well-known/openid-configuration", process, said)
            yield RunningProvider(issuer)
        finally:
            process.kill()


def wait_for(address: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    """Until a server answers there. said: the file of what it says."""
    until = monotonic() + PATIENCE_S
    while monotonic() < until and process.poll() is None:
        try:
            httpx.get(address)
        except httpx.HTTPError:
            sleep(0.05)
        else:
            return
    process.kill()
    said.seek(0)
    raise AssertionError(f"{address} does not answer: {said.read().decode()}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _of(text: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', text)
    return found[1] if found else ""
