"""Hours of the demo feed, delivered as fast as the machine can: the same rows in the same deliveries as `yiping demo`
sends them, through the reception of an opened city whose clock is moved along.

    with opened_city(folder) as (city, clock):
        for hour in simulated_feed(city, clock, hours=24):
            print(hour)

It is a generator: between two hours the caller may ask, measure and draw on the same city. `clock.now` is the city's
present; questions, stamps and freshness follow it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.server.freed_memory import free_memory
from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.feeds import BULK_BATCH, LIVE_BATCH, Feed, feeds_of, kind_of
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.simulation import Simulation
from queries.budget.memory_budget import STORE_FILE, MemoryBudget
from queries.calendar.clock import Clock
from queries.city import City
from queries.intake.reception import Reception
from queries.landing.folder import EVENTS

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
CHECKPOINT_EVERY = timedelta(seconds=240)
"""As the server's job does."""
PACK_EVERY = timedelta(seconds=60)


class SimulatedClock:
    """A wall clock that stands at `now` (aware) until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Round:
    """One application of everything that was accepted in a step. kinds: what was delivered, sorted; cases: rows of the
    deliveries of cases, rows: of all deliveries; wall_ms, cpu_ms: what the application took."""

    kinds: tuple[str, ...]
    cases: int
    rows: int
    wall_ms: float
    cpu_ms: float


@dataclass
class SimulatedHour:
    """One hour of the feed. accept_cpu_s, apply_cpu_s, jobs_cpu_s: processor seconds of taking deliveries in, applying
    them, and checkpoints and packs (making up the rows is counted nowhere); log_bytes: the largest write-ahead log;
    store_bytes: size of the store at the end."""

    number: int
    until: datetime
    rounds: list[Round] = field(default_factory=list)
    deliveries: int = 0
    rows: int = 0
    accept_cpu_s: float = 0.0
    apply_cpu_s: float = 0.0
    jobs_cpu_s: float = 0.0
    log_bytes: int = 0
    store_bytes: int = 0

    def of_small_deliveries(self, most_rows: int = 50) -> list[Round]:
        """The applications of cases alone, of at most so many rows."""
        return [one for one in self.rounds if one.kinds == (EVENTS,) and one.rows <= most_rows]


@contextmanager
def opened_city(folder: Path) -> Iterator[tuple[City, SimulatedClock]]:
    """The demo city of a folder (a copy: it is written to), standing at the moment up to which its sources have
    delivered."""
    progress = ProgressFile.read(folder)
    if progress is None:
        raise FileNotFoundError(f"{folder} holds no simulated city")
    clock = SimulatedClock(max(progress.reached.values()))
    memory = MemoryBudget.suited_to(folder)
    with City.open(folder, clock=Clock(mode="wall", wall=clock), memory=memory) as city:
        yield city, clock


def simulated_feed(  # noqa: PLR0913  (the city, and options by name)
    city: City,
    clock: SimulatedClock,
    *,
    hours: int,
    reception: Reception | None = None,
    step: timedelta = SECOND,
    length: timedelta = HOUR,
    fine: timedelta = timedelta(),
) -> Iterator[SimulatedHour]:
    """Delivers `hours` hours of the city's feed from `clock.now` on, `step` by step; each hour when it is over.

    All deliveries of a step are accepted and then applied, in this thread: nothing waits for real time. Checkpoints and
    packs are made every so many simulated seconds as the server's jobs make them. reception: of a server that runs over
    this city and has not been started (its `on_applied` is called as ever); None: one is made. length: of an hour, for
    shorter runs; fine: how much of its end goes in steps of a second, whatever `step` is.
    """
    run = _Run(city, clock, reception or city.acts.reception())
    for number in range(hours):
        yield run.hour(number, step, length, fine)


class _Run:
    def __init__(self, city: City, clock: SimulatedClock, reception: Reception) -> None:
        self.city, self.clock, self.reception = city, clock, reception
        progress = ProgressFile.read(city.ground.folder)
        if progress is None:
            raise FileNotFoundError("this is no simulated city")
        self.progress = progress
        changes = CaseChanges(Simulation(city.tree, progress.seed), progress.first)
        self.feeds = feeds_of(changes, Fleet(city.tree, city.ground.special_grids, progress.seed))
        self.next_at = dict.fromkeys((feed.source for feed in self.feeds), clock.now)
        self.next_checkpoint, self.next_pack = clock.now + CHECKPOINT_EVERY, clock.now + PACK_EVERY

    def hour(self, number: int, step: timedelta, length: timedelta, fine: timedelta) -> SimulatedHour:
        found = SimulatedHour(number, self.clock.now + length)
        while self.clock.now < found.until:
            self.clock.now += SECOND if found.until - self.clock.now <= fine else step
            delivered: dict[str, int] = {}
            for feed in self.feeds:
                if self.clock.now >= self.next_at[feed.source]:
                    self.next_at[feed.source] = self.clock.now + timedelta(seconds=feed.every_s)
                    self._deliver(feed, found, delivered)
            if delivered:
                self._apply(found, delivered)
            self._jobs(found)
        found.store_bytes = (self.city.ground.folder / STORE_FILE).stat().st_size
        self.progress.write()
        return found

    def _deliver(self, feed: Feed, found: SimulatedHour, delivered: dict[str, int]) -> None:
        since = self.progress.reached.get(feed.source, self.clock.now - SECOND)
        if since >= self.clock.now:
            return
        until = feed.window_end(since, self.clock.now)
        rows, kind = feed.rows(since, until), kind_of(feed)
        most = LIVE_BATCH if feed.every_s <= 1 else BULK_BATCH
        began = time.process_time()
        for begin in range(0, len(rows), most):
            self.reception.accept(feed.source, kind, rows[begin : begin + most])
            found.deliveries += 1
        found.accept_cpu_s += time.process_time() - began
        found.rows += len(rows)
        if rows:
            delivered[kind] = delivered.get(kind, 0) + len(rows)
        self.progress.reached[feed.source] = until

    def _apply(self, found: SimulatedHour, delivered: dict[str, int]) -> None:
        began, cpu = time.perf_counter(), time.process_time()
        self.reception.apply_waiting()
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        found.apply_cpu_s += cpu
        kinds, cases = tuple(sorted(delivered)), delivered.get(EVENTS, 0)
        found.rounds.append(Round(kinds, cases, sum(delivered.values()), wall * 1000, cpu * 1000))

    def _jobs(self, found: SimulatedHour) -> None:
        began = time.process_time()
        if self.clock.now >= self.next_checkpoint:
            log = self.city.ground.folder / f"{STORE_FILE}.wal"
            found.log_bytes = max(found.log_bytes, log.stat().st_size if log.exists() else 0)
            self.city.acts.checkpoint()
            self.next_checkpoint += CHECKPOINT_EVERY
        if self.clock.now >= self.next_pack:
            self.city.acts.pack()
            free_memory(self.city)
            self.next_pack += PACK_EVERY
        found.jobs_cpu_s += time.process_time() - began
