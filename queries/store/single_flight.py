"""Things made once for all who ask: those in the making are waited for, the latest used are kept, errors are not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SingleFlight(Generic[Key, Value]):
    """Values by key. Safe to use from many threads.

    most: the largest sum of weights that is kept; the least recently used go first. weigh: the weight of a value, 1
    each when nothing is said. made: how many values were asked to be made.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self.made = 0
        self._most, self._weigh = most, weigh
        self._held: OrderedDict[Key, Future[Value]] = OrderedDict()
        self._weights: dict[Key, int] = {}
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of the key, made by `make` when there is none. Raises what `make` raises, to all who wait."""
        mine: Future[Value] = Future()
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            else:
                self._held[key] = mine
                self.made += 1
        if held is not None:
            return held.result()
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                if self._held.get(key) is mine:
                    del self._held[key]
            mine.set_exception(error)
            raise
        mine.set_result(value)
        self._weigh_in(key, mine, value)
        return value

    def clear(self) -> None:
        """Keep nothing of what there is."""
        with self._lock:
            self._held.clear()
            self._weights.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._held)

    def _weigh_in(self, key: Key, mine: Future[Value], value: Value) -> None:
        weight = self._weigh(value)
        with self._lock:
            if self._held.get(key) is not mine:
                return
            self._weights[key] = weight
            self._weight += weight
            if self._weight > self._most:
                self._drop_oldest()

    def _drop_oldest(self) -> None:
        """Until the rest is light enough; what is still being made weighs nothing yet and stays."""
        for oldest in [key for key in self._held if key in self._weights]:
            del self._held[oldest]
            self._weight -= self._weights.pop(oldest)
            if self._weight <= self._most:
                return
