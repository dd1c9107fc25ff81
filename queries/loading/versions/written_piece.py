"""What one small piece changed in the tables of cases, as far as the rest of a load would otherwise have to ask the
store for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.versions.held_cases import versions_of
from queries.store.case_keys import KeysOfSource

ABOUT_CURRENT = (
    "source_id", "area_id", "lon", "lat", "placed_by", "point_status", "flags", "area_code", "area_name",
)  # fmt: skip
PLACE = ("area_id", "lon", "lat", "placed_by")


@dataclass(frozen=True)
class Extent:
    """First and last moment of a report (naive UTC; None without cases) and number of current cases of a source."""

    first_reported: datetime | None
    last_reported: datetime | None
    cases: int


@dataclass(frozen=True)
class WrittenPiece:
    """current, past: staged rows that are current now, and that went to the history at once; replaced: the cases that
    were current before, under some of the numbers of `current` (columns as in case_tables.sql)."""

    current: pa.Table
    past: pa.Table
    replaced: pa.Table

    def about_current(self) -> pa.Table:
        """The columns ABOUT_CURRENT of what is current now."""
        rows = self.current
        empty = pa.nulls(rows.num_rows, pa.string())
        return pa.table({name: rows.column(name) if name in rows.column_names else empty for name in ABOUT_CURRENT})

    def placed_otherwise(self) -> tuple[pa.Table, pa.Table]:
        """Of what is current now the new cases and those that lie elsewhere than before; and these alone."""
        rows = self.about_current()
        before = pc.index_in(rows.column("source_id"), value_set=self.replaced.column("source_id").combine_chunks())
        is_new = before.is_null().to_numpy()
        held = self.replaced.take(before.fill_null(0)) if self.replaced.num_rows else self.replaced
        moved = np.zeros(rows.num_rows, dtype=bool)
        for name in PLACE if self.replaced.num_rows else ():
            now, then = rows.column(name), held.column(name)
            same = pc.or_(pc.equal(now, then).fill_null(False), pc.and_(pc.is_null(now), pc.is_null(then)))
            moved |= ~same.to_numpy()
        moved &= ~is_new
        return rows.filter(pa.array(is_new | moved)), rows.filter(pa.array(moved))

    def extent(self, before: Extent) -> Extent | None:
        """What the source has now; None when the first or last report it had was replaced, so that it must be asked."""
        new = self.current.num_rows - self.replaced.num_rows
        marks = [moment for moment in (before.first_reported, before.last_reported) if moment is not None]
        now = _ends(self.current)
        gone = _ends(self.replaced)
        if gone and marks and ((gone[0] <= marks[0] < now[0]) or (now[-1] < marks[-1] <= gone[-1])):
            return None
        marks += now
        return Extent(min(marks, default=None), max(marks, default=None), before.cases + new)


def record_keys(keys: KeysOfSource, piece: WrittenPiece, rows: pa.Table) -> None:
    """Keep the keys of a source true. rows: the staged rows of the piece."""
    gone = piece.replaced
    place = pc.index_in(gone.column("source_id"), value_set=rows.column("source_id").combine_chunks())
    gone = gone.append_column("key", rows.column("key").take(place))
    keys.record_removed(*points_of(gone))
    keys.record_past(versions_of(gone))
    keys.record_past(versions_of(piece.past))
    keys.record_current(piece.current.column("key").to_numpy(), *points_of(piece.current))


def points_of(rows: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """lon and lat, NaN where a case has no point."""
    lon, lat = (rows.column(name).cast(pa.float64()).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    return lon, lat


def _ends(rows: pa.Table) -> list[datetime]:
    """The first and last report among the rows; empty without rows."""
    ends = pc.min_max(rows.column("reported_at")).as_py().values()
    return [moment for moment in ends if moment is not None]
