"""Streets: the land around each published centre, added streets, and how many areas each street holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.zhengzhou.quotas import Counts, fewest_for_the_land, largest_remainder
from geodata.zhengzhou.source_data import COMMUNITIES, MICRO_GRIDS, STREETS, Published

NARROWING = float(np.cos(np.radians(34.62)))
"""Width of a degree of longitude, in degrees of latitude, in the middle of the city."""

SQUARE_METRES = 0.111_2**2 * NARROWING
"""Of one square micro-degree."""

_MICRO_GRIDS_OF_COMMUNITY, _MICRO_GRIDS_OF_VILLAGE = 50, 18
_LEAST_LAND = 5_200.0
"""m² of land that a micro-grid has at least, on the average of its street."""


@dataclass(frozen=True, eq=False)
class Streets:
    """214 streets in code order. `table`: code, name, district, host, x, y, added; `region` in micro-degrees."""

    table: pd.DataFrame
    region: NDArray[np.object_]
    communities: Counts
    micro_grids: Counts


def plan_streets(published: Published) -> Streets:
    """The published streets and as many added ones as the count asks for, with the quotas of each."""
    table = published.streets.assign(added=False)
    for number in range(1, STREETS - len(table) + 1):
        table = _with_one_more(table, published, number)
    table = table.sort_values("code", ignore_index=True)
    region = _regions(table, published)
    land = shapely.area(region) * SQUARE_METRES
    urban, rural = _listed(table, published)
    communities = fewest_for_the_land(urban + rural, land, COMMUNITIES - int((urban + rural).sum()))
    added = communities - urban - rural
    wanted = _MICRO_GRIDS_OF_COMMUNITY * urban + _MICRO_GRIDS_OF_VILLAGE * (rural + added)
    room = np.maximum(land / _LEAST_LAND, communities).astype(np.int64)
    micro_grids = largest_remainder(wanted, MICRO_GRIDS, most=room)
    return Streets(table, region, communities, np.asarray(micro_grids))


def _listed(table: pd.DataFrame, published: Published) -> tuple[Counts, Counts]:
    """Listed residents' and villagers' committees of each street."""
    counted = published.communities.groupby(["street", "urban"]).size().unstack(fill_value=0)
    counted = counted.reindex(table["code"], fill_value=0)
    return counted[True].to_numpy(dtype=np.int64), counted[False].to_numpy(dtype=np.int64)


def _with_one_more(table: pd.DataFrame, published: Published, number: int) -> pd.DataFrame:
    """One street more, cut from the widest one: its centre halves the way to the far end of that street's land."""
    region = _regions(table, published)
    widest = int(np.argmax(shapely.area(region)))
    street = table.iloc[widest]
    centre = np.array([street["x"], street["y"]])
    outline = shapely.get_coordinates(region[widest])
    far = outline[np.argmax((((outline - centre) * [NARROWING, 1.0]) ** 2).sum(axis=1))]
    steps = np.rint(centre + np.linspace(0.55, 0.1, 10)[:, None] * (far - centre))
    inside = shapely.contains_xy(region[widest], steps[:, 0], steps[:, 1])
    x, y = steps[np.argmax(inside)]
    prefix = published.districts[street["district"]][:6]
    added = {
        "code": f"{prefix}9{number:02d}000",
        "name": f"{street['district']}第{number}片区",
        "district": street["district"],
        "host": street["host"],
        "x": x,
        "y": y,
        "added": True,
    }
    return pd.concat([table, pd.DataFrame([added])], ignore_index=True)


def _regions(table: pd.DataFrame, published: Published) -> NDArray[np.object_]:
    """The land nearest to each street's centre within its real district, in micro-degrees."""
    regions = np.empty(len(table), dtype=object)
    for host, outline in published.hosts.items():
        rows = np.flatnonzero((table["host"] == host).to_numpy())
        points = table.iloc[rows][["x", "y"]].to_numpy(dtype=float) * [NARROWING, 1.0]
        plane = shapely.transform(outline, lambda degrees: degrees * [NARROWING, 1.0])
        cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=plane, ordered=True)
        cut = shapely.intersection(shapely.get_parts(cells), plane)
        regions[rows] = shapely.transform(cut, lambda degrees: degrees / [NARROWING, 1.0])
    return regions
