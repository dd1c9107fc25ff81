"""Where the cases of a source lie in the store, kept in memory: a delivery of a few rows finds its cases without
looking through all of them.

Three things are kept of each source: the row of every case by a hash of its number, a hash of every past version, and
how many cases lie on points with the same hash. None of them is an answer: a case is fetched by its row and compared by
its number, a past version that may be known is looked for, a point that many cases may share is counted. So a hash that
two cases share costs time and nothing else. DuckDB numbers the rows anew when it compacts a table; a case that is not
where it should be makes its source be read again.

Memory: 24 bytes a case and 8 a past version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from queries.store.source_states import SourceStates
from queries.store.statements import read_statements
from queries.store.version_order import without_arrival

_SQL = read_statements(Path(__file__).with_name("case_keys.sql"))
_MULTIPLIERS = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_POINT_BITS = 16
BATCH_ROWS = 100_000
FEWEST_CHANGED = 20_000
SHARE_CHANGED = 0.02

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Degrees = NDArray[np.float64]
_NO_KEYS, _NO_ROWS = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)


@dataclass
class KeysOfSource:
    """The cases of one source. keys, rows: hash of a case's number (ascending) and its row in `events` when they were
    read; tail: rows from here on were written later; changed: hashes of the cases that lie there; past: hashes of past
    versions (ascending), past_since: those of later ones; on_points: cases by hash of their point, shape (65536,)."""

    keys: Keys
    rows: Numbers
    tail: int
    past: Keys
    on_points: Numbers
    changed: set[int] = field(default_factory=set)
    past_since: set[int] = field(default_factory=set)

    def located(self, keys: Keys) -> tuple[Numbers, NDArray[np.bool_]]:
        """For each key the row in which its case was read (-1: in none), and whether it lies behind the tail instead;
        neither for a case that the source has not."""
        behind = np.fromiter((key in self.changed for key in keys.tolist()), dtype=bool, count=len(keys))
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64), behind
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        is_known = (self.keys[found] == keys) & ~behind
        return np.where(is_known, self.rows[found], -1), behind

    def maybe_past(self, versions: Keys) -> NDArray[np.bool_]:
        """Whether each version (hashes of `version_keys`) may be a past one; False is certain."""
        later = np.fromiter((key in self.past_since for key in versions.tolist()), dtype=bool, count=len(versions))
        if not len(self.past):
            return later
        found = np.minimum(np.searchsorted(self.past, versions), len(self.past) - 1)
        maybe: NDArray[np.bool_] = later | (self.past[found] == versions)
        return maybe

    def most_on_points(self, lon: Degrees, lat: Degrees) -> Numbers:
        """At most so many cases lie on each of these points."""
        most: Numbers = self.on_points[point_keys(lon, lat)]
        return most

    def record_current(self, keys: Keys, lon: Degrees, lat: Degrees) -> None:
        """Cases were written behind the tail."""
        self.changed.update(keys.tolist())
        np.add.at(self.on_points, point_keys(lon, lat), 1)

    def record_removed(self, lon: Degrees, lat: Degrees) -> None:
        """Cases on these points were removed, to be written anew."""
        np.subtract.at(self.on_points, point_keys(lon, lat), 1)

    def record_past(self, versions: Keys) -> None:
        """Versions went to the history."""
        self.past_since.update(versions.tolist())

    @property
    def is_worn(self) -> bool:
        """Whether so much was written since that reading again pays."""
        return len(self.changed) > max(FEWEST_CHANGED, SHARE_CHANGED * len(self.keys))


class CaseKeys:
    """The keys of all sources, read at the first need, and what is written down of each. Belongs to the writer: not for
    several threads at once."""

    def __init__(self) -> None:
        self._sources: dict[str, KeysOfSource] = {}
        self.states = SourceStates()

    def of(self, source: str, cursor: duckdb.DuckDBPyConnection) -> KeysOfSource:
        """The keys of a source as the transaction of `cursor` sees it."""
        found = self._sources.get(source)
        if found is None or found.is_worn:
            found = self._sources[source] = _read(source, cursor)
        return found

    def forget(self, source: str | None = None) -> None:
        """Read a source (None: every one) again at the next need: its table was written to by others, or not at all."""
        self.states.forget(source)
        if source is None:
            self._sources.clear()
        else:
            self._sources.pop(source, None)


def version_keys(keys: Keys, version: Numbers, row_hash: Keys) -> Keys:
    """A hash of each version of a case, from the hash of its number; of arrivals without their moment."""
    first, second, third = _MULTIPLIERS
    mixed = (keys ^ (without_arrival(version).astype(np.uint64) * first)) * second
    mixed = ((mixed ^ (mixed >> np.uint64(29))) ^ row_hash) * third
    hashes: Keys = mixed ^ (mixed >> np.uint64(32))
    return hashes


def point_keys(lon: Degrees, lat: Degrees) -> Numbers:
    """A hash of each point in 16 bits; cases without a point are left out."""
    here = np.isfinite(lon) & np.isfinite(lat)
    first, second, third = _MULTIPLIERS
    x, y = ((degrees[here] + 0.0).view(np.uint64) for degrees in (lon, lat))  # -0.0 is 0.0
    mixed = ((x * first) ^ (y * second)) * third
    hashes: Numbers = (mixed >> np.uint64(64 - _POINT_BITS)).astype(np.int64)
    return hashes


def _read(source: str, cursor: duckdb.DuckDBPyConnection) -> KeysOfSource:
    """Read in batches: of ten million cases at once what is made on the way would take half a gigabyte."""
    keys, rows, past, on_points = [_NO_KEYS], [_NO_ROWS], [_NO_KEYS], np.zeros(1 << _POINT_BITS, dtype=np.int64)
    for batch in cursor.execute(_SQL["current"], {"source": source}).to_arrow_reader(BATCH_ROWS):
        keys.append(batch.column("key").to_numpy())
        rows.append(batch.column("row").to_numpy())
        lon, lat = (batch.column(name).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
        on_points += np.bincount(point_keys(lon, lat), minlength=1 << _POINT_BITS)
    for batch in cursor.execute(_SQL["past"], {"source": source}).to_arrow_reader(BATCH_ROWS):
        past.append(version_keys(*(batch.column(name).to_numpy() for name in ("key", "version", "row_hash"))))
    key, row, versions = np.concatenate(keys), np.concatenate(rows), np.concatenate(past)
    del keys, rows, past
    tail = int(row.max()) + 1 if len(row) else 0
    order = np.argsort(key)
    key = key[order]
    row = row[order]
    versions.sort()
    return KeysOfSource(key, row, tail, versions, on_points)
