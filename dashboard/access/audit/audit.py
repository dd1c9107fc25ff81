"""The audit of a city: what is entered is on the disk when it returns, or waits in memory; no request fails for it."""

from __future__ import annotations

import logging
from collections import deque
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic

from dashboard.access.audit.audit_entry import AuditEntry, cleaned
from dashboard.access.audit.audit_file import AuditFile
from dashboard.access.audit.refusal_sums import RefusalSums
from dashboard.errors import AuditNotWritten, sentence_of

MOST_WAITING = 1000
"""Entries that wait for the disk; of more, how many were lost is entered."""
PAUSE_S = 1.0
"""After a write that failed; entries that come meanwhile cost no request any time."""
log = logging.getLogger("yiping")


class Audit:
    """The audit in the folder of a city. Safe to use from many threads, beside other processes."""

    def __init__(self, folder: Path) -> None:
        self._file, self._sums, self._lock = AuditFile(folder), RefusalSums(), Lock()
        self._waiting: deque[AuditEntry] = deque()
        self._noted, self._fallen, self._noting = deque[AuditEntry](), 0, Lock()
        self._lost, self._is_told, self._again_at = 0, False, 0.0

    def enter(self, entry: AuditEntry) -> None:
        """Keeps an entry. Raises KeyError for an unknown kind and nothing else: what cannot be written waits."""
        kept = cleaned(entry)
        with self._lock:
            self._take_noted()
            self._wait_with(self._sums.due(kept))
            if monotonic() >= self._again_at:
                self._write()

    def note(self, entry: AuditEntry) -> None:
        """Keeps an entry without waiting for the disk or for anybody who writes: it is written with the next one, or at
        the next flush. For the thread that reads from all connections. Raises KeyError for an unknown kind."""
        kept = cleaned(entry)
        with self._noting:  # held for no longer than a list takes
            self._noted.append(kept)
            if len(self._noted) > MOST_WAITING:
                self._noted.popleft()
                self._fallen += 1

    def _take_noted(self) -> None:
        with self._noting:
            noted, self._noted, fallen, self._fallen = self._noted, deque(), self._fallen, 0
        self._lost += fallen
        for entry in noted:
            self._wait_with(self._sums.due(entry))

    def flush(self, *, everything: bool = False) -> None:
        """Writes what waits, and the sums of refusals whose minute has ended, or all of them. Raises
        AuditNotWritten."""
        with self._lock:
            now = None if everything else datetime.now(UTC)
            self._take_noted()
            self._wait_with(self._sums.ended(now))
            problem = self._write()
            waiting = len(self._waiting)
        if problem:
            raise AuditNotWritten(f"{waiting} entries of the audit wait in memory: {problem}; make room on the disk.")

    def _wait_with(self, entries: list[AuditEntry]) -> None:
        self._waiting.extend(entries)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popleft()
            self._lost += 1

    def _write(self) -> str | None:
        """Why nothing could be written, or None."""
        if not self._waiting and not self._lost:
            return None
        gap = [AuditEntry("gap", "", "", {"lost": str(self._lost)}, "failed")] if self._lost else []
        try:
            self._file.append([*gap, *self._waiting])
        except OSError as error:
            if not self._is_told:
                log.error("The audit cannot be written: %s", sentence_of(error))
            self._is_told, self._again_at = True, monotonic() + PAUSE_S
            return sentence_of(error)
        self._waiting.clear()
        self._lost, self._is_told, self._again_at = 0, False, 0.0
        return None


@cache
def _audit_at(folder: Path) -> Audit:
    return Audit(folder)


def audit_of(folder: Path) -> Audit:
    """The one audit that this process has of a city's folder."""
    return _audit_at(folder.resolve())
