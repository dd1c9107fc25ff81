"""Text files as UTF-8 bytes in memory maps: strict UTF-8 first, then GB18030, else refused."""

from __future__ import annotations

import codecs
import mmap
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE

_BLOCK = 4 * MEGABYTE
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@contextmanager
def utf8_bytes(plain: IO[bytes], name: str, scratch: Path) -> Iterator[tuple[mmap.mmap, str]]:
    """The text of a file that is not packed, and its encoding unless it was UTF-8.

    Raises FileRefused: empty, or no text. Temporary files are made in `scratch` and are gone at the end.
    """
    with tempfile.TemporaryFile(dir=scratch) as recoded:
        encoding = _as_utf8(plain, recoded, name)
        with mapped(recoded if encoding else plain, name) as text:
            yield text, encoding


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
def mapped(file: IO[bytes], name: str) -> Iterator[mmap.mmap]:
    """All of a file as bytes. Raises FileRefused for an empty one."""
    file.flush()
    file.seek(0, 2)
    if file.tell() == 0:
        raise FileRefused(f"{name} is empty: it has 0 bytes.")
    content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        yield content
    finally:
        content.close()
