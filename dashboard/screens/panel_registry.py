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

ANALYST_CARDS = tuple(f"card-{place}" for place in range(8))
WALL_CARDS = {group: tuple(f"{group}-{place}" for place in range(3)) for group in WALL}


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
    return {panel.key: panel for panel in found}


PANELS: Mapping[str, Panel] = MappingProxyType(_panels())


def panels_of(background: JobRegistry) -> Mapping[str, Panel]:
    """Every panel of a server: those of the city, and what the server itself does in the background."""
    return MappingProxyType({**PANELS, jobs.KEY: jobs.panel(background)})
