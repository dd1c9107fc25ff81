"""What a panel is: a key, the questions it asks, and a pure drawing of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Question

Ask = Callable[[City, Scene], Any]
Questions = Callable[[City, Scene], Iterable[Question]]


def no_questions(_city: City, _scene: Scene) -> Iterable[Question]:
    """Of a panel whose questions share nothing with those of others."""
    return ()


@dataclass(frozen=True)
class Panel:
    """One panel. `ask` may call the city and returns what `render` needs; `render` is pure: same input, same
    drawing. `questions`: those that `ask` may ask and that can share a scan with the questions of other panels.
    `meanwhile`: what `render` can draw without what takes longer, where `takes_longer` says that something does; a new
    screen is shown so first. `is_open`: whether an address opens it; else it stands there empty.
    """

    key: str
    ask: Ask
    render: Callable[[Any, Scene], Component]
    questions: Questions = no_questions
    meanwhile: Ask | None = None
    takes_longer: Callable[[City, Scene], bool] = lambda _city, _scene: False
    is_open: Callable[[Scene], bool] = lambda _scene: True


def frame(key: str, title: str, scene: Scene, children: list[Any], **attributes: Any) -> Component:
    """The body of a panel: its title, what it is about as data attributes, and its content.

    of_special: its numbers are those of the special grid chosen, which its title then names.
    is_filtered: its numbers follow the conditions of the address; else a note says that they do not.
    `feeds`: the kinds of source that its numbers rest on; it then shows a sign while one of them is not fresh.
    asks: its figures are drawn, not written: a switch makes the next click on one open its card.
    """
    of_special = attributes.pop("of_special", True)
    is_filtered = attributes.pop("is_filtered", True)
    if title and scene.special and of_special:
        title = f"{title} · {scene.special[1]}"
    heading: list[Component] = [html.H2(title, className="panel-title")] if title else []
    if attributes.pop("asks", False) and scene.screen.is_interactive:
        heading.append(asks_next(scene))
    if scene.view.where and not is_filtered:
        heading.append(html.P(scene.words("condition.ignored"), className="panel-note"))
    data = {f"data-{name}": value for name, value in attributes.pop("data", {}).items() if value is not None}
    return html.Section(
        [*heading, *children],
        className=f"panel-body {attributes.pop('className', '')}".strip(),
        **{
            "data-panel": key,
            "data-area": scene.area.code,
            "data-search": scene.search,
            "aria-label": attributes.pop("label", title) or key,
            **data,
            **attributes,
        },
    )


def asks_next(scene: Scene) -> Component:
    """The switch that makes the next click on a figure of a panel open its card."""
    said = scene.words("number.ask_next")
    about = {"aria-label": said, "aria-pressed": "false", "data-asks-next": ""}
    return html.Button("i", type="button", className="asks-what asks-next", title=said, **about)


def empty(reason: str) -> Component:
    """Why there is nothing to see."""
    return html.P(reason, className="empty")
