"""The cases of the opened loop that wait longest, what people did about each, and the form by which more is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import in_days, shown_loop
from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.payloads import CaseActForm, CaseActWords
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from queries.city import City
from queries.values import Loop, SavedThing, WaitingCase, longest, states

MOST = 30
WORDS = tuple(CaseActWords.__annotations__)
NUMBER = "{number}"


@dataclass(frozen=True)
class CasesShown:
    """The cases of a loop, each with the name of its area."""

    loop: Loop
    cases: tuple[tuple[WaitingCase, str], ...]


def ask(city: City, scene: Scene) -> CasesShown:
    """Those that wait longest, with what was done by the moment shown."""
    loop = shown_loop(city.governance.loops, scene)
    question = in_days(scene.question(loop.metric_of()), scene)
    waiting = city.governance.waiting(loop, question, MOST, scene.known)
    return CasesShown(loop, tuple((one, city.tree.by_id(one.area_id).name) for one in waiting))


def render(shown: CasesShown, scene: Scene) -> Component:
    """One row a case; its number opens it, its button the form."""
    title = f"{scene.words('loops.waiting')} · {scene.words.either(shown.loop.zh, shown.loop.en)}"
    if not shown.cases:
        return frame("loop_cases", title, scene, [empty(scene.words("loops.no_waiting"))])
    rows = [_row(shown.loop, case, area, scene) for case, area in shown.cases]
    return frame("loop_cases", title, scene, [html.Ol(rows, className="loop-cases")], data={"feeds": "events"})


def _row(loop: Loop, case: WaitingCase, area: str, scene: Scene) -> Component:
    words = scene.words
    address = scene.screen_link(scene.registry.home, case=f"{case.source}/{case.source_id}")
    stage = words.either(case.stage.zh, case.stage.en)
    waited = span_text(scene.now.as_of - case.since, words) if case.since else "—"
    about = {"data-loop-act": case.source_id, "data-source": case.source, "data-needs": "act"}
    cells: list[Component] = [
        html.A(case.source_id, href=address),
        html.Span(case.title or words("loops.untitled")),
        html.Span(" · ".join(filter(None, (area, case.department))), className="quiet"),
        html.Span(words("loops.since", stage=stage, time=waited), className="late" if case.late else ""),
        html.Button(words("loops.act"), type="button", **about) if loop.acts else html.Span(),
    ]
    acts = [html.Ul([act_line(one, scene) for one in case.acts], className="case-acts")] if case.acts else []
    return html.Li([*cells, *acts], **{"data-case": case.source_id})


def act_line(done: SavedThing, scene: Scene) -> Component:
    """What somebody did about a case: when, who, what."""
    words, act = scene.words, done.act
    said = [words(f"loops.act_kinds.{act.kind}"), words(f"loops.states.{act.state}") if act.state else ""]
    who = words.sentences.get(f"saved.by.{act.who}", act.who)
    text = " · ".join(filter(None, (*said, act.unit, act.text)))
    time = date_and_minute(act.happened_at, scene.zone)
    return html.Li(words("loops.act_line", time=time, who=who, said=text))


def ask_form(city: City, scene: Scene) -> Loop:
    """The loop whose cases the form is about."""
    return shown_loop(city.governance.loops, scene)


def render_form(loop: Loop, scene: Scene) -> Component:
    """The place of the form, which the browser builds when somebody presses the button of a case. It says nothing of
    the moment: what is being written stays."""
    words = scene.words
    named = {word: words(f"loops.{word}", number=NUMBER) for word in WORDS}
    settings: CaseActForm = {
        "loop": loop.key,
        "kinds": [
            {"key": kind, "name": words(f"loops.act_kinds.{kind}"), "states": _states(kind, scene)}
            for kind in loop.acts
        ],
        "longest": longest("text"),
        "longest_unit": longest("unit"),
        "words": cast(CaseActWords, named),
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    place = html.Div(className="case-act", **{"data-case-act": written, "data-needs": "act"})
    return frame(
        "loop_act", "", scene, [place, html.Span(className="case-act-said", role="status")], label=words("loops.act")
    )


def _states(kind: str, scene: Scene) -> list[tuple[str, str]]:
    return [(state, scene.words(f"loops.states.{state}")) for state in states(kind)]


PANEL = Panel("loop_cases", ask, render)
FORM = Panel("loop_act", ask_form, render_form)
