"""How many briefings are composed or typeset at once; others wait a while, and too many are refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dashboard.errors import TypesettingBusy


@dataclass
class WorkPlaces:
    """at_once: how many work; waiting: how many more may wait for a place, each for `patience_s`."""

    at_once: int
    waiting: int = 20
    patience_s: float = 30.0
    _working: threading.BoundedSemaphore = field(init=False, repr=False)
    _here: threading.BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._working = threading.BoundedSemaphore(self.at_once)
        self._here = threading.BoundedSemaphore(self.at_once + self.waiting)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Within the block one of the places is taken. Raises TypesettingBusy."""
        if not self._here.acquire(blocking=False):
            raise TypesettingBusy
        try:
            if not self._working.acquire(timeout=self.patience_s):
                raise TypesettingBusy
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._here.release()
