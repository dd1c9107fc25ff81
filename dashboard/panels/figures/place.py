"""The place of a figure on a panel: its data for the browser, and its name for those who do not see it."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from dashboard.panels.figures.payloads import Figure, FigureWords
from dashboard.view.scene import Scene


def place(figure: Figure, title: str) -> Component:
    """The element that the browser draws into, with a table of the same numbers for screen readers."""
    written = json.dumps(figure, ensure_ascii=False)
    return html.Div(className="plot", role="group", **{"data-figure": written, "aria-label": title})


def figure_words(scene: Scene, across: str) -> FigureWords:
    """The words of a figure. across: what stands on its axis."""
    words = scene.words
    return {
        "png": words("figure.png"),
        "svg": words("figure.svg"),
        "zoom": words("figure.zoom"),
        "brush": words("figure.brush"),
        "reset": words("figure.reset"),
        "across": across,
        "read": words("figure.read"),
        "chosen": words.sentences["figure.steps"],
    }
