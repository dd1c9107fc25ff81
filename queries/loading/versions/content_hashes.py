"""Hashes of cases: of what a source says of a case, which tells its versions apart, and of its number.

Of many rows they are computed column by column. Of a few the statement about so many columns costs more than the rows:
their values are put below each other, and one short statement hashes them all. Both give the same hashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.store.statements import read_statements

FEW_ROWS = 500
_SQL = read_statements(Path(__file__).with_name("content_hashes.sql"))
_KINDS: Mapping[pa.DataType, tuple[str, Any]] = {
    pa.string(): ("text", object),
    pa.timestamp("us"): ("moment", "datetime64[us]"),
    pa.int64(): ("number", np.int64),
    pa.float64(): ("degrees", np.float64),
    pa.bool_(): ("truth", np.bool_),
    pa.uint8(): ("score", np.uint8),
}


def content_hashes(
    content: Mapping[str, pa.Array], cursor: duckdb.DuckDBPyConnection
) -> dict[str, pa.Array | pa.ChunkedArray]:
    """row_hash: of the canonical columns of cases (types as in `canonical.CONTENT`); empty columns do not count, so a
    new column changes no old hash. key: of the case's number. `cursor` only computes."""
    rows = len(content["source_id"])
    if 0 < rows <= FEW_ROWS and not content["source_id"].null_count:
        return _of_values(content, rows, cursor)
    filled = {name: column for name, column in content.items() if column.null_count < max(len(column), 1)}
    return _computed(cursor, _hash_statement(tuple(filled)), pa.table(filled))


def _of_values(
    content: Mapping[str, pa.Array], rows: int, cursor: duckdb.DuckDBPyConnection
) -> dict[str, pa.Array | pa.ChunkedArray]:
    by_kind: dict[str, list[tuple[str, NDArray[np.int64], NDArray[Any]]]] = {kind: [] for kind, _ in _KINDS.values()}
    for name, column in content.items():
        if column.null_count < rows:
            values = column.drop_null() if column.null_count else column
            places = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
            by_kind[_KINDS[column.type][0]].append((name, places, values.to_numpy(zero_copy_only=False)))
    parts = [part for found in by_kind.values() for part in found]
    place = np.concatenate([places for _, places, _ in parts])
    filled: dict[str, NDArray[Any]] = {"name": np.array([name for name, places, _ in parts for _ in places], object)}
    of_kind: dict[str, slice] = {}
    begin = 0
    for kind, dtype in _KINDS.values():
        column = filled[kind] = np.full(len(place), "", object) if dtype is object else np.zeros(len(place), dtype)
        end = begin + sum(len(places) for _, places, _ in by_kind[kind])
        if end > begin:
            column[begin:end] = np.concatenate([values for _, _, values in by_kind[kind]])
        of_kind[kind], begin = slice(begin, end), end
    found = _hashes_of_values(cursor, filled)
    hashes = np.concatenate([found[kind][chosen] for kind, chosen in of_kind.items()])
    row_hash = np.zeros(rows, dtype=np.uint64)
    np.bitwise_xor.at(row_hash, place, hashes)
    key = found["key"][filled["name"] == "source_id"]
    return {"row_hash": pa.array(row_hash), "key": pa.array(key)}


def _hashes_of_values(
    cursor: duckdb.DuckDBPyConnection, filled: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[np.uint64]]:
    """The columns of a statement about `filled`, which DuckDB finds in this frame by its name."""
    found = cursor.execute(_SQL["hashes_of_values"]).fetchnumpy()
    return {name: np.ma.getdata(column).astype(np.uint64, copy=False) for name, column in found.items()}


@lru_cache(maxsize=1024)
def _hash_statement(names: tuple[str, ...]) -> str:
    hashes = _SQL.each("hash_of", names)
    row_hash = reduce(lambda left, right: _SQL.filled("joined", left=left, right=right), hashes)
    return _SQL.filled("hashes", row_hash=row_hash)


def _computed(cursor: duckdb.DuckDBPyConnection, statement: str, content: pa.Table) -> dict[str, pa.ChunkedArray]:
    """The columns of a statement about `content`, which DuckDB finds in this frame by its name."""
    found = cursor.execute(statement).to_arrow_table()
    return {name: found.column(name) for name in found.column_names}
