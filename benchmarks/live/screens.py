"""What a browser sends to refresh a panel, as Dash's own script writes it."""

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

OUTPUTS = ("children", "data-digest", "data-stale")
PATTERN = "...".join(f'{{"panel":["MATCH"]}}.{output}' for output in OUTPUTS)


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


def body(panel: str, path: str, stamp: str, digest: str | None) -> bytes:
    """The request for a panel that shows the drawing `digest`, because the stamp has moved."""
    place = {"panel": panel}
    asked = {
        "output": f"..{PATTERN}..",
        "outputs": [{"id": place, "property": output} for output in OUTPUTS],
        "inputs": [
            {"id": "url", "property": "search", "value": ""},
            {"id": "stamp", "property": "data", "value": stamp},
        ],
        "changedPropIds": ["stamp.data"],
        "state": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": place, "property": "id", "value": place},
            {"id": place, "property": "data-digest", "value": digest},
            {"id": place, "property": "data-stale", "value": ""},
        ],
    }
    return json.dumps(asked).encode()


def digest_in(answer: bytes, panel: str) -> str | None:
    """The digest of the drawing that came; None when it is the one that is shown."""
    data: dict[str, str] = json.loads(answer)["response"].get(json.dumps({"panel": panel}, separators=(",", ":")), {})
    return data.get("data-digest")
