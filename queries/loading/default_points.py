"""Points that too many cases share: a geocoder's answer when it knew nothing better (Boston: the city hall).

Which points these are is a property of all current cases of a source, not of one file, so that any split of the data
into files ends in the same places. A load can only change the verdict on points that it brought and on known ones.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from geodata.placing import Placer
from queries.loading.placing import AreaNames, on_points, place
from queries.loading.upsert import Writing

SHARE = 0.01
FEWEST = 20

Point = tuple[float, float]


def known_default_points(writing: Writing) -> list[Point]:
    """Default points of the source as the store knows them, (lon, lat)."""
    return [(lon, lat) for lon, lat in writing.run("default_points", source=writing.origin.source).fetchall()]


def reconsider(writing: Writing, areas: AreaNames, placer: Placer) -> tuple[tuple[float, float, int], ...]:
    """Find the default points after a load and place the cases on points whose verdict changed anew; all of them."""
    source = writing.origin.source
    before = set(known_default_points(writing))
    counted = writing.run("count_points", source=source, batch=writing.origin.batch, fewest=FEWEST, share=SHARE)
    found = tuple((float(lon), float(lat), int(n)) for lon, lat, n in counted.fetchall())
    after = {(lon, lat) for lon, lat, _ in found}
    writing.run("forget_default_points", source=source)
    if found:
        writing.run_on("remember_default_points", "points", _points(found), source=source)
    changed = sorted(before ^ after)
    if changed:
        _place_anew(writing, areas, placer, changed, sorted(after))
    return found


def _place_anew(
    writing: Writing, areas: AreaNames, placer: Placer, changed: list[Point], defaults: list[Point]
) -> None:
    points = _points(tuple((lon, lat, 0) for lon, lat in changed))
    source = writing.origin.source
    cases = writing.run_on("cases_on_points", "points", points, source=source)
    lon, lat = cases.column("lon").to_numpy(), cases.column("lat").to_numpy()
    named = areas.named(cases.column("area_code").combine_chunks(), cases.column("area_name").combine_chunks())
    places = place(lon, lat, named.astype(np.int32), on_points(lon, lat, defaults), placer)
    table = pa.table({name: cases.column(name) for name in cases.column_names} | places.columns())
    writing.run_on("replace_current", "places", table, source=source)
    writing.run_on("replace_history", "places", table, source=source)


def _points(points: tuple[tuple[float, float, int], ...]) -> pa.Table:
    lon, lat, n = zip(*points, strict=True)
    return pa.table(
        {"lon": pa.array(lon, pa.float64()), "lat": pa.array(lat, pa.float64()), "n": pa.array(n, pa.int64())}
    )
