"""The chosen KPI of an area beside its siblings, of any areas, or of departments, channels, categories: which differ
from the others by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.number_link import asked_figure, number_shown
from dashboard.display.panel import Panel, empty
from dashboard.display.ripeness import unripe_text, way_to_settled
from dashboard.display.wording import days_or_moment, metric_name, reason, value_figure
from dashboard.findings.comparison_words import (
    difference,
    interval,
    level_name,
    level_of,
    own_sentence,
    sentences,
    value,
    verdict,
)
from dashboard.panels.comparisons.dialog import dialog, no_dialog
from dashboard.view.readings import BELOW, CHOOSE, SIBLINGS
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import COMPARED_BY, UNKNOWN, ComparedPart, Question, SideBySide

KEY = "comparison"
MOST = 60
"""So many parts are listed; the API gives all."""


@dataclass(frozen=True)
class ComparisonAnswers:
    """The comparison, what its parts are called, and the code of the one that the screen is about."""

    found: SideBySide
    level: str
    own: str = ""


def asked(city: City, scene: Scene) -> tuple[Question, tuple[Area, ...]] | None:
    """The question that the address asks, and the areas compared; None where it asks nothing."""
    chosen = scene.view.compare
    if chosen is None:
        return None
    question = scene.question(scene.metric.key)
    if chosen in COMPARED_BY and chosen != "area":
        return replace(question, by=chosen), ()
    if chosen == SIBLINGS and scene.area.parent_id:
        parent = city.tree.by_id(scene.area.parent_id)
        return replace(question, area=parent.code, by="area"), tuple(city.tree.children(parent))
    if chosen in (SIBLINGS, BELOW):
        return replace(question, by="area"), tuple(city.tree.children(scene.area))
    levels = [level.key for level in city.profile.levels]
    if chosen in levels:
        return replace(question, by="area"), _of_level(city, scene.area, levels.index(chosen))
    areas = tuple(city.tree.area(code) for code in chosen.split(","))
    return replace(question, area=city.tree.root.code, by="area"), areas


def _of_level(city: City, area: Area, level: int) -> tuple[Area, ...]:
    """The areas of a level inside an area."""
    numbers = city.tree.at_level(level)
    return tuple(city.tree.by_id(number) for number in numbers.tolist() if area.holds(number))


def ask(city: City, scene: Scene) -> ComparisonAnswers | None:
    """The comparison that the address asks for."""
    wanted = asked(city, scene)
    if wanted is None:
        return None
    question, areas = wanted
    level = level_name(question.by or "", level_of([area.level for area in areas]), city.profile, scene.words)
    if question.by == "area" and not areas:
        return ComparisonAnswers(SideBySide(city.kpis.ask(replace(question, by=None)), "area"), level)
    return ComparisonAnswers(city.kpis.compared(question, areas), level, scene.area.code)


def render(answers: ComparisonAnswers | None, scene: Scene) -> Component:
    """A dialog with what is found in sentences, and a table of all parts; or an empty place."""
    if answers is None:
        return no_dialog(KEY, scene.words("comparison.label"), scene)
    found = answers.found
    title = scene.words("comparison.title", kpi=metric_name(scene.metric, scene), level=answers.level)
    body: list[Component] = [_ways(scene), html.P(days_or_moment(scene.now, scene.metric, scene), className="quiet")]
    if not found.parts:
        why = reason(found.whole, scene) if found.whole.status != "ok" else scene.words("comparison.nothing")
        return dialog(KEY, title, scene.link(compare=None), [*body, empty(why)], scene)
    said = [own_sentence(found, answers.own, scene.words), *sentences(found, answers.level, scene.words)]
    body += [html.P(one, className="finding") for one in said if one]
    if found.whole.is_unripe and (way := way_to_settled(found.whole, scene)):
        body.append(html.P(way, className="finding unripe"))
    body += [_table(answers, scene), html.P(scene.words("comparison.about"), className="panel-note")]
    return dialog(KEY, title, scene.link(compare=None), body, scene)


def _ways(scene: Scene) -> Component:
    """What else can be compared, as links."""
    ways = [SIBLINGS, *([BELOW] if scene.area.parent_id and not scene.area.is_leaf else [])]
    ways += [by for by in COMPARED_BY if by not in ("area", "category2", "category3")]
    links = [
        html.A(
            scene.words(f"comparison.by.{way}"),
            href=scene.link(compare=way),
            className="chosen" if way == scene.view.compare else None,
            **({"aria-current": "true"} if way == scene.view.compare else {}),
        )
        for way in ways
    ]
    if scene.area.parent_id:
        way = scene.link(compare=None, measure=CHOOSE)
        links.append(html.A(scene.words("measure.label"), href=way, className="measure-link"))
    return html.Nav(links, className="switches", **{"aria-label": scene.words("comparison.ways")})


def _table(answers: ComparisonAnswers, scene: Scene) -> Component:
    found, words = answers.found, scene.words
    columns = ("value", "interval", "n", "difference", "verdict")
    head = [
        html.Th(answers.level, scope="col"),
        *(html.Th(words(f"comparison.column.{one}"), scope="col") for one in columns),
    ]
    shown = found.parts[:MOST]
    ends = [end for part in shown for end in (part.low, part.high) if end is not None]
    reach = (min(ends, default=0.0), max(ends, default=1.0))
    rows = [_row(part, answers, reach, scene) for part in shown]
    whole_row = html.Tr(
        [
            html.Th(words("comparison.whole"), scope="row"),
            html.Td(_asked_whole(found, scene)),
            html.Td(),
            html.Td(whole(found.whole.n), className="compared-n"),
            html.Td(),
            html.Td(),
        ],
        className="whole",
    )
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody([whole_row, *rows])], className="why-table compared")
    rest = len(found.parts) - len(shown)
    return html.Div([table, *([html.P(words("why.rest", count=rest), className="panel-note")] if rest else [])])


def _row(part: ComparedPart, answers: ComparisonAnswers, reach: tuple[float, float], scene: Scene) -> Component:
    found, words = answers.found, scene.words
    name = part_name(found.by, part.code, part.name, words)
    href, shown = _narrowed(found.by, part.code, scene), value(part.value, found, words)
    cells = [
        html.Td(shown if found.per else _asked(shown, part, found, scene)),
        html.Td([html.Span(interval(part, found, words)), *_bar(part, reach)], className="compared-interval"),
        html.Td(_asked(whole(part.n), part, found, scene) if found.per else whole(part.n), className="compared-n"),
        html.Td(difference(part, found, words), className="compared-difference"),
        html.Td(verdict(part, words)),
    ]
    marks: Sequence[str] = [part.verdict, *(["own"] if part.code == answers.own else [])]
    return html.Tr(
        [html.Th(html.A(name, href=href) if href else name, scope="row"), *cells],
        className=" ".join(marks),
        **{"data-code": part.code},
    )


def _asked(text: str, part: ComparedPart, found: SideBySide, scene: Scene) -> Component:
    """A figure of a part that leads to its card."""
    if found.by == "area":
        return asked_figure(text, number_shown(scene, area=part.code), scene)
    narrowed = ((_dimension(found.by), part.code),)
    return asked_figure(text, number_shown(scene, where=narrowed) if part.code != UNKNOWN else None, scene)


def _asked_whole(found: SideBySide, scene: Scene) -> Component:
    whole_of = found.whole
    text = str(value_figure(whole_of.value, whole_of.unit, scene))
    figure = asked_figure(text, number_shown(scene, area=whole_of.area), scene)
    if whole_of.is_settled:
        return figure
    return html.Span(figure, className="unripe", title=unripe_text(whole_of, scene))


def _dimension(by: str) -> str:
    return "category1" if by == "category" else by


def _bar(part: ComparedPart, reach: tuple[float, float]) -> list[Component]:
    """The interval drawn between the lowest and the highest end of all."""
    low, high = reach
    if part.low is None or part.high is None or high <= low:
        return []
    left, right = (100 * (end - low) / (high - low) for end in (part.low, part.high))
    return [
        html.Span(className="interval-bar", style={"--from": f"{round(left, 1)}%", "--to": f"{round(100 - right, 1)}%"})
    ]


def _narrowed(by: str, code: str, scene: Scene) -> str | None:
    """The address of this view for one part alone, without the comparison."""
    if code == UNKNOWN:
        return None
    if by == "area":
        return scene.link(area=code, compare=None)
    dimension = _dimension(by)
    others = tuple(one for one in scene.view.where if one[0] != dimension)
    return scene.link(where=(*others, (dimension, code)), compare=None)


PANEL = Panel(KEY, ask, render)
