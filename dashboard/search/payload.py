"""What assets/search.js has to know: which screen asks, and its words."""

from __future__ import annotations

import json

from dashboard.view.scene import Scene


def finder(scene: Scene) -> str:
    """The JSON of the `data-finder` attribute."""
    words = {name: scene.words(f"search.{name}") for name in ("label", "placeholder", "failed")}
    words["none"] = scene.words("search.none", query="{query}")
    return json.dumps({"ask": scene.request_query(), "words": words}, ensure_ascii=False, separators=(",", ":"))
