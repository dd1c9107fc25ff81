"""The cases themselves: clusters of a grid with exact counts, one case alone at its own point.

A cluster is all cases of one cell: nothing is counted twice or left out, and its list is that of the cell. The cases
are those of the screen (area, period, moment, filters); with a trusted point + without = n of the chosen KPI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.display.wording import absence, metric_name
from dashboard.map.heat.heat_legend import points_total
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.layers.payloads import PointsAnswer, PointsWords
from dashboard.map.view_box import ViewBox, Window, view_box
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.coordinates.web_mercator import TILE_PIXELS, to_degrees
from queries.city import City
from queries.values import FINEST, Bins

CLUSTER_PIXELS = 64
CLOSE_PIXELS = 32  # from CLOSE_ZOOM on, where one looks for single cases
CLOSE_ZOOM = 15.5
MOST_CLUSTERS = 4_000  # of a view


@dataclass(frozen=True, eq=False)
class Clusters:
    """Cases of a view by cells of `depth`: columns `x`, rows `y`, cases `n`, mean point in degrees WGS-84."""

    bins: Bins
    depth: int
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    n: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def points(city: City, scene: Scene, view: ViewBox) -> Clusters:
    """The clusters of what is in sight. Raises as `city.kpis.ask`."""
    bins = city.kpis.bins(scene.question(scene.metric.key))
    return clustered(bins, view.cells(depth_for(view, bins.depth)))


def depth_for(view: ViewBox, finest: int = FINEST) -> int:
    """The depth of the cells: as fine as the zoom, the number of clusters in a view and the finest bins allow."""
    pixels = CLOSE_PIXELS if view.zoom >= CLOSE_ZOOM else CLUSTER_PIXELS
    depth = min(finest, round(view.zoom) + (TILE_PIXELS // pixels).bit_length() - 1)
    width, height = (side / TILE_PIXELS / 2**view.zoom for side in view.across())
    while depth and (width * 2**depth + 1) * (height * 2**depth + 1) > MOST_CLUSTERS:
        depth -= 1
    return depth


def clustered(bins: Bins, window: Window) -> Clusters:
    """The cases of a window, cell by cell."""
    rows = bins.within(window.depth, window.x0, window.y0, window.x1, window.y1)
    shift = bins.depth - window.depth
    key = ((bins.x[rows] >> shift).astype(np.int64) << 32) | (bins.y[rows] >> shift)
    cells, place = np.unique(key, return_inverse=True)
    n = bins.n[rows]
    count = np.bincount(place, weights=n, minlength=len(cells))
    side = float(1 << bins.depth)

    def mean(cell: NDArray[np.int32], inside: NDArray[np.uint16]) -> NDArray[np.float64]:
        at = (cell[rows] + (inside[rows] + 0.5) / 65536) / side
        return np.bincount(place, weights=at * n, minlength=len(cells)) / np.maximum(count, 1)

    lon, lat = to_degrees(mean(bins.x, bins.in_x), mean(bins.y, bins.in_y))
    return Clusters(bins, window.depth, cells >> 32, cells & 0xFFFFFFFF, count.astype(np.int64), lon, lat)


def as_json(found: Clusters, scene: Scene) -> PointsAnswer:
    """What the browser draws: for each cluster column, row, cases, lon and lat; with words for legend and list.

    `known`: what was recorded by then is counted; a list asked for with it has exactly these cases.
    """
    bins = found.bins
    columns = (found.x, found.y, found.n, np.round(found.lon, 7), np.round(found.lat, 7))
    return {
        "depth": found.depth,
        "clusters": list(zip(*(column.tolist() for column in columns), strict=True)),
        "in_sight": int(found.n.sum()),
        "with_point": bins.placed,
        "without_point": bins.without,
        "total": bins.placed + bins.without,
        "known": bins.recorded.isoformat() if bins.recorded else None,
        "words": _words(bins, scene),
    }


def _words(bins: Bins, scene: Scene) -> PointsWords:
    words = scene.words
    if scene.metric.table != "events":
        return {"title": words("points.no_cases_kind"), "total": ""}
    title = words("points.title", kpi=metric_name(scene.metric, scene))
    if bins.no_data:
        return {"title": f"{title}: {absence(bins.reasons, scene)}", "total": ""}
    return {
        "title": title,
        "total": points_total(bins.placed, bins.without, scene),
        "without": words("points.without", n=whole(bins.without)) if bins.without else "",
        "cluster": words("points.cluster", n="{n}"),
        "one": words("points.one"),
        "close": words("points.close"),
        "more": words("points.more"),
        "csv": words("points.csv"),
        "failed": words("points.failed"),
        "asking": words("points.asking"),
    }


def data(city: City) -> Answer:
    """Answers with the clusters of what is in sight."""

    def answer(scene: Scene, given: Given) -> PointsAnswer:
        return as_json(points(city, scene, view_box(given)), scene)

    return answer


LAYER = MapLayer("points", order=30, data=data, parameters=("zoom", "bbox"))
