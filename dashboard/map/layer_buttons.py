"""The layer switches of the map as data for the browser: what is on, where a click leads, where the data are."""

from __future__ import annotations

from dashboard.map.layer import MapLayer
from dashboard.map.layer_registry import LAYERS
from dashboard.map.payloads import LayerButton
from dashboard.view.scene import Scene
from queries.city import City


def available_layers(city: City, scene: Scene) -> tuple[MapLayer, ...]:
    """The layers that this city can have and this screen may show, in their order."""
    return tuple(layer for layer in LAYERS if layer.is_available(city) and scene.screen.may_show(layer.key))


def layer_buttons(layers: tuple[MapLayer, ...], scene: Scene) -> list[LayerButton]:
    """A button for each of these layers, in their order."""
    return [_button(layer, scene) for layer in layers]


def _button(layer: MapLayer, scene: Scene) -> LayerButton:
    name = scene.words(f"layer.{layer.key}")
    return {
        "key": layer.key,
        "name": name,
        "on": layer.key in scene.layers,
        "href": scene.layer_link(layer.key),
        "missed": scene.words("layer.missed", layer=name),
        "computing": scene.words("layer.computing", layer=name),
        "data": f"{layer.address}?{scene.request_query()}" if layer.address else None,
    }
