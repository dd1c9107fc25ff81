"""What is opened of the ledger: the tables of a system with their fields, what breaks without a field or source, or
what a number relies on; each leads to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.errors import BadParameter
from dashboard.ledger.ledger_answers import ledger_as_json
from dashboard.panels.ledger.systems import NOT_TOLD, number, share
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.errors import QueryError

KINDS = ("system", "without", "kpi")
MOST_TABLES = 60
Shown = Mapping[str, Any] | None


def ask(city: City, scene: Scene) -> Shown:
    """What the address opens; None where it opens nothing, {} where there is no such thing."""
    kind, _, name = (scene.view.ledger or "").partition(":")
    if kind not in KINDS or not name:
        return None
    try:
        answer = ledger_as_json(city, {kind: name}, scene.words, scene.scope)
    except (BadParameter, QueryError):
        return {}
    shown: dict[str, Any] = {"kind": kind, "name": name, "of": answer["tables" if kind == "system" else kind]}
    dictionary = city.kpis.dictionary
    return shown | {"names": {key: scene.words.either(one.zh, one.en) for key, one in dictionary.items()}}


def render(shown: Shown, scene: Scene) -> Component:
    """Nothing, where nothing is opened."""
    words = scene.words
    if shown is None:
        return frame("ledger_opened", words("ledger.opened"), scene, [empty(words("ledger.choose"))], is_filtered=False)
    if not shown:
        return frame("ledger_opened", words("ledger.opened"), scene, [empty(words("ledger.gone"))], is_filtered=False)
    title = words(f"ledger.of_{shown['kind']}", name=shown["name"])
    made = {"system": _system, "without": _without, "kpi": _kpi}[shown["kind"]]
    body = html.Div(made(shown, scene), className="ledger")
    return frame("ledger_opened", title, scene, [body], is_filtered=False)


def _system(shown: Mapping[str, Any], scene: Scene) -> list[Component]:
    words, source, tables = scene.words, shown["name"], shown["of"]
    parts: list[Component] = []
    if any(table["source"] is None and "refused" not in table for table in tables):
        link = html.A(words("ledger.without_all"), href=scene.link(ledger=f"without:{source}"))
        parts.append(html.P(link))
    for table in tables[:MOST_TABLES]:
        told = words("ledger.table", name=table["table"], count=whole(table["records"]))
        is_own = any("required" in field for field in table["fields"])
        inside = _fields(source, table["fields"], shown["names"], scene) if is_own else _declared(table, scene)
        parts.append(html.Details([html.Summary(told), inside], open=is_own))
    if len(tables) > MOST_TABLES:
        parts.append(html.P(words("ledger.more_tables", count=whole(len(tables) - MOST_TABLES)), className="quiet"))
    return parts or [empty(words("ledger.no_tables"))]


def _declared(table: Mapping[str, Any], scene: Scene) -> Component:
    words = scene.words
    names = words.either("、", ", ").join(field["name"] for field in table["fields"]) or NOT_TOLD
    rows = [
        ("fields", names),
        ("filled", share(table["filled"])),
        ("refused", number(table["refused"])),
        ("last_load", table["updated"] or NOT_TOLD),
    ]
    terms = [part for name, text in rows for part in (html.Dt(words(f"ledger.{name}")), html.Dd(text))]
    source = table["source"]
    if source:
        link = html.A(source, href=scene.link(ledger=f"system:{source}"))
        terms += [html.Dt(words("ledger.delivers_by")), html.Dd(link)]
    return html.Dl(terms, className="ledger-terms")


def _fields(
    source: str, fields: Sequence[Mapping[str, Any]], names: Mapping[str, str], scene: Scene
) -> Component:  # fmt: skip
    words = scene.words
    rows = []
    for field in fields:
        link = html.A(field["name"], href=scene.link(ledger=f"without:{source}.{field['name']}"))
        said = "required" if field["required"] else "" if field["delivered"] else "not_delivered"
        note = [html.Span(words(f"ledger.{said}"), className="quiet")] if said else []
        cells = [number(field["known"]), share(field["filled"]), _kpis(field["kpis"], names, scene)]
        rows.append(_line([link, *note], zip(("known", "filled", "read_by"), cells, strict=True), scene))
    return _table(("field", "known", "filled", "read_by"), rows, scene)


def _kpis(keys: Sequence[str], names: Mapping[str, str], scene: Scene) -> list[Component]:
    links = [html.A(names[key], href=scene.link(ledger=f"kpi:{key}"), className="ledger-kpi") for key in keys]
    return links or [html.Span(NOT_TOLD)]


def _without(shown: Mapping[str, Any], scene: Scene) -> list[Component]:
    words, lost = scene.words, shown["of"]
    counts = {effect: whole(count) for effect, count in lost["counts"].items()}
    back = html.A(lost["source"], href=scene.link(ledger=f"system:{lost['source']}"))
    parts: list[Component] = [html.P([back]), html.P(words("ledger.lost", **counts))]
    rows = []
    for one in lost["kpis"]:
        link = html.A(one["name"], href=scene.link(ledger=f"kpi:{one['key']}"))
        cells = [words(f"ledger.effect.{one['effect']}"), ", ".join(one["needs"]) or NOT_TOLD]
        rows.append(_line([link], zip(("becomes", "needs"), cells, strict=True), scene))
    parts.append(_table(("kpi", "becomes", "needs"), rows, scene) if rows else empty(words("ledger.nothing_lost")))
    if lost["breakdowns"]:
        told = words.either("、", ", ").join(words(f"ledger.breakdown.{name}") for name in lost["breakdowns"])
        parts.append(html.P(words("ledger.breakdowns", names=told)))
    return parts


def _kpi(shown: Mapping[str, Any], scene: Scene) -> list[Component]:
    words, kpi = scene.words, shown["of"]
    parts: list[Component] = [html.P(words("ledger.formula", name=kpi["name"], formula=kpi["formula"]))]
    rows = []
    for one in kpi["fields"]:
        link = html.A(
            f"{one['source']}.{one['field']}", href=scene.link(ledger=f"without:{one['source']}.{one['field']}")
        )
        cells = [words("ledger.needed" if one["needed"] else "ledger.read"), number(one["known"]), share(one["filled"])]
        rows.append(_line([link], zip(("relied_on", "known", "filled"), cells, strict=True), scene))
    parts.append(
        _table(("field", "relied_on", "known", "filled"), rows, scene) if rows else empty(words("ledger.none"))
    )
    for source, needs in kpi["unmet"].items():
        parts.append(html.P(words("ledger.unmet", source=source, needs=", ".join(needs))))
    return parts


def _line(first: list[Component], cells: Any, scene: Scene) -> Component:
    drawn = [html.Th(first, scope="row")]
    drawn += [html.Td(cell, **{"data-column": scene.words(f"ledger.{name}")}) for name, cell in cells]
    return html.Tr(drawn)


def _table(names: Sequence[str], rows: list[Component], scene: Scene) -> Component:
    head = html.Tr([html.Th(scene.words(f"ledger.{name}"), scope="col") for name in names])
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="ledger-table")
    label = scene.words("ledger.opened")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": label})


PANEL = Panel("ledger_opened", ask, render)
