"""The KPIs of a scene's cards."""

from __future__ import annotations

from dashboard.display.kpi_choice import Choice, Preferences, chosen
from dashboard.view.scene import Scene
from queries.city import City


def of_scene(place: int) -> Choice:
    """The choice for one place: the KPIs of the scene that the city can answer come first; None where there are fewer,
    or those left cannot be answered."""

    def choose(city: City, scene: Scene) -> str | None:
        if scene.wall is None:
            return None
        keys = Preferences(scene.wall.figures, scene.wall.settled).of(scene)
        ordered = chosen(city, scene.scope, keys, len(keys))
        able = city.kpis.answerable_among(ordered, scope=scene.scope)
        known = [key for key in ordered if key in able]
        return known[place] if place < len(known) else None

    return choose
