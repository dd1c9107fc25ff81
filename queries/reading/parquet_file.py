"""Parquet: read in batches of rows, only the columns that are needed, with their types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from queries.errors import FileRefused
from queries.reading.chunk import Chunk, Limits, Opened

_DAMAGED = (pa.ArrowException, UnicodeDecodeError)
"""What pyarrow raises for a damaged file beside some OSErrors; names of columns are decoded when they are asked for."""


def open_parquet(path: Path, name: str, limits: Limits) -> Opened:
    """Columns and rows of a Parquet file; the line of a row is its number from 1. Raises FileRefused when damaged."""
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
        names = tuple(schema.names)
    except (*_DAMAGED, OSError) as error:
        raise FileRefused(f"{name} cannot be read as a Parquet file; it is damaged or cut short.") from error
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]

    def read(wanted: list[str]) -> Iterator[Chunk]:
        strange = sorted(set(wanted) & set(nested))
        if strange:
            raise FileRefused(f"{name}: the column {strange[0]} holds lists or structures where one value is needed.")
        line = 1
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(limits.piece_rows, columns=wanted):
                    lines = np.arange(line, line + batch.num_rows, dtype=np.int64)
                    line += batch.num_rows
                    yield Chunk(pa.Table.from_batches([batch]), lines, done=(line - 1) / max(rows, 1))
        except (*_DAMAGED, OSError) as error:
            raise FileRefused(f"{name}: the rows from {line} on cannot be read; the file is damaged.") from error

    return Opened(names, read)
