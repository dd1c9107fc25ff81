"""The tables of dispatch: a heading, rows of figures and texts, or the sentence that there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import empty
from dashboard.view.last_day import in_newest_days
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal
from queries.city import City
from queries.values import DISPATCHED_METRIC, Question

NOT_TOLD = "—"
Cell: TypeAlias = str | Component


@dataclass(frozen=True)
class Column:
    """A column: its name as people read it, and whether it holds figures."""

    name: str
    is_number: bool = False


def table_of(title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Component:
    """A table that scrolls within its place; title: for screen readers. The first cell of a row names it."""
    head = html.Tr([html.Th(one.name, scope="col", className=_class(one)) for one in columns])
    body = [
        html.Tr([_cell(cell, column, first=not place) for place, (cell, column) in _placed(row, columns)])
        for row in rows
    ]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="ledger-table")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title})


def section(title: str, none: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Component]:
    """A heading and its table; `none`: what stands instead of a table without rows."""
    return [html.H3(title), table_of(title, columns, rows) if rows else empty(none)]


def share_text(share: float | None) -> str:
    """A share in percent; a dash of nothing."""
    return NOT_TOLD if share is None else f"{decimal(share * 100, 1)}%"


def days_text(first: date | None, last: date | None, scene: Scene) -> str:
    """Of which days of dispatch a panel is."""
    told = {"first": first.isoformat() if first else NOT_TOLD, "last": last.isoformat() if last else NOT_TOLD}
    return scene.words("dispatch_page.days", **told)


def dispatched_days(city: City, scene: Scene) -> Question:
    """The question of a panel: of the days of the address, else of the last ones."""
    asked = scene.question(DISPATCHED_METRIC)
    if scene.view.period:
        return asked
    return in_newest_days(replace(asked, start=None, end=None), city)


def _placed(row: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[int, tuple[Cell, Column]]]:
    return [*enumerate(zip(row, columns, strict=True))]


def _cell(cell: Cell, column: Column, *, first: bool) -> Component:
    if first:
        return html.Th(cell, scope="row")
    return html.Td(cell, className=_class(column), **{"data-column": column.name})


def _class(column: Column) -> str:
    return "number" if column.is_number else ""
