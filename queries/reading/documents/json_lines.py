"""A JSON or XML text as JSON lines: as it is where it is that already, else rewritten."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.documents import json_document, xml_document
from queries.reading.documents.features import is_feature, parsed
from queries.reading.documents.keyed_records import are_records
from queries.reading.file_form import HeaderTest
from queries.reading.text_file import mapped

Remarks = tuple[Sentence, ...]
_LOOKED_AT = 20


@contextmanager
def as_json_lines(
    text: mmap.mmap, name: str, limits: Limits, test: HeaderTest, scratch: Path
) -> Iterator[tuple[mmap.mmap, Remarks]]:
    """The cases of a text one object a line, and remarks; a document is written out in `scratch` for as long as this
    lasts. Raises FileRefused for a document that is broken or holds no list of cases."""
    write = _writer_of(text, name, limits, test)
    if write is None:
        yield text, ()
        return
    with tempfile.TemporaryFile(dir=scratch) as out:
        try:
            remarks = write(out)
        except FileRefused:
            if not _is_broken_line(text, limits):
                raise
            yield text, ()
            return
        with mapped(out, name) as lines:
            yield lines, remarks


def _writer_of(text: mmap.mmap, name: str, limits: Limits, test: HeaderTest) -> Callable[[IO[bytes]], Remarks] | None:
    """What writes the cases of a document; None for JSON lines."""
    start = text[:256].lstrip(b"\xef\xbb\xbf \t\r\n\x1e")[:1]
    if start == b"<":
        return lambda out: xml_document.write_records(text, name, limits, test, out)
    if start == b"{":
        first, follows = json_document.first_line_of(text, limits.line_bytes)
        if is_feature(first):
            return lambda out: json_document.write_feature_lines(text, limits, out)
        if isinstance(first, dict) and (follows or not _holds_cases(first)):
            return None
    return lambda out: json_document.write_records(text, name, limits, test, out)


def _holds_cases(first: dict[str, object]) -> bool:
    """Whether the only object of a text may hold a list of cases, or cases under their numbers."""
    return (
        are_records(first.values())
        or any(map(_is_list_of_rows, first.values()))
        or (any(isinstance(value, dict) and are_records(value.values()) for value in first.values()))
    )


def _is_list_of_rows(value: object) -> bool:
    """Whether a value is a list of objects or of lists, or holds one."""
    if isinstance(value, dict):
        return any(map(_is_list_of_rows, value.values()))
    return isinstance(value, list) and bool(value) and isinstance(value[0], (dict, list))


def _is_broken_line(text: mmap.mmap, limits: Limits) -> bool:
    """Whether the first line is broken and another one an object by itself: the text is JSON lines."""
    if json_document.first_line_of(text, limits.line_bytes)[0] is not None:
        return False
    text.seek(0)
    for _ in range(_LOOKED_AT):
        line = text.readline().strip()
        try:
            if len(line) < MEGABYTE and line.startswith(b"{") and isinstance(parsed(line.decode("utf-8")), dict):
                return True
        except (ValueError, RecursionError):
            continue
    return False
