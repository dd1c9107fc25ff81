"""Every panel by its key. Adding a panel: write its file, name it here, give it a place in a screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.display.kpi_choice import ANALYST, WALL, nth
from dashboard.display.panel import Panel
from dashboard.jobs.registry import JobRegistry
from dashboard.map.panel import PANEL as MAP
from dashboard.panels import (
    breakdown,
    controls,
    definitions,
    fleets,
    header,
    hours,
    jobs,
    newest,
    partners,
    path,
    ranking,
    replay,
    sources,
    trend,
)
from dashboard.panels.card import card

ANALYST_CARDS = tuple(f"card-{place}" for place in range(8))
WALL_CARDS = {group: tuple(f"{group}-{place}" for place in range(3)) for group in WALL}


def _panels() -> dict[str, Panel]:
    panels = [
        header.PANEL,
        path.PANEL,
        controls.PANEL,
        MAP,
        trend.PANEL,
        ranking.PANEL,
        breakdown.CATEGORY,
        breakdown.CHANNEL,
        hours.PANEL,
        newest.PANEL,
        definitions.PANEL,
        replay.PANEL,
        sources.SOURCES,
        partners.PANEL,
        fleets.PANEL,
    ]
    panels += [card(key, nth(ANALYST, place, len(ANALYST_CARDS))) for place, key in enumerate(ANALYST_CARDS)]
    for group, keys in WALL_CARDS.items():
        panels += [card(key, nth(WALL[group], place, len(keys))) for place, key in enumerate(keys)]
    return {panel.key: panel for panel in panels}


PANELS: Mapping[str, Panel] = MappingProxyType(_panels())


def panels_of(background: JobRegistry) -> Mapping[str, Panel]:
    """Every panel of a server: those of the city, and what the server itself does in the background."""
    return MappingProxyType({**PANELS, jobs.KEY: jobs.panel(background)})
