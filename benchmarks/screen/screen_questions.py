"""What a whole screen costs the server at a new stamp, without HTTP: its panels asking together, and each for itself.

    python -m benchmarks.screen.screen_questions FOLDER [--rounds 5]

FOLDER: of a built demo city that nobody else has open. Processor time, which other programs disturb least.
Results: screen_questions.json.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

from benchmarks.live.screens import panels
from benchmarks.timing import save
from dashboard.display.panel import Panel
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.scenes import SharedScenes
from dashboard.screens.whole_screen import PanelPlace, ScreenAsked, WholeScreens
from dashboard.words.catalogue import catalogue
from queries.city import City

WARM_UP = "?area=410103000000"
ADDRESSES = (
    "", "?period=7d", "?period=30d", "?area=410105000000", "?area=410105000000&period=7d", "?area=410105001000",
    "?area=410122000000&kpi=open", "?period=7d&kpi=closed_on_time", "?period=30d&kpi=satisfaction",
)  # fmt: skip
PATIENCE_S = 120.0
Draw = Callable[[str, str], None]


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Medians by screen and address: processor ms and statements of both ways, every round at a stamp of its own."""
    return {
        path: {
            address or "/": {way: _median(measured) for way, measured in _of_address(folder, path, address, rounds)}
            for address in ADDRESSES
        }
        for path in panels(folder)
    }


def _of_address(folder: Path, path: str, address: str, rounds: int) -> list[tuple[str, list[dict[str, float]]]]:
    """Each way with a city opened for it alone, so that neither finds what the other has asked."""
    found = []
    for way, drawing in (("together", _together), ("each_alone", _each_alone)):
        with City.open(folder) as city:
            draw, stamp = drawing(city, path, panels(folder)[path]), city.sources.stamp()
            draw(WARM_UP, str(stamp))
            measured = []
            for number in range(1, rounds + 1):
                asked, began = city.sources.statements_asked, time.process_time()
                draw(address, f"{stamp.data_version}.{int(stamp.as_of.timestamp()) + 60 * number}")
                took = 1000 * (time.process_time() - began)
                measured.append({"processor_ms": took, "statements": city.sources.statements_asked - asked})
            found.append((way, measured))
    return found


def _together(city: City, path: str, keys: list[str]) -> Draw:
    drawings, scenes = _drawings(city)
    screens = WholeScreens(city, PANELS, drawings, scenes)

    def draw(address: str, stamp: str) -> None:
        asked = ScreenAsked(path, address, stamp, catalogue(city.profile.language))
        screens.changes(asked, [PanelPlace(key) for key in keys], patience_s=PATIENCE_S)

    return draw


def _each_alone(city: City, path: str, keys: list[str]) -> Draw:
    drawings, _ = _drawings(city)

    def draw(address: str, stamp: str) -> None:
        for key in keys:
            drawings.of(PANELS[key], path, address, stamp)

    return draw


def _drawings(city: City) -> tuple[SharedDrawings, SharedScenes]:
    scenes = SharedScenes(city)

    def draw(panel: Panel, city: City, path: str | None, search: str | None, stamp: str) -> Component:
        scene = scenes.at(path, search, stamp)
        return panel.render(panel.ask(city, scene), scene)

    return SharedDrawings(city, draw), scenes


def _median(measured: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in measured), 1) for name in measured[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.folder, options.rounds)
    for path, addresses in figures.items():
        for address, ways in addresses.items():
            print(path, address, ways)
    save("screen_questions", figures)


if __name__ == "__main__":
    main()
