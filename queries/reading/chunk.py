"""What every reader of a file returns: pieces of rows with their line numbers, and the refused rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.errors import FileRefused

MEGABYTE = 1 << 20
RAW_KEPT = 1_000


@dataclass(frozen=True)
class Limits:
    """What a file may cost before it (or one row of it) is refused."""

    line_bytes: int = 64 * MEGABYTE
    unpacked_bytes: int = 8 * 1024 * MEGABYTE
    unpacked_ratio: int = 200
    piece_bytes: int = 96 * MEGABYTE
    piece_rows: int = 245_760
    piece_separators: int = 8_000_000
    """Delimiters and line ends of a piece of CSV, each of which takes some 40 bytes while it is looked at."""
    refused_rows: int = 1_000_000
    """Of a file of which more rows are refused than taken."""
    rows: int = 200_000_000
    columns: int = 4_096
    cell_characters: int = 100_000
    reading_bytes: int = 2_048 * MEGABYTE
    """Memory of the process that reads an Excel or a Parquet file."""
    reading_seconds: int = 600
    """Processor time of that process."""
    sheet_places: int = 12_000_000
    """Of the rectangle of a sheet's filled cells: its reader takes 32 bytes for each, filled or not, Python more."""
    places_per_cell: int = 50
    """Of a sheet with more than a million places; where more are empty it is no table."""


def too_many_columns(name: str, columns: int, limits: Limits) -> FileRefused:
    """The refusal of a file with more columns than are read."""
    text = f"{name} has {columns:,} columns; the limit is {limits.columns:,}: save it with those that say something."
    return FileRefused(Sentence("too_many_columns", text, file=name, columns=columns, limit=limits.columns))


@dataclass(frozen=True)
class RefusedLine:
    """One row that was not loaded: its line in the file (1-based, the header is line 1), why, and its text, cut."""

    line: int
    reason: str
    raw: str = ""


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file: columns by the file's own names, `lines` of the same length, refused rows beside them.

    `done` is the share of the file that has been read so far.
    """

    table: pa.Table
    lines: NDArray[np.int64]
    refused: list[RefusedLine] = field(default_factory=list)
    done: float = 1.0

    def only(self, names: Sequence[str]) -> Chunk:
        """The same rows with these of their columns."""
        return replace(self, table=self.table.select(names))


@dataclass(frozen=True)
class Opened:
    """A file whose header is known: its column names, and `read(wanted)` giving these columns of its rows, once.

    is_part: the file holds more than these columns, such as other sheets; nested: those that hold no single values;
    inner: those that repeat a value within the object of another column and are named by its path (status.name).
    """

    names: tuple[str, ...]
    read: Callable[[list[str]], Iterator[Chunk]]
    notes: tuple[Sentence, ...] = ()
    is_part: bool = False
    nested: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()

    @property
    def stated_system(self) -> str | None:
        """The coordinate system that the file states for its points."""
        return next((str(note.values["system"]) for note in self.notes if note.key == "system_stated"), None)

    @property
    def whole_names(self) -> tuple[str, ...]:
        """The columns that repeat nothing of another one."""
        return tuple(name for name in self.names if name not in self.inner)
