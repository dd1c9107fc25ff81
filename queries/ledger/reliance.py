"""Which fields a KPI relies on, and what becomes of the KPIs when a field or a source is gone.

Nothing is declared for it: what a KPI reads stands in its formula and its basis, what it cannot do without in its
`needs`, and whether a source meets them is told by the rule by which questions are answered (`Facts.lacks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from geodata.city.profile import SourceKind
from queries.as_of_state.state_tables import bases, state_tables, stored_columns
from queries.device_reports.kinds import tables_of
from queries.kpis.conditions import COLUMNS
from queries.kpis.dictionary import Metric
from queries.kpis.source_facts import Facts, columns_of_need
from queries.kpis.statement import named_by
from queries.ledger.fields import CASES, PLACING, FieldTable, fields_of, required_fields, stored_as

Effect = Literal["no_data", "partly", "changed"]
EFFECTS: tuple[Effect, ...] = ("no_data", "partly", "changed")
BY_AREA = "area"
Tables = Mapping[str, tuple[FieldTable, ...]]


@dataclass(frozen=True)
class Loss:
    """What becomes of a KPI. denominator: of its alternative of that name, None of itself; effect: no_data, no source
    is left that it can be told of; partly, it goes on without the rows of this source; changed, the rows still count,
    but a condition on the field is never met again. needs: those that are not met any more."""

    metric: Metric
    denominator: str | None
    effect: Effect
    needs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.metric.key}/{self.denominator}" if self.denominator else self.metric.key


@dataclass(frozen=True)
class FieldReliance:
    """A field that a KPI relies on, of one source. needed: it is one of its needs, alone or beside others that would do
    as well; filled, rows: of how many of its rows it is known (None where not told)."""

    source: str
    table: str
    field: str
    needed: bool
    filled: int | None
    rows: int


@lru_cache(maxsize=1024)
def fields_read(metric: Metric) -> frozenset[str]:
    """The fields of its table that the formula, the basis and the needs of a KPI read."""
    table = state_tables()[metric.table]
    named = " ".join(table.columns[name] for name in named_by(metric) if name in table.columns)
    times = " ".join(branch.time for branch in bases()[metric.basis].branches)
    needed = {column for need in metric.needs for column in columns_of_need(need)}
    read = stored_columns(f"{named} {times}") | needed
    return _as_fields(read) if metric.table == CASES else read


def _as_fields(columns: Iterable[str]) -> frozenset[str]:
    return frozenset(field for column in columns for field in fields_of(column))


@dataclass(frozen=True)
class Gone:
    """A source, or one field of it, that is thought away. held: the tables of all sources of its kind; now: aware."""

    source: str
    kind: SourceKind
    field: str | None
    held: Tables
    facts: Facts
    now: datetime

    @property
    def optional_field(self) -> str | None:
        """The field, where rows are not refused without it."""
        return None if self.field in required_fields(self.kind) else self.field


def losses(metrics: Iterable[Metric], gone: Gone) -> tuple[Loss, ...]:
    """What becomes of KPIs and of their alternatives, the gravest first. Raises TooSlow."""
    found: list[Loss] = []
    for metric in metrics:
        for name in (None, *metric.denominators):
            of = metric.with_denominator(name)
            if effect := _effect(of, gone):
                found.append(Loss(of, name, *effect))
    return tuple(sorted(found, key=lambda loss: EFFECTS.index(loss.effect)))


def _effect(metric: Metric, gone: Gone) -> tuple[Effect, tuple[str, ...]] | None:
    if gone.kind != CASES:
        return _effect_on_reports(metric, gone)
    if metric.table != CASES or gone.source not in gone.held:
        return None
    unmet = gone.facts.unmet(metric, gone.now)
    if gone.source in unmet:
        return None
    others = any(name != gone.source and name not in unmet for name in gone.held)
    whole: Effect = "partly" if others else "no_data"
    field = gone.optional_field
    if field is None:
        return whole, ()
    lacking = gone.facts.lacks(metric, gone.source, gone.now, without=frozenset({stored_as(field)}))
    if lacking:
        return whole, lacking
    known = gone.held[gone.source][0].field(field)
    return ("changed", ()) if known and known.delivered and field in fields_read(metric) else None


def _effect_on_reports(metric: Metric, gone: Gone) -> tuple[Effect, tuple[str, ...]] | None:
    with_rows = {
        name for name, tables in gone.held.items() if any(one.name == metric.table and one.rows for one in tables)
    }
    columns = next((one.columns for one in tables_of(gone.kind) if one.name == metric.table), None)
    if columns is None or gone.source not in with_rows:
        return None
    field = gone.optional_field
    if field is None or (field in columns and columns[field].required):
        return ("partly" if len(with_rows) > 1 else "no_data"), ()
    return ("changed", ()) if field in columns and field in fields_read(metric) else None


def breakdowns_lost(kind: SourceKind, field: str | None) -> tuple[str, ...]:
    """The breakdowns that the rows of a source no longer appear in without a field: dimensions, and the areas."""
    if kind != CASES or field is None:
        return ()
    dimensions = tuple(dimension for dimension, column in COLUMNS.items() if column == field)
    return (*dimensions, *((BY_AREA,) if field in PLACING else ()))


def relied_on(metric: Metric, held: Tables) -> Iterator[FieldReliance]:
    """The fields that a KPI relies on, of every source. held: the tables of all sources of its kind."""
    read = fields_read(metric)
    needs = _as_fields(column for need in metric.needs for column in columns_of_need(need))
    for source, tables in held.items():
        for table in tables:
            if table.name != metric.table:
                continue
            for one in table.fields:
                if one.name in read or one.required:
                    yield FieldReliance(
                        source, table.name, one.name, one.required or one.name in needs, one.filled, table.rows
                    )


def feeds(metrics: Sequence[Metric], table: str) -> Mapping[str, tuple[str, ...]]:
    """field → keys of the KPIs whose formula reads it, of one table."""
    found: dict[str, list[str]] = {}
    for metric in metrics:
        if metric.table == table:
            for field in sorted(fields_read(metric)):
                found.setdefault(field, []).append(metric.key)
    return {field: tuple(keys) for field, keys in found.items()}
