"""Rows as they were sent, as objects or as a table, read by column under any of the names that a source may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.device_reports.kinds import ReportColumn

Numbers = NDArray[np.int64]
Values: TypeAlias = Sequence[Any] | pa.Array


class SentObjects:
    """Rows as JSON objects. names: case folded name → the names that occur; not_objects: numbers of the other rows."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows
        self.not_objects = [
            number for number, row in enumerate(rows) if type(row) is not dict and not isinstance(row, Mapping)
        ]
        others = set(self.not_objects)
        objects = rows if not others else [row for number, row in enumerate(rows) if number not in others]
        self.names = _by_folded(name for form in set(map(tuple, objects)) for name in form)

    def __len__(self) -> int:
        return len(self._rows)

    def values(self, names: Sequence[str], rows: Numbers) -> Values:
        """The values of these rows, each from the first of these columns that is filled."""
        chosen = self._rows if len(rows) == len(self._rows) else [self._rows[row] for row in rows.tolist()]
        values = [row.get(names[0]) for row in chosen]
        for name in names[1:]:
            values = [row.get(name) if value is None else value for value, row in zip(values, chosen, strict=True)]
        return values


class SentTable:
    """Rows as a table; names and not_objects as in `SentObjects`."""

    not_objects: Sequence[int] = ()

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.names = _by_folded(table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def values(self, names: Sequence[str], rows: Numbers) -> Values:
        """The values of these rows, each from the first of these columns that is filled."""
        columns = [self._table.column(name).combine_chunks() for name in names]
        column = pc.coalesce(*columns) if len(columns) > 1 else columns[0]
        taken: Values = column if len(rows) == len(column) else column.take(pa.array(rows))
        return taken


Sent = SentObjects | SentTable


def known_as(column: ReportColumn, sent: Sent, mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The names under which the rows give a column. mapping: canonical column → the source's own name."""
    own = mapping.get(column.name)
    chosen = (own,) if isinstance(own, str) and own else (column.name, *column.also)
    return tuple(name for writing in chosen for name in sent.names.get(_folded(writing), ()))


def as_list(values: Values) -> Sequence[Any]:
    """The values as Python has them."""
    return list(values.to_pylist()) if isinstance(values, pa.Array) else values


def _by_folded(names: Any) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    for name in names:
        if isinstance(name, str):
            found.setdefault(_folded(name), {})[name] = None
    return {folded: tuple(sorted(given)) for folded, given in found.items()}


def _folded(name: str) -> str:
    return name.strip().casefold()
