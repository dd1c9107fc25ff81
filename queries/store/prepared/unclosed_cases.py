"""The cases that are not closed, or were closed within the last days: a small part of all, in which every case lies
that was in hand at a moment of these days.

The table lies in the memory of the process, and has of each case what the questions about cases in hand read. It is
made when it is first needed; when the store has a newer version, the cases of the new deliveries alone are read again.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from queries.store.prepared.changes import BEGINNING, END, NewBatches, StateOfStore, new_batches
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("unclosed_cases.sql"))
_OF_STORE = read_statements(Path(__file__).parents[1] / "store.sql")
UNCLOSED_CASES = "prepared.main.unclosed_cases"
UNCLOSED_COLUMNS = (
    "source", "area_id", "channel", "category1", "category2", "category3", "department", "status", "reported_at",
    "accepted_at", "filed_at", "dispatched_at", "received_at", "finished_at", "verified_at", "first_declined_at",
    "first_closed_at", "reworked_at", "closed_at", "voided_at", "suspended_at", "resumed_at", "due_at", "cross_at",
    "reported_day", "reported_hour",
)  # fmt: skip
WINDOW = timedelta(days=15)
"""The two weeks whose ends of days cards draw lie in it, and the week before now with which they compare."""
MADE_ANEW_AFTER = timedelta(days=1)
MOST_REMOVED = 50_000
"""DuckDB does not give back the memory of rows removed from a table in memory: after so many it is made anew."""
MOST_CASES = 1_000_000
"""Some 40 MB. Where more are not closed, all cases are looked through."""


@dataclass
class UnclosedCases:
    """The table, which has every case but those closed at or before `from_at` (naive UTC; END while that is not
    certain). Safe to use from many threads."""

    made_from: StateOfStore | None = None
    from_at: datetime = END
    _newest: datetime = BEGINNING
    _removed: int = 0
    _is_loose: bool = False
    _kind: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def bring_up(self, cursor: duckdb.DuckDBPyConnection, data_version: int, moment: datetime) -> None:
        """See to it that the table has every case that was in hand at a moment (naive UTC) or later, at least as of a
        version of the store. The cursor is free for a transaction. Raises what DuckDB raises when it is interrupted."""
        with self._lock:
            made_from = self.made_from
            if made_from is not None and made_from.data_version >= data_version and self.from_at <= moment:
                return
            kind = self._kind
            cursor.begin()
            try:
                now = StateOfStore.seen_by(cursor)
                if made_from is None or moment < self.from_at or not self._renew(cursor, made_from, now):
                    self._make(cursor, moment)
                cursor.commit()
                self.made_from = now
            except BaseException:
                self.made_from, self.from_at, self._kind = None, END, kind
                cursor.rollback()
                raise
            if self._is_loose:
                self._compress(cursor)

    def _renew(self, cursor: duckdb.DuckDBPyConnection, before: StateOfStore, now: StateOfStore) -> bool:
        """Read the cases of new batches again; False where all must be read."""
        if self._kind == "VIEW":
            return True
        new, newest = new_batches(cursor, before, now), _newest(cursor)
        if new is None or newest > self._newest + MADE_ANEW_AFTER or self._removed > MOST_REMOVED:
            return False
        if new.batches:
            self._read_again(cursor, new)
        return True

    def _read_again(self, cursor: duckdb.DuckDBPyConnection, new: NewBatches) -> None:
        changed = new.bound()
        [(removed,)] = cursor.execute(_statement("remove_changed"), changed).fetchall()
        cursor.execute(_statement("insert_changed"), {**changed, "from_at": self.from_at})
        self._removed += removed

    def _make(self, cursor: duckdb.DuckDBPyConnection, moment: datetime) -> None:
        self._newest = newest = _newest(cursor)
        since = {"from_at": min(moment, newest - WINDOW if newest - BEGINNING > WINDOW else BEGINNING)}
        [(number,)] = cursor.execute(_statement("number"), since).fetchall()
        kind = "VIEW" if number > MOST_CASES else "TABLE"
        if self._kind and self._kind != kind:
            cursor.execute(_SQL.filled("drop", kind=self._kind, name=UNCLOSED_CASES))
        if kind == "TABLE":
            cursor.execute(_statement("make"), since)
        else:
            cursor.execute(_statement("make_view"))
        self.from_at = since["from_at"] if kind == "TABLE" else BEGINNING
        self._kind, self._removed, self._is_loose = kind, 0, kind == "TABLE"

    def _compress(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Bring what was made into a fifth of its memory; while somebody reads an older state, the next checkpoint of
        the store does."""
        with suppress(duckdb.TransactionException):
            cursor.execute(_OF_STORE["compress_prepared"])
        self._is_loose = False


def _statement(name: str) -> str:
    pieces = {"unclosed": _SQL["unclosed"], "changed": _SQL["changed"], "case_key": _SQL["case_key"]}
    return _SQL.filled(name, name=UNCLOSED_CASES, columns=", ".join(UNCLOSED_COLUMNS), **pieces)


def _newest(cursor: duckdb.DuckDBPyConnection) -> datetime:
    [(newest,)] = cursor.execute(_SQL["newest"]).fetchall()
    return newest or BEGINNING
