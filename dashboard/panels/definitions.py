"""The KPI dictionary as a page: name, formula, denominators, basis, source, and whether this city can answer."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.display.wording import metric_name
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Dictionary, Metric, bases

SPEAKING = ("name", "formula")
"""Columns that need no name beside them where a row reads as a paragraph."""
COLUMNS = ("name", "formula", "denominators", "basis", "unit", "source", "version", "answerable")


@dataclass(frozen=True)
class Definitions:
    """The dictionary and the keys that this city's sources can answer."""

    dictionary: Dictionary
    answerable: frozenset[str]


def ask(city: City, scene: Scene) -> Definitions:
    """All definitions; no case is counted for this page."""
    kpis, scope = city.kpis, scene.scope
    return Definitions(kpis.dictionary, frozenset(key for key in kpis.dictionary if kpis.answerable(key, scope=scope)))


def render(definitions: Definitions, scene: Scene) -> Component:
    """One row a KPI."""
    words = scene.words
    head = html.Thead(html.Tr([html.Th(words(f"dictionary.{column}"), scope="col") for column in COLUMNS]))
    rows = [_row(metric, metric.key in definitions.answerable, scene) for metric in definitions.dictionary.values()]
    sentence = words("dictionary.count", count=len(rows), answerable=len(definitions.answerable))
    table = html.Div(html.Table([head, html.Tbody(rows)], className="definitions"), className="scroll")
    return frame("definitions", words("dictionary.title"), scene, [html.P(sentence, className="panel-note"), table])


def _row(metric: Metric, answerable: bool, scene: Scene) -> Component:
    words = scene.words
    name = [
        html.A(metric_name(metric, scene), href=scene.screen_link(scene.registry.home, kpi=metric.key)),
        html.Code(metric.key),
    ]
    formula = [html.P(words.either(metric.formula_zh, metric.formula_en))]
    if excluded := words.either(metric.excluded_zh, metric.excluded_en):
        formula.append(html.P(words("dictionary.excluded", what=excluded), className="quiet"))
    sign = html.Span("● " if answerable else "○ ", className="sign" if answerable else "quiet")
    cells = {
        "name": name,
        "formula": formula,
        "denominators": _denominators(metric, scene),
        "basis": _basis(metric, scene),
        "unit": words.unit(metric.unit) if metric.unit != "ratio" else "%",
        "source": metric.standard or "—",
        "version": str(metric.version),
        "answerable": [sign, words("dictionary.yes" if answerable else "dictionary.no")],
    }
    return html.Tr([_cell(column, cells[column], scene) for column in COLUMNS], **{"data-metric": metric.key})


def _cell(column: str, content: object, scene: Scene) -> Component:
    named = {} if column in SPEAKING else {"data-column": scene.words(f"dictionary.{column}")}
    return html.Td(content, className=f"cell-{column}", **named)


def _denominators(metric: Metric, scene: Scene) -> Component | str:
    words = scene.words
    standard = words.either(metric.default_zh, metric.default_en)
    if not standard and not metric.denominators:
        return "—"
    names = [words("dictionary.default", name=standard or words("control.standard"))]
    names += [words.either(other.zh, other.en) for other in metric.denominators.values()]
    return html.Ul([html.Li(name) for name in names])


def _basis(metric: Metric, scene: Scene) -> str:
    basis = bases()[metric.basis]
    return f"{basis.letter} {scene.words.either(basis.zh, basis.en)}"


PANEL = Panel("definitions", ask, render)
