"""A bounded cache for many threads: a missing value is computed once for all who ask, errors are not cached."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar

from cachetools import Cache, LRUCache

from queries.budget.time_budget import present_budget
from queries.errors import TooSlow

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


LONGEST_WAIT_S = 3600.0
"""For a value that somebody else computes, where the work has no time budget."""
IDLE_S = 60.0
"""A superseded value that nobody asked for in so many seconds is dropped: stamps live no longer."""


@dataclass(slots=True)
class _Held(Generic[Value]):
    value: Value
    weight: int
    used_at: float


class SingleFlight(Generic[Key, Value]):
    """Values by key, the least recently used evicted first. Safe to use from many threads.

    most: the largest sum of weights held. weigh: the weight of a value, by default 1. A value heavier than `most_each`
    (by default `most`) is given to all who wait for it and not held. is_superseded: whether the value of a key will
    hardly be asked for again; it is then dropped when it was not used for IDLE_S seconds. made: how often a value had
    to be computed.
    """

    def __init__(
        self,
        most: int,
        weigh: Callable[[Value], int] = lambda _: 1,
        *,
        most_each: int | None = None,
        is_superseded: Callable[[Key], bool] | None = None,
    ) -> None:
        self.made = 0
        self._most_each = most if most_each is None else min(most, most_each)
        self._weigh, self._is_superseded = weigh, is_superseded
        self._held: LRUCache[Key, _Held[Value]] = LRUCache(most, getsizeof=attrgetter("weight"))
        self._in_flight: dict[Key, Future[Value]] = {}
        self._lock = threading.Lock()
        self._look_at = time.monotonic() + IDLE_S

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of the key, computed by `make` when there is none. Raises what `make` raises, to all who wait, and
        TooSlow to one whose time budget passes while somebody else computes."""
        self._drop_superseded()
        with self._lock:
            held = self._used(key)
            if held is not None:
                return held.value
            future = self._in_flight.get(key)
            if future is None:
                mine = self._in_flight[key] = Future()
                self.made += 1
        return self._make(key, mine, make) if future is None else _awaited(future)

    def held(self, key: Key) -> Value | None:
        """The value of the key, if it need not be computed."""
        with self._lock:
            held = self._used(key)
        return held.value if held else None

    def hold(self, key: Key, value: Value) -> None:
        """Hold a value that was computed otherwise."""
        weight = self._weigh(value)
        if weight <= self._most_each:
            with self._lock:
                self._held[key] = _Held(value, weight, time.monotonic())

    def clear(self) -> None:
        """Drops all values; one being computed goes only to those who wait for it already."""
        with self._lock:
            self._held.clear()
            self._in_flight.clear()

    @property
    def weight(self) -> int:
        """The sum of the weights held."""
        return int(self._held.currsize)

    def __len__(self) -> int:
        return len(self._held)

    def _used(self, key: Key) -> _Held[Value] | None:
        held = self._held.get(key)
        if held:
            held.used_at = time.monotonic()
        return held

    def _drop_superseded(self) -> None:
        """From time to time, by whoever asks: where nobody asks nothing is added either."""
        is_superseded, now = self._is_superseded, time.monotonic()
        if is_superseded is None or now < self._look_at:
            return
        with self._lock:
            self._look_at = now + IDLE_S / 2
            unused = [key for key in self._held if now - self._peek(key).used_at > IDLE_S]
        superseded = [key for key in unused if is_superseded(key)]
        with self._lock:
            for key in superseded:
                self._held.pop(key, None)

    def _peek(self, key: Key) -> _Held[Value]:
        """What is held of a key, without using it."""
        held: _Held[Value] = Cache.__getitem__(self._held, key)
        return held

    def _make(self, key: Key, mine: Future[Value], make: Callable[[], Value]) -> Value:
        try:
            value = make()
            weight = self._weigh(value)
        except BaseException as error:
            self._landed(key, mine)
            mine.set_exception(error)
            raise
        with self._lock:
            if self._in_flight.get(key) is mine and weight <= self._most_each:
                self._held[key] = _Held(value, weight, time.monotonic())
        self._landed(key, mine)
        mine.set_result(value)
        return value

    def _landed(self, key: Key, mine: Future[Value]) -> None:
        with self._lock:
            if self._in_flight.get(key) is mine:
                del self._in_flight[key]


def _awaited(future: Future[Value]) -> Value:
    budget = present_budget(LONGEST_WAIT_S)
    try:
        return future.result(max(budget.seconds_left(), 0.0))
    except TimeoutError:
        if future.done():
            raise
        raise TooSlow(budget.seconds) from None
