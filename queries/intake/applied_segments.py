"""What became of the segments that were applied last, for the senders who wait for it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from queries.loading.bookkeeping import Outcome

MOST_KEPT = 64
MOST_WAITING = 16


class AppliedSegments:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Outcome] = OrderedDict()
        self._news = threading.Condition()
        self._waiting = 0

    def record(self, outcome: Outcome) -> None:
        """Keep what became of a segment, for a while."""
        with self._news:
            self._kept[outcome.summary.batch] = outcome
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            self._news.notify_all()

    def wait_for(self, batch: str, patience_s: float) -> Outcome | None:
        """What became of a segment, once it is applied; None after `patience_s`, or at once when many wait already."""
        with self._news:
            if batch not in self._kept and self._waiting < MOST_WAITING:
                self._waiting += 1
                try:
                    self._news.wait_for(lambda: batch in self._kept, patience_s)
                finally:
                    self._waiting -= 1
            return self._kept.get(batch)
