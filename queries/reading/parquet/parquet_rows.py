"""The rows of a Parquet file, in batches of rows that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import Limits
from queries.reading.parquet.parquet_columns import Path, paths_of, plain_column, plain_field

DAMAGED = (pa.ArrowException, UnicodeDecodeError, OSError)
"""What pyarrow raises for a damaged file; names of columns are decoded when they are asked for."""
_FEWEST_ROWS = 1_024


def parquet_rows(
    path: File, name: str, limits: Limits, columns: Sequence[str] | None
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Columns and rows of a Parquet file with their types. Raises FileRefused when damaged or oversized."""
    try:
        file = pq.ParquetFile(path)
        found = file.schema_arrow
        known = paths_of(found)
        paths = known if columns is None else {name: known[name] for name in columns}
        schema = pa.schema([plain_field(found, name, path) for name, path in paths.items()])
        rows, unpacked = file.metadata.num_rows, _unpacked_bytes(file.metadata)
    except MemoryError:
        raise
    except DAMAGED as error:
        raise damaged_parquet(name) from error
    if rows > limits.rows:
        text = f"{name} has {rows:,} rows; the limit is {limits.rows:,}: load it in parts."
        raise FileRefused(Sentence("too_many_rows", text, file=name, rows=rows, limit=limits.rows))
    most_rows = max(_FEWEST_ROWS, limits.piece_bytes * rows // max(unpacked, 1))
    return schema, _batches(file, name, schema, paths, min(most_rows, limits.piece_rows))


def damaged_parquet(name: str) -> FileRefused:
    """The refusal of a file that pyarrow cannot read."""
    text = f"{name} cannot be read as a Parquet file; it is damaged or cut short: have it exported again."
    return FileRefused(Sentence("parquet_damaged", text, file=name))


def _unpacked_bytes(about: pq.FileMetaData) -> int:
    return sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))


def _batches(
    file: pq.ParquetFile, name: str, schema: pa.Schema, paths: Mapping[str, Path], most_rows: int
) -> Iterator[pa.RecordBatch]:
    line = 1
    try:
        for batch in file.iter_batches(most_rows, columns=list(dict.fromkeys(path[0] for path in paths.values()))):
            columns = [plain_column(batch, path) for path in paths.values()]
            yield pa.record_batch(columns, schema=schema)
            line += batch.num_rows
    except MemoryError:
        raise
    except DAMAGED as error:
        text = f"{name}: the rows from {line} on cannot be read; the file is damaged: have it exported again."
        raise FileRefused(Sentence("parquet_broken", text, file=name, row=line)) from error
