"""Accepted inputs of cases, opened: a file, a table, or one or more segments of a source as one sequence of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from queries.city_context import CityContext
from queries.conversion.column_names import Mapping, header_fit, identity, recognise, require_identity, with_number
from queries.conversion.delivered_rows import canonical_texts, chunk_of, delivered_mapping
from queries.device_reports.file_columns import step_header_fit
from queries.landing.fatal_inputs import being_read
from queries.landing.folder import ROWS, STEPS, TABLE, Landed, landing_of
from queries.landing.row_file import opened_rows
from queries.loading.inputs.input_lines import InputLines
from queries.loading.inputs.personal_part import mapping_of_kept
from queries.loading.inputs.segment_file import Segment, in_pieces
from queries.reading.chunk import Chunk, Limits, Opened
from queries.reading.file_form import FileForm, file_form
from queries.reading.formats import opened_file

MappedDeliveries = Sequence[pa.Table]
"""The deliveries of one segment in canonical columns."""


@dataclass(frozen=True)
class OpenedInputs:
    """Rows of inputs that are applied together, which of their columns is what, and which input each line belongs to.

    segments: one for each input, where the inputs are segments.
    """

    opened: Opened
    mapping: Mapping
    lines: InputLines
    segments: Sequence[MappedDeliveries] = ()


def cases_of(city: CityContext, landed: Landed, opened: Opened) -> OpenedInputs:
    """The rows of an opened file or table of cases. Raises FileRefused when no column gives case numbers or times."""
    own = city.profile.source(landed.source).overrides | landed.mapping
    mapping = identity(opened.names) if landed.kind == TABLE else recognise(opened.names, own)
    require_identity(mapping, opened.names, landed.file or f"the {landed.kind}")
    mapping = with_number(mapping, opened.whole_names)
    if landed.kind == ROWS:
        mapping = mapping_of_kept(mapping)
    return OpenedInputs(opened, mapping, InputLines.of_one(landed))


@contextmanager
def opened_landed(
    city: CityContext, landed: Landed, limits: Limits, computing: duckdb.DuckDBPyConnection, path: Path | None = None
) -> Iterator[Opened]:
    """A file or table as its reader gives it. `computing`: a cursor that only computes; path: where its content is, if
    not in landing/ yet. Raises FileRefused when it is not what it claims to be; MappingRefused for options that cannot
    be; InputSetAside for a file that is not read again."""
    name, folder = landed.file or "the table", city.store.folder
    with being_read(folder, landed), landed.as_file(folder) if path is None else nullcontext(path) as place:
        if landed.kind == ROWS:
            with opened_rows(place) as opened:
                yield opened
            return
        with opened_file(
            place, name, limits, computing, own=landed.kind == TABLE, options=_form(city, landed),
            scratch=landing_of(folder),
        ) as opened:  # fmt: skip
            yield opened


def _form(city: CityContext, landed: Landed) -> FileForm:
    own = city.profile.source(landed.source).overrides | landed.mapping
    return file_form(own).judged_by(partial(step_header_fit if landed.delivers == STEPS else header_fit, own))


def opened_segments(city: CityContext, segments: Sequence[Segment], limits: Limits) -> OpenedInputs:
    """Segments of cases of one source, their rows numbered through from 1."""
    overrides = city.profile.source(segments[0].landed.source).overrides
    mapped = [[canonical_texts(table, overrides) for table in segment.deliveries] for segment in segments]
    deliveries = [table for tables in mapped for table in tables]
    rows = [segment.num_rows for segment in segments]
    opened = _opened_deliveries(deliveries, limits.piece_rows if len(segments) == 1 else sum(rows))
    inputs = [segment.landed for segment in segments]
    lines = InputLines.numbered_through(inputs, rows, [table.num_rows for table in deliveries])
    return OpenedInputs(opened, delivered_mapping(opened.names, overrides), lines, mapped)


def one_segment(deliveries: MappedDeliveries, overrides: dict[str, Any]) -> tuple[Chunk, Mapping]:
    """A segment by itself as one piece, and its mapping."""
    return chunk_of(deliveries, 1), delivered_mapping(names_of(deliveries), overrides)


def names_of(tables: Iterable[pa.Table]) -> tuple[str, ...]:
    """The columns that at least one of the tables has."""
    return tuple(dict.fromkeys(name for table in tables for name in table.column_names))


def _opened_deliveries(deliveries: MappedDeliveries, most_rows: int) -> Opened:
    """Deliveries, read in pieces of at most so many rows or of one larger delivery; every piece has all columns."""
    names = names_of(deliveries)
    no_rows = pa.table({name: pa.nulls(0, pa.string()) for name in names})

    def read(_wanted: list[str]) -> Iterator[Chunk]:
        first, total = 1, max(sum(table.num_rows for table in deliveries), 1)
        for piece in in_pieces(deliveries, most_rows):
            rows = sum(table.num_rows for table in piece)
            yield chunk_of([no_rows, *piece], first, (first + rows - 1) / total)
            first += rows

    return Opened(names, read)
