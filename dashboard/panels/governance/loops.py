"""All governance loops, each with its strip of stages: how many cases, how many past the limit, since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import in_days, link_to_cases, shown_loop, unknown_stages, why_no_stage
from dashboard.display.panel import Panel, frame
from dashboard.governance.loop_alarms import LoopAlarms, open_alarms
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import seen_from
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import SEVERITIES, Alarm, Loop, LoopAnswer, StageCount


@dataclass(frozen=True)
class LoopsShown:
    """The loop that is opened, how each stands, and the open alarms of each; None for whoever may see none."""

    opened: Loop
    answers: tuple[LoopAnswer, ...]
    alarms: LoopAlarms | None


def ask(city: City, scene: Scene) -> LoopsShown:
    """Those of the area."""
    loops = city.governance.loops
    answers = (
        city.governance.stages(loop, in_days(scene.question(loop.metric_of()), scene)) for loop in loops.values()
    )
    known = scene.known or scene.view.as_of
    alarms = open_alarms(city, loops.values(), scene.area, known, scope=scene.scope)
    return LoopsShown(shown_loop(loops, scene), tuple(answers), alarms)


def render(shown: LoopsShown, scene: Scene) -> Component:
    """One row a loop; its name opens it."""
    rows = [_row(answer, shown, scene) for answer in shown.answers]
    title = scene.words("loops.title_days" if scene.view.period else "loops.title")
    return frame("loops", title, scene, [html.Ol(rows, className="loops")], data={"feeds": "events"})


def _row(answer: LoopAnswer, shown: LoopsShown, scene: Scene) -> Component:
    loop = answer.loop
    alarms = _alarms((shown.alarms or {}).get(loop.key, ()), scene)
    name = html.A(
        scene.words.either(loop.zh, loop.en),
        href=scene.link(loop=loop.key, listed=None),
        className="loop-name",
        **{"aria-current": "true" if loop.key == shown.opened.key else "false"},
    )
    if not answer.stages:
        head = html.Div([name, *alarms], className="loop-head")
        return html.Li([head, html.P(why_no_stage(answer, scene), className="empty")], **{"data-loop": loop.key})
    most = max(one.n for one in answer.stages)
    strip = html.Ol([_stage(loop, one, most, scene) for one in answer.stages], className="stages")
    head = html.Div([name, *alarms, _total(answer, scene)], className="loop-head")
    return html.Li([head, strip, *unknown_stages(answer, scene)], **{"data-loop": loop.key})


def _alarms(alarms: Sequence[Alarm], scene: Scene) -> list[Component]:
    """That alarms of the loop are open, how many and since when, in the colour of the gravest; it leads to them."""
    if not alarms:
        return []
    worst = max((one.told.severity for one in alarms), key=SEVERITIES.index)
    since = seen_from(alarms[0].raised_at, scene.now.as_of, scene.zone)
    text = scene.words("loops.alarms", n=whole(len(alarms)), time=since)
    link = scene.screen_link(scene.registry.screen_at("/alarms"))
    return [html.A(text, href=link, className=f"loop-alarms {worst}", **{"data-alarms": len(alarms)})]


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
