"""Sentences of the map's tools: scale, north, measuring, and that the base map is missing."""

from __future__ import annotations

from dashboard.map.payloads import MapWords
from dashboard.view.scene import Scene


def tool_words(scene: Scene) -> MapWords:
    """Sentences of the browser's map/ground.js and map/tools; {value} is left to be filled in."""

    def words(name: str) -> str:
        return scene.words(f"map.{name}", value="{value}")

    return {
        "tiles_failed": words("tiles_failed"),
        "north": words("north"),
        "measure": words("measure"),
        "measure_hint": words("measure_hint"),
        "distance": words("distance"),
        "area": words("area"),
    }
