"""What the map's own small tools say: scale, north, measuring, and that the base map is missing."""

from __future__ import annotations

from dashboard.view.scene import Scene

_WORDS = ("tiles_failed", "north", "measure", "measure_hint", "distance", "area")


def tool_words(scene: Scene) -> dict[str, str]:
    """Sentences for assets/modules/map/ground.js and map/tools, by their keys in the catalogue."""
    return {key: scene.words(f"map.{key}", value="{value}") for key in _WORDS}
