"""Parquet: the columns that are needed, with their types; read by a process of its own unless we wrote the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from queries.reading.chunk import Chunk, Limits, Opened
from queries.reading.parquet.parquet_columns import about_nested, is_several, paths_of
from queries.reading.parquet.parquet_rows import DAMAGED, damaged_parquet, parquet_rows
from queries.reading.reader_process import reader_process


def open_parquet(path: Path, name: str, limits: Limits, *, own: bool = False) -> Opened:
    """Columns and rows of a Parquet file; the line of a row is its number from 1. own: written by this program, so that
    it is read here. Raises FileRefused when damaged."""
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
        paths = paths_of(schema)
    except DAMAGED as error:
        raise damaged_parquet(name) from error
    nested = frozenset(field.name for field in schema if is_several(field.type))
    inner = frozenset(name for name, path in paths.items() if len(path) > 1)

    def read(wanted: list[str]) -> Iterator[Chunk]:
        line = 1
        for batch in _own_batches(path, name, limits, wanted) if own else _batches(path, name, limits, wanted):
            lines = np.arange(line, line + batch.num_rows, dtype=np.int64)
            line += batch.num_rows
            yield Chunk(pa.Table.from_batches([batch]), lines, done=(line - 1) / max(rows, 1))

    notes = tuple(about_nested(schema, paths))
    return Opened(tuple(paths), read, notes, is_part=bool(nested), nested=nested, inner=inner)


def _own_batches(path: Path, name: str, limits: Limits, wanted: list[str]) -> Iterator[pa.RecordBatch]:
    return parquet_rows(path, name, limits, wanted)[1]


def _batches(path: Path, name: str, limits: Limits, wanted: list[str]) -> Iterator[pa.RecordBatch]:
    with reader_process("parquet", path, name, limits, wanted) as process:
        yield from process.batches()
