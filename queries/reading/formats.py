"""The reader of a file, chosen by its content first, then by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import duckdb

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import Limits, Opened, too_many_columns
from queries.reading.csv_file import open_csv
from queries.reading.documents.json_lines import as_json_lines
from queries.reading.excel_file import opened_excel
from queries.reading.file_form import AS_FOUND, FileForm
from queries.reading.file_weight import PARQUET
from queries.reading.foreign_formats import LONGEST, refuse_foreign
from queries.reading.headers.single_quotes import double_quoted
from queries.reading.json_file import open_json_lines
from queries.reading.nameless_file import nameless_file
from queries.reading.packed_file import DAMAGED, GZIP, ZIP, is_of_archive, is_packed, unpack
from queries.reading.parquet.parquet_file import open_parquet
from queries.reading.text_file import line_feeds, utf8_bytes

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CLAIMS: dict[str, tuple[Sentence, bytes | tuple[bytes, ...]]] = {
    ".xlsx": (Sentence("kind_workbook", "Excel workbook"), ZIP),
    ".parquet": (Sentence("kind_parquet", "Parquet file"), PARQUET),
    ".gz": (Sentence("kind_gzip", "gzip file"), (GZIP, ZIP)),
    ".zip": (Sentence("kind_zip", "zip archive"), (ZIP, GZIP)),
}


@contextmanager
def opened_file(  # noqa: PLR0913  (the file, and options by name)
    path: Path,
    name: str,
    limits: Limits,
    cursor: duckdb.DuckDBPyConnection,
    *,
    own: bool = False,
    options: FileForm = AS_FOUND,
    scratch: Path | None = None,
) -> Iterator[Opened]:
    """The file at `path`, known to its owner as `name`, opened by the reader that it needs. `cursor` only computes;
    own: this program wrote the file.

    Raises FileRefused for what is no file of cases. Temporary files lie in `scratch` (default: beside `path`), under no
    name, and are gone at the end.
    """
    scratch = scratch or path.parent
    with path.open("rb") as file:
        magic = file.read(4)
        if not is_packed(magic) or _is_workbook(path):
            with _opened(path, file, name, limits, cursor, options, scratch, own=own) as opened:
                yield opened
            return
        _refuse_wrong_ending(name, magic)
        with nameless_file(scratch) as (unpacked, inside):
            member = unpack(file, unpacked, name, limits)
            unpacked.flush()
            with _opened(inside, unpacked, name, limits, cursor, options, scratch, inside=True) as opened:
                notes = (
                    (Sentence("archive_member", f"Of the archive, {member} was read.", member=member),)
                    if member
                    else ()
                )
                yield replace(opened, notes=notes + opened.notes, is_part=opened.is_part or bool(member))


@contextmanager
def _opened(  # noqa: PLR0913, PLR0917
    path: Path,
    file: IO[bytes],
    name: str,
    limits: Limits,
    cursor: duckdb.DuckDBPyConnection,
    options: FileForm,
    scratch: Path,
    *,
    own: bool = False,
    inside: bool = False,
) -> Iterator[Opened]:
    """A file that is no archive; inside: it was unpacked from one, whose name it bears."""
    file.seek(0)
    magic = file.read(4)
    if magic == PARQUET:
        yield _within(open_parquet(path, name, limits, own=own), name, limits)
    elif magic == _OLD_EXCEL or _is_workbook(path):
        with opened_excel(path, name, limits, options) as opened:
            yield opened
    elif is_packed(magic):
        text = f"{name}: the archive holds another archive; unpack it and load the file inside."
        raise FileRefused(Sentence("archive_nested", text, file=name))
    else:
        if not inside:
            _refuse_wrong_ending(name, magic)
        file.seek(0)
        refuse_foreign(file.read(LONGEST), name)
        with _opened_text(file, scratch, name, limits, cursor, options) as opened:
            yield _within(opened, name, limits)


@contextmanager
def _opened_text(  # noqa: PLR0913, PLR0917
    file: IO[bytes],
    scratch: Path,
    name: str,
    limits: Limits,
    cursor: duckdb.DuckDBPyConnection,
    options: FileForm,
) -> Iterator[Opened]:
    with utf8_bytes(file, name, scratch, options.encoding) as (text, notes):
        first = text[:256].lstrip(b"\xef\xbb\xbf \t\r\n\x1e")[:1]
        if first in (b"{", b"[", b"<"):
            with as_json_lines(text, name, limits, options.header_test, scratch) as (lines, remarks):
                opened = open_json_lines(lines, name, limits, cursor)
                is_part = opened.is_part or (lines is not text and first != b"[")
                yield replace(opened, notes=notes + remarks + opened.notes, is_part=is_part)
        else:
            with (
                line_feeds(text, name, scratch) as (lines, of_ends),
                double_quoted(lines, name, scratch) as (plain, of_quotes),
            ):
                opened = open_csv(plain, name, limits, options)
                yield replace(opened, notes=(*notes, *of_ends, *of_quotes, *opened.notes))


def _within(opened: Opened, name: str, limits: Limits) -> Opened:
    if len(opened.names) > limits.columns:
        raise too_many_columns(name, len(opened.names), limits)
    return opened


def _refuse_wrong_ending(name: str, magic: bytes) -> None:
    """A file that by its name is packed or binary, and by what it holds is not (an old .xls may well be text)."""
    for ending, (kind, start) in _CLAIMS.items():
        if name.lower().endswith(ending) and magic and not magic.startswith(start):
            text = f"{name} is no {kind}, though its name says so; export it again, or rename it to what it is."
            raise FileRefused(Sentence("not_as_named", text, file=name, kind=kind))


def _is_workbook(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(member.startswith("xl/") for member in archive.namelist())
    except (*DAMAGED, OSError) as error:  # packed_file says what is wrong with the archive
        if isinstance(error, OSError) and not is_of_archive(error):
            raise
        return False
