"""How large the sheets of an .xlsx workbook are, known from its text before a reader takes memory for them.

A reader holds every place between the first and the last filled cell, so that one value far away in an otherwise empty
sheet costs hundreds of gigabytes. What a sheet declares (`dimension`) may be false and is not believed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from queries.reading.chunk import MEGABYTE

_SHEETS = "xl/worksheets/"
_BLOCK = 4 * MEGABYTE
_LONGEST_TAG = 4_096
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>(?!\s*</)""")
_LETTERS = 26


@dataclass(frozen=True)
class SheetExtent:
    """The rectangle of the filled cells of a sheet; rows and columns count from 1, `filled` are the cells in it."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    filled: int

    @property
    def places(self) -> int:
        """Cells of the rectangle, filled or not."""
        return (self.rows[1] - self.rows[0] + 1) * (self.columns[1] - self.columns[0] + 1)


def sheet_extents(path: Path) -> Iterator[SheetExtent]:
    """The extents of all sheets that name their cells, in no particular order; none of other kinds of workbook. Cells
    without a name follow each other, and are no more than the text of the sheet has room for."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(_SHEETS) and name.endswith(".xml"):
                extent = _extent(archive, name)
                if extent is not None:
                    yield extent


def _extent(archive: zipfile.ZipFile, name: str) -> SheetExtent | None:
    columns, rows, filled = [0, 0], [0, 0], 0
    known: dict[bytes, int] = {}
    for text in _texts(archive, name):
        for letters, digits in _FILLED.findall(text):
            column = known.get(letters) or known.setdefault(letters, _number(letters))
            row = int(digits)
            filled += 1
            columns = [min(columns[0] or column, column), max(columns[1], column)]
            rows = [min(rows[0] or row, row), max(rows[1], row)]
    return SheetExtent((rows[0], rows[1]), (columns[0], columns[1]), filled) if filled else None


def _texts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The text of a member in pieces that end between two tags."""
    with archive.open(name) as member:
        rest = b""
        while block := member.read(_BLOCK):
            text = rest + block
            cut = text.rfind(b"<c", max(0, len(text) - _LONGEST_TAG))
            cut = len(text) if cut < 0 else cut
            rest = text[cut:]
            yield text[:cut]
        yield rest


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
