"""The heat layer: how densely the cases that the chosen KPI counts lie, as a raster for the view.

The cases are those of the screen: area, period, moment and filters; with a trusted point + without = n of the KPI. The
classes are pinned by the whole city in the whole earlier period, as those of the cells are.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

import numpy as np

from dashboard.map.base_map import opening_extent
from dashboard.map.cell_values import reference_moment
from dashboard.map.heat import residents
from dashboard.map.heat.heat_classes import STEP, as_bytes, breaks_below
from dashboard.map.heat.kernel import Raster, cell_metres, depth_of, radius_for, smoothed, weights, within_radius
from dashboard.map.heat.payloads import HeatAnswer, HeatLegend
from dashboard.map.heat.peak import peak
from dashboard.map.view_box import ViewBox, Window
from dashboard.view.scene import Scene
from geodata.coordinates.web_mercator import NORTHERNMOST
from geodata.tiles.cell_tiles import CellTiles
from queries.city import City
from queries.values import Bins

LEAST_RESIDENTS = 50  # within the radius, each weighted by nearness: below it a rate says nothing
TIMES_THE_CITY = 10  # of the city's rate, from which the highest class of a rate is open


@dataclass(frozen=True, eq=False)
class Heat:
    """The heat of a view. values: cases per km², within the radius or per 10,000 residents, as `scene.view.heat` says,
    for the cells of `window`; radius in metres; breaks: where classes begin; why: key of the sentence that says why
    there is nothing, else empty; pinned: the classes are those of an earlier period."""

    bins: Bins
    radius: int
    window: Window
    values: Raster
    breaks: tuple[float, ...] = ()
    why: str = ""
    pinned: bool = False


def heat(city: City, scene: Scene, view: ViewBox, tiles: CellTiles) -> Heat:
    """The heat of what is in sight. Raises as `city.kpis.ask`."""
    ground = ground_of(city)
    lat = ground.lat
    bins = city.kpis.bins(scene.question(scene.metric.key))
    radius = radius_for(view, ground, bins.depth)
    depth = depth_of(radius, lat)
    nothing = Heat(bins, radius, Window(depth, 0, 0, 0, 0), np.zeros((0, 0)), why=_why(city, scene, bins))
    if nothing.why:
        return nothing
    kernel = weights(radius, depth, lat)
    window = view.cells(depth).cut(ground.cells(depth).grown(len(kernel) // 2))
    breaks, pinned = _breaks(city, scene, bins, radius)
    drawn = replace(nothing, window=window if window.cells else nothing.window, breaks=breaks, pinned=pinned)
    return replace(drawn, values=_values(drawn, city, scene, tiles)) if window.cells else drawn


def ground_of(city: City) -> ViewBox:
    """The sides of the whole city, or, where nothing of it has an outline, of a part of the world around its cases; the
    middle latitude is where metres are measured."""
    west, south, east, north = opening_extent(city)
    if not city.tree.root.has_outline:
        middle = (south + north) / 2
        reach = NORTHERNMOST - abs(middle)
        west, south, east, north = -180.0, middle - reach, 180.0, middle + reach
    return ViewBox(0, west, south, east, north)


def _why(city: City, scene: Scene, bins: Bins) -> str:
    if scene.metric.table != "events":
        return "heat.no_cases_kind"
    if bins.no_data:
        return "no_data"
    if not city.tree.root.has_outline:
        return "heat.no_outlines"
    if scene.view.heat == "per_10k" and not residents.are_known(city.tree):
        return "heat.no_population"
    return ""


def _values(drawn: Heat, city: City, scene: Scene, tiles: CellTiles) -> Raster:
    lat, radius, window = ground_of(city).lat, drawn.radius, drawn.window
    kernel = weights(radius, window.depth, lat)
    around = window.grown(len(kernel) // 2)
    counts = drawn.bins.counts(around.depth, around.x0, around.y0, around.x1, around.y1)
    density = smoothed(counts, kernel) / (cell_metres(window.depth, lat) / 1000) ** 2
    if scene.view.heat == "raw":
        return density * within_radius(radius)
    if scene.view.heat == "per_km2":
        return density
    people = smoothed(residents.resident_densities(city.tree, tiles, around), kernel)
    enough = people * within_radius(radius) >= LEAST_RESIDENTS
    return np.where(enough, density / np.where(enough, people, 1.0) * 10_000, 0.0)


def _breaks(city: City, scene: Scene, shown: Bins, radius: int) -> tuple[tuple[float, ...], bool]:
    """Where the classes begin, and whether an earlier period says so; else the whole city in the present one does."""
    reference = reference_moment(scene)
    if reference is not None:
        at = scene.question(scene.metric.key, at=reference)
        found = _breaks_of(city, scene, city.kpis.bins(replace(at, area=city.tree.root.code, where=())), radius)
        if found:
            return found, True
    whole = replace(scene.question(scene.metric.key), area=city.tree.root.code, where=())
    bins = city.kpis.bins(whole) if scene.ancestors or whole.where != scene.question(scene.metric.key).where else shown
    return _breaks_of(city, scene, bins, radius), False


def _breaks_of(city: City, scene: Scene, bins: Bins, radius: int) -> tuple[float, ...]:
    if scene.view.heat == "per_10k":
        return breaks_below(TIMES_THE_CITY * 10_000 * bins.placed / residents.residents(city.tree))
    densest = peak(bins, radius, ground_of(city).lat)
    return breaks_below(densest * within_radius(radius) if scene.view.heat == "raw" else densest)


def as_json(found: Heat, legend: HeatLegend) -> HeatAnswer:
    """What the browser draws: a byte for each cell of the window (rows from the north, base64), `step` to a class."""
    window = found.window
    raster = as_bytes(found.values, found.breaks)
    return {
        "depth": window.depth,
        "x": window.x0,
        "y": window.y0,
        "width": window.x1 - window.x0,
        "height": window.y1 - window.y0,
        "step": STEP,
        "classes": len(found.breaks),
        "values": base64.b64encode(raster.tobytes()).decode(),
        "radius": found.radius,
        "breaks": list(found.breaks),
        "with_point": found.bins.placed,
        "without_point": found.bins.without,
        "total": found.bins.placed + found.bins.without,
        "legend": legend,
    }
