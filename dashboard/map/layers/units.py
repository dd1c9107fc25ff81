"""The units on the map: where each was last seen, its kind, what it does, and how long ago that was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.layers.fleet_legend import kind_line, signs, states, unfiltered
from dashboard.map.layers.grid_clusters import clustered, depth_of, in_sight
from dashboard.map.layers.payloads import FleetLegend, FleetUnknown, UnitCluster, UnitMarks, UnitsAnswer, UnitsWords
from dashboard.map.view_box import ViewBox, view_box
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.areas.area_tree import AreaTree
from queries.city import City
from queries.values import UnitPositions, silence_limits, unit_kinds

SINGLE_FROM = 13.0  # zoom
MOST = 5_000  # single marks of a view
SHAPES = {"drone": "triangle", "dispatch_centre": "hexagon"} | dict.fromkeys(
    ("patrol_car", "repair_crew", "drainage", "fire", "medical"), "square"
)
SEEN, SILENT, NOT_ON_DUTY = range(3)
Mask = NDArray[np.bool_]


def known_at(city: City, table: str, scene: Scene) -> bool:
    """Whether what the table of newest reports holds is what was so at the moment shown, and known by the other."""
    moments = (scene.now.as_of, scene.view.recorded_as_of)
    return all(city.fleet.known_at(table, moment, scope=scene.scope) for moment in moments if moment)


def unknown_then(table: str, scene: Scene) -> FleetUnknown:
    """The answer for a moment of the past."""
    return {"known": False, "legend": {"title": scene.words(f"{table}.past"), "kinds": [], "notes": [], "signs": []}}


def as_json(city: City, units: UnitPositions, scene: Scene, view: ViewBox, depth: int) -> UnitsAnswer:
    """What the browser draws of a view: `marks` in columns, or `clusters` of a depth in rows. Counts are of the same
    silence as the KPI `staffed`; a single mark turns grey by the age of its own position (`ttl`, seconds).
    """
    if not known_at(city, "units", scene):
        return unknown_then("units", scene)
    at = scene.now.as_of.timestamp()
    drawn = units.placed & _chosen(units, scene) & in_sight(view, units.lon, units.lat)
    single = view.zoom >= SINGLE_FROM and int(drawn.sum()) <= MOST
    return {
        "known": True,
        "reports": city.sources.report_version,
        "at": at,
        "zone": city.profile.zone,
        "kinds": [
            {
                "name": scene.words.term("unit_kind", kind),
                "sign": scene.words.term("unit_sign", kind),
                "shape": SHAPES.get(kind, "circle"),
                "ttl": None if np.isinf(ttl) else ttl,
            }
            for kind, ttl in zip(unit_kinds(), silence_limits(), strict=True)
        ],
        "states": states("unit", scene),
        "marks": _marks(units, drawn, city.tree) if single else None,
        "clusters": None if single else _clusters(units, drawn, at, depth),
        "depth": depth,
        "legend": _legend(units, scene, at),
        "words": _words(scene),
    }


def _words(scene: Scene) -> UnitsWords:
    sentences = scene.words.sentences
    return {
        "seen": sentences["units.seen"],
        "unseen": sentences["units.unseen"],
        "never": sentences["units.never"],
        "home": sentences["units.home"],
        "group": sentences["units.group"],
    }


def _chosen(units: UnitPositions, scene: Scene) -> Mask:
    wanted = [unit_kinds().index(kind) for kind in scene.view.units]
    return np.isin(units.kind, wanted) if wanted else np.ones(len(units.kind), dtype=bool)


def _marks(units: UnitPositions, drawn: Mask, tree: AreaTree) -> UnitMarks:
    """Columns: the same place in each is one unit. home: index into homes, -1 without one; heading, seen: null."""
    homes = np.unique(units.home_area[drawn])
    homes = homes[homes > 0]
    home = np.where(units.home_area[drawn] > 0, np.searchsorted(homes, units.home_area[drawn]), -1)
    return {
        "unit": units.unit[drawn].tolist(),
        "kind": units.kind[drawn].tolist(),
        "state": units.status_state[drawn].tolist(),
        "lon": np.round(units.lon[drawn], 6).tolist(),
        "lat": np.round(units.lat[drawn], 6).tolist(),
        "heading": _whole_numbers(units.heading[drawn]),
        "seen": _whole_numbers(units.seen[drawn]),
        "home": home.tolist(),
        "homes": [_named(tree, number) for number in homes.tolist()],
    }


def _whole_numbers(values: NDArray[np.float64]) -> list[int | None]:
    return [None if np.isnan(value) else round(value) for value in values.tolist()]


def _named(tree: AreaTree, number: int) -> str:
    above = int(tree.parent_id[number - 1])
    name = str(tree.name[number - 1])
    return f"{tree.name[above - 1]} › {name}" if above > 1 else name


def _clusters(units: UnitPositions, drawn: Mask, at: float, depth: int) -> list[UnitCluster]:
    """Rows: lon, lat, and how many are seen, silent and not on duty."""
    of = np.where(units.silent(at), SILENT, np.where(units.on_duty, SEEN, NOT_ON_DUTY))
    found = clustered(depth, units.lon[drawn], units.lat[drawn], of[drawn], 3)
    places = zip(np.round(found.lon, 5).tolist(), np.round(found.lat, 5).tolist(), found.n.tolist(), strict=True)
    return [(lon, lat, *n) for lon, lat, n in places]


def _legend(units: UnitPositions, scene: Scene, at: float) -> FleetLegend:
    """Units that count for the area of the screen, by kind: on duty = seen + silent; who is off duty is in no count."""
    words, kinds = scene.words, unit_kinds()
    inside = (units.area_id >= scene.area.area_id) & (units.area_id <= scene.area.last_id)
    on, silent = inside & units.on_duty, inside & units.silent(at)

    def by_kind(mask: Mask) -> list[int]:
        return [int(n) for n in np.bincount(units.kind[mask], minlength=len(kinds))]

    def counted(n_on: int, n_silent: int) -> dict[str, str]:
        return {"on": whole(n_on), "seen": whole(n_on - n_silent), "silent": whole(n_silent)}

    lines = [
        kind_line(scene, "unit", kind, words("units.counts", **counted(n, quiet)), _good_for(ttl, scene))
        for kind, ttl, there, n, quiet in zip(
            kinds, silence_limits(), by_kind(inside), by_kind(on), by_kind(silent), strict=True
        )
        if there
    ]  # fmt: skip
    without = int((inside & units.on_duty & ~units.placed).sum())
    title = words("units.title", area=scene.area.name, **counted(int(on.sum()), int(silent.sum())))
    return {
        "title": title if len(units.unit) else words("units.none"),
        "kinds": lines,
        "notes": [*unfiltered(scene), *([words("units.without", n=whole(without))] if without else [])],
        "signs": [("▲", words("units.heading")), *signs("unit", scene)] if lines else [],
    }


def _good_for(ttl: float, scene: Scene) -> str:
    return scene.words("units.for_ever") if np.isinf(ttl) else scene.words("units.good_for", minutes=whole(ttl / 60))


def data(city: City) -> Answer:
    """Answers with the units of what is in sight."""

    def answer(scene: Scene, given: Given) -> UnitsAnswer:
        view = view_box(given)
        return as_json(city, city.fleet.units(scope=scene.scope), scene, view, depth_of(view, given))

    return answer


LAYER = MapLayer("units", order=40, data=data, parameters=("zoom", "bbox", "scale"))
