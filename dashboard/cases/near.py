"""What is near the place of a case: units that can be sent, and devices."""

from __future__ import annotations

from dashboard.cases.payloads import CaseNear, CaseNearby
from dashboard.display.wording import clock_text, state_name
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal, whole
from queries.city import City
from queries.values import FleetKind, Nearby, Things, Vicinity

MOST = 5
WITHIN_M: dict[Things, float] = {"units": 5_000, "devices": 300}
OF: dict[Things, FleetKind] = {"units": "unit", "devices": "device"}
KILOMETRE = 1_000


def near(city: City, scene: Scene, point: tuple[float, float] | None) -> list[CaseNear]:
    """Lists of units and of devices with their distances; none of a case without a trusted point. Of a moment before
    the newest reports each says that it is not known."""
    return [_list(city, scene, things, point) for things in OF] if point else []


def _list(city: City, scene: Scene, things: Things, point: tuple[float, float]) -> CaseNear:
    words, within = scene.words, WITHIN_M[things]
    recorded = scene.view.recorded_as_of
    is_known = recorded is None or city.fleet.known_at(things, recorded, scope=scene.scope)
    found = city.fleet.nearest(things, Vicinity(point, within, MOST), scene.now.as_of, scope=scene.scope)
    if found is None or not is_known:
        return {"things": things, "title": words(f"near.{things}"), "rows": [], "note": words("near.past"), "show": ""}
    distance = distance_text(within, scene)
    return {
        "things": things,
        "title": words(f"near.{things}"),
        "rows": [_row(one, OF[things], scene) for one in found],
        "note": words(f"near.{things}_note" if found else f"near.no_{things}", within=distance),
        "show": _shown(things, scene) if scene.screen.is_interactive else "",
    }


def _shown(things: Things, scene: Scene) -> str:
    """The address at which the map shows these things too."""
    on = {*scene.layers, things}
    return scene.link(layers=tuple(key for key in scene.registry.layer_keys if key in on))


def _row(one: Nearby, of: FleetKind, scene: Scene) -> CaseNearby:
    words = scene.words
    return {
        "name": one.name,
        "kind": words.term(f"{of}_kind", one.kind),
        "state": state_name(of, one.state, scene),
        "metres": round(one.metres, 1),
        "distance": distance_text(one.metres, scene),
        "seen": clock_text(one.seen, scene) if one.seen else words("near.unseen"),
    }


def distance_text(metres: float, scene: Scene) -> str:
    """A distance as a reader writes it: metres below a kilometre."""
    if round(metres) < KILOMETRE:
        return scene.words("near.metres", n=whole(metres))
    return scene.words("near.kilometres", n=decimal(metres / KILOMETRE, 1).removesuffix(".0"))
