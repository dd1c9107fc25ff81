"""One city's store: a DuckDB database attached as `city`, one writer, a cursor for every question.

The in-memory database only holds what belongs to this process (temporary tables and macros); everything that a load
changes lies in the attached one, so a local file and a DuckLake (`ducklake:…`) answer the same statements.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Self

import duckdb

from geodata.areas.special_grids import SpecialGrids, read_special_grids
from queries.budget.memory_budget import STORE_FILE, MemoryBudget
from queries.disk_refusals import refusal_in_words
from queries.errors import (
    DiskRefuses,
    QueryError,
    ScopeNotEnforced,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreStopped,
)
from queries.scope import restriction_answered
from queries.store.attaching import attach, has_large_blocks, quoted, use_small_blocks
from queries.store.case_keys import CaseKeys
from queries.store.damage import damage_noted, has_stopped, is_damage, note_damage, set_aside
from queries.store.erased.compaction import compact_for_opening, opened_by_one
from queries.store.erased.erased_cases import ErasedCases
from queries.store.memory_limit import OF_CHECKPOINT, OF_LARGE_FILE, MemoryLimit
from queries.store.prepared.prepared_tables import PreparedTables
from queries.store.schema import check_schema
from queries.store.scoped.scoped_rows import ATTACH_SCOPES, ScopedRows
from queries.store.statements import read_statements

CHECKPOINT_PAUSE_S = 0.02
_CLOSED = "The store of this city has been closed."
_SQL = read_statements(Path(__file__).with_name("store.sql"))


@dataclass
class Store:
    """An opened store. Safe to use from many threads; make one with `Store.open`.

    `data_version` counts the applied loads that changed something and survives a restart; `report_version` counts the
    applied reports (of units, devices, calls, partners) and steps of cases, `act_version` and
    `alarm_version` the times that acts of people and alarms were applied or made again, since this process opened it.
    `refused`: why it is read only, where its disk takes nothing (`errno`); `prepared`: what is made ready in memory for
    the statements that ask for it.
    """

    folder: Path
    connection: duckdb.DuckDBPyConnection
    memory_limit: MemoryLimit
    read_only: bool = False
    refused: int | None = None
    data_version: int = 0
    report_version: int = 0
    act_version: int = 0
    alarm_version: int = 0
    prepared: PreparedTables = field(default_factory=PreparedTables)
    _free: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    _pool: threading.Lock = field(default_factory=threading.Lock)
    _writer: threading.RLock = field(default_factory=threading.RLock)
    _writing: bool = False
    _reported: bool = False
    _acted: bool = False
    _alarmed: bool = False
    _version_written: int = 0
    _closed: bool = False
    case_keys: CaseKeys = field(default_factory=CaseKeys)
    """Where the cases lie; of the writer."""
    erased_cases: ErasedCases = field(default_factory=ErasedCases)
    """Whose texts or persons were erased; of the writer."""
    scoped_rows: ScopedRows = field(init=False)
    """What askers see who may not see the whole city."""
    rebuilds: int = 0
    """How many times this process has made the store again of landing/."""

    def __post_init__(self) -> None:
        self.scoped_rows = ScopedRows(self.cursor_for_asker)

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        location: str | None = None,
        read_only: bool = False,
        memory: MemoryBudget | None = None,
    ) -> Self:
        """Attach the store in `folder` and create its tables where they are missing.

        `location` replaces the default file `store.duckdb`, for example `ducklake:/path/catalogue.ducklake`.
        memory: bounds DuckDB's buffers; without one it may take what the machine has.
        A store on a disk that is read-only or full is opened to be read only. Raises StoreBusy when another process has
        it open, DiskRefuses where this user may not write to it, and StoreDamaged when it cannot be read, was found to
        be damaged before, or was made by a version of yiping with other tables.
        """
        folder = Path(folder)
        if location is None and (why := damage_noted(folder)):
            raise StoreDamaged(f"The store of {folder.name} is damaged ({why}); run `yiping rebuild`.")
        if location is None and read_only and not (folder / STORE_FILE).exists():
            raise QueryError(f"There is no store in {folder}; load a file first.")
        owner_only(folder)
        connection = duckdb.connect(":memory:")
        try:
            connection.execute(_SQL.filled("spill_into", folder=quoted(str(folder / "spill"))))
            use_small_blocks(connection)
            limit = MemoryLimit(connection, memory)
            limit.set()
            with opened_by_one(folder) if location is None and not read_only else nullcontext():
                if location is None and not read_only:
                    compact_for_opening(folder, memory)
                refused = attach(connection, location or str(folder / STORE_FILE), folder, read_only)
            read_only = read_only or refused is not None
            limit.suit_blocks(has_large_blocks(connection))
            connection.execute(_SQL["attach_prepared"])
            connection.execute(ATTACH_SCOPES)
            check_schema(connection, _text("schema.sql"), folder.name, read_only=read_only)
            if not read_only:
                connection.execute(_text("erased/erased_tables.sql"))
            connection.execute(_text("macros.sql"))
            store = cls(folder, connection, limit, read_only, refused, prepared=PreparedTables(memory))
            store._read_version()
        except BaseException as error:
            connection.close()
            if is_damage(error):
                raise StoreDamaged(f"The store of {folder.name} is damaged; run `yiping rebuild`.") from error
            raise
        return store

    def _read_version(self) -> None:
        self.data_version = _newest_version(self.connection, 0)

    def last_recorded_at(self) -> datetime | None:
        """The newest moment (aware, UTC) at which anything was recorded; a rebuild records nothing new."""
        with self.cursor() as cursor:
            [(moment,)] = cursor.execute(_SQL["last_recording"]).fetchall()
        return moment.replace(tzinfo=UTC) if moment else None

    @cached_property
    def special_grids(self) -> SpecialGrids:
        """The special grids of the city's folder, read at the first need; none when it has no such file."""
        return read_special_grids(self.folder)

    @property
    def is_closed(self) -> bool:
        """Whether `close` has been called: long work then ends."""
        return self._closed

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor with time zone UTC; given back to the pool afterwards. It sees the whole city: raises
        ScopeNotEnforced where this thread works for somebody who may not."""
        if (scope := restriction_answered()) is not None:
            raise ScopeNotEnforced(scope)
        with self.cursor_for_asker() as cursor:
            yield cursor

    @contextmanager
    def cursor_for_asker(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The same for statements that went through `scoped_rows`, whoever asks."""
        with self._pool:
            if self._closed:
                raise StoreClosed(_CLOSED)
            cursor = self._free.pop() if self._free else None
        try:
            cursor = cursor or self._prepared()
            yield cursor
        except BaseException as error:
            if cursor:
                cursor.close()
            self._refuse_if_unusable(error)
            raise
        with self._pool:
            if self._closed:
                cursor.close()
            else:
                self._free.append(cursor)

    def _refuse_if_unusable(self, error: BaseException) -> None:
        """Raise StoreDamaged, which is noted, StoreStopped or StoreClosed instead of the errors that say so."""
        if is_damage(error):
            note_damage(self.folder, str(error))
            raise StoreDamaged("The city's data on the disk are damaged; restart yiping to repair them.") from error
        if has_stopped(error):
            raise StoreStopped("The store stopped: no memory or disk was left for it; restart yiping.") from error
        if self._closed and isinstance(error, duckdb.Error):
            raise StoreClosed(_CLOSED) from error

    def _why_read_only(self) -> str:
        if self.refused is None:
            return "This store was opened to be read only; nothing can be added to it."
        return refusal_in_words(self.refused, self.folder / STORE_FILE)

    def _prepared(self) -> duckdb.DuckDBPyConnection:
        cursor = self.connection.cursor()
        cursor.execute(_SQL["prepare"])
        return cursor

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The one writer: a cursor inside a transaction, committed at the end, rolled back on any error."""
        if self.read_only:
            raise DiskRefuses(self._why_read_only())
        with self._writer:
            if self._writing:
                raise QueryError("A load is being applied already by this thread.")
            self._writing, self._version_written = True, 0
            self._reported = self._acted = self._alarmed = False
            try:
                with self.cursor() as cursor:
                    cursor.begin()
                    with _rolled_back_on_error(cursor):
                        yield cursor
                        cursor.commit()
                    self.data_version = max(self.data_version, self._version_written)
                    self.report_version += self._reported
                    self.act_version += self._acted
                    self.alarm_version += self._alarmed
            except BaseException:
                self.case_keys.forget()
                self.erased_cases.forget()
                raise
            finally:
                self._writing = False

    @contextmanager
    def write_beside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a second transaction, of one source, while the writer goes on with other sources: it sees
        what was committed before. It is rolled back unless `commit_beside` commits it within the block."""
        if self.read_only:
            raise DiskRefuses(self._why_read_only())
        with self.memory_limit.raised(OF_LARGE_FILE), self.cursor() as cursor:
            cursor.begin()
            with _rolled_back_on_error(cursor):
                yield cursor
            _roll_back(cursor)

    @contextmanager
    def commit_beside(self, cursor: duckdb.DuckDBPyConnection, source: str) -> Iterator[None]:
        """Commit the transaction of `write_beside` at the end of the block, within which the writer waits. Raises
        duckdb.TransactionException when it contradicts what was committed since it began."""
        with self._writer:
            self._version_written = 0
            yield
            cursor.commit()
            self.data_version = max(self.data_version, self._version_written)
            self.case_keys.forget(source)

    def next_data_version(self, cursor: duckdb.DuckDBPyConnection, recorded_at: datetime, cause: str | None) -> None:
        """Record, within a transaction of the writer, that the data have changed. recorded_at: naive UTC; cause: the
        input that did it, None where any case may be another than before."""
        version = max(self.data_version, self._version_written) + 1
        cursor.execute(_SQL["insert_version"], {"version": version, "recorded_at": recorded_at, "cause": cause})
        self._version_written = version

    def checkpoint(self, *, patience_s: float = 5.0) -> None:
        """Bring the write-ahead log into the file of the store, between two transactions of the writer. Nothing is done
        to a store opened to be read only.

        What is prepared in memory is compressed.
        Readers that began after the last commit do not matter; DuckDB refuses while an older one goes on. That is tried
        again for `patience_s` seconds, with pauses in which deliveries are applied; then StoreBusy is raised.
        """
        until = time.monotonic() + patience_s
        while not self.read_only:
            try:
                with self._writer, self.cursor() as cursor, self.memory_limit.raised(OF_CHECKPOINT):
                    cursor.execute(_SQL["checkpoint"])
                    cursor.execute(_SQL["compress_prepared"])
                return
            except duckdb.TransactionException as error:
                if time.monotonic() > until:
                    raise StoreBusy("Somebody reads from the store without a pause; its log stays for now.") from error
            time.sleep(CHECKPOINT_PAUSE_S)

    def probe(self) -> None:
        """Ask the database for its settings. Raises StoreStopped once it has closed itself, and StoreClosed."""
        with self.cursor() as cursor:
            cursor.execute(_SQL["probe"]).fetchall()

    def read_case_keys(self, source: str) -> None:
        """Read where the cases of a source lie, if that was not read yet, which its next small delivery would have to
        wait for; the writer waits meanwhile."""
        with self._writer, self.cursor() as cursor:
            self.case_keys.of(source, cursor)

    def prepare_since(self, from_at: datetime) -> None:
        """Prepare what statements read of follow-ups, for the period since `from_at` (naive UTC), and compress it;
        while somebody reads an older state, the next checkpoint does."""
        with self.cursor() as cursor:
            self.prepared.bring_up_follow_ups(cursor, self.data_version, from_at)
            with suppress(duckdb.TransactionException):
                cursor.execute(_SQL["compress_prepared"])

    def prepare_unclosed(self, moment: datetime) -> None:
        """Prepare what statements read of cases in hand as of a moment (naive UTC) or later."""
        with self.cursor() as cursor:
            self.prepared.unclosed.bring_up(cursor, self.data_version, moment)

    def note_reports(self) -> None:
        """The transaction being written changes reports or steps: `report_version` moves when it is committed."""
        self._reported = True

    def note_acts(self) -> None:
        """The transaction being written changes acts: `act_version` moves when it is committed."""
        self._acted = True

    def note_alarms(self) -> None:
        """The same of alarms: `alarm_version` moves."""
        self._alarmed = True

    def close(self) -> None:
        """Close every cursor and the database; a second call does nothing."""
        with self._writer, self._pool:
            if self._closed:
                return
            self._closed = True
            for cursor in self._free:
                cursor.close()
            self._free.clear()
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def owner_only(folder: Path) -> None:
    """Make the folder, and from now on everything that this process writes, readable for its owner only.

    DuckDB makes its log and what it spills while it works, so that the mask of the whole process is set. A folder
    that belongs to somebody else stays as it is.
    """
    os.umask(os.umask(0o077) | 0o077)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, folder / STORE_FILE, folder / f"{STORE_FILE}.wal"):
        with contextlib.suppress(OSError):
            path.chmod(0o700 if path == folder else 0o600)


def set_aside_if_damaged(folder: Path) -> Path | None:
    """Move a store file that cannot be opened out of the way of a rebuild; its new name, or None if it can be opened.
    Raises StoreBusy."""
    try:
        Store.open(folder).close()
    except StoreDamaged:
        return set_aside(folder)
    return None


def _newest_version(cursor: duckdb.DuckDBPyConnection, known: int) -> int:
    """The newest data version, which is not below the known one."""
    [(newest,)] = cursor.execute(_SQL["newest_version"], {"known": known}).fetchall()
    return int(newest)


@contextmanager
def _rolled_back_on_error(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _roll_back(cursor)
        raise


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:  # an invalidated database has rolled back by itself
        return


def _text(name: str) -> str:
    return files("queries.store").joinpath(name).read_text("utf-8")
