"""The rows of a Parquet file, in batches of rows that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import Limits

DAMAGED = (pa.ArrowException, UnicodeDecodeError, OSError)
"""What pyarrow raises for a damaged file; names of columns are decoded when they are asked for."""
_FEWEST_ROWS = 1_024


def parquet_rows(
    path: Path, name: str, limits: Limits, columns: Sequence[str] | None
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Columns and rows of a Parquet file with their types. Raises FileRefused when damaged or oversized."""
    try:
        file = pq.ParquetFile(path)
        found = file.schema_arrow
        schema = pa.schema([_plain(field) for field in (found if columns is None else map(found.field, columns))])
        rows, unpacked = file.metadata.num_rows, _unpacked_bytes(file.metadata)
    except MemoryError:
        raise
    except DAMAGED as error:
        raise damaged_parquet(name) from error
    if rows > limits.rows:
        text = f"{name} has {rows:,} rows; the limit is {limits.rows:,}: load it in parts."
        raise FileRefused(Sentence("too_many_rows", text, file=name, rows=rows, limit=limits.rows))
    most_rows = max(_FEWEST_ROWS, limits.piece_bytes * rows // max(unpacked, 1))
    return schema, _batches(file, name, schema, min(most_rows, limits.piece_rows))


def damaged_parquet(name: str) -> FileRefused:
    """The refusal of a file that pyarrow cannot read."""
    text = f"{name} cannot be read as a Parquet file; it is damaged or cut short: have it exported again."
    return FileRefused(Sentence("parquet_damaged", text, file=name))


def _plain(field: pa.Field) -> pa.Field:
    """The column with its values written out: whoever reads them needs the memory for all of them anyway."""
    return field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field


def _unpacked_bytes(about: pq.FileMetaData) -> int:
    return sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))


def _batches(file: pq.ParquetFile, name: str, schema: pa.Schema, most_rows: int) -> Iterator[pa.RecordBatch]:
    line = 1
    try:
        for batch in file.iter_batches(most_rows, columns=schema.names):
            yield batch.select(schema.names).cast(schema)  # the file's own order of columns may differ
            line += batch.num_rows
    except MemoryError:
        raise
    except DAMAGED as error:
        text = f"{name}: the rows from {line} on cannot be read; the file is damaged: have it exported again."
        raise FileRefused(Sentence("parquet_broken", text, file=name, row=line)) from error
