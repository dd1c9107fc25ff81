"""Places on a screen that panels are drawn into."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def slot(key: str, extra: str = "") -> Component:
    """The empty place of a panel; its content comes with the answer of the screen."""
    return html.Div(className=f"slot panel-{_kind(key)} slot-{key} {extra}".strip(), **{"data-slot": key})


def slot_below(key: str, title: str) -> Component:
    """The place of a panel that is asked for when somebody looks at it: the first screen does not wait for it. title:
    what stands there until then.
    """
    return html.Div(className=f"slot panel-{_kind(key)} slot-{key}", **{"data-slot": key, "data-below": title})


def _kind(key: str) -> str:
    return key.rsplit("-", 1)[0]
