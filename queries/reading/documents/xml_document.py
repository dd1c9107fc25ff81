"""XML with one element a case, as GeoReport v2 (Open311) sends it, written out as one JSON object a line."""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.file_form import HeaderTest

Path = tuple[str, ...]
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|table|meta|head|div)\b", re.IGNORECASE)
_DEEPEST = 32
_MOST_PATHS = 1_000
_LOOKED_AT = 10_000
_ROW_OF_ATTRIBUTES = 2
"""An empty element with so many attributes is a case by itself."""


def write_records(text: mmap.mmap, name: str, limits: Limits, test: HeaderTest, out: IO[bytes]) -> tuple[Sentence, ...]:
    """Write the cases of an XML document (UTF-8), remarks about them. Raises FileRefused: broken, with a document type
    (which may define entities), nested too deep, or without elements that hold a case."""
    if _WEB_PAGE.match(text[:1_000]):
        said = f"{name} is a web page (HTML), whatever its name says; open it and save it as .xlsx or CSV."
        raise FileRefused(Sentence("web_page", said, file=name))
    found: dict[Path, dict[str, None]] = {}
    counts: dict[Path, int] = {}

    def look(path: Path, row: dict[str, str]) -> None:
        counts[path] = counts.get(path, 0) + 1
        if counts[path] <= _LOOKED_AT and len(found) < _MOST_PATHS:
            found.setdefault(path, {}).update(dict.fromkeys(row))

    def write(path: Path, row: dict[str, str]) -> None:
        if path == chosen:
            out.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")

    _Elements(name, limits, look).read(text)
    fits = {path: test(tuple(keys)) for path, keys in found.items()}
    if not fits:
        raise FileRefused(
            Sentence("xml_empty", f"{name}: this XML holds no elements with values; save the cases as CSV.", file=name)
        )
    chosen = max(fits, key=lambda path: (fits[path], counts[path]))
    _Elements(name, limits, write).read(text)
    said = f"Each <{chosen[-1]}> was read as a row; rows are numbered in their order, not by the lines of the file."
    return (Sentence("xml_rows", said, element=chosen[-1]),)


class _Elements:
    """Follows a document and calls `row_of` with the path and the values of each element that has children without
    children of their own. Memory: one such element, at most `limits.line_bytes` of text."""

    def __init__(self, name: str, limits: Limits, row_of: Callable[[Path, dict[str, str]], None]) -> None:
        self._name, self._limits, self._row_of = name, limits, row_of
        self._tags: list[str] = []
        self._rows: list[dict[str, str]] = []
        self._sizes: list[int] = []
        self._pieces: list[str] = []
        self._is_leaf = False
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take

    def read(self, text: mmap.mmap) -> None:
        """All of the document."""
        try:
            for start in range(0, len(text), MEGABYTE):
                self._parser.Parse(text[start : start + MEGABYTE])
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            said = f"{self._name}: the XML is broken or cut off at line {error.lineno}; have it exported again."
            raise FileRefused(Sentence("xml_broken", said, file=self._name, line=error.lineno)) from error

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._tags) >= _DEEPEST:
            said = f"{self._name}: elements are nested more than {_DEEPEST} deep; no list of cases: save them as CSV."
            raise FileRefused(Sentence("xml_deep", said, file=self._name, limit=_DEEPEST))
        self._tags.append(tag.rpartition(":")[2])
        self._rows.append({name.rpartition(":")[2]: value for name, value in attributes.items()})
        self._sizes.append(0)
        self._hold(sum(map(len, attributes.values())))
        self._pieces, self._is_leaf = [], True

    def _take(self, text: str) -> None:
        if self._is_leaf:
            self._hold(len(text))
            self._pieces.append(text)

    def _hold(self, characters: int) -> None:
        self._sizes[-1] += characters
        if sum(self._sizes) > self._limits.line_bytes:
            said = f"{self._name}: one of its elements is longer than the limit; save the cases as CSV."
            raise FileRefused(Sentence("xml_long", said, file=self._name))

    def _end(self, _tag: str) -> None:
        path, row, size = tuple(self._tags), self._rows.pop(), self._sizes.pop()
        tag = self._tags.pop()
        text = "".join(self._pieces).strip() if self._is_leaf else ""
        if self._is_leaf and self._rows and (text or len(row) < _ROW_OF_ATTRIBUTES):
            self._hold(size + len(tag))
            self._rows[-1].setdefault(tag, text)
            self._rows[-1].update({f"{tag} {name}": value for name, value in row.items()})
        elif row:
            self._row_of(path, row)
        self._is_leaf = False

    def _refuse_document_type(self, *_about: object) -> None:
        said = f"{self._name}: XML with a document type (<!DOCTYPE …>) is not read; save it without."
        raise FileRefused(Sentence("xml_doctype", said, file=self._name))
