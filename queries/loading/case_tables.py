"""The current versions of cases (city.events) and the superseded ones (city.event_history).

The only module of loading that reads or writes these two tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import instant, microseconds
from queries.conversion.canonical import LIFE_CYCLE
from queries.landing.folder import Landed
from queries.loading.inputs.input_lines import naive_moment
from queries.loading.versions.held_cases import SMALL_PIECE, HeldCases
from queries.loading.versions.repeated_cases import RepeatedCases
from queries.loading.versions.unchanged_rows import UnchangedRows, add_cases
from queries.loading.versions.verdicts import NONE, Verdicts, judge
from queries.loading.versions.written_piece import Extent, WrittenPiece, points_of, record_keys
from queries.store.bound_statements import FEW_ROWS, BoundStatements
from queries.store.case_keys import CaseKeys
from queries.store.statements import read_statements
from queries.store.version_order import ARRIVAL, LEAST_NUMBER, UPDATE_TIME, are_by_arrival

_SQL = read_statements(Path(__file__).with_name("case_tables.sql"))
_LIFE_CYCLE = ", ".join(LIFE_CYCLE)
ROW_GROUP = 122_880  # DuckDB inserts batches of this size on all cores, and any other size on one

NOT_STORED = ("row", "input_number", "key", "delivery", "latest")
_INSTANT = pa.timestamp("us")
LEAST_TIME = 300_000_000_000_000
"""Microseconds: a version from here on (1979) that an earlier yiping wrote may be a time."""
END_OF_TIMES = 4_102_444_800_000_000
"""The year 2100."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Written:
    """The outcome of one piece, counted by input (shape (inputs,)). risen: versions that became current; superseded:
    versions that went to the history at once; replaced_own: versions of the same input that were replaced after they
    had been counted as risen."""

    risen: NDArray[np.int64]
    superseded: NDArray[np.int64]
    replaced_own: NDArray[np.int64]


class CaseTables:
    """The two tables as one source writes them within a transaction.

    keys: of the store; crs: coordinate system of the source, kept beside each case; inputs: the accepted inputs that
    are applied together, in the order of acceptance.
    """

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, keys: CaseKeys, source: str, crs: str, inputs: Sequence[Landed]
    ) -> None:
        self.source, self.crs, self._inputs = source, crs, len(inputs)
        self._cursor, self._keys = cursor, keys
        self._statements = BoundStatements(cursor, _SQL)
        self._held = HeldCases(self._statements, keys, source)
        moments = [naive_moment(one) for one in inputs]
        self._moments = np.array([microseconds(one.recorded_at) for one in inputs], dtype=np.int64)
        self._batches = [one.batch for one in inputs]
        self._applied = {"since": min(moments), "until": max(moments), "batches": self._batches}
        self.written: WrittenPiece | None = None
        """What was written where that was one small piece, else None."""
        self.unchanged = UnchangedRows()
        """The rows of a single input that changed nothing."""
        self._repeated = RepeatedCases()
        self._pieces = 0

    def write(self, rows: pa.Table) -> Written:
        """Write one piece of staged rows (columns as in case_tables.sql).

        The outcome depends neither on how rows are cut into pieces nor on their order within an input, and is that of
        the inputs applied one after the other.
        """
        held = self._held.among(rows)
        by_arrival = "latest" in rows.column_names
        if self._pieces and by_arrival:
            held = self._with_latest(held, rows)
        verdicts = judge(rows, held, lambda places: self._held.are_past(rows, places), self._moments, self._batches)
        if self._inputs == 1:
            add_cases(self.unchanged, rows, held, verdicts)
            if by_arrival:
                self._repeated.add(rows, held, verdicts)
        is_current = verdicts.is_current
        piece = WrittenPiece(
            current=rows.take(pa.array(verdicts.place[is_current])),
            past=rows.take(pa.array(verdicts.place[~is_current])),
            replaced=held.take(pa.array(verdicts.held[verdicts.held != NONE])),
        )
        self._replace(piece.replaced, verdicts)
        self._insert(piece, verdicts.superseded_at[~is_current])
        if rows.num_rows <= SMALL_PIECE:
            record_keys(self._held.known(), piece, rows)
        else:
            self._keys.forget(self.source)
        self._pieces += 1
        self.written = piece if self._pieces == 1 and rows.num_rows <= SMALL_PIECE else None
        return self._counted(verdicts)

    def order_anew(self, rows: pa.Table) -> None:
        """Order the versions that an earlier yiping wrote, of which update times and times of the life cycle stood
        beside numbers, as they are ordered now; not where the numbers that arrive are of the same size as times."""
        if self._pieces:
            return
        numbers = rows.column("version").to_numpy()
        numbers = numbers[numbers >= LEAST_NUMBER]
        if len(numbers) and int(numbers.min()) >= LEAST_TIME:
            return
        of_source = {
            "source": self.source,
            "least": LEAST_TIME,
            "most": END_OF_TIMES,
            "arrival": ARRIVAL,
            "update_time": UPDATE_TIME,
        }
        for table in ("events", "event_history"):
            self._cursor.execute(_SQL.filled("order_anew", table=table, life_cycle=_LIFE_CYCLE), of_source)
        self._keys.forget(self.source)

    def empty_steps(self, steps: Sequence[str]) -> None:
        """Empty these steps in all versions that were POSTed before these inputs."""
        emptied = ", ".join(_SQL[f"emptied_{step}"] for step in steps)
        for table in ("events", "event_history") if steps else ():
            self._cursor.execute(_SQL.filled("empty_steps", table=table, emptied=emptied), {"source": self.source})

    def _with_latest(self, held: pa.Table, rows: pa.Table) -> pa.Table:
        """The held cases with the latest time of the life cycle of those that an earlier piece of the input brought, or
        repeated: these count as arrived with it."""
        by_arrival = are_by_arrival(held.column("version").to_numpy())
        is_own = pc.equal(held.column("batch"), self._batches[-1]).to_numpy() & by_arrival
        place = pc.index_in(held.column("source_id"), value_set=rows.column("source_id").combine_chunks())
        is_own |= self._repeated.among(rows.column("key").to_numpy()[place.to_numpy()]) & by_arrival
        arrival = pa.scalar(int(self._moments[-1]) + ARRIVAL)
        version = pc.if_else(pa.array(is_own), arrival, held.column("version"))
        held = held.set_column(held.column_names.index("version"), "version", version)
        own = held.filter(pa.array(is_own))
        found = self._statements.run_on(
            "latest_times", "arrived", own.select(["held_row"]), {"life_cycle": _LIFE_CYCLE}
        )
        of_row = pc.index_in(held.column("held_row"), value_set=found.column("held_row").combine_chunks())
        return held.append_column("latest", found.column("latest").take(of_row).fill_null(0))

    def _replace(self, held: pa.Table, verdicts: Verdicts) -> None:
        """Move the cases that are replaced to the history."""
        if not held.num_rows:
            return
        since = self._moments[verdicts.input_number[verdicts.held != NONE]]
        if held.num_rows <= FEW_ROWS and (since == since[0]).all():
            rows = held.column("held_row").to_pylist()
            self._statements.run("keep_held_rows", rows=rows, superseded_at=instant(int(since[0])).replace(tzinfo=None))
            self._statements.run("remove_held_rows", rows=rows)
            return
        columns = {"held_row": held.column("held_row"), "superseded_at": pa.array(since).cast(_INSTANT)}
        self._statements.run_on_rows("keep_held", pa.table(columns))
        self._statements.run_on_rows("remove_held", pa.table(columns))

    def _insert(self, piece: WrittenPiece, superseded_at: NDArray[np.int64]) -> None:
        """Write the new versions, past and current."""
        same = {"source": self.source, "crs": self.crs}
        if piece.past.num_rows:
            until = pa.array(superseded_at).cast(_INSTANT)
            self._statements.run_on_rows(
                "insert_past", _stored(piece.past).append_column("superseded_at", until), **same
            )
        if piece.current.num_rows:
            self._statements.run_on_rows("insert_current", _stored(piece.current), **same)

    def _counted(self, verdicts: Verdicts) -> Written:
        number, rises = verdicts.input_number, verdicts.rises
        counts = (
            np.bincount(number[chosen], minlength=self._inputs)
            for chosen in (rises, ~rises, verdicts.replaces_own_input)
        )
        return Written(*counts)

    def made_current(self) -> pa.Table:
        """The cases that these inputs made current and that are so still: source_id, area_id, lon, lat, placed_by,
        point_status, flags, area_code and area_name."""
        if self.written is not None:
            return self.written.about_current()
        return self._statements.run("made_current", source=self.source, **self._applied).to_arrow_table()

    def date(self, landed: Landed) -> None:
        """Give everything that a single input wrote the moment at which it became known; it was written under the
        moment at which its reading began."""
        known_at, thought = naive_moment(landed), self._applied["since"]
        arrivals = {
            "thought_version": int(self._moments[0]) + ARRIVAL,
            "version": microseconds(landed.recorded_at) + ARRIVAL,
        }
        for name in ("date_current", "date_history"):
            self._statements.run(name, known_at=known_at, source=self.source, batch=landed.batch, **arrivals)
        self._statements.run("date_replaced", known_at=known_at, source=self.source, thought=thought)

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
        self.written = None
        self._statements.run_on("move_current", "places", places, source=self.source)
        self._statements.run_on("move_history", "places", places, source=self.source)

    def cases_of_others_on(self, points: pa.Table) -> pa.Table:
        """source_id, area_id, lon, lat, placed_by of the cases on `points` that other inputs had made current."""
        found = {"source": self.source, "batches": self._batches}
        return self._statements.run_on("cases_of_others_on_points", "points", points, **found)

    def most_on_points(self) -> int | None:
        """At most so many cases lie on one of the points that these inputs brought; None when that is not known."""
        if self.written is None:
            return None
        status = self.written.current.column("point_status")
        believed = self.written.current.filter(pc.is_in(status, value_set=pa.array(["trusted", "default"])))
        return int(self._held.known().most_on_points(*points_of(believed)).max(initial=0))

    def extent(self, before: Extent | None) -> Extent:
        """What the source has; before: what it had before these inputs, where that is known."""
        found = self.written.extent(before) if self.written is not None and before is not None else None
        return found or Extent(*self._statements.run("extent", source=self.source).fetchall()[0])


def _stored(rows: pa.Table) -> pa.Table:
    """The rows without what the store does not keep, in batches that DuckDB inserts well; of a few rows without the
    columns that are empty, since every column costs more than they do."""
    left_out = set(NOT_STORED)
    if rows.num_rows <= SMALL_PIECE:
        left_out |= {name for name in rows.column_names if rows.column(name).null_count == rows.num_rows}
    kept = rows.drop_columns([name for name in rows.column_names if name in left_out])
    return pa.Table.from_batches(kept.combine_chunks().to_batches(ROW_GROUP), kept.schema)
