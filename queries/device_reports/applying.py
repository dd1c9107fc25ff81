"""Applying reports: the newest of each key becomes current; older and equal ones change nothing.

Whatever the order in which reports arrive, and however they are split, the state is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from geodata.city.profile import Profile
from geodata.placing.placer import Placer
from queries.calendar.zones import zone_named
from queries.conversion.case_places import AreaNames
from queries.device_reports.kinds import ReportTable, report_tables, tables_of
from queries.device_reports.report_places import located
from queries.store.statements import Text
from queries.store.store import Store

SLACK_OF_CLOCKS = timedelta(minutes=5)
EACH = {name: Text(text) for name, text in {
    "matches": "held.@name = told.@name", "updates": "@name = told.@name", "values": "told.@name",
    "greatest": "coalesce(@name, -1)",
}.items()}  # fmt: skip


@dataclass(frozen=True)
class Applied:
    """What became of the reports of a table: loaded = became current, older = an older one than is held, duplicate =
    equal to one held."""

    loaded: int = 0
    older: int = 0
    duplicate: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(self.loaded + other.loaded, self.older + other.older, self.duplicate + other.duplicate)


def apply_reports(  # noqa: PLR0913  (the store, what arrived, and the ground)
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    source: str,
    table: pa.Table,
    *,
    recorded_at: datetime,
    profile: Profile,
    areas: AreaNames,
    placer: Placer,
) -> Applied:
    """Apply a table of `check_rows` within the transaction of `store.write()` that `cursor` belongs to.

    recorded_at: aware. When the transaction is committed, `store.report_version` moves; the data version does not.
    The standing of the source in city.sources is written too, also when there is nothing new.
    """
    about = profile.source(source)
    known = cursor.execute(_statement("known_source"), {"source": source}).fetchall()
    marks = [row[0] for row in known if row[0] is not None]
    total = Applied()
    for name in sorted(set(table.column("table").to_pylist())):
        piece = table.filter(pc.equal(table.column("table"), name))
        arrived = _stored(report_tables()[name], located(_of(piece, name), areas, placer, about.crs), profile.zone)
        writing = _Writing(cursor, report_tables()[name], source, recorded_at)
        total += writing.apply(arrived)
        marks += writing.newest_signs(arrived)
    rows = sum(_Writing(cursor, one, source, recorded_at).held() for one in tables_of(kind))
    cursor.execute(_statement("forget_source"), {"source": source})
    cursor.execute(
        _statement("note_source"),
        {
            "source": source, "kind": kind, "crs": about.crs, "zone": about.zone or profile.zone,
            "cadence_s": about.cadence_s, "watermark": max(marks, default=None),
            "recorded_at": recorded_at.astimezone(UTC).replace(tzinfo=None), "rows": rows,
        },
    )  # fmt: skip
    cursor.execute(_statement("end"))
    store.note_reports()
    return total


@dataclass(frozen=True)
class _Writing:
    cursor: duckdb.DuckDBPyConnection
    table: ReportTable
    source: str
    recorded_at: datetime

    def apply(self, arrived: pa.Table) -> Applied:
        """Make the newest of each key current."""
        versions = self._run("arrived", arrived).fetchall()[0][1]
        self._run("stage", arrived)
        self._run("judge", arrived, source=self.source)
        verdicts: dict[str, int] = dict(self._run("verdicts", arrived).fetchall())
        moment = {"source": self.source, "recorded_at": self.recorded_at.astimezone(UTC).replace(tzinfo=None)}
        if self.table.name == "calls" and verdicts.get("newer"):
            self._run("keep_calls", arrived, **moment)
        if verdicts.keys() & {"new", "newer"}:
            self._run("merge", arrived, **moment)
        beaten = versions - sum(verdicts.values())
        return Applied(
            loaded=verdicts.get("new", 0) + verdicts.get("newer", 0),
            older=verdicts.get("older", 0) + beaten,
            duplicate=verdicts.get("equal", 0) + arrived.num_rows - versions,
        )

    def newest_signs(self, arrived: pa.Table) -> list[datetime]:
        """The newest time at which one of the reports was true, clocks that run ahead aside; none without any."""
        latest = (self.recorded_at.astimezone(UTC) + SLACK_OF_CLOCKS).replace(tzinfo=None)
        return [row[0] for row in self._run("signs", arrived, latest=latest).fetchall() if row[0] is not None]

    def held(self) -> int:
        """How many are current."""
        return int(self.cursor.execute(self._text("rows_of", ()), {"source": self.source}).fetchall()[0][0])

    def _run(self, name: str, arrived: pa.Table, **values: Any) -> duckdb.DuckDBPyConnection:
        """Execute a statement; DuckDB finds `arrived` in this frame by its name."""
        return self.cursor.execute(self._text(name, tuple(arrived.column_names)), values)

    def _text(self, name: str, columns: tuple[str, ...]) -> str:
        stored = [column for column in columns if column != "row"]
        key = [_as_stored(column) for column in self.table.key]
        filled = [column for column in stored if column not in key]
        written = ["source", *stored, "recorded_at"]
        newest = ", ".join(self.table.newest_by)
        return Text(_statement(name)).safe_substitute(
            table=self.table.name,
            key=", ".join(key),
            content=", ".join(stored),
            newest=newest,
            greatest=", ".join(EACH["greatest"].substitute(name=column) for column in self.table.greatest),
            sign=self.table.sign,
            matches=" AND ".join(EACH["matches"].substitute(name=column) for column in ("source", *key)),
            updates=", ".join(EACH["updates"].substitute(name=column) for column in (*filled, "recorded_at")),
            columns=", ".join(written),
            values=", ".join(EACH["values"].substitute(name=column) for column in written),
        )


def _of(piece: pa.Table, name: str) -> pa.Table:
    return piece.select(["row", *report_tables()[name].columns])


def _as_stored(column: str) -> str:
    return "area_code" if column == "area" else column


def _stored(table: ReportTable, located_rows: pa.Table, zone: str) -> pa.Table:
    """The rows in the columns of the store."""
    if table.name == "calls":
        day, hour = zone_named(zone).day_and_hour(located_rows.column("hour").cast(pa.int64()).to_numpy())
        located_rows = located_rows.append_column("call_day", pa.array(day).cast(pa.date32()))
        located_rows = located_rows.append_column("call_hour", pa.array(hour))
    unwanted = {"area_code"} - {_as_stored(column) for column in table.key}
    return located_rows.drop_columns([name for name in located_rows.column_names if name in unwanted])


@cache
def _statement(name: str) -> str:
    return _statements()[name]


@cache
def _statements() -> dict[str, str]:
    text = files("queries.device_reports").joinpath("apply.sql").read_text("utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))
