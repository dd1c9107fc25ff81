"""The current versions of cases (city.events) and the superseded ones (city.event_history).

The only module of loading that reads or writes these two tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.landing.folder import Landed
from queries.loading.input_lines import naive_moment
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("case_tables.sql"))
ROW_GROUP = 122_880  # DuckDB inserts batches of this size on all cores, and any other size on one

Point = tuple[float, float]


@dataclass(frozen=True)
class Written:
    """The outcome of one piece, counted by input (shape (inputs,)). risen: versions that became current; superseded:
    versions that went to the history at once; replaced_own: versions of the same input that were replaced after they
    had been counted as risen."""

    risen: NDArray[np.int64]
    superseded: NDArray[np.int64]
    replaced_own: NDArray[np.int64]


@dataclass(frozen=True)
class Extent:
    """First and last moment of a report (naive UTC; None without cases) and number of current cases of a source."""

    first_reported: datetime | None
    last_reported: datetime | None
    cases: int


class CaseTables:
    """The two tables as one source writes them within a transaction.

    inputs: the accepted inputs that are applied together, in the order of acceptance; crs: coordinate system of the
    source, kept beside each case.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, source: str, crs: str, inputs: Sequence[Landed]) -> None:
        self.source, self.crs, self._inputs = source, crs, len(inputs)
        self._cursor = cursor
        self._statements = BoundStatements(cursor, _SQL)
        moments = [naive_moment(one) for one in inputs]
        self._applied = {"since": min(moments), "until": max(moments), "batches": [one.batch for one in inputs]}

    def write(self, rows: pa.Table) -> Written:
        """Write one piece of staged rows (columns as in case_tables.sql).

        The outcome depends neither on how rows are cut into pieces nor on their order within an input, and is that of
        the inputs applied one after the other.
        """
        arrived = pa.Table.from_batches(rows.combine_chunks().to_batches(ROW_GROUP), rows.schema)
        verdicts = self._run_on_piece("judge", arrived, source=self.source).to_arrow_table()
        same = {"source": self.source, "crs": self.crs}
        replaces, past = (verdicts.num_rows - verdicts[name].null_count for name in ("held_row", "superseded_at"))
        if replaces:
            self._run_on_piece("keep_held", arrived, verdicts)
            self._run_on_piece("remove_held", arrived, verdicts)
        if past:
            self._run_on_piece("insert_superseded", arrived, verdicts, **same)
        if past < verdicts.num_rows:
            all_new = not past and verdicts.num_rows == arrived.num_rows
            self._run_on_piece("insert_all" if all_new else "insert_current", arrived, verdicts, **same)
        return self._counted(verdicts)

    def _run_on_piece(
        self, name: str, arrived: pa.Table, verdicts: pa.Table | None = None, **values: Any
    ) -> duckdb.DuckDBPyConnection:
        """Run a statement on a piece.

        DuckDB finds both tables in this frame by name; a registered one would be held until the transaction ends.
        """
        return self._cursor.execute(self._statements.texts[name], values)

    def _counted(self, verdicts: pa.Table) -> Written:
        number = verdicts["input_number"].to_numpy()
        rises, own = (verdicts[name].to_numpy() for name in ("rises", "replaces_own_input"))
        counts = (np.bincount(number[chosen], minlength=self._inputs) for chosen in (rises, ~rises, own))
        return Written(*counts)

    def current_by_place(self) -> list[tuple[str, str, list[str], int]]:
        """(placed_by, point_status, flags, number) of the cases that these inputs made current."""
        return self._statements.run("current_by_place", **self._applied).fetchall()

    def placed_and_named(self) -> pa.Table:
        """area_id, area_code, area_name and n of those of them that lie by their point and name an area."""
        return self._statements.run("placed_and_named", **self._applied).to_arrow_table()

    def shared_points(self, known: pa.Table, fewest: int, share: float) -> list[tuple[float, float, int]]:
        """(lon, lat, cases) of the points, among those that these inputs brought and the `known` ones (columns lon,
        lat), that at least `fewest` and more than this share of all cases of the source have; most cases first."""
        limits = {"source": self.source, "fewest": fewest, "share": share}
        found = self._statements.run_on("shared_points", "known", known, **limits, **self._applied)
        return [(row["lon"], row["lat"], row["n"]) for row in found.to_pylist()]

    def cases_on_points(self, points: pa.Table) -> pa.Table:
        """lon, lat, area_code and area_name, each combination once, of all versions on these points."""
        return self._statements.run_on("cases_on_points", "points", points, source=self.source)

    def move(self, places: pa.Table) -> None:
        """Place all versions anew that have the point and the names of areas of a row of `places`."""
        self._statements.run_on("move_current", "places", places, source=self.source)
        self._statements.run_on("move_history", "places", places, source=self.source)

    def changed_places(self, points: pa.Table) -> pa.Table:
        """source_id, area_id, lon, lat, placed_by of the cases that these inputs made current or lie on `points`."""
        return self._statements.run_on("changed_places", "points", points, source=self.source, **self._applied)

    def extent(self) -> Extent:
        """What the source has."""
        return Extent(*self._statements.run("extent", source=self.source).fetchall()[0])
