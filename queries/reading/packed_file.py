"""Archives of one file: .gz, and .zip with one table, whatever else lies beside it; unpacked within limits."""

from __future__ import annotations

import errno
import gzip
import lzma
import struct
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import IO, cast

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.foreign_formats import refuse_foreign_archive

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
DAMAGED = (
    zipfile.BadZipFile, lzma.LZMAError, zlib.error, struct.error, EOFError, RuntimeError, NotImplementedError,
    ValueError, OverflowError, LookupError,
)  # fmt: skip
"""What the standard library raises for a damaged or locked archive, beside some OSErrors."""
_BLOCK = 4 * MEGABYTE
_RATIO_MATTERS_FROM = 16 * MEGABYTE
_TABLES = (
    ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".geojson", ".geojsonl", ".geojsons", ".xml", ".xlsx", ".xls",
    ".parquet",
)  # fmt: skip
"""Endings of files that may hold cases; of the others one is taken only where it is alone."""
_NAMED = 5


def is_packed(magic: bytes) -> bool:
    """Whether a file that begins like this is an archive (or a workbook, which is one too)."""
    return magic[:2] == GZIP or magic == ZIP


def unpack(packed: IO[bytes], out: IO[bytes], name: str, limits: Limits) -> str:
    """Write the one table of an archive to `out`; its name where other files lie beside it, else "".

    Raises FileRefused: damaged, locked, a bomb, no table or several.
    """
    packed.seek(0)
    is_zip = packed.read(4) == ZIP
    size = packed.seek(0, 2)
    packed.seek(0)
    chosen = ""
    try:
        with ExitStack() as opened:
            if is_zip:
                archive = opened.enter_context(zipfile.ZipFile(packed))
                table, chosen = _only_table(archive, name)
                member = opened.enter_context(archive.open(table))
            else:
                member = opened.enter_context(cast(IO[bytes], gzip.GzipFile(fileobj=packed)))
            _copy_within(member, out, name, limits, size)
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and not is_of_archive(error):
            raise
        text = f"{name}: the archive is damaged or locked and cannot be unpacked; unpack it and load the file inside."
        raise FileRefused(Sentence("archive_damaged", text, file=name)) from error
    return chosen


def is_of_archive(error: OSError) -> bool:
    """Whether an error means that an archive points out of itself, and not that the disk fails or is full."""
    return isinstance(error, gzip.BadGzipFile) or error.errno == errno.EINVAL


def _only_table(archive: zipfile.ZipFile, name: str) -> tuple[zipfile.ZipInfo, str]:
    refuse_foreign_archive(archive, name)
    members = [member for member in archive.infolist() if not member.is_dir() and "__MACOSX" not in member.filename]
    if len(members) == 1:
        return members[0], ""
    tables = [member for member in members if PurePosixPath(member.filename).suffix.lower() in _TABLES]
    if len(tables) == 1:
        return tables[0], tables[0].filename
    named = ", ".join(PurePosixPath(member.filename).name for member in tables[:_NAMED])
    if not tables:
        text = f"{name}: the archive holds {len(members)} files, none a table; unpack it and load each by itself."
        raise FileRefused(Sentence("archive_no_table", text, file=name, files=len(members)))
    text = f"{name}: the archive holds {len(tables)} files that may be tables ({named}); unpack it and load each alone."
    raise FileRefused(Sentence("archive_tables", text, file=name, files=len(tables), named=named))


def _copy_within(
    member: IO[bytes] | gzip.GzipFile, out: IO[bytes], name: str, limits: Limits, packed_size: int
) -> None:
    total = 0
    while block := member.read(_BLOCK):
        total += len(block)
        if total > limits.unpacked_bytes:
            megabytes = limits.unpacked_bytes // MEGABYTE
            text = f"{name}: unpacks to more than {megabytes:,} MB, which is the limit; load it in parts."
            raise FileRefused(Sentence("archive_large", text, file=name, megabytes=megabytes))
        if total > _RATIO_MATTERS_FROM and total > limits.unpacked_ratio * packed_size:
            ratio = limits.unpacked_ratio
            text = f"{name}: unpacks to more than {ratio} times its size; it is no file of cases: load it unpacked."
            raise FileRefused(Sentence("archive_bomb", text, file=name, ratio=ratio))
        out.write(block)
