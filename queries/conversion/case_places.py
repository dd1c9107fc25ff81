"""Where cases lie: the polygon of a trusted point, else the area that the source names, else the whole city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.areas.tree_file import NOWHERE, ROOT, AreaTree
from geodata.coordinates.crs import to_wgs84
from geodata.placing.axis_order import suspect_projected
from geodata.placing.offset_detection import suspect
from geodata.placing.placer import Placer
from geodata.sentence import Sentence
from queries.conversion.converter import PATH_SEPARATOR

Numbers = NDArray[np.int32]
Degrees = NDArray[np.float64]

PLACED_BY = pa.array(["point", "area", "none", "outside"])
POINT_STATUS = pa.array(["trusted", "missing", "zero", "outside", "default"])
TRUSTED, MISSING_POINT, ZERO, OUTSIDE, DEFAULT = range(5)
BY_POINT, BY_AREA, BY_NOTHING, BY_OUTSIDE = range(4)
_FEWEST_FOR_SWAPPED = 3


@dataclass(frozen=True)
class CasePlaces:
    """For each case the deepest area known (the root when none) and how it was found, as codes of the lists above."""

    area_id: Numbers
    placed_by: NDArray[np.int8]
    point_status: NDArray[np.int8]

    def columns(self) -> dict[str, pa.Array]:
        """The three columns of the store."""
        return {
            "area_id": pa.array(self.area_id),
            "placed_by": PLACED_BY.take(pa.array(self.placed_by)),
            "point_status": POINT_STATUS.take(pa.array(self.point_status)),
        }


@dataclass(frozen=True, eq=False)
class AreaNames:
    """Areas by the codes and names that sources write; `aliases` of the profile map other names to codes."""

    tree: AreaTree
    aliases: dict[str, str]

    def named(self, codes: pa.Array | None, names: pa.Array | None) -> Numbers:
        """Number of the area that each pair of code and name means, 0 where neither is known (or both are null). A code
        stands for a name and a name for a code where nothing else is known."""
        by_code = None if codes is None else _looked_up(codes, self._numbers_of_codes)
        by_name = None if names is None else _looked_up(names, self._numbers_of_names)
        if codes is not None and by_code is not None and not by_code.all():
            by_code = _first_known(by_code, _looked_up(codes, self._numbers_of_names)) if by_name is None else by_code
        if by_code is None or by_name is None:
            found = by_code if by_code is not None else by_name
            return np.zeros(0, dtype=np.int32) if found is None else found
        return _first_known(by_code, by_name)

    def disagree(self, placed: Numbers, named: Numbers) -> NDArray[np.bool_]:
        """True where the area found by the point is neither the named one, nor inside it, nor around it."""
        last = np.concatenate([[0], self.tree.last_id])
        inside = (named <= placed) & (placed <= last[named])
        around = (placed <= named) & (named <= last[placed])
        disagreeing: NDArray[np.bool_] = (named != NOWHERE) & ~inside & ~around
        return disagreeing

    def _numbers_of_codes(self, codes: pa.Array) -> Numbers:
        known = self.tree.number_of_code
        return np.array([known.get(code, NOWHERE) for code in codes.to_pylist()], dtype=np.int32)

    def _numbers_of_names(self, names: pa.Array) -> Numbers:
        return np.array([self._of_name(name) for name in names.to_pylist()], dtype=np.int32)

    def _of_code(self, code: str) -> int:
        return self.tree.number_of_code.get(code, NOWHERE)

    def _of_name(self, name: str) -> int:
        whole = self._inside(ROOT, name)
        if whole != NOWHERE or PATH_SEPARATOR not in name:
            return whole
        deepest, scope = NOWHERE, ROOT
        for part in name.split(PATH_SEPARATOR):
            found = self._inside(scope, part)
            if found != NOWHERE:
                deepest = scope = found
        return deepest

    def _inside(self, scope: int, name: str) -> int:
        """The only area called `name` inside `scope`, or the only one of the highest level that has one; else 0."""
        alias = self._alias_of.get(name.strip().casefold())
        candidates = (alias,) if alias else self.tree.numbers_by_folded_name.get(name.strip().casefold(), ())
        candidates = candidates or (self._of_code(name.strip()),)
        last = int(self.tree.last_id[scope - 1])
        inside = [number for number in candidates if scope <= number <= last]
        if len(inside) > 1 and self.tree.level[inside[0] - 1] == self.tree.level[inside[1] - 1]:
            return NOWHERE
        return inside[0] if inside else NOWHERE

    @cached_property
    def _alias_of(self) -> dict[str, int]:
        return {name.strip().casefold(): self._of_code(code) for name, code in self.aliases.items()}


def _first_known(numbers: Numbers, others: Numbers) -> Numbers:
    return np.where(numbers != NOWHERE, numbers, others).astype(np.int32)


def _looked_up(column: pa.Array, numbers_of: Callable[[pa.Array], Numbers]) -> Numbers:
    """The number of each text, each different text looked up once; 0 for null."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    numbers = np.append(numbers_of(encoded.dictionary), np.int32(NOWHERE))
    result: Numbers = numbers[pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)]
    return result


def place(lon: Degrees, lat: Degrees, named: Numbers, defaults: NDArray[np.bool_], placer: Placer) -> CasePlaces:
    """Places of cases by point (degrees WGS-84, NaN where missing), else by `named` area (0: none), else the root; by
    name also where the named area has no outline and the point lies in an area above it.

    `defaults` marks points that many cases share and that are therefore not trusted.
    """
    status = np.full(len(lon), TRUSTED, dtype=np.int8)
    by_point = placer.place(np.where(np.abs(lon) <= 360, lon, np.nan), np.where(np.abs(lat) <= 90, lat, np.nan))
    status[by_point == NOWHERE] = OUTSIDE
    status[defaults & (by_point != NOWHERE)] = DEFAULT
    status[(lon == 0) & (lat == 0)] = ZERO
    status[~(np.isfinite(lon) & np.isfinite(lat))] = MISSING_POINT
    trusted, is_named = status == TRUSTED, named != NOWHERE
    # Where the point lies in an area that holds the named one, and no outline says where that is, the name says more.
    tree = placer.tree
    around = trusted & is_named & (by_point <= named) & (named <= np.concatenate([[NOWHERE], tree.last_id])[by_point])
    trusted &= ~(around & ~np.concatenate([[True], tree.outlined])[named])
    area_id = np.where(trusted, by_point, np.where(is_named, named, ROOT)).astype(np.int32)
    nowhere = np.where(status == OUTSIDE, BY_OUTSIDE, BY_NOTHING)
    placed_by = np.where(trusted, BY_POINT, np.where(is_named, BY_AREA, nowhere)).astype(np.int8)
    return CasePlaces(area_id, placed_by, status)


def on_points(lon: Degrees, lat: Degrees, points: list[tuple[float, float]]) -> NDArray[np.bool_]:
    """True for the cases that lie exactly on one of `points`."""
    marked = np.zeros(len(lon), dtype=bool)
    for point_lon, point_lat in points:
        marked |= (lon == point_lon) & (lat == point_lat)
    return marked


def reason_to_refuse(lon: Degrees, lat: Degrees, named: Numbers, crs: str, placer: Placer) -> Sentence | None:
    """A sentence when the coordinates are no degrees, look swapped, or shifted by a system that the source did not
    declare. crs: a declared one."""
    usable = np.isfinite(lon) & np.isfinite(lat) & ((lon != 0) | (lat != 0))
    if projected := suspect_projected(lon[usable], lat[usable], placer):
        return projected
    x, y = lon[usable][:5_000], lat[usable][:5_000]
    if len(x) >= _FEWEST_FOR_SWAPPED:
        inside = float(np.mean(placer.place(x, y) != NOWHERE))
        swapped = float(np.mean(placer.place(y, x) != NOWHERE))
        if swapped > 0.5 > inside:
            text = (
                f"longitude and latitude look swapped: {swapped:.0%} of the points lie in the city only if exchanged; "
                "name the two columns in a mapping file."
            )
            return Sentence("points_swapped", text)
    return suspect(*to_wgs84(lon, lat, crs), placer.tree, named if named.any() else None)
