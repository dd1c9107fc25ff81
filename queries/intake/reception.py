"""The reception of an open city: deliveries are checked, written down, acknowledged, and applied in the background."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from queries.city_context import CityContext
from queries.errors import DiskRefuses, IntakeFull, StoreDamaged, StoreStopped
from queries.intake.applied_segments import AppliedSegments
from queries.intake.applier import Applier
from queries.intake.delivery_check import checked
from queries.intake.receipt import Receipt
from queries.intake.refused_file import keep_refused
from queries.intake.source_queue import Sealed, SourceQueue
from queries.landing.folder import EVENTS, forget
from queries.loading.apply import apply_together
from queries.loading.load import load_file, receiving
from queries.loading.load_beside import load_beside
from queries.loading.summary import LoadSummary
from queries.reading.file_weight import is_heavier
from queries.recovery.agreement import known_inputs, moment_after, newest_landed
from queries.recovery.packing import Packer

STOP_TIMEOUT_S = 30.0
MOST_BACKLOG = 2_000
"""Rows not applied yet, above which nobody waits for the result of a delivery."""
LARGE_FILE = 1_000_000
"""Bytes: some thousand rows, which take half a second. Unpacked."""
T = TypeVar("T")
log = logging.getLogger("yiping")


class Reception:
    """Safe to use from many threads. `accept` works from the beginning; nothing is applied before `start`.

    on_applied: called in the applier's thread with the summary of every segment and dropped file.
    """

    def __init__(self, city: CityContext, *, on_applied: Callable[[LoadSummary], None] | None = None) -> None:
        self.city = city
        self._on_applied = on_applied
        self._lock = threading.Lock()
        self._files = threading.Lock()  # one large file at a time
        self._files_of: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # one file of a source
        self._source_queues: dict[tuple[str, str], SourceQueue] = {}
        self._backlog = 0
        self._closed = False
        self._newest = newest_landed(city.store)
        self._rebuilds = city.store.rebuilds
        self._begun: set[str] = set()  # segments whose application was begun and has not come to its end
        self._applier = Applier(self._seal, self._apply, self._give_up, _is_temporary)
        self._applied = AppliedSegments()
        self._packer = Packer(city.store)

    def start(self) -> None:
        """Begin to apply."""
        self._applier.start()

    def apply_waiting(self) -> None:
        """Apply in this thread everything that has been accepted; only where `start` was not called."""
        self._applier.apply_waiting()

    def stop(self) -> None:
        """Accept no more deliveries, apply those accepted (for 30 s at most), and end."""
        self._closed = True
        self._applier.stop(STOP_TIMEOUT_S)

    @property
    def backlog(self) -> int:
        """Rows that have been accepted and are not applied yet."""
        return self._backlog

    def backlog_of(self, source: str) -> int:
        """Rows of one source that have been accepted and of which no application has begun."""
        with self._lock:
            queues = [queue for (name, _), queue in self._source_queues.items() if name == source]
        return sum(queue.rows for queue in queues)

    def accept(self, source: str, kind: str, rows: Sequence[Any], patience_s: float = 0.0) -> Receipt:
        """Write a delivery to landing/; returns once it is on the disk. Then it waits for `patience_s` at most until
        it is applied, so that the receipt says what became of its rows; not at all where many rows or senders wait.

        kind: what the source delivers, `events` (cases) or a kind of report. A row that cannot be taken is refused with
        its reason and kept in quarantine; the others are accepted. Raises IntakeFull: nothing of it was accepted.
        """
        if self._closed:
            raise IntakeFull("The city is being closed; send the rows again.")
        if not rows:
            return Receipt(0)
        found = checked(self.city, source, kind, rows, self.city.recording_moment())
        source_queue = self._source_queue(source, kind)
        if self._backlog > MOST_BACKLOG or not self._applier.is_running:
            patience_s = 0.0
        self._count(found.rows)
        try:
            segment, first = source_queue.take(found.frame, found.rows)
        except BaseException:
            self._count(-found.rows)
            raise
        self._applier.wake(source_queue)
        receipt = Receipt(
            found.rows - len(found.refused),
            found.refused,
            segment,
            first,
            found.unread,
            found.unrecognised,
            found.withheld,
        )
        applied = self._applied.wait_for(segment, patience_s) if patience_s > 0 else None
        return receipt.with_result(applied) if applied is not None else receipt

    def land_file(self, path: Path | str, source: str, **options: Any) -> LoadSummary:
        """Load a file that was dropped; see `load_file`. Waits for the end. A small one is loaded between two segments;
        beside a large one the segments of other sources are applied."""
        beside = "recorded_at" not in options and self._is_loaded_beside(Path(path), source)
        with self._files if beside else nullcontext(), self._files_of[source]:
            summary = self._landed_beside(Path(path), source, options) if beside else None
            summary = summary or self._in_turn(lambda: self._landed(path, source, options))
            self._report(summary)
        return summary

    def keep_refused(self, path: Path, target: Path, source: str) -> Path:
        """Keep a dropped file of which nothing was loaded; see `refused_file.keep_refused`."""
        return keep_refused(self.city, path, target, source)

    @staticmethod
    def is_large(path: Path) -> bool:
        """Whether loading a file takes so long that others should not wait for it. Raises OSError."""
        return is_heavier(path, LARGE_FILE)

    def _is_loaded_beside(self, path: Path, source: str) -> bool:
        return self.city.profile.source(source).kind == EVENTS and path.is_file() and self.is_large(path)

    def _landed(self, path: Path | str, source: str, options: dict[str, Any]) -> LoadSummary:
        return load_file(self.city, path, source=source, **{"recorded_at": self._moment_for(source)} | options)

    def _landed_beside(self, path: Path, source: str, options: dict[str, Any]) -> LoadSummary | None:
        """None where something else was written of the source meanwhile, so that it must be done alone."""
        of_copy = {name: value for name, value in options.items() if name != "progress"}
        with self._applier.withholding(source):
            began = self._moment_for(source)
            try:
                with receiving(self.city, path, source=source, recorded_at=began, **of_copy) as received:
                    moment = partial(self._moment_for, source)
                    return load_beside(self.city, received, self._in_turn, moment, options.get("progress"))
            except duckdb.TransactionException as error:
                log.warning("%s is loaded alone (%s).", path.name, error)
        return None

    def between(self, work: Callable[[], T]) -> T:
        """Run work between two segments while no file is loaded, such as a rebuild; waits for its end and returns its
        result."""
        with self._files:
            return self._in_turn(work)

    def _in_turn(self, work: Callable[[], T]) -> T:
        return self._applier.run(work).result()

    def pack(self) -> bool:
        """Put small applied inputs of landing/ into one file, between two segments, if there are enough; whether that
        was done. Waits for the end; only after `start`."""
        return self._in_turn(self._packer.pack_some)

    def _source_queue(self, source: str, kind: str) -> SourceQueue:
        with self._lock:
            key = (source, kind)
            if key not in self._source_queues:
                self._source_queues[key] = SourceQueue(self.city.store.folder, source, kind)
            return self._source_queues[key]

    def _moment_for(self, source: str) -> datetime:
        """The recording moment, later than that of everything which the source delivered before."""
        with self._lock:
            self._newest[source] = moment_after(self._newest.get(source), self.city.recording_moment())
            return self._newest[source]

    def _count(self, rows: int) -> None:
        with self._lock:
            self._backlog += rows

    def _seal(self, source_queue: SourceQueue) -> Sealed | None:
        return source_queue.seal(lambda: self._moment_for(source_queue.source))

    def _apply(self, *segments: Sealed) -> None:
        """Apply segments, each of another source, in one transaction."""
        city, new = self.city, list(segments)
        batches = {sealed.landed.batch for sealed in segments}
        if city.store.rebuilds != self._rebuilds or batches & self._begun:  # something may have been applied already
            known = known_inputs(city.store, [sealed.landed for sealed in segments])
            new = [sealed for sealed in segments if sealed.landed.batch not in known]
        self._begun |= batches
        outcomes = apply_together(city, [sealed.landed for sealed in new]) if new else []
        for sealed, outcome in zip(new, outcomes, strict=True):
            if not outcome.is_kept:
                forget(city.store.folder, sealed.landed)
            self._applied.record(outcome)
        for outcome in outcomes:
            self._report(outcome.summary)
        self._begun -= batches
        self._count(-sum(sealed.rows for sealed in segments))

    def _give_up(self, sealed: Sealed) -> None:
        self._count(-sealed.rows)

    def _report(self, summary: LoadSummary) -> None:
        if self._on_applied is not None:
            self._on_applied(summary)


def _is_temporary(error: BaseException) -> bool:
    """Whether an error comes from the disk, so that a later try may succeed (a failed commit is one: only the applier
    writes)."""
    from_disk = duckdb.IOException | duckdb.TransactionException | duckdb.OutOfMemoryException
    return isinstance(error, OSError | StoreDamaged | StoreStopped | DiskRefuses | IntakeFull | from_disk)
