"""Applying one accepted input to the store, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC

import duckdb

from queries.calendar.zones import zone_named
from queries.city_context import CityContext
from queries.conversion.canonical import STEPS
from queries.conversion.case_places import AreaNames
from queries.conversion.column_names import Mapping, identity, recognise, require_identity
from queries.conversion.converter import Converter
from queries.conversion.delivered_rows import delivered_mapping
from queries.landing.folder import EVENTS, SEGMENT, TABLE, Landed
from queries.loading.batch import Batch
from queries.loading.default_points import known_default_points
from queries.loading.report_segment import apply_report_segment
from queries.loading.segment_file import open_segment
from queries.loading.staging import Origin, Stager
from queries.loading.summary import LoadSummary
from queries.loading.upsert import Writing
from queries.privacy.person_references import person_key
from queries.reading.chunk import Limits, Opened
from queries.reading.formats import opened_file

Progress = Callable[[str, float], None]


LIMITS = Limits()


def apply_landed(
    city: CityContext, landed: Landed, progress: Progress | None = None, limits: Limits = LIMITS
) -> tuple[LoadSummary, bool]:
    """Apply an accepted input; its summary, and whether it must be kept in landing/ (it changed something)."""
    with city.store.write() as cursor:
        return apply_within(city, landed, cursor, progress, limits)


def apply_within(
    city: CityContext,
    landed: Landed,
    cursor: duckdb.DuckDBPyConnection,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> tuple[LoadSummary, bool]:
    """The same inside a transaction of the writer, which the caller commits."""
    about = city.profile.source(landed.source)
    name = landed.file or f"the {landed.kind}"
    writing = Writing(cursor, origin_of(city, landed))
    if landed.delivers != EVENTS:
        areas = areas_of(city)
        return apply_report_segment(city.store, landed, writing, profile=city.profile, areas=areas, placer=city.placer)
    with city.store.cursor() as computing, _opened(city, landed, limits, computing) as (opened, mapping):
        require_identity(mapping, opened.names, name)
        stager = stager_of(city, landed, writing, computing)
        converter = converter_of(city, writing.origin, mapping, computing)
        batch = Batch(landed, about, writing, converter, stager, city.store.special_grids)
        return batch.load(opened, progress)


def origin_of(city: CityContext, landed: Landed) -> Origin:
    """Where the rows of an accepted input come from."""
    about = city.profile.source(landed.source)
    return Origin(
        source=landed.source,
        batch=landed.batch,
        file=landed.file,
        recorded_at=landed.recorded_at.astimezone(UTC),
        crs=about.crs,
        zone="UTC" if landed.kind == TABLE else about.zone or city.profile.zone,
        trusted=landed.kind in (TABLE, SEGMENT),
    )


def areas_of(city: CityContext) -> AreaNames:
    """The areas of the city by the names that sources give them."""
    return AreaNames(city.tree, city.profile.aliases)


def stager_of(city: CityContext, landed: Landed, writing: Writing, computing: duckdb.DuckDBPyConnection) -> Stager:
    """What stages the rows of an accepted input; `computing`: a cursor that only computes."""
    steps = city.profile.source(landed.source).steps
    return Stager(
        origin=writing.origin,
        zone=zone_named(city.profile.zone),
        areas=areas_of(city),
        placer=city.placer,
        default_points=known_default_points(writing),
        cursor=computing,
        declared_steps=steps or (STEPS if landed.kind == SEGMENT else None),
    )


def converter_of(
    city: CityContext, origin: Origin, mapping: Mapping, computing: duckdb.DuckDBPyConnection
) -> Converter:
    """What converts them."""
    return Converter(mapping, zone_named(origin.zone), person_key(city.store.folder), computing)


@contextmanager
def _opened(
    city: CityContext, landed: Landed, limits: Limits, computing: duckdb.DuckDBPyConnection
) -> Iterator[tuple[Opened, Mapping]]:
    """The input, opened, and which of its columns is what."""
    folder, about = city.store.folder, city.profile.source(landed.source)
    if landed.kind == SEGMENT:
        opened = open_segment(landed.read(folder), landed.name, about.mapping, limits)
        yield opened, delivered_mapping(opened.names, about.mapping)
        return
    name = landed.file or "the table"
    with landed.as_file(folder) as path, opened_file(path, name, limits, computing) as opened:
        if landed.kind == TABLE:
            yield opened, identity(opened.names)
        else:
            yield opened, recognise(opened.names, about.mapping | landed.mapping)
