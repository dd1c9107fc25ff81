"""Applying reports: the newest of each key becomes current; older and equal ones change nothing.

Whatever the order in which reports arrive, and however they are split, the state is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from queries.calendar.zones import zone_named
from queries.city_context import CityContext
from queries.conversion.case_places import AreaNames
from queries.device_reports.kinds import ReportTable, report_tables, tables_of
from queries.device_reports.reading_places import as_readings
from queries.device_reports.report_places import located
from queries.store.statements import Text, conjunction, read_statements
from queries.store.version_order import VersionScale

_SQL = read_statements(Path(__file__).with_name("apply.sql"))
OF_INPUT = ("row", "input_number", "recorded_at")


@dataclass(frozen=True)
class Applied:
    """What became of reports: loaded = became current, older = an older one than is held, duplicate = equal to one
    held."""

    loaded: int = 0
    older: int = 0
    duplicate: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(self.loaded + other.loaded, self.older + other.older, self.duplicate + other.duplicate)


NotApplied = tuple[int, str]
"""A report that changed nothing: its place in the table (`row`), and what it is about."""


@dataclass
class ReportsApplied:
    """by_input: number of an input → what became of its reports; older, equal: those of a single input that changed
    nothing; scale: what said which is newer (None: neither times
    nor the arrival); newest_sign: the newest time at which one of the
    reports was true, clocks that run ahead aside (naive UTC; None: no report has one); rows: how many are current."""

    by_input: defaultdict[int, Applied] = field(default_factory=lambda: defaultdict(Applied))
    older: list[NotApplied] = field(default_factory=list)
    equal: list[NotApplied] = field(default_factory=list)
    scale: VersionScale | None = None
    newest_sign: datetime | None = None
    rows: int = 0


def apply_reports(
    city: CityContext, cursor: duckdb.DuckDBPyConnection, kind: str, source: str, table: pa.Table
) -> ReportsApplied:
    """Apply a table of `check_rows` within the transaction of `store.write()` that `cursor` belongs to.

    The table knows of each row also `input_number` (which of the inputs that are applied together) and `recorded_at`
    (naive UTC, when that input became known); the outcome is that of the inputs applied one after the other. When the
    transaction is committed, `store.report_version` moves; the data version does not.
    """
    areas, crs = AreaNames(city.tree, city.profile.aliases), city.profile.source(source).crs
    total = ReportsApplied()
    for name in sorted(set(table.column("table").to_pylist())):
        about = report_tables()[name]
        piece = table.filter(pc.equal(table.column("table"), name)).select([*OF_INPUT, *about.columns])
        arrived = _as_stored(about, located(piece, areas, city.placer, crs), city.profile.zone)
        if name == "readings":
            arrived = as_readings(arrived, city.special_grids, city.placer, city.profile.zone)
        writer = _TableWriter(cursor, about, source)
        by_input = writer.apply(arrived)
        for number, applied in by_input.items():
            total.by_input[number] += applied
        if len(by_input) == 1 and any(one.older or one.duplicate for one in by_input.values()):
            writer.take_not_applied(arrived, total)
        if writer.have_time(arrived):
            total.scale = "update_time"
        elif not about.greatest:
            total.scale = total.scale or "arrival"
        total.newest_sign = max(filter(None, (total.newest_sign, writer.newest_sign(arrived))), default=None)
    total.rows = sum(_TableWriter(cursor, one, source).held() for one in tables_of(kind))
    cursor.execute(_SQL["end"])
    city.store.note_reports()
    return total


@dataclass(frozen=True)
class _TableWriter:
    """One table of reports, as one source writes it."""

    cursor: duckdb.DuckDBPyConnection
    table: ReportTable
    source: str

    def apply(self, arrived: pa.Table) -> dict[int, Applied]:
        """Make the newest of each key current; what became of the reports of each input."""
        counts = self._run("versions", arrived).fetchall()
        days = self.table.kept_days
        if days is not None:
            arrived = self._run("kept", arrived, source=self.source, days=days).to_arrow_table()
        self._run("judge", arrived, source=self.source)
        found: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for number, verdict, n in self._run("verdicts", arrived).fetchall():
            found[number][verdict] = n
        seen = {verdict for verdicts in found.values() for verdict in verdicts}
        if self.table.history and "newer" in seen:
            self._run("keep_held", arrived, source=self.source)
            self._run("keep_superseded", arrived, source=self.source)
        if "newer" in seen and self.table.texts.difference(self.table.key).intersection(arrived.column_names):
            self._run("update_texts", arrived, source=self.source)
        if seen & {"new", "newer"}:
            self._run("merge", arrived, source=self.source)
        if days is not None:
            self._run("forget", arrived, source=self.source, days=days)
            if self.table.history:
                self._run("forget_versions", arrived, source=self.source, days=days)
        return {number: _applied(reports, versions, found[number]) for number, reports, versions in counts}

    def take_not_applied(self, arrived: pa.Table, total: ReportsApplied) -> None:
        """Note which reports of a single input changed nothing."""
        for row, number, verdict, again in self._run("judged_rows", arrived).fetchall():
            if again or verdict == "equal":
                total.equal.append((row, number))
            elif verdict in (None, "older"):
                total.older.append((row, number))

    def have_time(self, arrived: pa.Table) -> bool:
        """Whether one of the reports has a time that says which is newer."""
        return any(arrived.column(name).null_count < arrived.num_rows for name in self.table.newest_by)

    def newest_sign(self, arrived: pa.Table) -> datetime | None:
        """The newest time at which one of the reports was true; None without any."""
        rows = self._run("newest_sign", arrived).fetchall()
        return rows[0][0] if rows else None

    def held(self) -> int:
        """How many are current."""
        return int(self.cursor.execute(self._text("rows_of", ()), {"source": self.source}).fetchall()[0][0])

    def _run(self, name: str, arrived: pa.Table, **values: Any) -> duckdb.DuckDBPyConnection:
        """Execute a statement; DuckDB finds `arrived` in this frame by its name."""
        return self.cursor.execute(self._text(name, tuple(arrived.column_names)), values)

    def _text(self, name: str, columns: tuple[str, ...]) -> str:
        stored = [column for column in columns if column not in OF_INPUT]
        key = [_stored_name(column) for column in self.table.key]
        filled = [column for column in stored if column not in key]
        texts = [column for column in filled if column in self.table.texts]
        others = [column for column in filled if column not in texts]
        written = ["source", *stored, "recorded_at"]
        return Text(_SQL[name]).safe_substitute(
            table=self.table.name,
            history=self.table.history,
            key=", ".join(key),
            content=", ".join(stored),
            newest=", ".join(self.table.newest_by),
            greatest=", ".join(_SQL.each("greatest", self.table.greatest)),
            sign=self.table.sign,
            number=" || ' ' || ".join(_SQL.each("as_text", key)),
            matches=conjunction(_SQL.each("match", ("source", *key))),
            held_texts=", ".join(_SQL.each("held", texts)),
            reported_texts=", ".join(_SQL.each("value", texts)),
            text_updates=", ".join(_SQL.each("update", texts)),
            updates=", ".join(_SQL.each("update", (*others, "recorded_at"))),
            columns=", ".join(written),
            values=", ".join(_SQL.each("value", written)),
        )


def _applied(reports: int, versions: int, verdicts: Mapping[str, int]) -> Applied:
    """The counts of one input: so many reports, so many different ones, and the verdicts on the newest of each key."""
    return Applied(
        loaded=verdicts.get("new", 0) + verdicts.get("newer", 0),
        older=verdicts.get("older", 0) + versions - sum(verdicts.values()),
        duplicate=verdicts.get("equal", 0) + reports - versions,
    )


def _stored_name(column: str) -> str:
    return "area_code" if column == "area" else column


def _as_stored(table: ReportTable, located_rows: pa.Table, zone: str) -> pa.Table:
    """The rows in the columns of the store."""
    if table.name == "calls":
        day, hour = zone_named(zone).day_and_hour(located_rows.column("hour").cast(pa.int64()).to_numpy())
        located_rows = located_rows.append_column("call_day", pa.array(day).cast(pa.date32()))
        located_rows = located_rows.append_column("call_hour", pa.array(hour))
    unwanted = {"area_code"} - {_stored_name(column) for column in table.key}
    return located_rows.drop_columns([name for name in located_rows.column_names if name in unwanted])
