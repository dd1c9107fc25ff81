"""The cases of the opened loop that wait longest, what people did about each, and the form by which more is done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import in_days, shown_loop
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason
from dashboard.governance.case_acts import OF_UNITS, TIMED
from dashboard.governance.spot_answers import path_to
from dashboard.governance.unhanded_answers import handing_loops
from dashboard.panels.governance.act_button import act_button
from dashboard.panels.governance.samples import shown_week
from dashboard.panels.payloads import CaseActForm, CaseActWords
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute, date_and_time
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import (
    SAMPLE_VERDICT,
    Act,
    Answer,
    CallAttempt,
    HitEvidence,
    Loop,
    RuleHit,
    SavedThing,
    WaitingCase,
    longest,
    states,
    version_moment,
)

MOST = 30
WORDS = tuple(CaseActWords.__annotations__)
NUMBER = "{number}"
OF_SAMPLES = "samples"
"""The screen whose cases are those of a sample."""


@dataclass(frozen=True)
class CasesShown:
    """The cases of a loop, each with the areas that it lies in; whole: the population of the loop where there are none.
    stand: the data have ended, so that nothing is handed over by itself; unhanded: of a loop that hands over by itself
    how many were neither handed over nor refuted, None of another."""

    loop: Loop
    cases: tuple[tuple[WaitingCase, str], ...]
    whole: Answer | None
    stand: bool
    unhanded: int | None = None


def ask(city: City, scene: Scene) -> CasesShown:
    """Those that wait longest, with what was done by the moment shown."""
    loop = shown_loop(city.governance.loops, scene)
    question = in_days(scene.question(loop.metric_of()), scene)
    waiting = city.governance.waiting(loop, question, MOST, scene.known)
    cases = tuple((one, path_to(one.area_id, city)) for one in waiting)
    shown = CasesShown(loop, cases, None if cases else city.kpis.ask(question), city.sources.stand)
    if loop.key not in handing_loops(city):
        return shown
    return replace(shown, unhanded=city.governance.unhanded(loop, question, 1, scene.known).in_all)


def render(shown: CasesShown, scene: Scene) -> Component:
    """One row a case; its number opens it, its button the form."""
    title = f"{scene.words('loops.waiting')} · {scene.words.either(shown.loop.zh, shown.loop.en)}"
    if shown.whole is not None:
        is_known = shown.whole.status != "no_data"
        said = scene.words("loops.no_waiting") if is_known else reason(shown.whole, scene)
        return frame("loop_cases", title, scene, [empty(said)], data={"feeds": "events"})
    body: list[Component] = []
    if shown.unhanded is not None:
        body.append(html.P(scene.words("loops.unhanded", n=whole(shown.unhanded)), className="quiet"))
    body.append(html.Ol([_row(shown, case, area, scene) for case, area in shown.cases], className="loop-cases"))
    return frame("loop_cases", title, scene, body, data={"feeds": "events"})


def _row(shown: CasesShown, case: WaitingCase, area: str, scene: Scene) -> Component:
    loop, words = shown.loop, scene.words
    address = scene.screen_link(scene.registry.home, case=f"{case.source}/{case.source_id}")
    stage = words.either(case.stage.zh, case.stage.en) if case.stage else words("loops.stage_not_known")
    waited = span_text(scene.now.as_of - case.since, words) if case.since else "—"
    cells: list[Component] = [
        html.A(case.source_id, href=address),
        html.Span(case.title or words("loops.untitled")),
        html.Span(" · ".join(filter(None, (area, case.department))), className="quiet"),
        html.Span(words("loops.since", stage=stage, time=waited), className="late" if case.late else ""),
        act_button(case.source, case.source_id, scene) if loop.acts else html.Span(),
    ]
    lines = [*(_hit(one, scene, stand=shown.stand) for one in case.hits if loop.overlapping)]
    lines += [_attempt(one, scene) for one in case.attempts]
    lines += [line for one in case.acts if one.act.kind not in TIMED for line in act_lines(one, loop, scene)]
    below = [html.Ul(lines, className="case-acts")] if lines else []
    return html.Li([*cells, *below], **{"data-case-row": case.source_id})


def _attempt(attempt: CallAttempt, scene: Scene) -> Component:
    """An attempt to call: which, when, and whether it reached the citizen."""
    words = scene.words
    which = words("loops.attempt_again" if attempt.again else "loops.attempt", number=attempt.round)
    said = words(f"loops.states.{'reached' if attempt.reached else 'missed'}")
    time = date_and_minute(attempt.happened_at, scene.zone)
    return html.Li(words("loops.attempt_line", which=which, time=time, said=said))


def _hit(hit: RuleHit, scene: Scene, *, stand: bool) -> Component:
    """A rule that the case meets, since when, and from when on it is handed over by itself, where that is done."""
    words, from_when = scene.words, hit.hands_over_at
    since = date_and_minute(hit.hit_at, scene.zone) if hit.hit_at else words("loops.hit_unknown")
    rule = words("loops.hit", rule=words.either(hit.rule.zh, hit.rule.en), time=since)
    hold = words("loops.by_hand")
    if from_when and not stand:
        hold = words("loops.by_itself", time=date_and_minute(from_when, scene.zone))
    return html.Li(f"{rule} · {hold}", **{"data-rule": hit.rule.key})


def act_lines(done: SavedThing, loop: Loop, scene: Scene) -> Iterator[Component]:
    """What became of a thing, the last first, and the evidence with which it began."""
    yield from (_act(act, scene) for act in reversed(done.history or (done.act,)))
    evidence = HitEvidence.of_text(done.act.search) if done.act.search else None
    if evidence:
        yield _evidence(evidence, loop, scene)


def _evidence(evidence: HitEvidence, loop: Loop, scene: Scene) -> Component:
    words = scene.words
    rules = []
    for key, moment in evidence.hits.items():
        rule = loop.stage(key)
        since = date_and_minute(moment, scene.zone) if moment else words("loops.hit_unknown")
        rules.append(words("loops.hit", rule=words.either(rule.zh, rule.en) if rule else key, time=since))
    version = words("loops.version", version=_version(evidence.version, scene)) if evidence.version is not None else ""
    as_of = date_and_minute(evidence.as_of, scene.zone)
    said = " · ".join(filter(None, (words("loops.between").join(rules), version)))
    return html.Li(words("loops.evidence", time=as_of, said=said))


def _version(version: int, scene: Scene) -> str:
    """As its source numbers it, or when it was updated or arrived."""
    moment = version_moment(version)
    return date_and_time(moment, scene.zone) if moment else str(version)


def act_line(done: SavedThing, scene: Scene) -> Component:
    """What somebody did about a case last: when, who, what."""
    return _act(done.act, scene)


def _act(act: Act, scene: Scene) -> Component:
    words = scene.words
    said = [words(f"loops.act_kinds.{act.kind}"), words(f"loops.states.{act.state}") if act.state else ""]
    who = words.sentences.get(f"saved.by.{act.who}", act.who)
    text = " · ".join(filter(None, (*said, act.unit, act.text)))
    time = date_and_minute(act.happened_at, scene.zone)
    return html.Li(words("loops.act_line", time=time, who=who, said=text))


@dataclass(frozen=True)
class ActsOffered:
    """What a form offers: kinds of acts in a loop, or about the cases of the sample of a week."""

    loop: str
    kinds: tuple[str, ...]


def ask_form(city: City, scene: Scene) -> ActsOffered:
    """What can be done about the cases that are listed."""
    if scene.screen.key == OF_SAMPLES:
        return ActsOffered(shown_week(city, scene), (SAMPLE_VERDICT,))
    loop = shown_loop(city.governance.loops, scene)
    return ActsOffered(loop.key, loop.acts)


def render_form(offered: ActsOffered, scene: Scene) -> Component:
    """The place of the form, which the browser builds when somebody presses the button of a case. It says nothing of
    the moment: what is being written stays."""
    words = scene.words
    named = {word: words(f"loops.{word}", number=NUMBER) for word in WORDS}
    settings: CaseActForm = {
        "loop": offered.loop,
        "kinds": [
            {
                "key": kind,
                "name": words(f"loops.act_kinds.{kind}"),
                "states": _states(kind, scene),
                "timed": kind in TIMED,
                "for_unit": kind in OF_UNITS,
            }
            for kind in offered.kinds
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
