"""What changed in the store since a prepared table was made: only new batches, or more than that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("changes.sql"))
BEGINNING, END = datetime(1, 1, 1), datetime(9999, 12, 31)  # noqa: DTZ001  # naive UTC, as in the store


@dataclass(frozen=True)
class StateOfStore:
    """What a table was made from; see `state_of_store` in changes.sql."""

    data_version: int
    rebuilds: int
    default_points: int
    posted_steps: int
    batches: int
    last_batch: int

    def beside_batches(self) -> tuple[int, ...]:
        """What changes cases that no new batch brought."""
        return self.rebuilds, self.default_points, self.posted_steps

    @classmethod
    def seen_by(cls, cursor: duckdb.DuckDBPyConnection) -> StateOfStore:
        """The state that the transaction of a cursor sees."""
        return cls(*cursor.execute(_SQL["state_of_store"]).fetchall()[0])


@dataclass(frozen=True)
class NewBatches:
    """Batches that came since, none or more, and the earliest moment of their recording (naive UTC)."""

    batches: tuple[str, ...]
    since: datetime

    def bound(self) -> dict[str, object]:
        """The parameters $batches and $since."""
        return {"batches": list(self.batches), "since": self.since}


def new_batches(cursor: duckdb.DuckDBPyConnection, before: StateOfStore, now: StateOfStore) -> NewBatches | None:
    """The batches that came between two states; None where more than that may have changed."""
    if before.beside_batches() != now.beside_batches():
        return None
    found = cursor.execute(_SQL["new_batches"], {"last_batch": before.last_batch}).fetchall()
    if len(found) != now.batches - before.batches:
        return None
    return NewBatches(tuple(batch for batch, _ in found), min((moment for _, moment in found), default=END))
