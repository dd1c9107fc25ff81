"""Which of the first rows of a table names its columns: the first that gives a number and a time, else two joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.file_form import HeaderTest

LOOKED_AT = 20
"""Rows among which the header is looked for."""
_FITS = 2
_FEWEST_CELLS = 2
_MOST_CELLS = 10_000
"""Of a row; a table with more columns than this is refused by whoever reads it."""

Cells = Sequence[str]


@dataclass(frozen=True)
class FoundHeader:
    """The place of the header among the rows, from 0, the place of its last row, its cells, and how well they fit."""

    first: int
    last: int
    cells: Cells
    fit: int


def found_header(rows: Sequence[Cells], test: HeaderTest) -> FoundHeader:
    """The header among the first rows of a table; the first row of any width where nothing fits. rows: one at least."""
    rows = [[cell.strip() for cell in row] for row in rows[:LOOKED_AT]]
    if max(map(len, rows)) > _MOST_CELLS:
        return FoundHeader(0, 0, rows[0], 0)
    for place, row in enumerate(rows):
        if test(row) == _FITS:
            return _with_row_above(rows, place) or _with_row_below(rows, place)
    for place in range(len(rows) - 1):
        for cells in _joined(rows[place], rows[place + 1]):
            if test(cells) == _FITS:
                return FoundHeader(place, place + 1, cells, _FITS)
    for place, row in enumerate(rows):
        if test(row):
            return FoundHeader(place, place, row, 1)
    place = _first_wide(rows)
    return FoundHeader(place, place, rows[place], 0)


def header_at(rows: Sequence[Cells], test: HeaderTest) -> FoundHeader:
    """The header where it is known that it begins with the first of these rows."""
    rows = [[cell.strip() for cell in row] for row in rows[:2]]
    if test(rows[0]) == _FITS:
        return _with_row_below(rows, 0)
    pairs = _joined(rows[0], rows[1]) if len(rows) > 1 else iter(())
    return next(
        (FoundHeader(0, 1, cells, _FITS) for cells in pairs if test(cells) == _FITS),
        FoundHeader(0, 0, rows[0], test(rows[0])),
    )


def remarks_about(header: FoundHeader, numbers: Sequence[int], what: str) -> tuple[Sentence, ...]:
    """What is to be said about a header that is not simply the first row. numbers: those of the rows in the file; what:
    a line or a row."""
    first, last = numbers[header.first], numbers[header.last]
    if header.last > header.first:
        named = next((cell for cell in header.cells if cell), "")
        text = f"The names of the columns were read from {what}s {first} and {last} together, for example {named}."
        return (Sentence("header_two_rows", text, first=first, last=last, example=named),)
    if header.first:
        text = f"The names of the columns were read from {what} {first}; what stands above it was left out."
        return (Sentence("header_below", text, row=first),)
    return ()


def no_header(name: str, what: str, row: int | None) -> FileRefused:
    """The refusal of a file that ends before the row or line (what) on which its header should stand."""
    text = f"{name}: there is no {what} {row} that could be the header; give another number with --header-row."
    return FileRefused(Sentence("header_missing", text, file=name, row=row))


def _with_row_above(rows: Sequence[Cells], place: int) -> FoundHeader | None:
    """A row that fits, with the one above where that has a name for each column which it leaves without one, as cells
    merged over two rows have; None: the row above does not."""
    row, above = rows[place], rows[place - 1] if place else []
    unnamed = [column for column, cell in enumerate(row) if not cell]
    if not unnamed or not all(column < len(above) and above[column] for column in unnamed):
        return None
    if any(character.isdigit() for column in unnamed for character in above[column]):
        return None  # of a title, such as a date
    return FoundHeader(place - 1, place, next(_joined(above, row)), _FITS)


def _with_row_below(rows: Sequence[Cells], place: int) -> FoundHeader:
    """A row that fits, with the next one where that only names columns which it leaves without a name."""
    row = rows[place]
    if place + 1 < len(rows) and not all(row):
        below = rows[place + 1]
        fills = [cell for cell, above in zip(below, row, strict=False) if cell and not above]
        if fills and not any(character.isdigit() for cell in below for character in cell):
            return FoundHeader(place, place + 1, next(_joined(row, below)), _FITS)
    return FoundHeader(place, place, row, _FITS)


def _joined(above: Cells, below: Cells) -> Iterator[Cells]:
    """Two rows as one: the lower name, or the upper one where there is none; then both, in either order. A name of the
    upper row counts for the empty places behind it, as in cells that were merged."""
    width = max(len(above), len(below))
    upper = [*above, *[""] * (width - len(above))]
    lower = [*below, *[""] * (width - len(below))]
    yield [one or other for one, other in zip(lower, upper, strict=True)]
    carried, last = [], ""
    for one, other in zip(upper, lower, strict=True):
        last = one or (last if other else "")
        carried.append(last)
    yield [f"{one} {other}".strip() for one, other in zip(carried, lower, strict=True)]
    yield [f"{other} {one}".strip() for one, other in zip(carried, lower, strict=True)]


def _first_wide(rows: Sequence[Cells]) -> int:
    """The first row with several filled cells and at least half as many as the fullest row."""
    filled = [sum(map(bool, row)) for row in rows]
    most = max(filled)
    return next((place for place, n in enumerate(filled) if n >= _FEWEST_CELLS and 2 * n >= most), 0)
