"""Asking the store: with a time limit, identical questions in flight asked once, answers kept per data version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from queries.errors import TooSlow
from queries.store import Store
from queries.time_limit import TimeLimit

T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection
Rows = tuple[tuple[Any, ...], ...]
Table = tuple[tuple[str, ...], Rows]
_Key = tuple[str, tuple[tuple[str, Any], ...], int]


class Asker:
    """Asks statements of one store. Safe to use from many threads.

    time_limit_s: after so many seconds a statement is interrupted and TooSlow raised. size: answers kept, the least
    recently used go first. Answers belong to a data version, so a load makes them out of date without touching them.
    """

    def __init__(self, store: Store, time_limit_s: float = 10.0, size: int = 4096) -> None:
        self.store = store
        self.limit = TimeLimit(time_limit_s)
        self.size = size
        self.asked = 0
        self._answers: OrderedDict[_Key, Future[Table]] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> Table:
        """The names of the columns and all rows. Raises TooSlow. Parameters must be hashable (lists as tuples)."""
        key = (statement, tuple(sorted(parameters.items())), self.store.data_version)
        mine: Future[Table] = Future()
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None:
                self._answers.move_to_end(key)
            else:
                self._answers[key] = mine
                self.asked += 1
                while len(self._answers) > self.size:
                    self._answers.popitem(last=False)
        if kept is not None:
            return kept.result()
        try:
            mine.set_result(self._timed(statement, parameters, _fetch))
        except BaseException as error:
            with self._lock:
                self._answers.pop(key, None)
            mine.set_exception(error)
            raise
        return mine.result()

    def forget(self) -> None:
        """Drop every answer that is kept, as a benchmark of questions must."""
        with self._lock:
            self._answers.clear()

    def table(self, statement: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The result as an Arrow table; neither shared nor kept. Raises TooSlow."""
        return self._timed(statement, parameters, lambda cursor: cursor.to_arrow_table())

    def _timed(self, statement: str, parameters: Mapping[str, Any], fetch: Callable[[Cursor], T]) -> T:
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
        with self.store.cursor() as cursor, self.limit.on(cursor) as watched:
            try:
                return fetch(cursor.execute(statement, bound))
            except duckdb.InterruptException:
                if watched.passed:
                    raise TooSlow(self.limit.seconds) from None
                raise


def _fetch(cursor: Cursor) -> Table:
    names = tuple(column[0] for column in cursor.description or ())
    return names, tuple(cursor.fetchall())
