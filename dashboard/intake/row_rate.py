"""Rate limit of deliveries: rows per minute of each source, as a token bucket."""

import math
import time
from collections.abc import Callable
from threading import Lock


class RowsPerMinute:
    """A token bucket per source: it holds a minute's rows and refills evenly. A delivery larger than the bucket never
    passes; it must be sent in parts.

    Not from the library `limits`, whose windows cannot take rows back and say too late when to try again (see
    DECISIONS.md).
    """

    def __init__(self, rows: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rows, self._now = rows, now
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, source: str, rows: int) -> int:
        """Takes `rows`, a minute's at most, from this source's bucket: 0, or the whole seconds after which to try
        again."""
        with self._lock:
            now = self._now()
            level, then = self._buckets.get(source, (float(self._rows), now))
            level = min(float(self._rows), level + (now - then) * self._rows / 60)
            missing = rows - level
            self._buckets[source] = (level if missing > 0 else level - rows, now)
            return max(0, math.ceil(missing * 60 / self._rows))

    def give_back(self, source: str, rows: int) -> None:
        """Returns rows that were taken but could not be stored."""
        with self._lock:
            level, then = self._buckets[source]
            self._buckets[source] = (min(float(self._rows), level + rows), then)
