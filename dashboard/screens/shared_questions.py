"""The questions that panels of a screen can ask together: several KPIs from one scan instead of one scan each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.display.panel import Panel
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Question, Shared


def scans_of(city: City, panels: Iterable[Panel], scene: Scene) -> Iterator[tuple[Shared, frozenset[str]]]:
    """The scans for panels that are about to be drawn, each with the keys of the panels that need what it finds. Each
    may be begun before the next is looked for."""
    asked: dict[Question, set[str]] = {}
    for panel in panels:
        for question in panel.questions(city, scene):
            asked.setdefault(question, set()).add(panel.key)
    for scan in city.kpis.shared_scans(asked):
        yield scan, frozenset(key for question in scan.questions for key in asked[question])
