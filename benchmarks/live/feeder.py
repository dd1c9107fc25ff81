"""A source that delivers over HTTP, in a process of its own: python -m benchmarks.live.feeder '{…}', begins on a line.

{"folder", "url", "key", "prefix", "seconds"} and either {"rows_a_second", "rows"}: deliveries of so many rows at that
rate; or {"connections", "rows"}: as fast as the server takes them. "marks_a_second": deliveries of one case each that
has just been reported; so many a second bear a title of their own, the others were reported a little earlier.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.live.connection import Connection
from benchmarks.live.processes import own_seconds
from benchmarks.live.rows import Lives, just_reported
from benchmarks.timing import Times
from geodata.areas.tree_file import read_tree

PATH = "/api/v1/events"
EARLIER_S = (30.0, 90.0)
CHANCE = random.Random(0)  # noqa: S311 - of times only


@dataclass
class Delivered:
    """What became of the deliveries. marks: title → when its 202 was there, seconds since 1970."""

    accepted: int = 0
    refused: int = 0
    told_to_wait: int = 0
    seconds: list[float] = field(default_factory=list)
    marks: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        times = Times(tuple(self.seconds))
        return {
            "accepted": self.accepted, "refused": self.refused, "told_to_wait": self.told_to_wait,
            "ack_p50_ms": times.median * 1e3, "ack_p95_ms": times.p95 * 1e3, "marks": self.marks,
        }  # fmt: skip


class Feeder:
    """Delivers through one or more connections."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.lives = Lives(read_tree(Path(data["folder"])))
        self.delivered = Delivered()

    def connection(self) -> Connection:
        return Connection(self.data["url"], {"Authorization": f"Bearer {self.data['key']}", "Prefer": "respond-async"})

    async def deliver(self, connection: Connection, body: bytes) -> bool:
        """Send until it is taken; whether it was."""
        while True:
            began = time.perf_counter()
            reply = await connection.post(PATH, body)
            if reply.status in (429, 503):
                self.delivered.told_to_wait += 1
                await asyncio.sleep(float(reply.headers.get("retry-after", 1)))
                continue
            self.delivered.seconds.append(time.perf_counter() - began)
            counts = json.loads(reply.body)
            if reply.status != 202:
                raise SystemExit(f"{reply.status}: {counts}")
            self.delivered.accepted += counts["accepted"]
            self.delivered.refused += counts["refused"]
            return True

    async def flood(self) -> None:
        """As fast as the server takes them."""
        end = time.perf_counter() + self.data["seconds"]

        async def pour(number: int) -> None:
            connection = self.connection()
            for body in self.lives.bodies(f"{self.data['prefix']}{number}", self.data["rows"]):
                if time.perf_counter() >= end:
                    break
                await self.deliver(connection, body)
            connection.close()

        await asyncio.gather(*(pour(number) for number in range(self.data["connections"])))

    async def steadily(self) -> None:
        """At a rate, whether or not the last delivery was quick."""
        rows = self.data["rows"]
        every = rows / self.data["rows_a_second"]
        bodies = self.lives.bodies(self.data["prefix"], rows)
        connections = [self.connection() for _ in range(4)]
        began, deliveries = time.perf_counter(), []
        for number in range(round(self.data["seconds"] / every)):
            await asyncio.sleep(max(0.0, began + number * every - time.perf_counter()))
            deliveries.append(asyncio.create_task(self._in_turn(connections, number, next(bodies))))
        await asyncio.gather(*deliveries)

    async def _in_turn(self, connections: list[Connection], number: int, body: bytes) -> None:
        mine = connections[number % len(connections)]
        async with _lock_of(mine):
            await self.deliver(mine, body)

    async def marked(self) -> None:
        """One case after the other, each in a delivery of its own."""
        every, connection = 1 / self.data["rows_a_second"], self.connection()
        began = time.perf_counter()
        for number, title in zip(range(round(self.data["seconds"] / every)), self._titles(), strict=False):
            await asyncio.sleep(max(0.0, began + number * every - time.perf_counter()))
            earlier = 0.0 if title else CHANCE.uniform(*EARLIER_S)
            at = datetime.now(UTC) - timedelta(seconds=earlier)
            text = self.lives.texts[number % len(self.lives.texts)]
            row = just_reported(text, f"{self.data['prefix']}-{number}", at, title)
            await self.deliver(connection, f"[{row}]".encode())
            if title:
                self.delivered.marks[title] = time.time()

    def _titles(self) -> Iterator[str | None]:
        every = round(self.data["rows_a_second"] / self.data["marks_a_second"]) if self.data["marks_a_second"] else 0
        number = 0
        while True:
            number += 1
            yield f"bench {self.data['prefix']} {number}" if every and number % every == 0 else None

    async def run(self) -> None:
        if "connections" in self.data:
            await self.flood()
        elif "marks_a_second" in self.data:
            await self.marked()
        else:
            await self.steadily()


_locks: dict[int, asyncio.Lock] = {}


def _lock_of(connection: Connection) -> asyncio.Lock:
    return _locks.setdefault(id(connection), asyncio.Lock())


def main() -> None:
    feeder = Feeder(json.loads(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    began, used = time.perf_counter(), own_seconds()
    asyncio.run(feeder.run())
    seconds = time.perf_counter() - began
    data = feeder.delivered.as_json()
    print(json.dumps(data | {"seconds": seconds, "cpu": (own_seconds() - used) / seconds}))


if __name__ == "__main__":
    main()
