"""The button of a case by which somebody does something about it; the browser opens the form of the page for it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.view.scene import Scene


def act_button(source: str, source_id: str, scene: Scene, *, word: str = "loops.act") -> Component:
    """Its word; who hears it instead of seeing its row hears of which case it is."""
    said = scene.words(word)
    about = {"data-loop-act": source_id, "data-source": source, "data-needs": "act"}
    return html.Button(said, type="button", **about, **{"aria-label": f"{said} {source_id}"})
