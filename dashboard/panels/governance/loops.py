"""All governance loops, each with its strip of stages: how many cases, how many past the limit, since when."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import in_days, link_to_cases, shown_loop
from dashboard.display.panel import Panel, frame
from dashboard.display.wording import reason
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import Loop, LoopAnswer, StageCount


def ask(city: City, scene: Scene) -> tuple[Loop, tuple[LoopAnswer, ...]]:
    """The loop that is opened, and how each stands."""
    loops = city.governance.loops
    answers = (
        city.governance.stages(loop, in_days(scene.question(loop.metric_of()), scene)) for loop in loops.values()
    )
    return shown_loop(loops, scene), tuple(answers)


def render(found: tuple[Loop, tuple[LoopAnswer, ...]], scene: Scene) -> Component:
    """One row a loop; its name opens it."""
    opened, answers = found
    rows = [_row(answer, scene, is_open=answer.loop.key == opened.key) for answer in answers]
    title = scene.words("loops.title_days" if scene.view.period else "loops.title")
    return frame("loops", title, scene, [html.Ol(rows, className="loops")], data={"feeds": "events"})


def _row(answer: LoopAnswer, scene: Scene, *, is_open: bool) -> Component:
    loop = answer.loop
    name = html.A(
        scene.words.either(loop.zh, loop.en),
        href=scene.link(loop=loop.key, listed=None),
        className="loop-name",
        **{"aria-current": "true" if is_open else "false"},
    )
    if not answer.stages:
        return html.Li([name, html.P(reason(answer.whole, scene), className="empty")], **{"data-loop": loop.key})
    most = max(one.n for one in answer.stages)
    strip = html.Ol([_stage(loop, one, most, scene) for one in answer.stages], className="stages")
    return html.Li([html.Div([name, _total(answer, scene)], className="loop-head"), strip], **{"data-loop": loop.key})


def _total(answer: LoopAnswer, scene: Scene) -> Component:
    """What the stages add up to; of rules that overlap how many cases meet any."""
    key = "loops.any_of" if answer.loop.overlapping else "loops.total"
    text = scene.words(key, n=whole(answer.whole.n))
    return html.A(text, href=link_to_cases(answer.loop, answer.loop.metric_of(), scene), className="loop-total")


def _stage(loop: Loop, one: StageCount, most: int, scene: Scene) -> Component:
    name = scene.words.either(one.stage.zh, one.stage.en)
    listed = link_to_cases(loop, loop.metric_of(one.stage), scene)
    figure = html.A(whole(one.n), href=listed, className="stage-n", title=scene.words("loops.list", name=name))
    parts = [html.Span(name, className="stage-name", title=name), figure, *_since(loop, one, scene)]
    bar = html.Span(className="stage-bar", style={"width": f"{round(100 * one.n / max(1, most))}%"})
    kind = "ends" if one.stage.ends else "late" if one.late else ""
    return html.Li([*parts, bar], className=f"stage {kind}".strip(), **{"data-stage": one.stage.key})


def _since(loop: Loop, one: StageCount, scene: Scene) -> list[Component]:
    """Of a stage in which something is left to do: how many are past its limit, and for how long the first waits."""
    if one.stage.ends or not one.n:
        return []
    parts: list[Component] = []
    if one.late:
        listed = link_to_cases(loop, loop.metric_of(one.stage, late=True), scene)
        parts.append(html.A(scene.words("loops.late", n=whole(one.late)), href=listed, className="stage-late"))
    if one.oldest:
        longest = span_text(scene.now.as_of - one.oldest, scene.words)
        parts.append(html.Span(scene.words("loops.longest", time=longest), className="stage-oldest"))
    return parts


PANEL = Panel("loops", ask, render)
