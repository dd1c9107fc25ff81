"""Runs statements: with a time limit, identical ones in flight once, answers cached by version of the store."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from queries.budget.single_flight import SingleFlight
from queries.budget.statement_places import StatementPlaces
from queries.budget.time_budget import present_budget
from queries.budget.time_limit import TimeLimit
from queries.budget.weights import weight_of_rows
from queries.errors import NoPlace, TooSlow
from queries.scope import Scope, of_the_city, scope_answered
from queries.store.memory_limit import OF_LARGE_STATEMENT
from queries.store.prepared.prepared_tables import NarrowedCases
from queries.store.statements import read_statements
from queries.store.store import Store

_SQL = read_statements(Path(__file__).with_name("store.sql"))
T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection
Rows = tuple[tuple[Any, ...], ...]
Table = tuple[tuple[str, ...], Rows]
# statement, parameters, whose question it belongs to, data version, report version
AnswerKey = tuple[str, tuple[tuple[str, Any], ...], Scope | None, int, int]

BATCH_ROWS = 8_192
"""Of a table in one piece. DuckDB takes memory for all rows of a piece beforehand: of a million, its default, 150 MB of
addresses for a few rows of many columns, and as long as the table is held."""
LARGEST_KEPT = 500_000
"""Bytes of an answer that is kept: some thousand rows. Larger ones are asked for rarely, and again when they are."""
REPORTED = re.compile(
    r"\b(?:city\.(?:units|devices|calls|call_history|partners|rosters|readings|reading_history|sources|quarantine|event_steps)"
    r"|recorded_calls|reported_(?:devices|units|partners)|call_attempts|attempts_known_since|device_verdicts"
    r")\b"
)
_shared_version: ContextVar[int | None] = ContextVar("shared_version", default=None)


class StatementRunner:
    """Runs statements on one store. Safe to use from many threads.

    time_limit_s: after so many seconds a statement is interrupted and TooSlow raised. answer_bytes, table_bytes: of the
    answers and tables kept, the least recently used go first; an answer above LARGEST_KEPT is not kept at all. They
    belong to a version, so a load makes them out of date without touching them.
    """

    def __init__(
        self, store: Store, time_limit_s: float = 10.0, answer_bytes: int = 40_000_000, table_bytes: int = 40_000_000
    ) -> None:
        self.store = store
        self.limit, self.places, self._large = TimeLimit(time_limit_s), StatementPlaces(), threading.Lock()
        self._answers: SingleFlight[AnswerKey, Table] = SingleFlight(
            answer_bytes, weight_of_rows, most_each=LARGEST_KEPT, is_superseded=self._is_superseded
        )
        self._tables: SingleFlight[AnswerKey, pa.Table] = SingleFlight(
            table_bytes, lambda table: table.nbytes, is_superseded=self._is_superseded
        )

    @property
    def asked(self) -> int:
        """How many times the store was asked for an answer to be shared."""
        return self._answers.made + self._tables.made

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> Table:
        """The names of the columns and all rows. Raises TooSlow. Parameters must be hashable (lists as tuples)."""
        return self._answers.get(self.key(statement, parameters), lambda: self._timed(statement, parameters, _fetch))

    def key(self, statement: str, parameters: Mapping[str, Any]) -> AnswerKey:
        """By what the answer of a statement is held at present."""
        scope = self.store.scoped_rows.least(statement, parameters, scope_answered())
        return statement, tuple(sorted(parameters.items())), scope, *self._versions(statement)

    def holds(self, statement: str, parameters: Mapping[str, Any]) -> bool:
        """Whether the answer of a statement need not be asked for."""
        return self._answers.held(self.key(statement, parameters)) is not None

    def hold(self, key: AnswerKey, answer: Table) -> None:
        """Hold an answer that another statement gave. `key` is that of before it was asked."""
        self._answers.hold(key, answer)

    def holds_table(self, key: AnswerKey) -> bool:
        """As `holds`, of what `shared_table` gives."""
        return self._tables.held(key) is not None

    def hold_table(self, key: AnswerKey, table: pa.Table) -> None:
        """As `hold`, of what `shared_table` gives."""
        self._tables.hold(key, table)

    def forget(self) -> None:
        """Drop all cached answers, as a benchmark of questions must."""
        self._answers.clear()
        self._tables.clear()

    def table(self, statement: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The result as an Arrow table; neither shared nor cached. Raises TooSlow."""
        return self._timed(statement, parameters, _fetch_in_batches)

    def refuse_unreadable(self, statement: str, parameters: Mapping[str, Any]) -> None:
        """Raise what DuckDB raises where it cannot read a statement, which is not asked."""
        self.prepare(statement, parameters)
        with self.store.cursor() as cursor:
            _within(self.limit, cursor, _SQL.filled("explain", statement=statement), parameters, _fetch)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Within the block all statements of the snapshot see the store as it is when the first of them begins."""
        with self.store.cursor_for_asker() as cursor:
            cursor.begin()
            try:
                yield Snapshot(cursor, self)
            finally:
                cursor.rollback()

    def shared_table(
        self,
        statement: str,
        parameters: Mapping[str, Any],
        reduced: Callable[[pa.Table], pa.Table] = lambda table: table,
    ) -> pa.Table:
        """The same, shared and cached like `rows`. reduced: makes of the result the table that is kept, the same of the
        same statement."""
        key = self.key(statement, parameters)
        return self._tables.get(key, lambda: without_room(reduced(self.table(statement, parameters))))

    def versions(self) -> tuple[int, int]:
        """The versions of cases and of reports that answers of this thread belong to."""
        shared, present = _shared_version.get(), self.store.data_version
        return present if shared is None else min(shared, present), self.store.report_version

    def _versions(self, statement: str) -> tuple[int, int]:
        """The versions of the store that an answer belongs to: of its cases and, where it reads any, of reports."""
        return self.versions() if _reads_reports(statement) else (self.versions()[0], 0)

    def _is_superseded(self, key: AnswerKey) -> bool:
        return key[-2] != self.store.data_version or key[-1] not in (0, self.store.report_version)

    def prepare(self, statement: str, parameters: Mapping[str, Any]) -> None:
        """Bring up what the statement reads of prepared tables, for the period that it binds. Raises TooSlow."""
        prepared, cases = self.store.prepared, self._narrowed()
        if prepared.is_read_by(statement):
            with of_the_city(), self.store.cursor() as cursor, _limited(self.limit, cursor):
                prepared.bring_up(statement, parameters, cursor, self.store.data_version, cases)

    def _narrowed(self) -> NarrowedCases | None:
        return self.store.scoped_rows.narrowed(scope_answered())

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within the block nothing is dropped that this thread's statements were put to or prepared for."""
        with self.store.scoped_rows.in_use(), self.store.prepared.in_use(self._narrowed()):
            yield

    def _timed(self, statement: str, parameters: Mapping[str, Any], fetch: Callable[[Cursor], T]) -> T:
        with self.places.place(statement, present_budget(self.limit.seconds)):
            while True:
                with self.reading():
                    self.prepare(statement, parameters)
                    scoped = self.store.scoped_rows.statement(statement, parameters, scope_answered())
                    with self.store.cursor_for_asker() as cursor:
                        found = self._found(cursor, scoped, parameters, fetch)
                    if self.store.prepared.covers(statement, parameters, self._narrowed()):
                        return found

    def _found(self, cursor: Cursor, statement: str, parameters: Mapping[str, Any], fetch: Callable[[Cursor], T]) -> T:
        """What a statement finds; where it has no room, once more with room for one large statement."""
        try:
            return _within(self.limit, cursor, statement, parameters, fetch)
        except NoPlace:
            left = present_budget(self.limit.seconds).seconds_left()
            if not self._large.acquire(timeout=max(0.0, left)):
                raise
        try:
            with self.store.memory_limit.raised(OF_LARGE_STATEMENT):
                return _within(self.limit, cursor, statement, parameters, fetch)
        finally:
            self._large.release()


@dataclass(frozen=True)
class Snapshot:
    """A transaction that only reads. For one thread. All its statements bind the same period."""

    cursor: Cursor
    runner: StatementRunner

    def table(self, statement: str, parameters: Mapping[str, Any]) -> pa.Table:
        """The result as an Arrow table. Raises TooSlow and NoPlace."""
        with self.runner.places.place(statement, present_budget(self.runner.limit.seconds)), self.runner.reading():
            self.runner.prepare(statement, parameters)
            scoped = self.runner.store.scoped_rows.statement(statement, parameters, scope_answered())
            return _within(self.runner.limit, self.cursor, scoped, parameters, _fetch_in_batches)


def _within(
    limit: TimeLimit, cursor: Cursor, statement: str, parameters: Mapping[str, Any], fetch: Callable[[Cursor], T]
) -> T:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
    with _limited(limit, cursor):
        return fetch(cursor.execute(statement, bound))


@contextmanager
def _limited(limit: TimeLimit, cursor: Cursor) -> Iterator[None]:
    with limit.on(cursor) as watched:
        try:
            yield
        except duckdb.InterruptException:
            if watched.passed:
                raise TooSlow(watched.seconds) from None
            raise
        except duckdb.OutOfMemoryException as error:
            raise NoPlace from error


@contextmanager
def shared_at(data_version: int) -> Iterator[None]:
    """Within the block this thread's questions share the answers of that data version, though a later one may be there.

    So the panels of all screens that were given one stamp ask each question once, however often a feed delivers
    meanwhile. An answer is never older than the version; it is the newest when nobody has asked yet.
    """
    before = _shared_version.set(data_version)
    try:
        yield
    finally:
        _shared_version.reset(before)


@lru_cache(maxsize=4096)
def _reads_reports(statement: str) -> bool:
    return REPORTED.search(statement) is not None


def without_room(table: pa.Table) -> pa.Table:
    """The same table in one piece of memory that is no larger than its rows, whatever they were read from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def _fetch_in_batches(cursor: Cursor) -> pa.Table:
    return cursor.to_arrow_table(BATCH_ROWS)


def _fetch(cursor: Cursor) -> Table:
    names = tuple(column[0] for column in cursor.description or ())
    return names, tuple(cursor.fetchall())
