"""The program of a reader process: reads one file within its limits and sends its rows to standard output."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from geodata.sentence import dumped
from queries.errors import FileRefused
from queries.reading.chunk import Limits
from queries.reading.excel_rows import excel_rows
from queries.reading.parquet.parquet_rows import parquet_rows
from queries.reading.reader_process import NO_MEMORY, REFUSED

Rows = tuple[pa.Schema, Iterator[pa.RecordBatch]]
_READERS: dict[str, Callable[[Path, str, Limits, Any], Rows]] = {
    "excel": excel_rows,
    "parquet": parquet_rows,
}


def main(asked: str) -> int:
    """Send the rows; the exit code."""
    reader, path, name, limits, part = json.loads(asked)
    within = Limits(**limits)
    _limit_this_process(within)
    try:
        schema, batches = _READERS[reader](Path(path), name, within, part)
        with os.fdopen(os.dup(1), "wb") as out, pa.ipc.new_stream(out, schema) as stream:
            for batch in batches:
                for part in _sliced(batch, within.piece_bytes):
                    stream.write_batch(part)
    except FileRefused as error:
        print(dumped(error.sentence), end="", file=sys.stderr, flush=True)  # noqa: T201 - read by the other process
        return REFUSED
    except MemoryError:
        return NO_MEMORY
    return 0


def _sliced(batch: pa.RecordBatch, most_bytes: int) -> Iterator[pa.RecordBatch]:
    """The batch in parts of at most so many bytes, or of one row."""
    if batch.num_rows <= 1 or batch.nbytes <= most_bytes:
        yield batch
        return
    half = batch.num_rows // 2
    yield from _sliced(batch.slice(0, half), most_bytes)
    yield from _sliced(batch.slice(half), most_bytes)


def _limit_this_process(limits: Limits) -> None:
    """Memory and processor time from now on, where the system knows such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.reading_seconds, limits.reading_seconds + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (limits.reading_bytes, limits.reading_bytes))


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))  # whatever a library would still do at its end
