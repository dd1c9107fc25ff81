"""How large the sheets of an .xlsx workbook are, known from its text before a reader takes memory for them.

A reader holds every place between the first and the last filled cell, so that one value far away in an otherwise empty
sheet costs hundreds of gigabytes. What a sheet declares (`dimension`) may be false and is not believed. An .xls of
before 2007 cannot hold more than 65,536 × 256 places: half a gigabyte.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from queries.reading.chunk import MEGABYTE

_BLOCK = 4 * MEGABYTE
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_VALUES = ("v", "is")
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
    """The extents of all sheets in XML that have a filled cell, wherever in the workbook they lie. A part that is no
    XML counts as far as it is; its reader says that it is broken. Raises what zipfile raises."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            cells = _FilledCells()
            with archive.open(name) as member, contextlib.suppress(expat.ExpatError):
                while block := member.read(_BLOCK):
                    cells.parser.Parse(block)
            if cells.filled:
                yield SheetExtent(cells.rows, cells.columns, cells.filled)


class _FilledCells:
    """Follows a sheet's text. A row or cell without a number of its own comes after the one before it."""

    def __init__(self) -> None:
        self.rows = self.columns = (0, 0)
        self.filled = 0
        self._row = self._column = 0
        self._numbers: dict[str, int] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            self._column += 1
            if place := _PLACE.fullmatch(attributes.get("r", "")):
                self._row, self._column = int(place[2]), self._number(place[1])
        elif name in _VALUES:
            self.filled += 1
            self.rows, self.columns = _within(self.rows, self._row), _within(self.columns, self._column)

    def _number(self, letters: str) -> int:
        number = self._numbers.get(letters, 0)
        if not number:
            for letter in letters.upper():
                number = number * _LETTERS + ord(letter) - ord("A") + 1
            self._numbers[letters] = number
        return number


def _within(reach: tuple[int, int], number: int) -> tuple[int, int]:
    return min(reach[0] or number, number), max(reach[1], number)
