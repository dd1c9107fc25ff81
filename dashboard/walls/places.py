"""Which places of the wall a scene fills."""

from __future__ import annotations

from dashboard.display.kpi_choice import WALL
from dashboard.view.wall_scene import WallScene
from dashboard.walls.declaration import MOST_FIGURES

CARDS_OF_A_TOTAL = 3
TOTAL_CARDS = {group: tuple(f"{group}-{place}" for place in range(CARDS_OF_A_TOTAL)) for group in WALL}
FIGURES = tuple(f"figure-{place}" for place in range(MOST_FIGURES))
ALWAYS = ("header", "path", "scenes", "map", "replay")


def places_of(wall: WallScene) -> tuple[str, ...]:
    """The keys of the panels in a scene; its own panels come last, in their order."""
    totals = [key for group in TOTAL_CARDS.values() for key in group]
    cards = totals if wall.totals else FIGURES[: max(len(wall.figures), len(wall.settled))]
    first = ("sentence",) if wall.totals else ()
    return (*ALWAYS, *first, *cards, *wall.panels)
