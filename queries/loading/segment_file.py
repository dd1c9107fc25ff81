"""A sealed segment of delivered cases, opened like a file: pieces of canonical rows, numbered through from 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from queries.conversion.delivered_rows import canonical_texts, chunk_of
from queries.conversion.text_rows import unpacked
from queries.errors import LandingDamaged
from queries.landing.frames import scan
from queries.reading.chunk import Chunk, Limits, Opened


class HasRows(Protocol):
    """What counts its rows, as an Arrow table does."""

    @property
    def num_rows(self) -> int: ...


Part = TypeVar("Part", bound=HasRows)


def deliveries(content: bytes, name: str) -> Iterator[pa.Table]:
    """The deliveries in the content of the segment `name` as they came, one table of texts each. Raises LandingDamaged
    for a broken frame."""
    found = scan(content)
    if found.broken:
        raise LandingDamaged(f"The accepted segment landing/{name} has changed since; take it from a backup.")
    for frame in found.frames:
        if frame.rows:
            yield unpacked(frame.payload)


def open_segment(content: bytes, name: str, overrides: dict[str, Any], limits: Limits) -> Opened:
    """The cases of a segment; `overrides` is the source's own mapping. Raises LandingDamaged."""
    mapped = canonical_deliveries(content, name, overrides)

    def read(_wanted: list[str]) -> Iterator[Chunk]:
        first, total = 1, max(sum(table.num_rows for table in mapped), 1)
        for piece in in_pieces(mapped, limits.piece_rows):
            rows = sum(table.num_rows for table in piece)
            yield chunk_of(piece, first, (first + rows - 1) / total)
            first += rows

    return Opened(names_of(mapped), read)


def canonical_deliveries(content: bytes, name: str, overrides: dict[str, Any]) -> list[pa.Table]:
    """The deliveries of the segment `name` in canonical columns. Raises LandingDamaged."""
    return [canonical_texts(table, overrides) for table in deliveries(content, name)]


def names_of(tables: Iterable[pa.Table]) -> tuple[str, ...]:
    """The columns that at least one of the tables has."""
    return tuple(dict.fromkeys(name for table in tables for name in table.column_names))


def in_pieces(parts: Iterable[Part], most: int) -> Iterator[list[Part]]:
    """Consecutive parts of at most `most` rows together, or one that is larger alone."""
    piece: list[Part] = []
    rows = 0
    for part in parts:
        if piece and rows + part.num_rows > most:
            yield piece
            piece, rows = [], 0
        piece.append(part)
        rows += part.num_rows
    if piece:
        yield piece
