"""Places on a screen that panels are drawn into."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def slot(key: str, extra: str = "") -> Component:
    """The empty place of a panel; its content comes with the answer of the screen."""
    kind = key.rsplit("-", 1)[0]
    return html.Div(className=f"slot panel-{kind} slot-{key} {extra}".strip(), **{"data-slot": key})
