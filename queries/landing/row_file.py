"""A file of landing/ with the rows that were read from a delivered one, without its columns of personal data.

It is Parquet: the columns that stay, numbered from 0, each row's line in the delivered file, and of a refused row the
reason and its text, where that may stay. Each piece that the reader gave is one row group. The metadata names all
columns of the delivered file and says how it was read; a keyed reference in the column PERSON_KEPT stands for persons.
Where the city keeps personal columns sealed, the first row of each group holds those of the group.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.sentence import Sentence, dumped, sentence_of_json
from queries.errors import MappingRefused
from queries.reading.chunk import Chunk, Opened, RefusedLine

PERSON_KEPT = "\x00person"
"""The column of keyed references to persons; no column of a file is called so."""
LINE = "\x00line"
"""The column of each row's line in the delivered file."""
_ABOUT = b"yiping"
_BESIDE = ["line", "reason", "raw"]
_FIELDS = [("line", pa.int64()), ("reason", pa.string()), ("raw", pa.string()), ("sealed", pa.binary())]


@dataclass(frozen=True)
class RowsAbout:
    """names: all columns of the delivered file; kept: those whose values are here; notes: how the file was read, each
    as `Sentence.as_json`, a text alone in files of earlier programs; inner: the columns of values within objects, as in
    `Opened`."""

    names: Sequence[str]
    kept: Sequence[str]
    notes: Sequence[Any] = ()
    inner: Sequence[str] = ()


@dataclass(frozen=True)
class KeptPiece:
    """A piece with what stays of it in clear, and its personal part, sealed (empty: left out)."""

    clear: Chunk
    sealed: bytes = b""


def write_rows(path: Path, about: RowsAbout, pieces: Iterator[KeptPiece]) -> None:
    """Write pieces with the columns `about.kept` into the file at `path`."""
    first = next(pieces, None)
    empty = pa.table({name: pa.nulls(0, pa.string()) for name in about.kept})
    types = (first.clear.table if first else empty).select(list(about.kept)).schema.types
    fields = [pa.field(str(number), kind) for number, kind in enumerate(types)]
    schema = pa.schema([*fields, *_FIELDS], {_ABOUT: json.dumps(asdict(about), ensure_ascii=False)})
    with pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=False, write_statistics=False) as out:
        if first is not None:
            _write(out, about, schema, first)
        for piece in pieces:
            _write(out, about, schema, piece)


def _write(out: pq.ParquetWriter, about: RowsAbout, schema: pa.Schema, piece: KeptPiece) -> None:
    table, refused = piece.clear.table, piece.clear.refused
    rows = table.num_rows + len(refused)
    if not rows:
        return
    lines = np.concatenate([piece.clear.lines, np.array([row.line for row in refused], dtype=np.int64)])
    columns = [table.column(name).cast(schema.field(place).type) for place, name in enumerate(about.kept)]
    if refused:
        columns = [pa.chunked_array([*column.chunks, pa.nulls(len(refused), column.type)]) for column in columns]
    none = [None] * table.num_rows
    reasons = pa.array([*none, *(_written(row.reason) for row in refused)], pa.string())
    raws = pa.array([*none, *(row.raw for row in refused)], pa.string())
    sealed = pa.array([piece.sealed or None, *[None] * (rows - 1)], pa.binary())
    out.write_table(pa.table([*columns, pa.array(lines), reasons, raws, sealed], schema=schema), row_group_size=rows)


@contextmanager
def opened_rows(path: Path) -> Iterator[Opened]:
    """The delivered file's columns, and its rows as they were read, also when the file gets another name meanwhile.
    Reading a column that was left out raises MappingRefused."""
    with pq.ParquetFile(path) as file:
        about = RowsAbout(**json.loads(file.schema_arrow.metadata[_ABOUT]))
        places = {name: str(place) for place, name in enumerate(about.kept)}

        def read(wanted: list[str]) -> Iterator[Chunk]:
            lost = [name for name in wanted if name not in places]
            if lost:
                text = (
                    f"The column {lost[0]!r} was not kept when the file came, since it is personal or holds lists; "
                    "load the file again with this mapping."
                )
                raise MappingRefused(Sentence("column_not_kept", text, header=lost[0]))
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group, [*(places[name] for name in wanted), *_BESIDE])
                yield _piece(rows, wanted, places, (group + 1) / file.num_row_groups)

        notes = tuple(map(sentence_of_json, about.notes))
        yield Opened(tuple(about.names), read, notes, inner=frozenset(about.inner))


@contextmanager
def kept_pieces(path: Path) -> Iterator[tuple[RowsAbout, Iterator[KeptPiece]]]:
    """What the file says of itself, and everything that it holds, piece by piece."""
    with pq.ParquetFile(path) as file:
        about = RowsAbout(**json.loads(file.schema_arrow.metadata[_ABOUT]))
        places = {name: str(place) for place, name in enumerate(about.kept)}

        def pieces() -> Iterator[KeptPiece]:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                yield KeptPiece(_piece(rows, about.kept, places, 1.0), rows.column("sealed")[0].as_py() or b"")

        yield about, pieces()


def _piece(rows: pa.Table, wanted: Sequence[str], places: dict[str, str], done: float) -> Chunk:
    is_good = rows.column("reason").is_null().to_numpy()
    good = rows if is_good.all() else rows.filter(pa.array(is_good))
    refused = [
        RefusedLine(row["line"], _read_reason(row["reason"]), row["raw"])
        for row in rows.filter(pa.array(~is_good)).select(_BESIDE).to_pylist()
    ]
    table = pa.table({name: good.column(places[name]) for name in wanted})
    return Chunk(table, good.column("line").to_numpy(), refused, done)


def _written(reason: str) -> str:
    """A reason as the file holds it: a text, or the JSON of a sentence."""
    return dumped(reason) if isinstance(reason, Sentence) else reason


def _read_reason(written: str) -> str:
    return sentence_of_json(json.loads(written)) if written.startswith('{"key":') else written


def sealed_groups(path: Path) -> tuple[RowsAbout, Iterator[tuple[pa.Table, bytes]]]:
    """What the file says of itself; and of each group the rows (columns `about.kept` and `line`) with their sealed
    part."""
    file = pq.ParquetFile(path)
    about = RowsAbout(**json.loads(file.schema_arrow.metadata[_ABOUT]))

    def groups() -> Iterator[tuple[pa.Table, bytes]]:
        with file:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                clear = rows.select([*range(len(about.kept)), rows.column_names.index("line")])
                yield clear.rename_columns([*about.kept, LINE]), rows.column("sealed")[0].as_py() or b""

    return about, groups()
