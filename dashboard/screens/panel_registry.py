"""Every panel by its key. Adding a panel is adding its file to `dashboard/panels` and a slot to a screen."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from dashboard import panels
from dashboard.display.kpi_choice import ANALYST, WALL, nth
from dashboard.display.panel import Panel
from dashboard.jobs.registry import JobRegistry
from dashboard.map.panel import PANEL as MAP
from dashboard.panels import jobs
from dashboard.panels.card import card
from dashboard.panels.wall import health, sentence
from dashboard.walls.figures import of_scene
from dashboard.walls.health.wall_list import WallList
from dashboard.walls.places import FIGURES, TOTAL_CARDS
from queries.city import City

ANALYST_CARDS = tuple(f"card-{place}" for place in range(8))
WALL_CARDS = TOTAL_CARDS


def _declared() -> list[Panel]:
    """The panels that stand in the modules of `dashboard/panels` and its rooms."""
    names = [found.name for found in pkgutil.walk_packages(panels.__path__, f"{panels.__name__}.")]
    modules = [import_module(name) for name in names]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Panel)]


def _panels() -> dict[str, Panel]:
    found = [MAP, *_declared()]
    places = len(ANALYST_CARDS)
    found += [card(key, nth(ANALYST, place, places, shows_chosen=True)) for place, key in enumerate(ANALYST_CARDS)]
    for group, keys in WALL_CARDS.items():
        found += [card(key, nth(WALL[group], place, len(keys))) for place, key in enumerate(keys)]
    found += [card(key, of_scene(place)) for place, key in enumerate(FIGURES)]
    return {panel.key: panel for panel in found}


PANELS: Mapping[str, Panel] = MappingProxyType(_panels())


def panels_of(background: JobRegistry, city: City, walls: WallList) -> Mapping[str, Panel]:
    """Every panel of a server: those of the city, what the server itself does in the background and knows of its walls,
    and what all who look at the city share."""
    of_server = {jobs.KEY: jobs.panel(background), health.KEY: health.panel(walls)}
    return MappingProxyType({**PANELS, **of_server, sentence.KEY: sentence.shared(city)})
