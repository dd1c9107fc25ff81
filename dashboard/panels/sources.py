"""The table of sources: what each delivers and how often, how far it has come, how late it is, what was refused."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.view.scene import Scene
from dashboard.words.moments import seen_from
from dashboard.words.numbers import brief, whole
from queries.city import City
from queries.values import SourceStanding

COLUMNS = ("source", "kind", "cadence", "watermark", "last_load", "lag", "rows", "refused", "newer", "status")
WRITTEN_IN_THE_BROWSER = ("lag", "status")
NUMBERS = ("cadence", "lag", "rows", "refused")


def ask(city: City, scene: Scene) -> tuple[SourceStanding, ...]:
    """All sources at the screen's moment, reports included."""
    return city.sources.standings(scene.now.as_of, scope=scene.scope)


def render(standings: tuple[SourceStanding, ...], scene: Scene) -> Component:
    """One row a source; lag and status are written by assets/modules/panels/freshness.js, which has the newest."""
    words, title = scene.words, scene.words("sources.title")
    if not standings:
        return frame("sources", title, scene, [empty(words("sources.none")), _load_link(scene)], is_filtered=False)
    head = [html.Th(words(f"sources.{column}"), scope="col", className=_kind(column)) for column in COLUMNS]
    rows = [_row(source, scene) for source in standings]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="definitions sources-table")
    parts = [html.Div(table, className="scroll"), _load_link(scene)]
    return frame("sources", title, scene, parts, is_filtered=False)


def _row(source: SourceStanding, scene: Scene) -> Component:
    words = scene.words
    cells: dict[str, object] = {
        "source": [html.Span(source.title(words.language)), html.Code(source.name)],
        "kind": words(f"source_kind.{source.kind}"),
        "cadence": brief(source.cadence_s, "second", words) if source.cadence_s else "—",
        "watermark": moment_text(source.watermark, scene),
        "last_load": _deliveries(source, scene),
        "rows": "—" if source.rows is None else whole(source.rows),
        "refused": _refused(source, scene),
        "newer": words(f"newer_by.{source.newer_by}") if source.newer_by else "—",
    }
    cells |= {"lag": "—", "status": ""}
    drawn = [_cell(column, cells[column], source.name, scene) for column in COLUMNS]
    return html.Tr(drawn, **{"data-source": source.name})


def _cell(column: str, content: object, source: str, scene: Scene) -> Component:
    """With the name of its column, for pages that are too narrow for a table."""
    data = {} if column == "source" else {"data-column": scene.words(f"sources.{column}")}
    if column in WRITTEN_IN_THE_BROWSER:
        data[f"data-source-{column}"] = source
    return html.Td(content, className=_kind(column), **data)


def _load_link(scene: Scene) -> Component:
    """The way to the page on which a file is loaded."""
    screen = scene.registry.screen_at("/load")
    link = html.A(scene.words("load.link"), href=scene.screen_link(screen), className="load-link")
    return html.P(link, **{"data-needs": "load"})


def _deliveries(source: SourceStanding, scene: Scene) -> Component | str:
    text = moment_text(source.last_load, scene)
    if source.last_load is None or scene.scope.restricts:
        return text
    address = f"/api/v1/sources/{quote(source.name, safe='')}/deliveries.csv"
    return html.A(text, href=address, className="download", title=scene.words("sources.deliveries_title"))


def _refused(source: SourceStanding, scene: Scene) -> Component | str:
    if source.refused is None:
        return html.Span("—", title=scene.words("sources.refused_not_shown"))
    if not source.refused:
        return "0"
    address = f"/api/v1/sources/{quote(source.name, safe='')}/refused.csv"
    return html.A(whole(source.refused), href=address, className="download", title=scene.words("sources.refused_title"))


def _kind(column: str) -> str:
    return f"cell-{column} number" if column in NUMBERS else f"cell-{column}"


def moment_text(moment: datetime | None, scene: Scene) -> str:
    """An instant in the city's zone, with its day when that is not the screen's."""
    if moment is None:
        return "—"
    return seen_from(moment, scene.now.as_of, scene.zone)


SOURCES = Panel("sources", ask, render)
