"""How much a source may send: rows per minute, with room for a whole minute's rows at once."""

import math
import time
from collections.abc import Callable
from threading import Lock


class RowsPerMinute:
    """A bucket per source that holds a minute's rows and fills evenly. A batch above all of it passes a full bucket."""

    def __init__(self, rows: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rows, self._now = rows, now
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, source: str, rows: int) -> int:
        """Takes `rows` of this source's bucket: 0, or the whole seconds after which asking again makes sense."""
        with self._lock:
            now = self._now()
            level, then = self._held.get(source, (float(self._rows), now))
            level = min(float(self._rows), level + (now - then) * self._rows / 60)
            missing = min(rows, self._rows) - level
            self._held[source] = (level if missing > 0 else level - rows, now)
            return max(0, math.ceil(missing * 60 / self._rows))

    def give_back(self, source: str, rows: int) -> None:
        """Rows that were taken and then could not be kept do not count."""
        with self._lock:
            level, then = self._held[source]
            self._held[source] = (min(float(self._rows), level + rows), then)
