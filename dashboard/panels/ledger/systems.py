"""The ledger of data: what there is in all, a search, and the systems as a table that can be sorted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.ledger.ledger_answers import ledger_as_json
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import decimal, whole
from queries.city import City

COLUMNS = ("name", "owner", "tables", "size", "filled", "refused", "late", "last_load")
NUMBERS = ("tables", "size", "filled", "refused")
MOST_ROWS = 150
NOT_TOLD = "—"
FIND_PLACE = "FIND"


def ask(city: City, scene: Scene) -> dict[str, Any]:
    """The ledger, as found and sorted by the address."""
    return ledger_as_json(city, {"find": scene.view.find or "", "sort": scene.view.order}, scene.words, scene.scope)


def render(answer: Mapping[str, Any], scene: Scene) -> Component:
    """Totals, lines that were refused, search, table."""
    words = scene.words
    parts: list[Component] = [html.P(text) for text in _totals(answer, scene)]
    declared = answer["declared"]
    if declared["refused_lines"]:
        lines = [html.Li(words("ledger.line", line=one["line"], why=one["why"])) for one in declared["refused"][:20]]
        told = html.Summary(words("ledger.refused_lines", count=whole(declared["refused_lines"])))
        parts.append(html.Details([told, html.Ul(lines)], className="ledger-refused"))
    parts += [_search(scene), _table(answer, scene)]
    if answer["found"] > MOST_ROWS:
        parts.append(html.P(words("ledger.more", count=whole(answer["found"] - MOST_ROWS)), className="quiet"))
    return frame("ledger", words("ledger.title"), scene, [html.Div(parts, className="ledger")], is_filtered=False)


def _totals(answer: Mapping[str, Any], scene: Scene) -> list[str]:
    words, declared, own = scene.words, answer["declared"], answer["own"]
    told = [
        words(
            "ledger.own_totals",
            sources=whole(own["sources"]),
            tables=whole(own["tables"]),
            records=NOT_TOLD if own["records"] is None else whole(own["records"]),
        )
    ]
    if declared["systems"]:
        counts = {name: whole(declared[name]) for name in ("systems", "tables", "records")}
        told.append(words("ledger.declared_totals", **counts, day=declared["counted_to"] or NOT_TOLD))
    return told


def _search(scene: Scene) -> Component:
    """A place for the field, which assets/modules/analyst/ledger_search.js makes."""
    data = {
        "data-ledger-search": scene.link(find=FIND_PLACE),
        "data-without": scene.link(find=None),
        "data-label": scene.words("ledger.search"),
        "data-value": scene.view.find or "",
    }
    return html.Div(className="ledger-search", **data)


def _table(answer: Mapping[str, Any], scene: Scene) -> Component:
    words = scene.words
    if not answer["systems"]:
        return empty(words("ledger.none_found" if scene.view.find else "ledger.none"))
    head = html.Tr([_heading(column, scene) for column in COLUMNS])
    rows = [_row(one, scene) for one in answer["systems"][:MOST_ROWS]]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="ledger-table")
    caption = words("ledger.title")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _heading(column: str, scene: Scene) -> Component:
    chosen = scene.view.order == column
    link = html.A(scene.words(f"ledger.{column}"), href=scene.link(order=column))
    marked: dict[str, str] = {"aria-sort": "other"} if chosen else {}
    return html.Th(link, scope="col", className="number" if column in NUMBERS else "", **marked)


def _row(one: Mapping[str, Any], scene: Scene) -> Component:
    words = scene.words
    late = {None: NOT_TOLD, True: html.Strong(words("ledger.is_late")), False: words("ledger.in_time")}[one["late"]]
    cells = {
        "owner": one["owner"] or NOT_TOLD,
        "tables": number(one["tables"]),
        "size": number(one["records"]),
        "filled": share(one["filled"]),
        "refused": number(one["refused"]),
        "late": late,
        "last_load": _when(one["last_load"], scene),
    }
    opened = f"system:{one['key']}"
    current = {"aria-current": "true"} if scene.view.ledger == opened else {}
    name = html.A(one["name"], href=scene.link(ledger=opened), **current)
    delivers = [html.Span(words(f"ledger.{one['origin']}"), className="quiet")]
    drawn = [html.Th([name, *delivers], scope="row")]
    drawn += [
        html.Td(cell, className="number" if column in NUMBERS else "", **{"data-column": words(f"ledger.{column}")})
        for column, cell in cells.items()
    ]
    return html.Tr(drawn, **{"data-system": one["key"]})


def _when(text: str | None, scene: Scene) -> str:
    """A day as it is declared, or a moment in the zone of the city."""
    if not text:
        return NOT_TOLD
    return date_and_minute(datetime.fromisoformat(text), scene.zone) if "T" in text else text


def number(value: int | None) -> str:
    """A whole number; a dash where nobody says it."""
    return NOT_TOLD if value is None else whole(value)


def share(value: float | None) -> str:
    """A share in percent; a dash where nobody says it."""
    return NOT_TOLD if value is None else f"{decimal(value * 100, 1)}%"


PANEL = Panel("ledger", ask, render)
