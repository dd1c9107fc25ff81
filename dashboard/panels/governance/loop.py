"""One governance loop: what it is, its KPIs, its stages by how long cases have been there, and who holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import OF_SCREENS, in_days, link_to_cases, shown_loop, unknown_stages, why_no_stage
from dashboard.display.panel import Panel, frame
from dashboard.display.wording import metric_name, reason, sample, value_figure
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import BANDS, Answer, Loop, LoopAnswer, Metric, StageCount, left_to_do

BY = "department"
MOST_PARTS = 12
MOST_STAGES = 5
"""Of more stages those who hold cases stand without them: there is no room for as many columns."""


@dataclass(frozen=True)
class LoopShown:
    """The loop by department, and its KPIs with their denominators."""

    answer: LoopAnswer
    kpis: tuple[tuple[Metric, str | None, Answer], ...]


def ask(city: City, scene: Scene) -> LoopShown:
    """The loop that the address opens."""
    loop = shown_loop(city.governance.loops, scene)
    question = in_days(scene.question(loop.metric_of()), scene)
    kpis = []
    for key, denominator in loop.kpis:
        asked = replace(in_days(scene.question(key), scene), denominator=denominator)
        kpis.append((city.kpis.dictionary[key].with_denominator(denominator), denominator, city.kpis.ask(asked)))
    return LoopShown(city.governance.stages(loop, replace(question, by=BY)), tuple(kpis))


def render(shown: LoopShown, scene: Scene) -> Component:
    """Sentence, KPIs and the two tables."""
    words, loop = scene.words, shown.answer.loop
    title = words.either(loop.zh, loop.en)
    about = html.P([words.either(loop.about_zh, loop.about_en), *_pages(loop, scene)], className="loop-about")
    kpis = html.Ul([_kpi(metric, denominator, answer, scene) for metric, denominator, answer in shown.kpis])
    parts: list[Component] = [about, html.Nav(kpis, className="loop-kpis", **{"aria-label": words("loops.kpis")})]
    if shown.answer.stages:
        tables = [html.Div([_stages(shown.answer, scene), *unknown_stages(shown.answer, scene)])]
        tables += _holders(shown.answer, scene)
        parts.append(html.Div(tables, className="loop-tables"))
    else:
        parts.append(html.P(why_no_stage(shown.answer, scene), className="empty"))
    return frame("loop", title, scene, parts, data={"feeds": "events", "loop": loop.key})


def _pages(loop: Loop, scene: Scene) -> Iterator[Component | str]:
    """The ways to the pages that are about this loop alone."""
    for screen in scene.registry.screens:
        if OF_SCREENS.get(screen.key) == loop.key:
            yield " "
            yield html.A(scene.words(f"switch.{screen.key}"), href=scene.screen_link(screen))


def _kpi(metric: Metric, denominator: str | None, answer: Answer, scene: Scene) -> Component:
    """Name, value and n; it opens the analyst's screen with this KPI."""
    name = html.Span(metric_name(metric, scene), className="loop-kpi-name")
    if answer.status == "ok" and answer.value is not None:
        shown = value_figure(answer.value, answer.unit, scene)
        n = sample(answer.n, scene) if answer.kind in ("ratio", "duration") else ""
        figure = [html.Span([shown.digits, html.Span(shown.unit, className="unit")], className="loop-kpi-value")]
        figure += [html.Span(n, className="quiet")] if n else []
    else:
        figure = [html.Span(reason(answer, scene), className="quiet")]
    address = scene.screen_link(scene.registry.home, kpi=metric.key, denominator=denominator, loop=None)
    return html.Li(html.A([name, *figure], href=address), **{"data-metric": metric.key})


def _stages(answer: LoopAnswer, scene: Scene) -> Component:
    words = scene.words
    names = ("stage", "cases", "past_limit", "limit", *(f"days.{band}" for band in BANDS), "oldest")
    left_out = set() if any(one.bands["unknown"] for one in answer.stages) else {"days.unknown"}
    left_out |= set() if any(one.stage.late for one in answer.stages) else {"past_limit", "limit"}
    shown = [name for name in names if name not in left_out]
    rows = [[cells[name] for name in shown] for cells in (_cells(answer, one, scene) for one in answer.stages)]
    caption = words("loops.by_days")
    return _table(caption, [(name, words(f"loops.{name}")) for name in shown], rows)


def _cells(answer: LoopAnswer, one: StageCount, scene: Scene) -> dict[str, Component | str]:
    words, loop, stage = scene.words, answer.loop, one.stage
    limit = words("loops.by_due") if stage.due else words("loops.hours", hours=stage.limit_hours)
    listed = link_to_cases(loop, loop.metric_of(stage), scene)
    late: Component | str = "—" if one.late is None else whole(one.late)
    if one.late:
        late = html.A(late, href=link_to_cases(loop, loop.metric_of(stage, late=True), scene), className="stage-late")
    return {
        "stage": words.either(stage.zh, stage.en),
        "cases": html.A(whole(one.n), href=listed),
        "past_limit": late,
        "limit": limit if stage.late else "—",
        **{f"days.{band}": whole(n) if n else "·" for band, n in one.bands.items()},
        "oldest": date_and_minute(one.oldest, scene.zone) if one.oldest else "—",
    }


def _holders(answer: LoopAnswer, scene: Scene) -> list[Component]:
    """Who holds what is left to do, most of it first; nothing of a loop in which nothing is."""
    words = scene.words
    held = [(code, stages) for code, stages in answer.parts.items() if left_to_do(stages)]
    if not held:
        return []
    pending = [one.stage for one in answer.stages if not one.stage.ends]
    head = [
        ("part", words("loops.department")),
        ("left", words("loops.left")),
        ("past_limit", words("loops.past_limit")),
    ]
    with_stages = 1 < len(pending) <= MOST_STAGES
    head += [(f"stage-{stage.key}", words.either(stage.zh, stage.en)) for stage in pending] if with_stages else []
    rows = [_holder(code, stages, scene, with_stages=with_stages) for code, stages in held[:MOST_PARTS]]
    more = (
        [html.P(words("loops.more", count=len(held) - MOST_PARTS), className="quiet")] if len(held) > MOST_PARTS else []
    )
    return [html.Div([_table(words("loops.held"), head, rows), *more])]


def _holder(code: str, stages: Sequence[StageCount], scene: Scene, *, with_stages: bool) -> list[Component | str]:
    late = sum(one.late or 0 for one in stages)
    counts = [whole(one.n) if one.n else "·" for one in stages if not one.stage.ends] if with_stages else []
    shown = html.Span(whole(late), className="stage-late") if late else "·"
    return [part_name(BY, code, code, scene.words), whole(left_to_do(stages)), shown, *counts]


def _table(caption: str, head: Sequence[tuple[str, str]], rows: Sequence[Sequence[Component | str]]) -> Component:
    """A table whose first column are names and whose others are figures."""
    names = html.Tr(
        [html.Th(name, scope="col", className="" if place == 0 else "number") for place, (_, name) in enumerate(head)]
    )
    body = [
        html.Tr(
            [
                (
                    html.Th(cell, scope="row")
                    if place == 0
                    else html.Td(cell, className="number", **{"data-column": name})
                )
                for place, (cell, (_, name)) in enumerate(zip(row, head, strict=True))
            ]
        )
        for row in rows
    ]
    table = html.Table([html.Caption(caption), html.Thead(names), html.Tbody(body)], className="loop-table")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


PANEL = Panel("loop", ask, render)
