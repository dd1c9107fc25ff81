"""The first rows of a file as they would be loaded, as a table and as points of a map."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.display.page_sentences import translated
from dashboard.panels.payloads import LoadPoint, LoadPreview
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import seen_from
from geodata.areas.area_tree import AreaTree
from queries.city import City
from queries.values import CasePreview

COLUMNS = ("row", "number", "reported", "closed", "status", "said", "place")


def preview_drawing(rows: Sequence[CasePreview], city: City, words: Catalogue) -> Component:
    """A table of the rows, and beside it the place of a map with their points."""
    if not rows:
        return html.P(words("load.no_rows"), className="load-missing")
    head = html.Thead(html.Tr([html.Th(words(f"load.of_row.{name}"), scope="col") for name in COLUMNS]))
    body = html.Tbody([_row(number, row, city, words) for number, row in enumerate(rows, 1)])
    table = html.Div(html.Table([head, body], className="definitions load-rows"), className="load-scroll")
    return html.Div([table, _map(rows, city, words)], className="load-preview")


def _map(rows: Sequence[CasePreview], city: City, words: Catalogue) -> Component:
    points: list[LoadPoint] = [
        {"number": number, "lon": row.lon, "lat": row.lat, "is_used": row.point == "trusted"}
        for number, row in enumerate(rows, 1)
        if row.lon is not None and row.lat is not None and abs(row.lat) <= 90 and abs(row.lon) <= 360
    ]
    tree = city.tree
    outlines = f"/outlines/{tree.grid_version}/{quote(tree.root.code, safe='')}.geojson"
    drawn: LoadPreview = {"outlines": outlines, "points": points, "none": words("load.no_points")}
    return html.Div(
        [],
        className="load-map",
        role="img",
        **{
            "aria-label": words("load.map", count=len(points)),
            "data-load-preview": json.dumps(drawn, ensure_ascii=False),
        },
    )


def _row(number: int, row: CasePreview, city: City, words: Catalogue) -> Component:
    first = html.Th(str(number), scope="row", title=words("load.line", line=row.line))
    if row.reason:
        refused = words("load.refused_row", reason=translated(row.reason, words))
        return html.Tr([first, html.Td(refused, colSpan=len(COLUMNS) - 1, className="load-refused")])
    zone, now = city.profile.time_zone, city.sources.now()
    texts = row.texts
    said = " · ".join(dict.fromkeys(filter(None, (texts.get("category1"), texts.get("category2"), texts.get("title")))))
    cells = [
        row.number,
        seen_from(row.reported, now, zone) if row.reported else "—",
        seen_from(row.closed, now, zone) if row.closed else "—",
        words.term("case_status", row.status) if row.status else "—",
        said or "—",
    ]
    return html.Tr([first, *map(html.Td, cells), html.Td(_place(row, city.tree, words))])


def _place(row: CasePreview, tree: AreaTree, words: Catalogue) -> list[Component]:
    """The names of the areas below the city, and how they were found."""
    area = tree.by_id(row.area_id)
    names = [one.name for one in (*tree.ancestors(area), area) if one.parent_id]
    where = html.Span(" › ".join(names) or tree.root.name)
    how = [html.Span(words(f"load.placed.{row.placed_by}"), className="quiet")]
    if row.point in {"zero", "outside"} and row.placed_by != "outside":
        how.append(html.Span(words(f"load.point.{row.point}"), className="load-unread"))
    return [where, html.Br(), *how]
