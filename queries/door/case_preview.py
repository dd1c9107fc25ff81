"""The first cases of a file as they would be loaded and placed; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from geodata.sentence import Sentence
from queries.calendar.working_time import working_calendar
from queries.calendar.zones import zone_named
from queries.city_context import CityContext
from queries.conversion.case_places import AreaNames
from queries.conversion.column_names import header_fit, recognise, require_identity, with_number
from queries.conversion.converter import Converter
from queries.landing.folder import FILE, Landed
from queries.loading.inputs.input_lines import InputLines
from queries.loading.staging import Origin, Stager
from queries.loading.versions.scales import SourceVersions
from queries.privacy.masking import masked, masked_value
from queries.reading.chunk import Chunk, Limits, RefusedLine
from queries.reading.file_form import file_form
from queries.reading.formats import opened_file
from queries.store.statements import read_statements

ROWS_LOOKED_AT = 2_000
ROWS_SHOWN = 10
_SQL = Path(__file__).parents[1] / "conversion" / "review" / "utc.sql"
_TEXTS = ("title", "category1", "category2", "address", "department")


@dataclass(frozen=True)
class CasePreview:
    """A row of the file as it would be loaded. `reported`, `closed`: aware; `texts`: what is said of it, masked, by
    canonical column; `area_id`: the deepest area known; `placed_by`, `point`: see `case_places`; lon, lat: degrees
    WGS-84, None without a point. `reason`: why it would be refused, empty where it would be loaded."""

    line: int
    reason: str = ""
    number: str = ""
    status: str = ""
    reported: datetime | None = None
    closed: datetime | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    area_id: int = 0
    placed_by: str = ""
    point: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class FileReading:
    """How a file is to be read: the source that it belongs to, the mapping that overrides what its columns' names say
    (canonical column → column, and the form of the file), the zone of its times and the system of its points."""

    source: str
    mapping: Mapping[str, Any]
    zone: str
    crs: str


def preview_cases(city: CityContext, path: Path, reading: FileReading) -> tuple[CasePreview, ...]:
    """The first ten rows, in the order of the file.

    Raises FileRefused where the file could not be loaded so, MappingRefused.
    """
    own = dict(reading.mapping)
    form = file_form(own).judged_by(partial(header_fit, own))
    with (
        duckdb.connect(":memory:") as cursor,
        opened_file(path, path.name, Limits(), cursor, options=form) as opened,
    ):
        cursor.execute(read_statements(_SQL)["utc"])
        mapping = recognise(opened.names, own)
        require_identity(mapping, opened.names, path.name)
        mapping = with_number(mapping, opened.names)
        calendar, extent = working_calendar(city.profile), city.tree.root.bbox
        converter = Converter(mapping, zone_named(reading.zone), calendar, b"", cursor, extent, reading.crs)
        converter.stated = opened.stated_system
        with closing(converter.in_known_order(opened.read(mapping.wanted()))) as chunks:  # type: ignore[type-var]
            first = next(iter(chunks), None)
        if first is None:
            return ()
        cases, refused = converter.convert(_first_rows(first))
        rows = _stager(city, path.name, reading, cursor).stage(cases) if len(cases) else None
        return _in_order(rows, refused)


def _first_rows(chunk: Chunk) -> Chunk:
    lines = chunk.lines[:ROWS_LOOKED_AT]
    last = int(lines[-1]) if len(lines) else ROWS_LOOKED_AT
    refused = [row for row in chunk.refused if row.line <= last]
    return Chunk(chunk.table.slice(0, ROWS_LOOKED_AT), lines, refused)


def _stager(city: CityContext, name: str, reading: FileReading, cursor: duckdb.DuckDBPyConnection) -> Stager:
    landed = Landed("", "", FILE, reading.source, name, "", city.recording_moment(), {})
    return Stager(
        origin=Origin(reading.source, name, reading.crs, reading.zone),
        lines=InputLines.of_one(landed),
        zone=zone_named(city.profile.zone),
        areas=AreaNames(city.tree, city.profile.aliases),
        placer=city.placer,
        default_points=[],
        versions=SourceVersions(),
        cursor=cursor,
        declared_steps=city.profile.source(reading.source).steps,
    )


def _in_order(staged: pa.Table | None, refused: list[RefusedLine]) -> tuple[CasePreview, ...]:
    found = [CasePreview(row.line, _shown(row.reason)) for row in refused[:ROWS_SHOWN]]
    if staged is not None:
        found += [_preview(row) for row in staged.slice(0, ROWS_SHOWN).to_pylist()]
    return tuple(sorted(found, key=lambda one: one.line)[:ROWS_SHOWN])


def _shown(reason: str) -> str:
    if isinstance(reason, Sentence):
        return reason.rewritten(lambda text: masked(text) or "")
    return masked(reason) or ""


def _preview(row: Mapping[str, Any]) -> CasePreview:
    return CasePreview(
        line=row["row"],
        number=masked(row["source_id"]) or "",
        status=row["status"] or "",
        reported=_aware(row["reported_at"]),
        closed=_aware(row.get("closed_at")),
        texts={name: masked_value(row[name]) or "" for name in _TEXTS if row.get(name)},
        area_id=row["area_id"],
        placed_by=row["placed_by"],
        point=row["point_status"],
        lon=row["lon"],
        lat=row["lat"],
    )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
