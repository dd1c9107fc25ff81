"""Special grids, the key ones or all, by the chosen KPI. A case may lie in several: the rows add up to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import filter_link
from dashboard.display.lists import Cell, Row, rows_list
from dashboard.display.number_link import number_of
from dashboard.display.panel import empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import is_fair, least_sample
from dashboard.display.wording import feeds, has_sample, metric_name, reason, sample, value_figure
from dashboard.view.filtering import without_choice
from dashboard.view.scene import Scene
from dashboard.view.view_state import RANKS
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import EXCLUDED, SPECIAL_GRID, Answer, AnswerRow

MOST_ROWS = 60


@dataclass(frozen=True)
class SpecialRanking:
    """The answer by special grid, the least n of a rank, and the code of each grid with whether it is key."""

    answer: Answer
    minimum: int
    key: Mapping[str, bool]


def ask(city: City, scene: Scene) -> SpecialRanking:
    """The chosen KPI of every special grid inside the area, whichever of them is chosen."""
    grids = city.ground.special_grids
    where = without_choice(scene.view.where, SPECIAL_GRID) if scene.screen.is_interactive else scene.view.where
    question = replace(scene.question(scene.metric.key, by=SPECIAL_GRID), where=where)
    key = dict(zip(grids.code.tolist(), grids.key.tolist(), strict=True))
    return SpecialRanking(city.kpis.ask(question), city.profile.minimum_cases, key)


def tabs(scene: Scene, level: str) -> Component:
    """What can be ranked: the areas below, the key special grids, all of them."""
    names: list[tuple[str | None, str]] = [(None, level)]
    names += [(rank, scene.words(f"ranking.special_{rank}")) for rank in RANKS]
    links = [
        html.A(name, href=scene.link(rank=rank), **{"aria-current": "true"} if rank == scene.view.rank else {})
        for rank, name in names
    ]
    return html.Nav(links, className="tabs", **{"aria-label": scene.words("ranking.tabs")})


def render(ranking: SpecialRanking, scene: Scene, level: str) -> Component:
    """A list of links: rank, name, bar, value."""
    answer, words = ranking.answer, scene.words
    title = words("ranking.special_title", kpi=metric_name(scene.metric, scene))
    top = [tabs(scene, level)] if scene.screen.is_interactive else []
    if answer.status == "no_data":
        return frame("ranking", title, scene, [*top, empty(reason(answer, scene))], of_special=False)
    rows = [row for row in answer.rows if row.n and (scene.view.rank == "all" or ranking.key.get(row.code))]
    least = least_sample(answer, ranking.minimum)
    fair_ones = [row for row in rows if is_fair(row, answer, ranking.minimum)]
    fair = sorted(fair_ones, key=lambda row: (-(row.value or 0), row.code))
    apart = sorted((row for row in rows if row not in fair_ones), key=lambda row: (-row.n, row.code))
    best = max((row.value or 0 for row in fair), default=0)
    lines = [_line(row, str(place), answer, best, scene) for place, row in enumerate(fair[:MOST_ROWS], 1)]
    parts: list[Component] = unsettled_note(answer, scene) or [empty(words("ranking.none"))]
    if lines:
        parts = [rows_list(lines, "rows", scene)]
    if len(fair) > MOST_ROWS:
        parts.append(html.P(words("ranking.special_rest", n=whole(len(fair) - MOST_ROWS)), className="panel-note"))
    if apart:
        others = [_line(row, "·", answer, 0, scene) for row in apart[:MOST_ROWS]]
        sentence = words("ranking.special_apart", least=least, n=whole(len(apart)))
        few = [] if answer.is_unripe else [html.P(sentence, className="panel-note")]
        parts += [*few, rows_list(others, "rows apart", scene)]
    note = html.P(words("ranking.special_note", n=whole(answer.n)), className="panel-note")
    body = html.Div([*parts, note], className="scroll")
    return frame("ranking", title, scene, [*top, body], data={"feeds": feeds(scene.metric)}, of_special=False)


def ranked_cells(row: AnswerRow, place: str, answer: Answer, top: float, scene: Scene) -> tuple[Cell, ...]:
    """What a line of a ranking shows, of special grids and of areas alike. top: the value whose bar is full."""
    share = 100 * (row.value or 0) / top if top > 0 else 0
    shown = str(value_figure(row.value, answer.unit, scene)) if row.value is not None else scene.words("no_cases")
    size: tuple[Cell, ...] = (("row-n", sample(row.n, scene)),) if has_sample(answer) else ()
    return (
        ("row-place", place),
        ("row-name", row.name),
        ("bar", round(share, 1)),
        ("row-value", shown),
        *size,
    )


def _line(row: AnswerRow, place: str, answer: Answer, top: float, scene: Scene) -> Row:
    cells = ranked_cells(row, place, answer, top, scene)
    href = scene.special_link(row.code) if scene.screen.is_interactive else None
    kind = "row chosen" if scene.special and scene.special[0] == row.code else "row"
    left_out = tuple(one for one in scene.view.where if one[0] == SPECIAL_GRID + EXCLUDED)
    number = number_of(scene, where=(*left_out, (SPECIAL_GRID, row.code)))
    filtering = filter_link(scene, SPECIAL_GRID, row.code)
    chosen = kind != "row" or bool(filtering and filtering.is_chosen)
    title = f"{row.name}\n{scene.words('ranking.special_hint')}" if filtering else row.name
    return Row(kind, cells, href, row.code, title, filtering, is_current=chosen, number=number)
