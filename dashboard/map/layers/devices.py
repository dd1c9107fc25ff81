"""The devices on the map: counts by area, type and state from afar, single ones where one looks closely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.display.wording import state_name
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.layers.fleet_legend import kind_line, signs, unfiltered
from dashboard.map.layers.fleet_legend import states as states_of
from dashboard.map.layers.grid_clusters import clustered, depth_of, in_sight
from dashboard.map.layers.payloads import (
    DeviceArea,
    DeviceCluster,
    DeviceMarks,
    DevicesAnswer,
    DevicesKnown,
    DevicesWords,
    FleetLegend,
)
from dashboard.map.layers.units import known_at, unknown_then
from dashboard.map.view_box import ViewBox, view_box
from dashboard.view import parsers
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import EXPECTED, STATES, DeviceCounts, DeviceStates, device_counts, device_kinds

SINGLE_FROM = 15.0  # zoom
MOST = 5_000  # single marks of a view
MOST_AREAS = 1_000
Mask = NDArray[np.bool_]


def as_json(city: City, devices: DeviceStates, scene: Scene, view: ViewBox, cut: tuple[int, int]) -> DevicesAnswer:
    """What the browser draws of a view: `areas` of a level, from zoom 15 on `marks`, or `clusters` of a depth where
    those would be too many; cut: that level and depth. The legend counts the area of the screen; map + not placed = all
    of the types chosen.
    """
    if not known_at(city, "devices", scene):
        return unknown_then("devices", scene)
    level, depth = cut
    at = scene.now.as_of.timestamp()
    states = devices.states(at)
    chosen = _chosen(devices, scene)
    inside = devices.within(scene.area)
    if view.zoom < SINGLE_FROM:
        level = _bounded(city, view, level)
        counts = device_counts(city.tree, devices.where(inside), states[inside], level)
    else:
        counts = _by_point(devices, states, inside)
    answer: DevicesKnown = {
        "known": True,
        "reports": city.sources.report_version,
        "at": at,
        "zone": city.profile.zone,
        "kinds": [
            (scene.words.term("device_kind", kind), scene.words.term("device_sign", kind)) for kind in device_kinds()
        ],
        "states": states_of("device", scene),
        "areas": None,
        "marks": None,
        "clusters": None,
        "depth": depth,
        "words": _words(scene),
        "legend": _legend(counts, scene, len(devices)),
    }
    if view.zoom < SINGLE_FROM:
        shown = device_counts(city.tree, devices.where(chosen), states[chosen], level)
        answer["areas"] = _areas(city, shown, view)
    elif int(_drawn(devices, scene, view).sum()) > MOST:
        answer["clusters"] = _clusters(devices, _drawn(devices, scene, view), states, depth)
    else:
        answer["marks"] = _marks(city, scene, view)
    return answer


def _words(scene: Scene) -> DevicesWords:
    sentences = scene.words.sentences
    return {
        "heard": sentences["devices.heard"],
        "unheard": sentences["devices.unheard"],
        "all": sentences["devices.all"],
        "group": sentences["devices.group"],
    }


def _chosen(devices: DeviceStates, scene: Scene) -> Mask:
    wanted = np.array([not scene.view.devices or kind in scene.view.devices for kind in device_kinds()])
    return wanted[devices.kind]


def _bounded(city: City, view: ViewBox, level: int) -> int:
    """The level, or one above it of which no more than MOST_AREAS are in sight."""
    while level > 1:
        rows = city.tree.at_level(level) - 1
        if in_sight(view, city.tree.lon[rows], city.tree.lat[rows]).sum() <= MOST_AREAS:
            break
        level -= 1
    return level


def _areas(city: City, counts: DeviceCounts, view: ViewBox) -> list[DeviceArea]:
    """Rows: name, lon, lat, and for each type that there is its index and counts by state."""
    rows = counts.area_id - 1
    tree = city.tree
    shown = in_sight(view, tree.lon[rows], tree.lat[rows]) & (counts.n.sum(axis=(1, 2)) > 0)
    kinds = range(counts.n.shape[1])
    return [
        (
            tree.name[rows[place]], round(float(tree.lon[rows[place]]), 5), round(float(tree.lat[rows[place]]), 5),
            [[kind, *counts.n[place, kind].tolist()] for kind in kinds if counts.n[place, kind].any()],
        )
        for place in np.flatnonzero(shown).tolist()
    ]  # fmt: skip


def _drawn(devices: DeviceStates, scene: Scene, view: ViewBox) -> Mask:
    return _chosen(devices, scene) & in_sight(view, devices.lon, devices.lat)


def _clusters(devices: DeviceStates, drawn: Mask, states: NDArray[np.int64], depth: int) -> list[DeviceCluster]:
    found = clustered(depth, devices.lon[drawn], devices.lat[drawn], states[drawn], len(STATES))
    places = zip(np.round(found.lon, 6).tolist(), np.round(found.lat, 6).tolist(), found.n.tolist(), strict=True)
    return [[lon, lat, *n] for lon, lat, n in places]


def _marks(city: City, scene: Scene, view: ViewBox) -> DeviceMarks:
    """Single devices of the view."""
    kinds = scene.view.devices or device_kinds()
    single = city.fleet.devices_inside((view.west, view.south, view.east, view.north), kinds, MOST, scope=scene.scope)
    owners = sorted({owner for owner in single.owner if owner})
    place_of = {owner: place for place, owner in enumerate(owners)}
    return {
        "device": list(single.device),
        "kind": single.kind.tolist(),
        "state": single.states(scene.now.as_of.timestamp()).tolist(),
        "lon": np.round(single.lon, 6).tolist(),
        "lat": np.round(single.lat, 6).tolist(),
        "owner": [place_of.get(owner or "", -1) for owner in single.owner],
        "owners": owners,
        "heartbeat": [None if np.isnan(beat) else int(beat) for beat in single.heartbeat.tolist()],
    }


def _by_point(devices: DeviceStates, states: NDArray[np.int64], inside: Mask) -> DeviceCounts:
    """Those with a point as if of one area, those without above it."""
    shape = (len(device_kinds()), len(STATES))

    def counted(mask: Mask) -> NDArray[np.int64]:
        cell = devices.kind[mask] * shape[1] + states[mask]
        return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)

    located = devices.located
    return DeviceCounts(np.array([1], np.int32), counted(inside & located)[np.newaxis], counted(inside & ~located))


def _legend(counts: DeviceCounts, scene: Scene, total: int) -> FleetLegend:
    """Counts of the types chosen by state, the line that reconciles them, and every type with its number."""
    words, kinds, chosen = scene.words, device_kinds(), scene.view.devices
    if not total:
        return {"title": words("devices.none"), "kinds": [], "notes": [], "signs": []}
    counted = np.array([not chosen or kind in chosen for kind in kinds])
    of_kind = counts.n.sum(axis=0) + counts.above
    by_state = of_kind[counted].sum(axis=0)
    placed, above = int(counts.n[:, counted].sum()), int(counts.above[counted].sum())
    states = " · ".join(
        f"{state_name('device', state, scene)} {whole(int(n))}" for state, n in zip(STATES, by_state, strict=True)
    )
    lines = [
        kind_line(scene, "device", kind, whole(int(n.sum())), _by_state(n, scene))
        for kind, n in zip(kinds, of_kind, strict=True)
        if n.any()
    ]  # fmt: skip
    expected = words("devices.expected", n=whole(int(by_state[EXPECTED].sum())))
    return {
        "title": words("devices.title", area=scene.area.name, states=states),
        "kinds": lines,
        "notes": [
            *unfiltered(scene),
            words("map.reconciled", placed=whole(placed), not_placed=whole(above), total=whole(placed + above)),
            expected,
        ],
        "numbers": {"placed": placed, "not_placed": above, "states": by_state.tolist()},
        "signs": signs("device", scene),
    }


def _by_state(counts: NDArray[np.int64], scene: Scene) -> str:
    named = zip(STATES, counts.tolist(), strict=True)
    return " · ".join(f"{state_name('device', state, scene)} {whole(n)}" for state, n in named if n)


def data(city: City) -> Answer:
    """Answers with the devices of what is in sight."""

    def answer(scene: Scene, given: Given) -> DevicesAnswer:
        view = view_box(given)
        cut = parsers.level("level", given.get("level", ""), city.tree.depth), depth_of(view, given)
        return as_json(city, city.fleet.devices(scope=scene.scope), scene, view, cut)

    return answer


LAYER = MapLayer("devices", order=50, data=data, parameters=("zoom", "bbox", "scale", "level"))
