"""Excel workbooks, read by a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from queries.reading.chunk import Chunk, Limits, Opened
from queries.reading.reader_process import reader_process


@contextmanager
def opened_excel(path: Path, name: str, limits: Limits) -> Iterator[Opened]:
    """Header and rows of a workbook; every value is text. Raises FileRefused for a damaged or oversized one."""
    with reader_process("excel", path, name, limits) as process:
        *names, _ = process.schema.names

        def read(wanted: list[str]) -> Iterator[Chunk]:
            for batch in process.batches():
                table = pa.Table.from_batches([batch])
                yield Chunk(table.select(wanted), table.column(len(names)).to_numpy(), done=0.5)

        yield Opened(tuple(names), read)
