"""Points that too many cases share: a geocoder's answer when it knew nothing better (Boston: the city hall).

Which points these are is a property of all current cases of a source, not of one file, so that any split of the data
into files ends in the same places. A load can only change the verdict on points that it brought and on known ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from geodata.placing.placer import Placer
from queries.conversion.case_places import AreaNames, on_points, place
from queries.loading.upsert import Writing

SHARE = 0.01
FEWEST = 20

Point = tuple[float, float]


@dataclass(frozen=True)
class DefaultPoints:
    """All default points of a source as (lon, lat, cases), and the points whose verdict a load changed."""

    found: tuple[tuple[float, float, int], ...]
    changed: tuple[Point, ...]


def known_default_points(writing: Writing) -> list[Point]:
    """Default points of the source as the store knows them, (lon, lat)."""
    return [(lon, lat) for lon, lat in writing.run("default_points", source=writing.origin.source).fetchall()]


def reconsider(writing: Writing, areas: AreaNames, placer: Placer) -> DefaultPoints:
    """Find the default points after a load, and place the cases on points whose verdict changed anew."""
    source = writing.origin.source
    before = set(known_default_points(writing))
    counted = writing.run("count_points", source=source, fewest=FEWEST, share=SHARE, **writing.span())
    found = tuple((float(lon), float(lat), int(n)) for lon, lat, n in counted.fetchall())
    after = {(lon, lat) for lon, lat, _ in found}
    writing.run("forget_default_points", source=source)
    if found:
        counts = pa.array([n for _, _, n in found], pa.int64())
        points = table_of_points([(lon, lat) for lon, lat, _ in found]).append_column("n", counts)
        writing.run_on("remember_default_points", "points", points, source=source)
    changed = tuple(sorted(before ^ after))
    if changed:
        _place_anew(writing, areas, placer, changed, sorted(after))
    return DefaultPoints(found, changed)


def _place_anew(
    writing: Writing, areas: AreaNames, placer: Placer, changed: tuple[Point, ...], defaults: list[Point]
) -> None:
    points = table_of_points(changed)
    source = writing.origin.source
    cases = writing.run_on("cases_on_points", "points", points, source=source)
    lon, lat = cases.column("lon").to_numpy(), cases.column("lat").to_numpy()
    named = areas.named(cases.column("area_code").combine_chunks(), cases.column("area_name").combine_chunks())
    places = place(lon, lat, named.astype(np.int32), on_points(lon, lat, defaults), placer)
    table = pa.table({name: cases.column(name) for name in cases.column_names} | places.columns())
    writing.run_on("replace_current", "places", table, source=source)
    writing.run_on("replace_history", "places", table, source=source)


def table_of_points(points: Sequence[Point]) -> pa.Table:
    """Points as columns lon and lat."""
    lon, lat = (pa.array([point[axis] for point in points], pa.float64()) for axis in (0, 1))
    return pa.table({"lon": lon, "lat": lat})
