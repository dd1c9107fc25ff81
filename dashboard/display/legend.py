"""The classes of the map in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.view.scene import Scene
from dashboard.words.numbers import brief


def class_words(index: int, breaks: Sequence[float | int], unit: str, scene: Scene) -> str:
    """A class in words: its lower end, or the one number of cases that it can hold."""
    if not breaks:
        return scene.words("map.one_class")
    low = breaks[index - 1] if index else 1
    if unit == "case" and index < len(breaks) and breaks[index] - low == 1:
        return brief(low, unit, scene.words)
    return f"≥ {brief(low, unit, scene.words)}" if index else f"< {brief(breaks[0], unit, scene.words)}"
