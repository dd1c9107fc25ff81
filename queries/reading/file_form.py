"""What a person may say about the form of a file, instead of what would be guessed, and how its header is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.sentence import Sentence
from queries.errors import MappingRefused

HeaderTest = Callable[[Sequence[str]], int]
"""How well names of columns fit a table: 2 when they give a number and a time, 1 when something of it, else 0."""


def _nothing_known(_names: Sequence[str]) -> int:
    return 0


@dataclass(frozen=True)
class FileForm:
    """`encoding` as Python names it; `delimiter` one character; `sheet` its name, or number from 1; `header_row` the
    row (Excel) or line (CSV) from 1 on which the names of the columns begin. None: it is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | int | None = None
    header_row: int | None = None
    header_test: HeaderTest = _nothing_known

    def judged_by(self, header_test: HeaderTest) -> FileForm:
        """The same options where a header is known by this test."""
        return replace(self, header_test=header_test)


AS_FOUND = FileForm()
"""Nothing is said: everything is found out."""
OPTIONS = ("encoding", "delimiter", "sheet", "header_row")
"""The keys of a mapping that say how a file is read."""


def file_form(mapping: Mapping[str, Any]) -> FileForm:
    """The options that a mapping holds. Raises MappingRefused for a value that cannot be."""
    encoding, delimiter, sheet, header_row = (mapping.get(key) for key in OPTIONS)
    if encoding is not None and not _is_encoding(encoding):
        text = f"The encoding {encoding!r} is not known; write it like utf-8, gb18030, big5 or cp1252."
        raise MappingRefused(Sentence("encoding_unknown", text, encoding=str(encoding)))
    if delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(str(delimiter), delimiter)
        if not (isinstance(delimiter, str) and len(delimiter) == 1 and delimiter.isascii()) or delimiter in '"\r\n':
            text = "The delimiter must be one character such as ; or , or the word tab."
            raise MappingRefused(Sentence("delimiter_wrong", text))
    if sheet is not None and (isinstance(sheet, bool) or not isinstance(sheet, (str, int))):
        raise MappingRefused(Sentence("sheet_wrong", "The sheet must be a name, or a number from 1."))
    if header_row is not None and (isinstance(header_row, bool) or not isinstance(header_row, int) or header_row < 1):
        raise MappingRefused(Sentence("header_row_wrong", "The header_row must be a number from 1."))
    return FileForm(encoding, delimiter, sheet, header_row)


def _is_encoding(name: Any) -> bool:
    try:
        return isinstance(name, str) and isinstance("".encode(name), bytes)
    except (LookupError, ValueError):
        return False
