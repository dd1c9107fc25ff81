"""The reader of a file, chosen by its content first, then by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from queries.errors import FileRefused
from queries.reading.chunk import Limits, Opened
from queries.reading.csv_file import open_csv
from queries.reading.excel_file import opened_excel
from queries.reading.file_weight import PARQUET
from queries.reading.json_file import open_json_lines
from queries.reading.parquet_file import open_parquet
from queries.reading.text_file import DAMAGED, GZIP, ZIP, is_of_archive, utf8_bytes

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CLAIMS: dict[str, tuple[str, bytes | tuple[bytes, ...]]] = {
    ".xlsx": ("Excel workbook", ZIP),
    ".parquet": ("Parquet file", PARQUET),
    ".gz": ("gzip file", (GZIP, ZIP)),
    ".zip": ("zip archive", (ZIP, GZIP)),
}


@contextmanager
def opened_file(
    path: Path, name: str, limits: Limits, cursor: duckdb.DuckDBPyConnection, *, own: bool = False
) -> Iterator[Opened]:
    """The file at `path`, known to its owner as `name`, opened by the reader that it needs. `cursor` only computes;
    own: this program wrote the file.

    Raises FileRefused for what is no file of cases. Temporary files lie beside `path` and are gone at the end.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == PARQUET:
        yield _within(open_parquet(path, name, limits, own=own), name, limits)
    elif magic == _OLD_EXCEL or _is_workbook(path):
        with opened_excel(path, name, limits) as opened:
            yield opened
    else:
        _refuse_wrong_ending(name, magic)
        with utf8_bytes(path, name, limits, path.parent) as (text, encoding):
            notes = (f"The text was read as {encoding}, not as UTF-8.",) if encoding else ()
            if text[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
                opened = open_json_lines(text, name, limits, cursor)
            else:
                opened = open_csv(text, name, limits)
            yield replace(_within(opened, name, limits), notes=notes)


def _within(opened: Opened, name: str, limits: Limits) -> Opened:
    if len(opened.names) > limits.columns:
        raise FileRefused(f"{name} has {len(opened.names):,} columns; the limit is {limits.columns:,}.")
    return opened


def _refuse_wrong_ending(name: str, magic: bytes) -> None:
    """A file that by its name is packed or binary, and by what it holds is not (an old .xls may well be text)."""
    for ending, (kind, start) in _CLAIMS.items():
        if name.lower().endswith(ending) and magic and not magic.startswith(start):
            raise FileRefused(f"{name} is no {kind}, though its name says so.")


def _is_workbook(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(member.startswith("xl/") for member in archive.namelist())
    except (*DAMAGED, OSError) as error:  # text_file says what is wrong with the archive
        if isinstance(error, OSError) and not is_of_archive(error):
            raise
        return False
