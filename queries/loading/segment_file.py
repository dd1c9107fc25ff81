"""A sealed segment of delivered cases, opened like a file: pieces of canonical rows, numbered through from 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from queries.errors import LandingDamaged
from queries.loading.chunk import Chunk, Limits, Opened
from queries.loading.delivered import canonical_texts, chunk_of
from queries.loading.frames import framed, scan
from queries.loading.texts import unpacked


def heading(source: str, kind: str) -> bytes:
    """The first frame of a segment: whose deliveries follow, and what they are."""
    return framed(json.dumps({"source": source, "kind": kind}, ensure_ascii=False).encode(), 0)


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
    mapped = [canonical_texts(table, overrides) for table in deliveries(content, name)]
    names = dict.fromkeys(name for table in mapped for name in table.column_names)

    def read(_wanted: list[str]) -> Iterator[Chunk]:
        first, total = 1, max(sum(table.num_rows for table in mapped), 1)
        for piece in _pieces(mapped, limits.piece_rows):
            rows = sum(table.num_rows for table in piece)
            yield chunk_of(piece, first, (first + rows - 1) / total)
            first += rows

    return Opened(tuple(names), read)


def _pieces(tables: list[pa.Table], most: int) -> Iterator[list[pa.Table]]:
    """Consecutive tables of at most `most` rows together, or one that is larger alone."""
    piece: list[pa.Table] = []
    rows = 0
    for table in tables:
        if piece and rows + table.num_rows > most:
            yield piece
            piece, rows = [], 0
        piece.append(table)
        rows += table.num_rows
    if piece:
        yield piece
