"""Text files as UTF-8 bytes in memory maps: strict UTF-8 first, then what the text says or looks like, else refused."""

from __future__ import annotations

import codecs
import mmap
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE
from queries.reading.encodings.detection import beyond_ascii, detected, example, is_broken_utf8, wide_encoding

_BLOCK = 4 * MEGABYTE
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_HEAD = 4_096
_FIRST_LINES = MEGABYTE
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_READ_WITH_EXAMPLE = "encoding_guessed"
_NAME_IT = "name its encoding (--encoding, or encoding in the mapping)"
_SAY_WHICH = f"save it as UTF-8, or {_NAME_IT}"


@contextmanager
def utf8_bytes(
    plain: IO[bytes], name: str, scratch: Path, encoding: str | None = None
) -> Iterator[tuple[mmap.mmap, tuple[Sentence, ...]]]:
    """The text of a file that is not packed, and a remark about its encoding unless it was UTF-8. encoding: the one
    that it is in; None: it is found out.

    Raises FileRefused: empty, no text, or in no encoding that is plausible. Temporary files are made in `scratch` and
    are gone at the end.
    """
    with tempfile.TemporaryFile(dir=scratch) as recoded:
        remark = _as_utf8(plain, recoded, name, encoding)
        with mapped(plain if remark is None else recoded, name) as text:
            yield text, (remark,) if remark else ()


def _as_utf8(plain: IO[bytes], recoded: IO[bytes], name: str, asked: str | None) -> Sentence | None:
    """Fill `recoded` with the text of `plain` as UTF-8 and give the remark about it; None when it is UTF-8 itself."""
    if asked is not None:
        if (line := _recode_all(plain, recoded, asked)) is not None:
            text = f"{name}: line {line} is no {asked} text, as which it is to be read; name another encoding, or none."
            raise FileRefused(Sentence("encoding_not_this", text, file=name, line=line, encoding=asked))
        return Sentence("", "")
    plain.seek(0)
    head = plain.read(_HEAD)
    encoding = next((encoding for bom, encoding in _BOMS.items() if head.startswith(bom)), None)
    if encoding is None and (encoding := wide_encoding(head)) is None:
        broken_at = _recode(plain, None, "utf-8")
        if broken_at is None:
            return None
        encoding = _declared(head) or _guessed(plain, name, broken_at)
    encoding_name = encoding.upper()
    if (line := _recode_all(plain, recoded, encoding)) is not None:
        text = f"{name}: line {line} is no {encoding_name} text, as which the file reads; {_SAY_WHICH}."
        raise FileRefused(Sentence("encoding_mixed", text, file=name, line=line, encoding=encoding_name))
    return _about_encoding(encoding_name, example(_text_beyond_ascii(recoded)))


def _about_encoding(encoding: str, word: str) -> Sentence:
    if not word:
        text = f"The text was read as {encoding}, not as UTF-8; where that is wrong, {_NAME_IT}."
        return Sentence("encoding_read", text, encoding=encoding)
    text = f"The text was read as {encoding}, not as UTF-8, for example {word}; where that is wrong, {_NAME_IT}."
    return Sentence(_READ_WITH_EXAMPLE, text, encoding=encoding, example=word)


def without_example(note: Sentence) -> Sentence:
    """A remark about an encoding without the word of the text that it gives as an example; any other as it is."""
    return _about_encoding(str(note.values["encoding"]), "") if note.key == _READ_WITH_EXAMPLE else note


def _declared(head: bytes) -> str | None:
    """The encoding that an XML document says it is in, where it is known."""
    found = _DECLARED.match(head)
    if found is None:
        return None
    try:
        encoding = codecs.lookup(found[1].decode()).name
        "".encode(encoding)
    except (LookupError, ValueError):
        return None
    return encoding


def _guessed(plain: IO[bytes], name: str, broken_at: int) -> str:
    sample = beyond_ascii(plain)
    if is_broken_utf8(sample):
        line = _line_at(plain, broken_at)
        text = f"{name}: line {line} is broken UTF-8; have it exported again."
        raise FileRefused(Sentence("utf8_broken", text, file=name, line=line))
    encoding = detected(sample)
    if encoding is None:
        line = _line_at(plain, broken_at)
        text = f"{name}: line {line} is not UTF-8, nor in an encoding that can be told; {_SAY_WHICH}."
        raise FileRefused(Sentence("encoding_unclear", text, file=name, line=line))
    return encoding


def _text_beyond_ascii(recoded: IO[bytes]) -> str:
    return beyond_ascii(recoded).decode("utf-8", "ignore")


def _recode_all(plain: IO[bytes], recoded: IO[bytes], encoding: str) -> int | None:
    """Fill `recoded` with the text as UTF-8; the first line that is none in this encoding, else None."""
    failed_at = _recode(plain, recoded, encoding)
    return None if failed_at is None else _line_at(plain, failed_at)


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
            if out is not None:
                out.write(text.encode("utf-8"))
        except UnicodeDecodeError as error:
            return offset - pending + error.start
        except UnicodeError:  # half a surrogate pair, or a codec that says no more
            return offset
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
def line_feeds(text: mmap.mmap, name: str, scratch: Path) -> Iterator[tuple[mmap.mmap, tuple[Sentence, ...]]]:
    """UTF-8 text with line feeds at the ends of its lines, where a carriage return alone ends them rewritten so; and a
    remark about that."""
    if text.find(b"\n", 0, _FIRST_LINES) >= 0 or text.find(b"\r", 0, _FIRST_LINES) < 0:
        yield text, ()
        return
    with tempfile.TemporaryFile(dir=scratch) as rewritten:
        for start in range(0, len(text), _BLOCK):
            rewritten.write(text[start : start + _BLOCK].replace(b"\r", b"\n"))
        with mapped(rewritten, name) as lines:
            yield lines, (Sentence("carriage_returns", "Its lines end in a carriage return alone."),)


@contextmanager
def mapped(file: IO[bytes], name: str) -> Iterator[mmap.mmap]:
    """All of a file as bytes. Raises FileRefused for an empty one."""
    file.flush()
    file.seek(0, 2)
    if file.tell() == 0:
        raise FileRefused(Sentence("file_empty", f"{name} is empty: it has 0 bytes; export it again.", file=name))
    content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        yield content
    finally:
        content.close()
