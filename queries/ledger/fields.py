"""The fields that sources deliver, and of how many rows each is filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.city.profile import SourceKind
from queries.conversion.canonical import (
    BOOLEANS,
    DECIMALS,
    INTEGERS,
    LIFE_CYCLE,
    LIMITS,
    SCORES,
    STEPS,
    TEXTS,
    VERSION,
    WORDS,
)
from queries.device_reports.kinds import ReportColumn, ReportTable, tables_of
from queries.kpis.source_facts import CaseSource
from queries.store.statement_runner import Rows, StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("fields.sql"))
CASES, DELIVERED_STEPS = "events", "steps"
IDENTITY = ("source_id", "reported_at")
"""Without these a row is no case."""
_COUNTERS = tuple(name for name in INTEGERS if name != VERSION)
CASE_FIELDS = (*TEXTS, *WORDS, *LIFE_CYCLE, *LIMITS, *_COUNTERS, *DECIMALS, *BOOLEANS, *SCORES)
STORED_AS = {"status": "status_raw"}
"""Fields of which the store keeps what was delivered under another name."""
PLACING = ("lon", "lat", "area_code", "area_name")
_MADE_OF = {"point_status": ("lon", "lat"), "placed_by": PLACING, "area_id": PLACING}
"""Columns that loading makes of other fields."""
_NOT_COUNTED = {"area", "home_area", "case", "from", "to", "cases"}
"""Fields of reports that are resolved when they are applied, so that nothing tells how many rows said them."""


@dataclass(frozen=True)
class Field:
    """One field of a source. required: a row without it is refused; filled: of how many of its rows it is known, None
    where that is not told."""

    name: str
    required: bool
    filled: int | None

    @property
    def delivered(self) -> bool:
        """Whether any row says it, as far as that is told."""
        return self.filled is None or self.filled > 0


@dataclass(frozen=True)
class FieldTable:
    """The rows of one source in one table of the store, and its fields."""

    name: str
    rows: int
    fields: tuple[Field, ...]

    @property
    def filled(self) -> float | None:
        """The mean share of rows in which a field is known, over the fields that it delivers at all."""
        counted = [field.filled for field in self.fields if field.filled]
        return sum(counted) / len(counted) / self.rows if self.rows and counted else None

    def field(self, name: str) -> Field | None:
        """The field of a name."""
        return next((one for one in self.fields if one.name == name), None)


def stored_as(field: str) -> str:
    """The column of the store that keeps a field of cases."""
    return STORED_AS.get(field, field)


def fields_of(column: str) -> tuple[str, ...]:
    """The fields of cases that a column of the store keeps, or is made of."""
    kept = tuple(field for field, stored in STORED_AS.items() if stored == column)
    return kept or _MADE_OF.get(column, (column,))


def required_fields(kind: SourceKind) -> frozenset[str]:
    """The fields without which a source of a kind delivers nothing in any of its tables."""
    if kind == CASES:
        return frozenset(IDENTITY)
    each = [{one.name for one in table.columns.values() if one.required} for table in tables_of(kind)]
    return frozenset(set.intersection(*each))


def tables_filled(
    runner: StatementRunner, kind: SourceKind, cases: Mapping[str, CaseSource]
) -> Mapping[str, tuple[FieldTable, ...]]:
    """source → its tables, of all sources that delivered a kind. cases: sources of cases by name. Raises TooSlow."""
    if kind == CASES:
        return _of_cases(runner, cases)
    found: dict[str, list[FieldTable]] = {}
    for table in tables_of(kind):
        known_by_row = (one.name for one in table.columns.values() if not _is_made_whole(one, table))
        counted = [name for name in known_by_row if name not in _NOT_COUNTED]
        of = "delivered" if table.name == DELIVERED_STEPS else "reported"
        for source, rows, *filled in _counts(runner, of, table.name, counted):
            known = dict(zip(counted, filled, strict=True))
            fields = tuple(Field(one.name, one.required, known.get(one.name)) for one in table.columns.values())
            found.setdefault(source, []).append(FieldTable(table.name, rows, fields))
    return {source: tuple(tables) for source, tables in found.items()}


def _is_made_whole(column: ReportColumn, table: ReportTable) -> bool:
    """Whether a column is stored empty instead of null, being a part of the key that a row may lack."""
    return column.name in table.key and not column.required


def _of_cases(runner: StatementRunner, cases: Mapping[str, CaseSource]) -> Mapping[str, tuple[FieldTable, ...]]:
    found = {}
    for source, rows, *filled in _counts(runner, "of_cases", CASES, [stored_as(name) for name in CASE_FIELDS]):
        steps = cases[source].steps if source in cases else frozenset()
        fields = tuple(
            Field(name, name in IDENTITY, 0 if _is_filled_in(name, steps) else count)
            for name, count in zip(CASE_FIELDS, filled, strict=True)
        )
        found[source] = (FieldTable(CASES, rows, fields),)
    return found


def _is_filled_in(field: str, steps: frozenset[str]) -> bool:
    """Whether a field is the time of a step that the source does not know, so that what is stored came with loading."""
    step = field.removesuffix("_at")
    return field.endswith("_at") and step in STEPS and step not in steps


def _counts(runner: StatementRunner, of: str, table: str, columns: list[str]) -> Rows:
    """One row a source: its name, its rows, and of how many each column is known."""
    counted = ", ".join(_SQL.filled("filled", column=column) for column in columns)
    _, rows = runner.rows(_SQL.filled(of, table=table, counted=counted), {})
    return rows
