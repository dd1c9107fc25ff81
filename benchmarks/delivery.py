"""What applying one small delivery costs, on the demo city and on one with many times its cases, fresh and after
thousands of deliveries; and what the feed of the demo city costs altogether, second by second.

Times are those of this process: processor time (all threads) and wall time of applying, and the number of statements.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.live.rows import NUMBER, Lives, just_reported
from benchmarks.simulated_feed import opened_city, simulated_feed
from benchmarks.timing import Times, save
from dashboard.simulator.table import SOURCE
from queries.city import City
from queries.intake.reception import Reception
from queries.landing.folder import EVENTS

NEW, CHANGED = 4, 4
MEASURED = 100
MULTIPLIED = """
INSERT INTO city.events SELECT * REPLACE (source_id || '-' || CAST($copy AS VARCHAR) AS source_id) FROM city.events
WHERE NOT contains(source_id, '-')
"""


class Deliveries:
    """Small deliveries without end: new cases, and the whole lives of those that were new the time before."""

    def __init__(self, reception: Reception, lives: Lives) -> None:
        self._reception, self._lives = reception, lives
        self._begun = datetime.now(UTC) - timedelta(days=30)
        self._number, self._prefix = 0, f"bench{time.time_ns()}"

    def accept(self) -> str:
        """Accept the next one; the name of its segment."""
        self._number += 1
        rows = [just_reported(text, number, self._begun) for text, number in self._cases(self._number)]
        rows += [text.replace(NUMBER, number, 1) for text, number in self._cases(self._number - 1)]
        return self._reception.accept(SOURCE, EVENTS, [json.loads(row) for row in rows]).segment

    def _cases(self, delivery: int) -> Iterator[tuple[str, str]]:
        for place in range(NEW):
            text = self._lives.texts[(delivery * NEW + place) % len(self._lives.texts)]
            yield text, f"{self._prefix}-{delivery}-{place}"


def multiply(city: City, times: int) -> None:
    """Give the city so many times its cases, under other numbers."""
    store = city._context.store
    for copy in range(1, times):
        with store.write() as cursor:
            cursor.execute(MULTIPLIED, {"copy": copy})
    store.case_keys.forget()
    city.acts.checkpoint()


def applied(city: City, lives: Lives, ages: tuple[int, ...]) -> Iterator[dict[str, object]]:
    """The cost of applying after so many deliveries more, each age in turn."""
    reception = city.acts.reception()
    deliveries = Deliveries(reception, lives)
    done = 0
    for age in ages:
        for _ in range(age - done):
            deliveries.accept()
            reception.apply_waiting()
        city.acts.checkpoint()
        wall, processor = list[float](), list[float]()
        statements: list[int] = []
        for _ in range(MEASURED):
            deliveries.accept()
            began, used = time.perf_counter(), time.process_time()
            reception.apply_waiting()
            wall.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
        for _ in range(5):
            deliveries.accept()
            statements.append(statements_of(reception.apply_waiting))
        done = age + MEASURED + 5
        yield {"deliveries_before": age, "statements": statistics.median(statements)} | in_ms(wall, processor)


def in_ms(wall: list[float], processor: list[float]) -> dict[str, object]:
    """Median and P95 in milliseconds."""
    found: dict[str, object] = {}
    for name, seconds in (("wall", wall), ("processor", processor)):
        times = Times(tuple(seconds))
        found |= {f"{name}_median_ms": times.median * 1000, f"{name}_p95_ms": times.p95 * 1000}
    return found


def statements_of(work: Callable[[], object]) -> int:
    """How many statements this thread runs in `work`."""
    count = 0

    def note(_frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        count += event == "c_call" and getattr(called, "__name__", "") == "execute"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without collection of garbage in between."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def feed_costs(folder: Path, length: timedelta) -> dict[str, object]:
    """Shares of a core that the demo feed takes, by what it is spent on."""
    with opened_city(folder) as (city, clock):
        feed = simulated_feed(city, clock, hours=2, length=length)
        next(feed)  # the simulation draws the last weeks, and everything is read for the first time
        hour = next(feed)
    seconds = length.total_seconds()
    small = hour.of_small_deliveries()
    return {
        "seconds": seconds,
        "deliveries": hour.deliveries,
        "rows": hour.rows,
        "share_of_a_core": (hour.accept_cpu_s + hour.apply_cpu_s + hour.jobs_cpu_s) / seconds,
        "accepting": hour.accept_cpu_s / seconds,
        "applying": hour.apply_cpu_s / seconds,
        "checkpoints_and_packs": hour.jobs_cpu_s / seconds,
        "largest_log_mb": hour.log_bytes / 1e6,
    } | in_ms([one.wall_ms / 1000 for one in small], [one.cpu_ms / 1000 for one in small])


def run(folder: Path, *, quick: bool) -> None:
    """`folder`: the demo city, which is written to."""
    figures: dict[str, object] = {}
    figures["feed"] = feed = feed_costs(folder, timedelta(minutes=2 if quick else 15))
    print(f"the demo feed takes {feed['share_of_a_core']:.1%} of a core")
    sizes = []
    for times in (1, 2) if quick else (1, 14):
        with City.open(folder) as city:
            multiply(city, times)
            with city._context.store.cursor() as cursor:
                [(cases,)] = cursor.execute("SELECT count(*) FROM city.events").fetchall()
            with undisturbed():
                for found in applied(city, Lives(city.tree, days=1), (5, 200) if quick else (5, 5_000)):
                    sizes.append({"cases": cases} | found)
                    print(
                        f"{cases:,} cases, after {found['deliveries_before']:,} deliveries: {found['statements']:.0f} "
                        f"statements, processor {found['processor_median_ms']:.1f} ms (P95 "
                        f"{found['processor_p95_ms']:.1f}), wall {found['wall_median_ms']:.1f} ms (P95 "
                        f"{found['wall_p95_ms']:.1f})"
                    )
    save("delivery", figures | {"sizes": sizes})
