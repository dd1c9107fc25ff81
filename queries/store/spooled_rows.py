"""Rows in a nameless file: taken from the store at its own speed, and from there at that of whoever reads them."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

ROWS_AT_ONCE = 1_000
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


class SpooledRows:
    """Tables of one schema, at least one, written to a file in `folder` when this is made; iterated once, it gives them
    in pieces of ROWS_AT_ONCE rows at most. The file is gone with this object, or with the process.

    No table is held while the next is made, and no piece while somebody works on it: many of these exist side by side.
    """

    def __init__(self, folder: Path, tables: Iterable[pa.Table]) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as this object
        weakref.finalize(self, self._file.close).atexit = False  # whoever is reading when the process ends reads on
        remaining = iter(tables)
        table = next(remaining)
        self._schema = table.schema
        with pa.ipc.new_stream(self._file, self._schema, options=_PACKED) as stream:
            while table is not None:
                stream.write_table(table, max_chunksize=ROWS_AT_ONCE)
                del table
                table = next(remaining, None)

    def __iter__(self) -> Iterator[pa.Table]:
        self._file.seek(0)
        is_empty = True
        with pa.ipc.open_stream(self._file) as stream:
            for piece in map(_as_table, stream):
                is_empty = False
                yield piece
                del piece
        if is_empty:
            yield self._schema.empty_table()


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])
