"""Text files as UTF-8 bytes in memory maps: unpacked within limits, strict UTF-8 first, then GB18030, else refused."""

from __future__ import annotations

import codecs
import errno
import gzip
import lzma
import mmap
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
DAMAGED = (
    zipfile.BadZipFile, lzma.LZMAError, zlib.error, struct.error, EOFError, RuntimeError, NotImplementedError,
    ValueError, OverflowError, LookupError,
)  # fmt: skip
"""What the standard library raises for a damaged or locked archive, beside some OSErrors."""
_BLOCK = 4 * MEGABYTE
_RATIO_MATTERS_FROM = 16 * MEGABYTE
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@contextmanager
def utf8_bytes(path: Path, name: str, limits: Limits, scratch: Path) -> Iterator[tuple[mmap.mmap, str]]:
    """The text of a plain, .gz or .zip file, and its encoding unless it was UTF-8.

    Raises FileRefused: empty, no text, a damaged archive, or a bomb. Temporary files are made in `scratch` and are gone
    at the end.
    """
    with path.open("rb") as packed, tempfile.TemporaryFile(dir=scratch) as unpacked:
        magic = packed.read(4)
        packed.seek(0)
        plain: IO[bytes] = packed
        if magic[:2] == GZIP or magic == ZIP:
            _unpack(packed, unpacked, name, limits)
            plain = unpacked
        with tempfile.TemporaryFile(dir=scratch) as recoded:
            encoding = _as_utf8(plain, recoded, name)
            with _mapped(recoded if encoding else plain, name) as text:
                yield text, encoding


def _unpack(packed: IO[bytes], out: IO[bytes], name: str, limits: Limits) -> None:
    is_zip = packed.read(4) == ZIP
    size = packed.seek(0, 2)
    packed.seek(0)
    try:
        with ExitStack() as opened:
            if is_zip:
                archive = opened.enter_context(zipfile.ZipFile(packed))
                member = opened.enter_context(archive.open(_only_member(archive, name)))
            else:
                member = opened.enter_context(cast(IO[bytes], gzip.GzipFile(fileobj=packed)))
            _copy_within(member, out, name, limits, size)
    except (*DAMAGED, OSError) as error:
        if isinstance(error, OSError) and not is_of_archive(error):
            raise
        raise FileRefused(f"{name}: the archive is damaged or locked and cannot be unpacked.") from error


def is_of_archive(error: OSError) -> bool:
    """Whether an error means that an archive points out of itself, and not that the disk fails or is full."""
    return isinstance(error, gzip.BadGzipFile) or error.errno == errno.EINVAL


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir() and "__MACOSX" not in member.filename]
    if len(members) != 1:
        raise FileRefused(f"{name}: the archive holds {len(members)} files; put one file of cases into it.")
    return members[0]


def _copy_within(
    member: IO[bytes] | gzip.GzipFile, out: IO[bytes], name: str, limits: Limits, packed_size: int
) -> None:
    total = 0
    while block := member.read(_BLOCK):
        total += len(block)
        if total > limits.unpacked_bytes:
            raise FileRefused(
                f"{name}: unpacks to more than {limits.unpacked_bytes // MEGABYTE:,} MB, which is the limit."
            )
        if total > _RATIO_MATTERS_FROM and total > limits.unpacked_ratio * packed_size:
            raise FileRefused(
                f"{name}: unpacks to more than {limits.unpacked_ratio} times its size; it is no file of cases."
            )
        out.write(block)


def _as_utf8(plain: IO[bytes], recoded: IO[bytes], name: str) -> str:
    """The name of the encoding of `plain`, whose text as UTF-8 fills `recoded`; "" when it is UTF-8 itself."""
    plain.seek(0)
    encoding = _BOMS.get(plain.read(2))
    if encoding is None:
        if _recode(plain, None, "utf-8") is None:
            return ""
        encoding = "gb18030"
    failed_at = _recode(plain, recoded, encoding)
    if failed_at is not None:
        raise FileRefused(f"{name}: line {_line_at(plain, failed_at)} is neither UTF-8 nor GB18030 text.")
    return encoding.upper()


def _recode(plain: IO[bytes], out: IO[bytes] | None, encoding: str) -> int | None:
    """Decode all of `plain`, writing UTF-8 to `out`; the offset of the first byte that is no such text, else None."""
    plain.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = 0
    while True:
        block = plain.read(_BLOCK)
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return offset - pending + error.start
        if out is not None:
            out.write(text.encode("utf-8"))
        offset += len(block)
        if not block:
            return None


def _line_at(plain: IO[bytes], offset: int) -> int:
    plain.seek(0)
    line, left = 1, offset
    while left > 0 and (block := plain.read(min(_BLOCK, left))):
        line += block.count(b"\n")
        left -= len(block)
    return line


@contextmanager
def _mapped(file: IO[bytes], name: str) -> Iterator[mmap.mmap]:
    file.flush()
    file.seek(0, 2)
    if file.tell() == 0:
        raise FileRefused(f"{name} is empty: it has 0 bytes.")
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        yield mapped
    finally:
        mapped.close()
