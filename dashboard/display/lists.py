"""Lists as data for the browser: one component a list, because every component costs the page at each refresh."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import FilterLink
from dashboard.display.number_link import asks
from dashboard.view.scene import Scene

Cell = tuple[str, str | float]


@dataclass(frozen=True)
class Row:
    """One row: cells of (class, text), or (class, per cent) for a bar; `href` makes the whole row a link, `filtering` a
    filter, of both a click alone follows the link; is_current: it is what is chosen; number: its figure as an address
    names it."""

    kind: str
    cells: tuple[Cell, ...]
    href: str | None = None
    code: str | None = None
    title: str | None = None
    filtering: FilterLink | None = None
    is_current: bool = False
    number: str | None = None

    def as_json(self) -> dict[str, object]:
        """What the browser reads; absent values left out."""
        given: dict[str, object] = {
            "href": self.href,
            "code": self.code,
            "title": self.title,
            "number": self.number,
        }
        if self.filtering:
            own = {"plain": True, "href": self.href} if self.href else {}
            given |= {**self.filtering.as_json(), **own}
        if self.is_current:
            given["current"] = True
        return {
            "class": self.kind,
            "cells": self.cells,
            **{key: value for key, value in given.items() if value is not None},
        }


def rows_list(rows: Sequence[Row], kind: str, scene: Scene) -> Component:
    """An ordered list of rows with the class `kind`."""
    written = json.dumps([row.as_json() for row in rows], ensure_ascii=False, separators=(",", ":"))
    return html.Ol(className=kind, **{"data-list": written, **asks(scene)})
