"""What the map can carry: layers in their order, which the number keys switch, and where each asks for its data."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard.view.address import DEFAULT_LAYERS, LAYERS, SCREENS
from dashboard.view.scene import Scene

ASKED = {
    name: f"/api/v1/map/{name}" for name in ("heat", "points", "units", "devices", "special")
}  # the layers with data of their own


def layers_of(scene: Scene, *, with_tiles: bool) -> list[dict[str, Any]]:
    """For assets/map_layers.js: key, name, whether it is on, the address that switches it, what to say
    where it cannot be had, and where its data are.

    with_tiles: the city has a tile service, so that there is a base map to switch.
    """
    on = chosen(scene)
    return [
        {
            "key": key,
            "name": scene.words(f"layer.{key}"),
            "on": key in on,
            "href": switched(scene, key),
            "missed": scene.words("layer.missed", layer=scene.words(f"layer.{key}")),
            "data": f"{ASKED[key]}?{asked(scene)}" if key in ASKED else None,
        }
        for key in LAYERS
        if with_tiles or key != "tiles"
    ]


def chosen(scene: Scene) -> tuple[str, ...]:
    """The layers that are on, in their order."""
    return DEFAULT_LAYERS if scene.view.layers is None else scene.view.layers


def switched(scene: Scene, key: str) -> str:
    """The address with this layer on instead of off, or off instead of on."""
    on = set(chosen(scene)) ^ {key}
    layers = tuple(layer for layer in LAYERS if layer in on)
    return scene.link(layers=None if layers == DEFAULT_LAYERS else layers)


def asked(scene: Scene) -> str:
    """Parameters by which an address of the API knows the screen that asks: path, search and moment."""
    return urlencode({"path": SCREENS[scene.view.screen], "search": scene.search, "stamp": stamp_of(scene)})


def stamp_of(scene: Scene) -> str:
    """The moment shown, as a stamp of no version in particular: the newest data, seen as of then."""
    played = "as_of=" not in scene.search and scene.view.as_of is not None
    kind = (".known" if scene.view.recorded_as_of else ".replay") if played else ""
    return f"0.{int(scene.now.as_of.timestamp())}{kind}"


def special_link(scene: Scene, *codes: str, **changes: object) -> str:
    """The address of this view with these special grids chosen and their layer on."""
    on = {*chosen(scene), "special"}
    layers = tuple(layer for layer in LAYERS if layer in on)
    return scene.link(special=codes, layers=layers, **changes)
