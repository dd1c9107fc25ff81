"""The six levels of the demo city with outlines, names and codes, ready to be numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from geodata.areas.numbering import NO_PARENT, UnnumberedAreas
from geodata.zhengzhou.area_names import Words, name_communities, number_children
from geodata.zhengzhou.clusters import Rows
from geodata.zhengzhou.demand_weights import demand_weights
from geodata.zhengzhou.nesting import Nesting
from geodata.zhengzhou.scatter import Centres
from geodata.zhengzhou.source_data import CITY_CODE, CITY_NAME, MICRO, Published
from geodata.zhengzhou.streets import Streets
from geodata.zhengzhou.unions import united

GIVEN, UNION, DERIVED = "given", "union", "derived"


@dataclass(frozen=True, eq=False)
class LevelAreas:
    """The areas of one level; `parent` is the row in the level above. Outlines are in micro-degrees."""

    parent: Rows
    code: Words
    name: Words
    outline: NDArray[np.object_]
    basis: Words
    urban: NDArray[np.bool_] | None = None


def layers_of(
    cells: NDArray[np.object_], centres: Centres, nesting: Nesting, streets: Streets, published: Published
) -> list[LevelAreas]:
    """City, districts, streets, communities, grids, micro-grids; each outline is the union of those below."""
    table = streets.table
    row_of = {name: row for row, name in enumerate(published.districts)}
    district = np.array([row_of[name] for name in table["district"]], dtype=np.int64)
    grids = united(cells, nesting.grid, len(nesting.community))
    communities = united(grids, nesting.community, len(nesting.street))
    street_outlines = united(communities, nesting.street, len(table))
    districts = united(street_outlines, district, len(row_of))
    of_the_city = np.array([0] * len(districts), dtype=np.int64)
    city = united(districts, of_the_city, count=1)
    community_codes, community_names = name_communities(nesting, centres.xy, streets, published)
    middles = shapely.get_coordinates(shapely.centroid(grids))
    grid_codes, grid_names = number_children(nesting.community, middles, community_codes, "网格")
    cell_codes, cell_names = number_children(nesting.grid, centres.xy, grid_codes, "微网格")
    urban = np.isin(community_codes.astype(str), published.communities["code"][published.communities["urban"]])
    return [
        LevelAreas(
            np.array([NO_PARENT], dtype=np.int64), _words([CITY_CODE]), _words([CITY_NAME]), city, _words([UNION])
        ),
        LevelAreas(
            of_the_city,
            _words(published.districts.values()),
            _words(published.districts),
            districts,
            _district_basis(streets, published),
        ),
        LevelAreas(district, _words(table["code"]), _words(table["name"]), street_outlines, _all_derived(len(table))),
        LevelAreas(nesting.street, community_codes, community_names, communities, _all_derived(len(communities))),
        LevelAreas(nesting.community, grid_codes, grid_names, grids, _all_derived(len(grids))),
        LevelAreas(
            nesting.grid, cell_codes, cell_names, cells, _all_derived(len(cells)), urban[nesting.community_of_cell]
        ),
    ]


def stacked(layers: list[LevelAreas], rng: Generator) -> UnnumberedAreas:
    """All levels in one table, in degrees, with a simulated demand that sums upwards."""
    sizes = [len(layer.parent) for layer in layers]
    first = np.cumsum(sizes) - sizes
    parent = np.concatenate([layers[0].parent, *(layers[at].parent + first[at - 1] for at in range(1, len(layers)))])
    urban = layers[-1].urban
    demand = [demand_weights(np.ones(sizes[-1], dtype=bool) if urban is None else urban, rng)]
    for at in range(len(layers) - 1, 0, -1):
        demand.append(np.bincount(layers[at].parent, weights=demand[-1], minlength=sizes[at - 1]).astype(np.float64))
    return UnnumberedAreas(
        level=np.repeat(np.arange(len(layers), dtype=np.int8), sizes),
        parent=parent,
        code=np.concatenate([layer.code for layer in layers]),
        name=np.concatenate([layer.name for layer in layers]),
        outline=_in_degrees(np.concatenate([layer.outline for layer in layers])),
        basis=np.concatenate([layer.basis for layer in layers]),
        demand_weight=np.concatenate(demand[::-1]),
    )


def _in_degrees(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    return np.asarray(shapely.transform(outlines, lambda micro: np.rint(micro) / MICRO))


def _district_basis(streets: Streets, published: Published) -> Words:
    """A district is as given when its streets, and no others, lie in one real district; else it is derived."""
    table = streets.table
    districts_in = table.groupby("host")["district"].nunique()
    hosts_of = table.groupby("district")["host"].agg(["nunique", "first"])
    return _words(
        GIVEN if hosts_of["nunique"][name] == 1 and districts_in[hosts_of["first"][name]] == 1 else DERIVED
        for name in published.districts
    )


def _all_derived(count: int) -> Words:
    return np.full(count, DERIVED, dtype=object)


def _words(words: Iterable[str]) -> Words:
    return np.array(list(words), dtype=object)
