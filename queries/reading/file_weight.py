"""Whether a file is much to read, known without reading all of it: a few kilobytes may unpack to any amount."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pyarrow.parquet as pq

from queries.reading.packed_file import DAMAGED, GZIP, ZIP
from queries.reading.parquet.parquet_rows import DAMAGED as DAMAGED_PARQUET

PARQUET = b"PAR1"
_BYTES_OF_A_ROW = 100


def is_heavier(path: Path, most: int) -> bool:
    """Whether the text of a file is longer than `most` bytes; a damaged file is as heavy as it is large. Raises
    FileNotFoundError."""
    if path.stat().st_size > most:
        return True
    with path.open("rb") as file:
        magic = file.read(4)
    try:
        if magic == PARQUET:
            return bool(pq.read_metadata(path).num_rows > most // _BYTES_OF_A_ROW)
        if magic == ZIP:
            with zipfile.ZipFile(path) as archive:
                return sum(member.file_size for member in archive.infolist()) > most
        if magic.startswith(GZIP):
            with gzip.open(path) as text:
                return len(text.read(most + 1)) > most
    except (*DAMAGED, *DAMAGED_PARQUET):
        return False
    return False
