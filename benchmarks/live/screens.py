"""What a browser sends to refresh a screen, as the page's own modules write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dashboard.screens.screen_answers import slots_in
from dashboard.screens.screen_registry import REGISTRY
from dashboard.words.catalogue import catalogue
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile


def panels(folder: Path) -> dict[str, list[str]]:
    """The panels of wall and analyst page of a city, by the path of the screen."""
    profile, root = load_profile(folder), read_tree(folder).root
    words = catalogue(profile.language)
    return {screen.path: slots_in(screen.layout(screen, profile, root.bbox, words)) for screen in REGISTRY.screens[:2]}


def body(panels: list[str], path: str, stamp: str, digests: dict[str, str], search: str = "") -> bytes:
    """The request for a screen whose panels show the drawings `digests`, because the stamp has moved."""
    places = [{"panel": panel, "digest": digests.get(panel, "")} for panel in panels]
    return json.dumps({"path": path, "search": search, "stamp": stamp, "places": places}).encode()


def digests_in(answer: bytes) -> dict[str, str]:
    """The digests of the drawings that came, by panel."""
    panels: list[dict[str, Any]] = json.loads(answer)["panels"]
    return {panel["panel"]: panel["digest"] for panel in panels if "digest" in panel}
