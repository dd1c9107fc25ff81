"""The legend of the heat layer: unit, kernel and radius, classes and what pins them, and the line that adds up to n."""

from __future__ import annotations

from dashboard.display.wording import absence, metric_name
from dashboard.map.heat.heat_classes import heat_class_words
from dashboard.map.heat.payloads import HeatLegend
from dashboard.map.heat.raster import LEAST_RESIDENTS, Heat
from dashboard.view.scene import Scene
from dashboard.view.view_state import HEATS
from dashboard.words.numbers import whole


def legend(found: Heat, scene: Scene) -> HeatLegend:
    """Title, classes as (number, words), links to other ways to count, notes, total."""
    shown = scene.view.heat
    return {
        "title": scene.words(
            "heat.title", kpi=metric_name(scene.metric, scene), unit=scene.words(f"heat.unit.{shown}")
        ),
        "classes": heat_class_words(found.breaks),
        "choices": [
            {"name": scene.words(f"heat.choice.{one}"), "href": scene.link(heat=one), "on": one == shown}
            for one in HEATS
        ],
        "notes": _notes(found, scene),
        "total": points_total(found.bins.placed, found.bins.without, scene) if not found.bins.no_data else "",
    }


def _notes(found: Heat, scene: Scene) -> list[str]:
    if found.why == "no_data":
        return [absence(found.bins.reasons, scene)]
    if found.why:
        return [scene.words(found.why)]
    notes = [scene.words("heat.kernel", radius=whole(found.radius))]
    if scene.view.heat == "per_10k":
        notes.append(scene.words("heat.few_residents", least=LEAST_RESIDENTS))
    if scene.ancestors or scene.where:
        notes.append(scene.words("heat.inside_only", place=scene.place))
    if not found.breaks:
        return [*notes, scene.words("no_cases")]
    return [*notes, scene.words("heat.pinned" if found.pinned else "heat.not_pinned")]


def points_total(placed: int, without: int, scene: Scene) -> str:
    """`Jinshui: with a point 11,873 + without 227 = 12,100`: the cases of the area shown that the KPI counts."""
    numbers = {"placed": whole(placed), "without": whole(without), "total": whole(placed + without)}
    return scene.words("points.total", area=scene.place, **numbers)
