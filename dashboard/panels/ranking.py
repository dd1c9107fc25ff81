"""The children of the area in order of the chosen KPI; those with too few cases stand apart, unranked."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import is_fair
from dashboard.display.wording import feeds, has_sample, metric_name, reason, remarks
from dashboard.panels.special import ranking as special_ranking
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import NOT_PLACED, Answer, AnswerRow, Question


@dataclass(frozen=True)
class Ranking:
    """The answer by children (None for an area without any), the least n of a rank, and the children's level in
    both languages.
    """

    answer: Answer | None
    minimum: int
    level: tuple[str, str]
    special: special_ranking.SpecialRanking | None = None
    has_special: bool = False


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI of every child of the area."""
    return [] if scene.view.rank or scene.area.is_leaf else [scene.question(scene.metric.key, by="area")]


def ask(city: City, scene: Scene) -> Ranking:
    """The chosen KPI of every child of the area, or of the special grids where these are to be ranked."""
    minimum = city.profile.minimum_cases
    has_special = len(city.ground.special_grids) > 0
    below = None if scene.area.is_leaf else city.profile.levels[scene.area.level + 1]
    names = (below.zh, below.en) if below else ("", "")
    if scene.view.rank and has_special:
        return Ranking(None, minimum, names, special_ranking.ask(city, scene), has_special)
    if below is None:
        return Ranking(None, minimum, names, None, has_special)
    answer = city.kpis.ask(scene.question(scene.metric.key, by="area"))
    return Ranking(answer, minimum, names, None, has_special)


def ranked(answer: Answer, minimum: int) -> tuple[list[AnswerRow], list[AnswerRow]]:
    """Rows with a rank, largest value first, and the rows set apart because they have too few cases for a fair rate, or
    because the rate is not settled."""
    rows = [row for row in answer.rows if row.code != NOT_PLACED]
    if answer.is_unripe:
        return [], rows
    fair = [row for row in rows if is_fair(row, answer, minimum)]
    apart = [row for row in rows if row not in fair]
    order = lambda row: (-(row.value or 0), row.code)  # noqa: E731
    return sorted(fair, key=order), sorted(apart, key=lambda row: (-row.n, row.code))


def render(ranking: Ranking, scene: Scene) -> Component:
    """A list of links: rank, name, bar, value."""
    name = metric_name(scene.metric, scene)
    level = scene.words.either(*ranking.level) or scene.words("ranking.leaf_title")
    if ranking.special is not None:
        return special_ranking.render(ranking.special, scene, level)
    tabs = [special_ranking.tabs(scene, level)] if ranking.has_special and scene.screen.is_interactive else []
    if ranking.answer is None:
        leaf = [*tabs, empty(scene.words("ranking.leaf"))]
        return frame("ranking", scene.words("ranking.leaf_title"), scene, leaf)
    answer = ranking.answer
    title = scene.words("ranking.title", level=scene.words.either(*ranking.level), kpi=name)
    if answer.status == "no_data":
        return frame("ranking", title, scene, [*tabs, empty(reason(answer, scene))])
    fair, apart = ranked(answer, ranking.minimum)
    top = max((row.value or 0 for row in fair), default=0)
    lines = [_line(row, str(place), answer, top, scene) for place, row in enumerate(fair, 1)]
    unsettled = unsettled_note(answer, scene)
    parts: list[Component] = unsettled or [empty(scene.words("ranking.none"))]
    if lines:
        parts = [rows_list(lines, "rows", scene)]
    if apart:
        few = scene.words("ranking.apart" if has_sample(answer) else "ranking.without", least=ranking.minimum)
        others = [_line(row, "·", answer, 0, scene) for row in apart]
        parts += [*([] if unsettled else [html.P(few, className="panel-note")]), rows_list(others, "rows apart", scene)]
    if remark := remarks(answer, scene.metric, scene):
        parts.append(html.P(remark, className="panel-note remark"))
    body = [*tabs, html.Div(parts, className="scroll")]
    return frame("ranking", title, scene, body, data={"feeds": feeds(scene.metric)})


def _line(row: AnswerRow, place: str, answer: Answer, top: float, scene: Scene) -> Row:
    cells = special_ranking.ranked_cells(row, place, answer, top, scene)
    href = scene.link(area=row.code) if scene.screen.is_interactive else None
    return Row("row", cells, href, row.code, row.name, number=number_of(scene, area=row.code))


PANEL = Panel("ranking", ask, render, questions)
