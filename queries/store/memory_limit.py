"""What DuckDB's buffers may take: little for questions, more for work that fails where it finds no room."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from queries.budget.memory_budget import MemoryBudget
from queries.store.statements import read_statements

OF_CHECKPOINT = OF_LARGE_FILE = 300_000_000
OF_LARGE_STATEMENT = 300_000_000
"""For a statement that found no room within the limit; one at a time."""
OF_LARGE_BLOCKS = 80_000_000
"""What a file of DuckDB's own block size takes more beside deliveries."""
_SQL = read_statements(Path(__file__).with_name("store.sql"))


@dataclass
class MemoryLimit:
    """The limit of one database. budget: without one DuckDB may take what the machine has. Safe to use from many
    threads."""

    connection: duckdb.DuckDBPyConnection
    budget: MemoryBudget | None
    _own: str = ""
    _raised_by: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self) -> None:
        """The limit, and how much may be written to the disk instead."""
        if self.budget:
            [[self._own]] = self.connection.execute(_SQL["own_limit"]).fetchall()
            self.connection.execute(_SQL.filled("limit_spill", spill=f"'{self.budget.spill}B'"))
            self._renew()

    def suit_blocks(self, are_large: bool) -> None:
        """More for good, where the file has the large blocks of former versions."""
        if are_large:
            self._raised_by.append(OF_LARGE_BLOCKS)
            self._renew()

    @contextmanager
    def raised(self, by: int) -> Iterator[None]:
        """Within the block DuckDB may take so many bytes more."""
        with self._lock:
            self._raised_by.append(by)
            self._renew()
        try:
            yield
        finally:
            with self._lock, suppress(duckdb.Error):  # what is in use cannot be given back yet, nor by a closed store
                self._raised_by.remove(by)
                self._renew()

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Within the block DuckDB may take what the machine has, as for a command; nobody is served meanwhile."""
        if self.budget:
            self._execute(_SQL.filled("limit_memory", memory=f"'{self._own}'"))
        try:
            yield
        finally:
            with self._lock, suppress(duckdb.Error):
                self._renew()

    def _renew(self) -> None:
        if self.budget:
            self._execute(_SQL.filled("limit_memory", memory=f"'{self.budget.share('store') + sum(self._raised_by)}B'"))

    def _execute(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
