"""How a figure of a screen names its card, and the small controls that open it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Unpack

from dash import html
from dash.development.base_component import Component
from typing_extensions import TypedDict

from dashboard.view.number_shown import NumberShown, write_number
from dashboard.view.scene import Scene
from queries.values import MASK, Conditions

NAME = "{name}"


def asks_what(kpi: str, name: str, scene: Scene) -> Component:
    """The control of the figure of a KPI; `name`: what people call it."""
    said = scene.words("number.ask", name=name)
    opens = scene.link(number=NumberShown(kpi), listed=None)
    return html.A("i", href=opens, className="asks-what", title=said, **{"aria-label": said})


class Narrowed(TypedDict, total=False):
    """To what a figure is narrowed, as in a NumberShown."""

    area: str | None
    where: Conditions
    days: tuple[date, date] | None
    as_of: datetime | None


def number_shown(scene: Scene, kpi: str | None = None, **narrowed: Unpack[Narrowed]) -> NumberShown | None:
    """A figure of a screen; None where no address can name it: of a masked name. kpi: the chosen one without."""
    if any(MASK in value for _, value in narrowed.get("where", ())):
        return None
    shown = NumberShown(None if kpi == scene.metric.key else kpi, **narrowed)
    return replace(shown, as_of=shown.as_of.astimezone(scene.zone)) if shown.as_of else shown


def number_of(scene: Scene, kpi: str | None = None, **narrowed: Unpack[Narrowed]) -> str:
    """The same as an address has it, from which the browser makes the address of its card; empty where none can."""
    shown = number_shown(scene, kpi, **narrowed)
    return write_number(shown) if shown else ""


def asked_figure(text: str, shown: NumberShown | None, scene: Scene) -> Component:
    """A figure within a table or sentence, a link to its card."""
    if shown is None:
        return html.Span(text)
    about = {"data-number": write_number(shown), "title": scene.words("number.ask", name=text)}
    return html.A(text, href=scene.link(number=shown), className="number-link", **about)


def asks(scene: Scene) -> dict[str, str]:
    """What a list needs to have a control at each row: its name, with a place for that of the row. Nothing on a screen
    that is only looked at."""
    return {"data-asks": scene.words("number.ask", name=NAME)} if scene.screen.is_interactive else {}
