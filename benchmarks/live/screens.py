"""What a browser sends to refresh a screen, as Dash's own script writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.screen_registry import REGISTRY
from dashboard.words.catalogue import catalogue
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile

OUTPUTS = ("children", "data-digest", "data-stale", "data-computing")
PATTERN = "...".join(f'{{"panel":["ALL"]}}.{output}' for output in OUTPUTS)


def panels(folder: Path) -> dict[str, list[str]]:
    """The panels of wall and analyst page of a city, by the path of the screen."""
    profile, root = load_profile(folder), read_tree(folder).root
    words = catalogue(profile.language)
    return {screen.path: _slots(screen.layout(screen, profile, root, words)) for screen in REGISTRY.screens[:2]}


def _slots(part: Any) -> list[str]:
    if isinstance(part, list | tuple):
        return [key for one in part for key in _slots(one)]
    if not isinstance(part, Component):
        return []
    key = str(getattr(part, "data-slot", ""))
    return [key] if key in PANELS else _slots(getattr(part, "children", None))


def body(panels: list[str], path: str, stamp: str, digests: dict[str, str], search: str = "") -> bytes:
    """The request for a screen whose panels show the drawings `digests`, because the stamp has moved."""
    places = [{"panel": panel} for panel in panels]

    def state(name: str, values: list[Any]) -> list[dict[str, Any]]:
        return [{"id": place, "property": name, "value": value} for place, value in zip(places, values, strict=True)]

    asked = {
        "output": f"..{PATTERN}..",
        "outputs": [[{"id": place, "property": output} for place in places] for output in OUTPUTS],
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "stamp", "property": "data", "value": stamp},
            {"id": "unfinished", "property": "data", "value": None},
        ],
        "changedPropIds": ["stamp.data"],
        "state": [
            {"id": "url", "property": "pathname", "value": path},
            state("id", places),
            state("data-digest", [digests.get(panel) for panel in panels]),
            state("data-stale", [""] * len(panels)),
            state("data-computing", [""] * len(panels)),
        ],
    }
    return json.dumps(asked).encode()


def digests_in(answer: bytes) -> dict[str, str]:
    """The digests of the drawings that came, by panel."""
    changed: dict[str, dict[str, str]] = json.loads(answer)["response"]
    return {json.loads(place)["panel"]: new["data-digest"] for place, new in changed.items() if "data-digest" in new}
