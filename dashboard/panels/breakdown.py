"""Shares of the cases by category, level by level, by channel, status and level of closing. A click on a row filters
by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import FilterLink, filter_link
from dashboard.display.lists import Row, rows_list
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import is_fair, why_apart
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import feeds, has_sample, metric_name, reason, sample, value_figure
from dashboard.view.filtering import CATEGORIES
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import EXCLUDED, UNKNOWN, Answer, AnswerRow, Question

MOST = 10
BREAKDOWN_OF = {"category1": "category"}
"""The breakdown by a dimension, where it has another name."""


@dataclass(frozen=True)
class Shares:
    """The answer by values of a dimension. Of categories it may be another level than the address names, where no case
    has a value in that."""

    dimension: str
    answer: Answer
    least: int
    """Cases that a rate or duration needs to be compared with others."""


def breakdown(key: str, dimension_of: Callable[[Scene], str]) -> Panel:
    """A panel of the chosen KPI by one dimension: a count with the shares, a rate or duration with n."""

    def question(scene: Scene, dimension: str) -> Question:
        return scene.question_of_panel(scene.metric.key, BREAKDOWN_OF.get(dimension, dimension), dimension)

    def questions(_city: City, scene: Scene) -> list[Question]:
        return [question(scene, dimension_of(scene))]

    def ask(city: City, scene: Scene) -> Shares:
        for dimension in _with_others(dimension_of(scene)):
            answer = city.kpis.ask(question(scene, dimension))
            if not answer.n or any(row.code != UNKNOWN for row in answer.rows):
                return Shares(dimension, answer, city.profile.minimum_cases)
        return Shares(dimension, answer, city.profile.minimum_cases)

    def render(shares: Shares, scene: Scene) -> Component:
        return _render(key, shares, scene)

    return Panel(key, ask, render, questions)


def _render(key: str, shares: Shares, scene: Scene) -> Component:
    answer, dimension = shares.answer, shares.dimension
    title = scene.words(f"breakdown.{key}", kpi=metric_name(scene.metric, scene))
    tabs = [_levels(dimension, scene)] if dimension in CATEGORIES and scene.screen.is_interactive else []
    if answer.status == "no_data":
        return frame(key, title, scene, [*tabs, empty(reason(answer, scene))])
    rows = sorted((row for row in answer.rows if row.n), key=lambda row: (row.code == UNKNOWN, -row.n, row.code))
    if not rows:
        return frame(key, title, scene, [*tabs, empty(scene.words("no_cases"))])
    lines = _values(rows, shares, scene) if has_sample(answer) else _lines(rows, dimension, answer.unit, scene)
    kind = "rows apart" if answer.is_unripe else "rows"
    listed = [*unsettled_note(answer, scene), rows_list(lines, kind, scene), *break_notes(answer, scene)]
    body = [*tabs, html.Div(listed, className="scroll")]
    return frame(key, title, scene, body, data={"feeds": feeds(scene.metric)})


def _levels(shown: str, scene: Scene) -> Component:
    """The levels of categories, to go up and down without a filter."""
    links = [
        html.A(
            scene.words(f"condition.{level}"),
            href=scene.link(category=level),
            **{"aria-current": "true"} if level == shown else {},
        )
        for level in CATEGORIES
    ]
    return html.Nav(links, className="tabs", **{"aria-label": scene.words("breakdown.levels")})


def _lines(rows: list[AnswerRow], dimension: str, unit: str, scene: Scene) -> list[Row]:
    """The largest rows and those chosen, the others as one row at the end, by which nothing can be filtered."""
    chosen = {value for name, value in scene.view.where if name == dimension}
    shown = [row for place, row in enumerate(rows) if len(rows) <= MOST or place < MOST - 1 or row.code in chosen]
    total, longest, hint = sum(row.n for row in rows), max(row.n for row in rows), scene.words("filter.hint")

    def line(name: str, n: int, number: str, link: FilterLink | None, *, compared: bool = True) -> Row:
        length = round(100 * n / longest, 1) if compared else 0.0
        share = f"{decimal(100 * n / total, 1)}%"
        cells = (
            ("row-name", name),
            ("bar", length),
            ("row-value", str(value_figure(n, unit, scene))),
            ("row-n", share),
        )
        title = f"{name}\n{hint}" if link else name
        kind = "row chosen" if link and link.is_chosen else "row"
        return Row(kind, cells, title=title, filtering=link, number=number)

    lines = []
    for row in shown:
        name = _name(dimension, row, scene)
        link = filter_link(scene, dimension, row.code, **_one_level_down(dimension))
        lines.append(line(name, row.n, number_of(scene, where=((dimension, row.code),)), link))
    if rest := [row.n for row in rows if row not in shown]:
        name, others = scene.words("breakdown.rest", count=len(rest)), _others(dimension, shown, scene)
        lines.append(line(name, sum(rest), others, None, compared=False))
    return lines


def _name(dimension: str, row: AnswerRow, scene: Scene) -> str:
    """What a value is called; some have names that a city gives them."""
    given = scene.value_names.get((dimension, row.code), row.name)
    return part_name(BREAKDOWN_OF.get(dimension, dimension), row.code, given, scene.words)


def _others(dimension: str, shown: list[AnswerRow], scene: Scene) -> str:
    """The figure of all values but those that have rows of their own; those left out stay out."""
    without = dimension + EXCLUDED
    left_out = (one for one in scene.where if one[0] == without)
    return number_of(scene, where=(*left_out, *((without, row.code) for row in shown)))


def _values(rows: list[AnswerRow], shares: Shares, scene: Scene) -> list[Row]:
    """Of the parts with the most cases and those chosen, the largest value first; those of few cases last, without a
    bar, as all are while the rate is not settled. What the others come to is not said: medians have no sum."""
    answer, dimension = shares.answer, shares.dimension
    chosen = {value for name, value in scene.view.where if name == dimension}
    shown = [row for place, row in enumerate(rows) if len(rows) <= MOST or place < MOST - 1 or row.code in chosen]
    fair = [row for row in shown if is_fair(row, answer, shares.least)]
    shown = [*sorted(fair, key=lambda row: (-(row.value or 0), row.code)), *(row for row in shown if row not in fair)]
    longest = max((row.value or 0 for row in fair), default=0) or 1
    lines = []
    for row in shown:
        name = _name(dimension, row, scene)
        link = filter_link(scene, dimension, row.code, **_one_level_down(dimension))
        cells = (
            ("row-name", name),
            ("bar", round(100 * (row.value or 0) / longest, 1) if row in fair else 0.0),
            ("row-value", str(value_figure(row.value, answer.unit, scene))),
            ("row-n", sample(row.n, scene)),
        )
        apart, hint = why_apart(row, answer, shares.least, scene), scene.words("filter.hint") if link else ""
        kind = "row chosen" if link and link.is_chosen else "row"
        title = "\n".join(filter(None, (name, apart, hint)))
        number = number_of(scene, where=((dimension, row.code),))
        lines.append(Row(kind, cells, title=title, filtering=link, number=number))
    if rest := [row.n for row in rows if row not in shown]:
        name = scene.words("breakdown.rest", count=len(rest))
        cells = (("row-name", name), ("bar", 0.0), ("row-value", ""), ("row-n", sample(sum(rest), scene)))
        lines.append(Row("row", cells, title=name, number=_others(dimension, shown, scene)))
    return lines


def _with_others(dimension: str) -> tuple[str, ...]:
    """Of a level of categories those below it and above it too, in the order in which they are shown without values."""
    if dimension not in CATEGORIES:
        return (dimension,)
    place = CATEGORIES.index(dimension)
    return (*CATEGORIES[place:], *reversed(CATEGORIES[:place]))


def _one_level_down(dimension: str) -> dict[str, str]:
    """What a click on a category sets beside its filter."""
    below = CATEGORIES[CATEGORIES.index(dimension) + 1 :] if dimension in CATEGORIES else ()
    return {"category": below[0]} if below else {}


CATEGORY = breakdown("category", lambda scene: scene.view.category)
CHANNEL = breakdown("channel", lambda _scene: "channel")
DEPARTMENT = breakdown("department", lambda _scene: "department")
STATUS = breakdown("status", lambda _scene: "status")
CLOSING_LEVEL = breakdown("closing_level", lambda _scene: "closing_level")
