"""A sealed segment of deliveries, read; and parts of rows put into pieces of a limited size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa

from queries.conversion.text_rows import unpacked
from queries.errors import LandingDamaged
from queries.landing.folder import Landed
from queries.landing.frames import scan


class HasRows(Protocol):
    """What counts its rows, as an Arrow table does."""

    @property
    def num_rows(self) -> int: ...


Part = TypeVar("Part", bound=HasRows)


@dataclass(frozen=True)
class Segment:
    """An accepted segment and its deliveries as they came, one table of texts each."""

    landed: Landed
    deliveries: Sequence[pa.Table]

    @property
    def num_rows(self) -> int:
        """Rows of all deliveries."""
        return sum(table.num_rows for table in self.deliveries)


def read_segment(folder: Path, landed: Landed) -> Segment:
    """The segment of a city's folder. Raises LandingDamaged for a broken frame."""
    found = scan(landed.read(folder))
    if found.broken:
        raise LandingDamaged(f"The accepted segment landing/{landed.name} has changed since; take it from a backup.")
    return Segment(landed, [unpacked(frame.payload) for frame in found.frames if frame.rows])


def in_pieces(parts: Iterable[Part], most_rows: int) -> Iterator[list[Part]]:
    """Consecutive parts of at most `most_rows` rows, or one that is larger by itself."""
    piece: list[Part] = []
    rows = 0
    for part in parts:
        if piece and rows + part.num_rows > most_rows:
            yield piece
            piece, rows = [], 0
        piece.append(part)
        rows += part.num_rows
    if piece:
        yield piece
