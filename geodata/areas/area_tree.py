"""The area tree: every area is an interval of numbers.

Areas are numbered once, depth first, siblings in the order of their codes: an area and all areas below it are exactly
the numbers `area_id`..`last_id`. So "inside" is one comparison, at every level, for numpy and for SQL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.areas.packed_outlines import PackedOutlines
from geodata.coordinates.antimeridian import HALF, TURN
from geodata.errors import UnknownArea

NOWHERE = 0
ROOT = 1
MOST_AREAS, MOST_LISTS = 8192, 256
"""Areas, and lists of the areas below one, that a tree keeps once they were asked for: some megabytes."""

Numbers = NDArray[np.int32]
BoundingBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `lon`, `lat` (a point inside it) and `bbox` (west, south, east, north) are degrees WGS-84.

    `basis` says where the outline comes from: "given" by a file, "union" of its children, "derived" by the project, or
    "none": it has none, and the numbers above are NaN.
    """

    area_id: int
    last_id: int
    code: str
    name: str
    level: int
    parent_id: int
    lon: float
    lat: float
    bbox: BoundingBox
    area_km2: float
    population: int | None = None
    basis: str = "given"

    @property
    def has_outline(self) -> bool:
        """False when its place on the ground is not known."""
        return self.bbox[0] == self.bbox[0]

    @property
    def is_leaf(self) -> bool:
        """True when no area lies below."""
        return self.last_id == self.area_id

    def holds(self, area_id: int) -> bool:
        """True when `area_id` is this area or one below it."""
        return self.area_id <= area_id <= self.last_id


@dataclass(frozen=True, eq=False)
class AreaTree:
    """All areas of one grid version as columns, row `i` holding the area numbered `i + 1`.

    `lon`, `lat` degrees WGS-84; `bbox` shape (n, 4); `area_km2` on the ellipsoid; `population` NaN where not known;
    `demand_weight` (simulated cities only) is the share of demand of a leaf, else NaN.
    """

    last_id: Numbers
    parent_id: Numbers
    level: NDArray[np.int8]
    code: NDArray[np.object_]
    name: NDArray[np.object_]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    bbox: NDArray[np.float64]
    area_km2: NDArray[np.float64]
    population: NDArray[np.float64]
    basis: NDArray[np.object_]
    demand_weight: NDArray[np.float64]
    grid_version: str
    load_geometries: Callable[[], NDArray[np.object_] | PackedOutlines] = field(repr=False)

    def __len__(self) -> int:
        return len(self.last_id)

    def __iter__(self) -> Iterator[Area]:
        return (self._made(number) for number in range(ROOT, len(self) + 1))

    @cached_property
    def area_id(self) -> Numbers:
        """1..n: the number of each row."""
        return np.arange(1, len(self) + 1, dtype=np.int32)

    @cached_property
    def number_of_code(self) -> dict[str, int]:
        """code → area_id."""
        return {code: number for number, code in enumerate(self.code.tolist(), start=1)}

    @cached_property
    def names(self) -> dict[str, tuple[int, ...]]:
        """name → numbers of the areas called so, highest level (and lowest number) first."""
        found: dict[str, list[int]] = {}
        for row in np.argsort(self.level, kind="stable").tolist():
            found.setdefault(self.name[row], []).append(row + 1)
        return {name: tuple(numbers) for name, numbers in found.items()}

    @cached_property
    def numbers_by_folded_name(self) -> dict[str, tuple[int, ...]]:
        """The same by names without blanks around them and case folded."""
        folded: dict[str, tuple[int, ...]] = {}
        for name, numbers in self.names.items():
            key = name.strip().casefold()
            folded[key] = tuple(sorted(folded.get(key, ()) + numbers, key=lambda n: (self.level[n - 1], n)))
        return folded

    @cached_property
    def outlined(self) -> NDArray[np.bool_]:
        """True for each row whose area has an outline; without one `lon`, `lat`, `bbox` and `area_km2` are NaN."""
        known: NDArray[np.bool_] = np.isfinite(self.bbox[:, 0])
        return known

    @cached_property
    def depth(self) -> int:
        """Index of the deepest level that has an area."""
        return int(self.level.max())

    @property
    def root(self) -> Area:
        """The whole city."""
        return self.by_id(ROOT)

    def area(self, code: str) -> Area:
        """The area with this code. Raises UnknownArea."""
        number = self.number_of_code.get(code)
        if number is None:
            raise UnknownArea(code)
        return self.by_id(number)

    def by_id(self, area_id: int) -> Area:
        """The area with this number. Raises UnknownArea."""
        if not ROOT <= area_id <= len(self):
            raise UnknownArea(int(area_id))
        return self._kept(int(area_id))

    @cached_property
    def _kept(self) -> Callable[[int], Area]:
        return lru_cache(MOST_AREAS)(self._made)

    def _made(self, area_id: int) -> Area:
        row = area_id - 1
        population = self.population[row]
        west, south, east, north = self.bbox[row].tolist()
        return Area(
            area_id=row + 1,
            last_id=int(self.last_id[row]),
            code=self.code[row],
            name=self.name[row],
            level=int(self.level[row]),
            parent_id=int(self.parent_id[row]),
            lon=float(self.lon[row]),
            lat=float(self.lat[row]),
            bbox=(west, south, east, north),
            area_km2=float(self.area_km2[row]),
            population=None if np.isnan(population) else int(population),
            basis=self.basis[row],
        )

    def continued(self, lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes as this city counts them: one across 180° counts on eastwards, so that -179.9° is 180.1°, and a
        city of western longitudes has -176° for 184°. Others, and what lies outside either way, stay as they are."""
        west, _, east, _ = self.root.bbox
        if east <= HALF and not (lon > HALF).any():
            return lon
        outside = (lon < west) | (lon > east)
        moved = np.where(lon < west, lon + TURN, lon - TURN)
        found: NDArray[np.float64] = np.where(outside & (moved >= west) & (moved <= east), moved, lon)
        return found

    def children_ids(self, area: Area) -> Numbers:
        """Numbers of the areas directly below, ascending (which is the order of their codes)."""
        return _below(self.parent_id, area.area_id, area.last_id)

    def children(self, area: Area) -> tuple[Area, ...]:
        """The areas directly below, in the order of their codes."""
        return self._kept_children(area.area_id, area.last_id)

    @cached_property
    def _kept_children(self) -> Callable[[int, int], tuple[Area, ...]]:
        return lru_cache(MOST_LISTS)(self._made_children)

    def _made_children(self, area_id: int, last_id: int) -> tuple[Area, ...]:
        return tuple(self.by_id(number) for number in _below(self.parent_id, area_id, last_id).tolist())

    def ancestors(self, area: Area) -> tuple[Area, ...]:
        """The areas above, root first, without `area` itself."""
        chain: list[Area] = []
        number = area.parent_id
        while number != NOWHERE:
            chain.append(self.by_id(number))
            number = chain[-1].parent_id
        return tuple(reversed(chain))

    def level_of(self, ids: ArrayLike) -> NDArray[np.int8]:
        """Level index of each number; -1 for 0 (nowhere)."""
        numbers = np.asarray(ids, dtype=np.int64)
        levels = np.concatenate([np.array([-1], dtype=np.int8), self.level])
        return levels[numbers]

    @cached_property
    def _numbers_by_level(self) -> tuple[Numbers, ...]:
        found = [(np.flatnonzero(self.level == level) + 1).astype(np.int32) for level in range(self.depth + 1)]
        for numbers in found:
            numbers.flags.writeable = False
        return tuple(found)

    def at_level(self, level: int) -> Numbers:
        """Numbers of all areas of one level, ascending, not to be written to; none of a level that the tree has not."""
        return self._numbers_by_level[level] if 0 <= level <= self.depth else np.empty(0, dtype=np.int32)

    def ancestor_at(self, ids: ArrayLike, level: int) -> Numbers:
        """For each number the area of `level` that holds it (itself included); 0 where it lies above that level."""
        numbers = np.asarray(ids, dtype=np.int64)
        starts = self.at_level(level)
        if not len(starts):
            return np.zeros(numbers.shape, dtype=np.int32)
        candidate = starts[np.maximum(np.searchsorted(starts, numbers, side="right") - 1, 0)]
        inside = (candidate <= numbers) & (numbers <= self.last_id[candidate - 1])
        return np.where(inside, candidate, NOWHERE).astype(np.int32)

    @cached_property
    def _outlines(self) -> NDArray[np.object_] | PackedOutlines:
        return self.load_geometries()

    def release_pages(self) -> None:
        """Gives back the memory of outlines that are mapped from a file; the next ones asked for are read again."""
        outlines = vars(self).get("_outlines")  # not loaded for this
        if isinstance(outlines, PackedOutlines):
            outlines.release_pages()

    @property
    def geometries(self) -> NDArray[np.object_]:
        """Outlines of all areas in number order (shapely, degrees WGS-84): of a large city 100 MB, better not held."""
        found: NDArray[np.object_] = self._outlines[:]
        return found

    def geometry(self, ids: ArrayLike) -> Any:
        """Outlines of these numbers: an array of shapely geometries, or one for a single number."""
        return self._outlines[np.asarray(ids, dtype=np.int64) - 1]


def _below(parent_id: Numbers, area_id: int, last_id: int) -> Numbers:
    """Numbers of the areas directly below one, ascending."""
    return (np.flatnonzero(parent_id[area_id:last_id] == area_id) + area_id + 1).astype(np.int32)
