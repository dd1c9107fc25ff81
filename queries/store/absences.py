"""What no case of the store is: conditions that none meets, a moment after which nothing has happened, and the values
beside which a column has no other.

Each is looked for in all cases once. When the store has a newer version, only the cases of the batches that came since
are looked at: what a question must know before it is asked does not cost a look through the whole store after every
delivery.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from queries.scope import of_the_city
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("absences.sql"))
MOST_BATCHES = 1000
"""Of more new batches than these everything is looked for again in all cases."""
MOST_VALUES = 5_000
"""A column with more values than these holds free text."""


@dataclass(frozen=True)
class _StateOfBatches:
    versions_without_batch: int = -1
    batches: int = 0
    last_row: int = -1


class Absences:
    """Absences in the newest version of the store. Safe to use from many threads. Only text of this repository may be
    given as a condition or moment; every method raises TooSlow and NoPlace. of_all: those of the whole city, where
    these are of a part of it: what no case is, none of a part is, so that little is looked for in each part."""

    def __init__(self, runner: StatementRunner, of_all: Absences | None = None) -> None:
        self.runner, self.of_all = runner, of_all
        self._lock = threading.Lock()
        self._version = -1
        self._state = _StateOfBatches()
        self._unmet: set[tuple[str, str | None]] = set()
        self._met: set[tuple[str, str | None]] = set()
        self._latest: dict[str, datetime | None] = {}
        self._values: dict[str, frozenset[str]] = {}

    def is_met(self, condition: str, source: str | None = None) -> bool:
        """Whether any case (of a source) meets a condition on its columns."""
        if self.of_all is not None:
            with of_the_city():
                if not self.of_all.is_met(condition, source):
                    return False
        with self._lock:
            self._renew()
            if (condition, source) in self._unmet:
                return False
            name, bound = ("any_case", {}) if source is None else ("any_case_of_source", {"source": source})
            found = bool(self.runner.rows(_SQL.filled(name, condition=condition), bound)[1])
            if not found:
                self._unmet.add((condition, source))
            return found

    def was_met(self, condition: str, source: str) -> bool:
        """Whether any case of a source meets a condition, or did when that was last looked for."""
        if (condition, source) not in self._met:
            if not self.is_met(condition, source):
                return False
            self._met.add((condition, source))
        return True

    def latest(self, moment: str) -> datetime | None:
        """A moment (naive UTC) that no case exceeds; None: no case has any. It is the latest of all cases, or that of a
        case which has been corrected since."""
        if self.of_all is not None:
            with of_the_city():
                return self.of_all.latest(moment)
        with self._lock:
            self._renew()
            if moment not in self._latest:
                self._latest[moment] = self.runner.rows(_SQL.filled("latest", moment=moment), {})[1][0][0]
            return self._latest[moment]

    def values(self, column: str) -> frozenset[str]:
        """Values of a column that no case has another than: those of all cases, and of some that have been corrected
        since. None of a column with more than MOST_VALUES."""
        with self._lock:
            self._renew()
            if column not in self._values:
                found = self.runner.rows(_SQL.filled("values", column=column), {"most": MOST_VALUES + 1})[1]
                self._values[column] = frozenset(value for (value,) in found)
            return frozenset() if len(self._values[column]) > MOST_VALUES else self._values[column]

    def _renew(self) -> None:
        """Look at the cases that came since, or forget everything where others may have changed too."""
        version, before = self.runner.versions()[0], self._state
        if self._version >= version:
            return
        [(*state, new, since)] = self.runner.rows(_SQL["new_batches"], {"last_row": before.last_row})[1]
        now, new = _StateOfBatches(*state), tuple(new or ())
        only_new = now.versions_without_batch == before.versions_without_batch
        if not only_new or len(new) != now.batches - before.batches or len(new) > MOST_BATCHES:
            self._unmet.clear()
            self._latest.clear()
            self._values.clear()
        elif new and (self._unmet or self._latest or self._values):
            self._look_at({"batches": new, "since": since})
        self._version, self._state = version, now

    def _look_at(self, new: dict[str, Any]) -> None:
        conditions, moments = sorted({condition for condition, _ in self._unmet}), sorted(self._latest)
        with_values = sorted(column for column, values in self._values.items() if len(values) <= MOST_VALUES)
        columns = [_SQL.filled("sources_with", condition=one) for one in conditions]
        columns += [_SQL.filled("latest_of", moment=one) for one in moments]
        columns += [_SQL.filled("values_of", column=one) for one in with_values]
        [row] = self.runner.rows(_SQL.filled("of_new_cases", columns=", ".join(columns)), new)[1]
        for condition, sources in zip(conditions, row, strict=False):
            met = {(condition, source) for source in (*(sources or ()), *([None] if sources else []))}
            self._unmet -= met
        for moment, latest in zip(moments, row[len(conditions) :], strict=False):
            known = [one for one in (self._latest[moment], latest) if one is not None]
            self._latest[moment] = max(known, default=None)
        for column, values in zip(with_values, row[len(conditions) + len(moments) :], strict=True):
            self._values[column] |= set(values or ())
