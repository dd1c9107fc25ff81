"""The content of an accepted input without what was erased: of files, their rows, tables, segments and their steps.

A new content takes the place of the old one only where every row that is read of it is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from queries.city_context import CityContext
from queries.conversion.case_numbers import numbers_of_rows
from queries.conversion.column_names import Mapping, recognise_rows
from queries.conversion.delivered_rows import canonical_texts
from queries.conversion.text_rows import NO_OBJECT, packed, unpacked
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.plain_values import with_plain_values
from queries.erasure.redacted_rows import RowRedactor, emptied, read_columns
from queries.errors import ErasureRefused
from queries.landing.folder import EVENTS, ROWS, SEGMENT, STEPS, TABLE, Landed, unfinished_file
from queries.landing.frames import framed, scan
from queries.landing.row_file import LINE, KeptPiece, RowsAbout, kept_pieces, write_rows
from queries.loading.case_load import CaseLoad
from queries.loading.erasure.erased_values import ErasedValues
from queries.loading.erasure.erasure import PERSON_REF, TEXTS
from queries.loading.inputs.opened_inputs import cases_of, opened_landed, opened_segments
from queries.loading.inputs.personal_part import ABOUT, REFUSED_TEXT, opened_part
from queries.loading.inputs.segment_file import Segment
from queries.loading.report_load import REFUSED
from queries.privacy.person_references import person_key
from queries.privacy.sealing import seal_of
from queries.reading.chunk import Limits
from queries.store.case_keys import CaseKeys

_LIMITS = Limits()


@dataclass(frozen=True)
class Redacted:
    """Another content of an input: a complete unfinished file of landing/, and its kind."""

    path: Path
    kind: str


@contextmanager
def redacted_content(city: CityContext, landed: Landed) -> Iterator[Redacted | None]:
    """What is to take the place of an input's content, None where nothing in it was erased; it is removed at the end
    unless it was moved. Raises ErasureRefused where the rows would be read differently, SealRefused without the key of
    what is sealed, LandingDamaged, FileRefused, MappingRefused."""
    path = unfinished_file(city.folder)
    try:
        with city.store.cursor() as computing:
            redactor = RowRedactor(_values(city, landed, computing))
            kind = _write(path, city, landed, redactor) if redactor.values.erased else landed.kind
            if redactor.unknown and (refused := _refused_lines(city, landed)):
                redactor = RowRedactor(redactor.values, refused)
                kind = _write(path, city, landed, redactor)
        if not redactor.changed:
            yield None
            return
        if landed.delivers == EVENTS:
            _refuse_difference(city, landed, replace(landed, kind=kind), path)
        yield Redacted(path, kind)
    finally:
        path.unlink(missing_ok=True)


def _values(city: CityContext, landed: Landed, computing: duckdb.DuckDBPyConnection) -> ErasedValues:
    source = landed.source if landed.delivers == EVENTS else city.profile.source_of_cases(landed.source)
    return ErasedValues(source, person_key(city.folder), city.store.erased_cases.of(source, computing), computing)


def _write(path: Path, city: CityContext, landed: Landed, redactor: RowRedactor) -> str:
    """Write the content without what was erased; the kind that it is."""
    if landed.kind == SEGMENT:
        path.write_bytes(_segment(city, landed, redactor))
        return SEGMENT
    if landed.kind == TABLE:
        with landed.as_file(city.folder) as place:
            _write_table(place, path, redactor)
        return TABLE
    with ExitStack() as stack:
        about, pieces, mapping = _rows(city, landed, redactor, stack)
        whole = _WholeRows(city, landed, redactor, mapping, about.kept)
        write_rows(path, about, (whole.redacted(piece) for piece in pieces))
    return ROWS


def _write_table(place: Path, path: Path, redactor: RowRedactor) -> None:
    with pq.ParquetFile(place) as file:
        columns = {name: (name,) for name in file.schema_arrow.names}
        writer: pq.ParquetWriter | None = None
        first = 1
        for group in range(file.num_row_groups):
            rows = _as_texts(file.read_row_group(group))
            lines, first = first + np.arange(rows.num_rows), first + rows.num_rows
            rows, _ = redactor.cases(rows, lines, as_text(rows.column("source_id")), columns)
            writer = writer or pq.ParquetWriter(
                path, rows.schema, compression="lz4", use_dictionary=False, write_statistics=False
            )
            writer.write_table(rows, row_group_size=max(rows.num_rows, 1))
        if writer is not None:
            writer.close()


def _as_texts(rows: pa.Table) -> pa.Table:
    """Rows whose columns of texts and persons are of texts and that have no dictionaries: every group of a file then
    has the same types, and no values that were emptied."""
    for place, (name, column) in enumerate(zip(rows.column_names, rows.columns, strict=True)):
        if pa.types.is_dictionary(column.type):
            rows = rows.set_column(place, name, column.cast(column.type.value_type))
        if name in {*TEXTS, PERSON_REF}:
            rows = rows.set_column(place, name, as_text(rows.column(place)))
    return rows


def _segment(city: CityContext, landed: Landed, redactor: RowRedactor) -> bytes:
    data = landed.read(city.folder)
    frames, first = list[bytes](), 1
    for frame in scan(data).frames:
        if not frame.rows:
            frames.append(data[frame.start : frame.end])
            continue
        before = redactor.changed
        table = _delivery(city, landed, redactor, unpacked(frame.payload), first)
        first += frame.rows
        is_same = redactor.changed == before
        frames.append(data[frame.start : frame.end] if is_same else framed(packed(table), frame.rows))
    return b"".join(frames)


def _delivery(city: CityContext, landed: Landed, redactor: RowRedactor, table: pa.Table, first: int) -> pa.Table:
    about = city.profile.source(landed.source)
    if landed.delivers == STEPS:
        refusals = json.loads((table.schema.metadata or {}).get(REFUSED, b"[]"))
        table, _ = redactor.steps(table, about.mapping)
        named = redactor.refused([raw for _, _, raw in refusals])
        kept = [[row, why, "" if gone else raw] for (row, why, raw), gone in zip(refusals, named, strict=True)]
        for row in (row for (row, _, _), gone in zip(refusals, named, strict=True) if gone):
            table = _without_row(table, row)
        return table.replace_schema_metadata({REFUSED: json.dumps(kept, ensure_ascii=False)}) if refusals else table
    numbers = as_text(canonical_texts(table, about.overrides).column("source_id"))
    mapping = recognise_rows([name for name in table.column_names if name != NO_OBJECT], about.overrides)
    columns = {**read_columns(mapping.columns), NO_OBJECT: (NO_OBJECT,), "instead": tuple(mapping.instead.values())}
    return redactor.cases(table, first + np.arange(table.num_rows), numbers, columns)[0]


def _without_row(table: pa.Table, row: int) -> pa.Table:
    """The table with nothing in a row."""
    gone = np.arange(len(table)) == row
    return pa.table([emptied(column, gone) for column in table.columns], schema=table.schema)


def _rows(
    city: CityContext, landed: Landed, redactor: RowRedactor, stack: ExitStack
) -> tuple[RowsAbout, Iterator[KeptPiece], Mapping | None]:
    """A file's rows as they were kept, or as they are read for the first time; and what is read of them."""
    computing = redactor.values.computing
    opened = stack.enter_context(opened_landed(city, landed, _LIMITS, computing))
    mapping = cases_of(city, landed, opened).mapping if landed.delivers == EVENTS else None
    if landed.kind == ROWS:
        path = stack.enter_context(landed.as_file(city.folder))
        about, pieces = stack.enter_context(kept_pieces(path))
        return about, pieces, mapping
    needed = set(mapping.wanted()) if mapping else set[str]()
    kept = [name for name in opened.names if name in needed or name not in opened.nested]
    about = RowsAbout(opened.names, kept, [note.as_json() for note in opened.notes], sorted(opened.inner))
    return about, (KeptPiece(piece) for piece in opened.read(kept)), mapping


@dataclass(frozen=True)
class _WholeRows:
    """Redacts the pieces of a file. mapping: of cases, None of steps; kept: the columns of the pieces."""

    city: CityContext
    landed: Landed
    redactor: RowRedactor
    mapping: Mapping | None
    kept: Sequence[str]

    def redacted(self, piece: KeptPiece) -> KeptPiece:
        """A piece without what was erased, its sealed part included."""
        table, refused = piece.clear.table, piece.clear.refused
        if self.mapping is None:
            table, is_erased = self.redactor.steps(table, self._own)
        else:
            plain = with_plain_values(table, self.mapping.instead) if self.mapping.instead else table
            columns = {**read_columns(self.mapping.columns), "instead": tuple(self.mapping.instead.values())}
            table, is_erased = self.redactor.cases(table, piece.clear.lines, _numbers(plain, self.mapping), columns)
        named = self.redactor.refused([row.raw for row in refused])
        refused = [replace(row, raw="") if gone else row for row, gone in zip(refused, named, strict=True)]
        clear = replace(piece.clear, table=table, refused=refused)
        return KeptPiece(clear, self._sealed(piece, is_erased) if piece.sealed else b"")

    @property
    def _own(self) -> dict[str, object]:
        return {**self.city.profile.source(self.landed.source).mapping, **self.landed.mapping}

    def _sealed(self, piece: KeptPiece, is_erased: np.ndarray) -> bytes:
        seal = seal_of(self.city.folder, self.city.profile.key_file)
        part = opened_part(piece.sealed, seal)
        lines = set(piece.clear.lines[is_erased].tolist())
        texts = part.column(REFUSED_TEXT).to_pylist()
        named = self.redactor.refused([text or "" for text in texts])
        gone = np.array([line in lines or is_named
                         for line, is_named in zip(part.column(LINE).to_pylist(), named, strict=True)])  # fmt: skip
        columns = [emptied(column, gone) if name != LINE else column
                   for name, column in zip(part.column_names, part.columns, strict=True)]  # fmt: skip
        redacted = pa.table(columns, schema=part.schema)
        if redacted.equals(part):
            return piece.sealed
        self.redactor.changed += 1
        return seal.seal(packed(redacted), ABOUT)


def _numbers(table: pa.Table, mapping: Mapping) -> pa.ChunkedArray | pa.Array:
    sources = mapping.columns["source_id"]
    return as_text(table.column(sources[0])) if len(sources) == 1 else numbers_of_rows(table, sources)


def _refused_lines(city: CityContext, landed: Landed) -> frozenset[int]:
    """The lines of rows of cases that are refused."""
    if landed.delivers != EVENTS:
        return frozenset()
    with ExitStack() as stack:
        found = _staged(city, landed, None, stack)
        return frozenset(line for _, refused in found for line, _ in refused)


def _refuse_difference(city: CityContext, before: Landed, after: Landed, path: Path) -> None:
    """Raise ErasureRefused unless a load reads the same of both, hashes of rows included."""
    with ExitStack() as stack:
        old, new = _staged(city, before, None, stack), _staged(city, after, path, stack)
        same = all(one == other for one, other in zip_longest(old, new))
    if not same:
        raise ErasureRefused(
            "rows_would_differ",
            f"The accepted file landing/{before.name} cannot lose what was erased without being read differently, and "
            "stays as it is; remove it by hand, or load what it holds again under another mapping.",
        )


def _staged(
    city: CityContext, landed: Landed, path: Path | None, stack: ExitStack
) -> Iterator[tuple[pa.Table, list[tuple[int, str]]]]:
    """What a load of an input would write, piece by piece."""
    reading, computing = (stack.enter_context(city.store.cursor()) for _ in range(2))
    if landed.kind == SEGMENT:
        data = path.read_bytes() if path else landed.read(city.folder)
        deliveries = [unpacked(frame.payload) for frame in scan(data).frames if frame.rows]
        found = opened_segments(city, [Segment(landed, deliveries)], _LIMITS)
    else:
        opened = stack.enter_context(opened_landed(city, landed, _LIMITS, computing, path))
        found = cases_of(city, landed, opened)
    load = CaseLoad(city, found, reading, computing, CaseKeys())
    for rows, refused, _ in load.staged():
        yield rows.combine_chunks(), [(row.line, str(row.reason)) for row in refused]
