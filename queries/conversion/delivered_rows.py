"""Rows that a source delivered itself (POSTed objects) → pieces in canonical columns, texts as they came.

Every delivery names its own columns, so each is mapped by itself before their rows are joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.conversion.canonical import PERSON
from queries.conversion.column_names import Mapping, identity, recognise_rows
from queries.conversion.converter import joined_path
from queries.conversion.naming.inner_names import outermost
from queries.conversion.text_rows import NO_OBJECT, joined
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.plain_values import with_plain_values
from queries.privacy.own_persons import without_own_persons
from queries.privacy.person_references import person_references
from queries.reading.chunk import RAW_KEPT, Chunk, RefusedLine

NEITHER_OBJECT = "the row is no JSON object"
REQUIRED = ("source_id", "reported_at")
PERSON_REF = "person_ref"


def without_persons(table: pa.Table, overrides: dict[str, Any], key: bytes) -> pa.Table:
    """The same rows with persons as keyed hashes and without other personal columns, as they may be kept; free texts
    lose what these say in the same row."""
    mapping = _mapping(tuple(table.column_names), _Overrides(overrides))
    people = mapping.columns.get(PERSON, ())
    personal = [name for name in dict.fromkeys((*mapping.withheld, *people)) if name in table.column_names]
    told = [as_text(table.column(name)).to_pylist() for name in personal]
    table = without_own_persons(table, mapping.free_texts(), told) if told else table
    if people:
        names = [as_text(table.column(name)) for name in people]
        hashed = person_references(pc.coalesce(*names).combine_chunks(), key)
        known = mapping.columns.get(PERSON_REF, ())
        if known:
            hashed = pc.coalesce(hashed, as_text(table.column(known[0])).combine_chunks())
        table = table.drop_columns(list(known)).append_column(PERSON_REF, hashed)
    withheld = [name for name in mapping.withheld if name in table.column_names]
    return table.drop_columns(withheld) if withheld else table


def canonical_texts(table: pa.Table, overrides: dict[str, Any]) -> pa.Table:
    """One delivery in canonical columns; what every case needs is there, if only empty."""
    mapping = _mapping(tuple(table.column_names), _Overrides(overrides))
    table = with_plain_values(table, mapping.instead)
    columns = {
        name: joined_path(table, found) if len(found) > 1 else table.column(found[0])
        for name, found in mapping.columns.items()
    }
    for name in REQUIRED:
        columns.setdefault(name, pa.nulls(table.num_rows, pa.string()))
    if NO_OBJECT in table.column_names:
        columns[NO_OBJECT] = table.column(NO_OBJECT)
    return pa.table(columns)


def unrecognised(table: pa.Table, overrides: dict[str, Any]) -> tuple[str, ...]:
    """The columns of a delivery that no case has, under whatever name; of an object of which something is read, the
    values in it that are not, else the object."""
    unread = _mapping(tuple(table.column_names), _Overrides(overrides)).unrecognised
    return outermost(unread, unread)


def withheld(table: pa.Table, overrides: dict[str, Any]) -> tuple[str, ...]:
    """The columns of a delivery that `without_persons` leaves out or keeps as a keyed hash; of an object of which
    nothing else is there, the object."""
    found = _mapping(tuple(table.column_names), _Overrides(overrides)).withheld
    return outermost(found, found)


def chunk_of(deliveries: Iterable[pa.Table], first_line: int, done: float = 1.0) -> Chunk:
    """Deliveries in canonical columns as one piece; `first_line` is the number of the first row."""
    table = joined(deliveries)
    lines = first_line + np.arange(table.num_rows)
    if NO_OBJECT not in table.column_names:
        return Chunk(table, lines, done=done)
    not_objects = table.column(NO_OBJECT)
    is_object = pc.is_null(not_objects).to_numpy()
    refused = [
        RefusedLine(int(lines[row]), NEITHER_OBJECT, not_objects[row].as_py()[:RAW_KEPT])
        for row in np.flatnonzero(~is_object).tolist()
    ]
    kept = table.drop_columns([NO_OBJECT]).filter(pa.array(is_object))
    return Chunk(kept, lines[is_object], refused, done)


def delivered_mapping(names: Iterable[str], overrides: dict[str, Any]) -> Mapping:
    """The mapping of pieces made by `chunk_of`: columns as they are, with the source's own words."""
    own = recognise_rows((), overrides)
    mapping = identity([name for name in names if name != NO_OBJECT])
    return replace(
        mapping,
        day_first=own.day_first,
        words=own.words,
        limits_from=own.limits_from,
        time_formats=own.time_formats,
        time_zones=own.time_zones,
        row_by_row=True,
        crs=own.crs,
    )


class _Overrides:
    """A source's mapping as a key of the cache; profiles are few and do not change while they are read."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self._text = repr(table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Overrides) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@lru_cache(maxsize=256)
def _mapping(names: tuple[str, ...], overrides: _Overrides) -> Mapping:
    return recognise_rows([name for name in names if name != NO_OBJECT], overrides.table)
