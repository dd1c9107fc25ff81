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
from queries.loading.bookkeeping import Bookkeeping
from queries.loading.case_tables import CaseTables, Point
from queries.loading.versions.written_piece import Extent

SHARE = 0.01
FEWEST = 20


@dataclass(frozen=True)
class DefaultPoints:
    """All default points of a source as (lon, lat, cases), and the points whose verdict a load changed."""

    found: tuple[tuple[float, float, int], ...]
    changed: tuple[Point, ...]


class PointVerdicts:
    """The default points of one source within a load, and what becomes of them."""

    def __init__(self, cases: CaseTables, books: Bookkeeping) -> None:
        self._cases, self._books = cases, books
        self._known = books.known_default_points()

    @property
    def known(self) -> list[Point]:
        """Default points of the source before this load, (lon, lat)."""
        return [(lon, lat) for lon, lat, _ in self._known]

    def reconsider(self, areas: AreaNames, placer: Placer, extent: Extent) -> DefaultPoints:
        """Find the default points after a load, and place the cases on points whose verdict changed anew. extent: what
        the source has after it."""
        before, most = self.known, self._cases.most_on_points()
        if not before and most is not None and not _is_default(most, extent.cases):
            return DefaultPoints((), ())
        found = tuple(self._cases.shared_points(table_of_points(before), FEWEST, SHARE))
        after = sorted((lon, lat) for lon, lat, _ in found)
        if sorted(self._known) != sorted(found):
            self._books.record_default_points(found)
        changed = tuple(sorted(set(before) ^ set(after)))
        if changed:
            points = table_of_points(changed)
            self._cases.move(_placed_anew(self._cases.cases_on_points(points), after, areas, placer))
        return DefaultPoints(found, changed)


def _is_default(on_point: int, cases: int) -> bool:
    return on_point >= FEWEST and on_point > SHARE * cases


def _placed_anew(cases: pa.Table, defaults: list[Point], areas: AreaNames, placer: Placer) -> pa.Table:
    """Cases (lon, lat, area_code, area_name) with the columns of their places under these default points."""
    lon, lat = cases.column("lon").to_numpy(), cases.column("lat").to_numpy()
    named = areas.named(cases.column("area_code").combine_chunks(), cases.column("area_name").combine_chunks())
    places = place(lon, lat, named.astype(np.int32), on_points(lon, lat, defaults), placer)
    return pa.table({name: cases.column(name) for name in cases.column_names} | places.columns())


def table_of_points(points: Sequence[Point]) -> pa.Table:
    """Points as columns lon and lat."""
    lon, lat = (pa.array([point[axis] for point in points], pa.float64()) for axis in (0, 1))
    return pa.table({"lon": lon, "lat": lat})
