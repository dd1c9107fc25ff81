"""Browsers without a browser, in a process of their own: python -m benchmarks.live.crowd '{…}', begins on a line.

{"url", "seconds", "askers", "screens", "panels"}: so many ask /api/v1/live every second; so many screens, walls and
analyst pages in turn, ask too and, whenever the stamp moved, ask for all their panels.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import brotli  # type: ignore[import-untyped]

from benchmarks.live.connection import Connection, Reply
from benchmarks.live.processes import own_seconds
from benchmarks.live.screens import body, digests_in
from benchmarks.timing import Times

CHANCE = random.Random(0)  # noqa: S311 - of pauses only
ENCODINGS = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass
class Seen:
    """Seconds of each request for news and of each refresh of a screen; stamps that screens saw; answers not 200."""

    live: list[float] = field(default_factory=list)
    refreshes: list[float] = field(default_factory=list)
    stamps: set[str] = field(default_factory=set)
    failed: int = 0

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"stamps": len(self.stamps), "failed": self.failed}
        for name in ("live", "refreshes"):
            times = Times(tuple(getattr(self, name)) or (0.0,))
            found[name] = {
                "count": len(getattr(self, name)), "p50_ms": times.median * 1e3, "p95_ms": times.p95 * 1e3,
                "max_ms": max(times.seconds) * 1e3,
            }  # fmt: skip
        return found


class Crowd:
    """Askers and screens of one server."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.url, self.panels, self.seen = data["url"], data["panels"], Seen()
        self.end = time.perf_counter() + data["seconds"]

    async def runner(self) -> None:
        """A browser that shows nothing and asks every second."""
        connection, version = Connection(self.url, ENCODINGS), ""
        await asyncio.sleep(CHANCE.random())
        while time.perf_counter() < self.end:
            await asyncio.sleep(0.9 + 0.2 * CHANCE.random())
            began = time.perf_counter()
            reply = await connection.get(f"/api/v1/live?since={version}")
            self.seen.live.append(time.perf_counter() - began)
            self.seen.failed += reply.status != 200
        connection.close()

    async def screen(self, path: str) -> None:
        """A screen that is refreshed with every stamp."""
        connection = Connection(self.url, ENCODINGS)
        version, stamp, digests = "", "", dict[str, str]()
        await asyncio.sleep(CHANCE.random())
        while time.perf_counter() < self.end:
            began = time.perf_counter()
            news = json.loads(read(await connection.get(f"/api/v1/live?since={version}")))
            self.seen.live.append(time.perf_counter() - began)
            version = news["version"]
            if news["stamp"] != stamp:
                stamp = news["stamp"]
                self.seen.stamps.add(stamp)
                began = time.perf_counter()
                await self._refresh(connection, path, stamp, digests)
                self.seen.refreshes.append(time.perf_counter() - began)
            await asyncio.sleep(0.9 + 0.2 * CHANCE.random())
        connection.close()

    async def _refresh(self, connection: Connection, path: str, stamp: str, digests: dict[str, str]) -> None:
        reply = await connection.post("/screen", body(self.panels[path], path, stamp, digests))
        if reply.status == 200:
            digests |= digests_in(read(reply))
        self.seen.failed += reply.status not in (200, 204)

    async def run(self, askers: int, screens: int) -> None:
        paths = [list(self.panels)[number % len(self.panels)] for number in range(screens)]
        await asyncio.gather(*(self.runner() for _ in range(askers)), *(self.screen(path) for path in paths))


def read(reply: Reply) -> bytes:
    """The body as it was before compression."""
    return brotli.decompress(reply.body) if reply.headers.get("content-encoding") == "br" else reply.body


def main() -> None:
    data = json.loads(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    crowd = Crowd(data)
    began, used = time.perf_counter(), own_seconds()
    asyncio.run(crowd.run(data["askers"], data["screens"]))
    cpu = (own_seconds() - used) / (time.perf_counter() - began)
    print(json.dumps(crowd.seen.as_json() | {"cpu": cpu}))


if __name__ == "__main__":
    main()
