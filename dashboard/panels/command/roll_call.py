"""The roll-call that is shown: its clock, how each level has answered and how soon, who is missing, and the form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.command.payloads import RollCallForm, RollCallWords
from dashboard.roll_calls.call_answers import level_name
from dashboard.view.scene import Scene
from dashboard.words.durations import running_clock, span_text
from dashboard.words.moments import date_and_time
from queries.city import City
from queries.values import CentreAnswer, CentreCalled, DutyRoster, LevelCalled, LevelReached, RollCall, longest

MOST_ANSWERS = 12
MOST_ON_A_CHIP = 2
WORDS = tuple(RollCallWords.__annotations__)


@dataclass(frozen=True)
class CallShown:
    """A call; names: of the levels by key; above: of the areas in which the missing lie, by number; duty: who is on
    duty at the moment of the screen."""

    call: RollCall | None
    names: dict[str, str]
    above: dict[int, str]
    duty: DutyRoster


def ask(city: City, scene: Scene) -> CallShown:
    """The call of the address, else the newest that reached the area."""
    calls = city.roll_calls
    call = calls.one(scene.view.call, scene.known, scope=scene.scope) if scene.view.call else None
    if call is None:
        call = next(iter(calls.listed(scene.area, 1, scene.known, scope=scene.scope)), None)
    names = {one.key: level_name(city, one, scene.words) for one in calls.reach.levels}
    above = {one.area.parent_id for one in call.missing} if call else set()
    duty = calls.on_duty(scene.area, scene.now.as_of, scope=scene.scope)
    return CallShown(call, names, {number: city.tree.by_id(number).name for number in above if number}, duty)


def render(shown: CallShown, scene: Scene) -> Component:
    """Head and clock, a block a level, the missing, and the newest answers."""
    call, words = shown.call, scene.words
    if call is None:
        nothing = [empty(words("roll_call.none"))]
        return frame("roll_call", words("roll_call.title"), scene, nothing, of_special=False, is_filtered=False)
    levels = [_level(one, shown.names, scene) for one in call.reached if one.called]
    parts = [
        _head(call, scene),
        html.Ul(levels, className="call-levels"),
        _missing(call, shown, scene),
        _answers(call, scene),
    ]
    title = words("roll_call.title_of", text=call.made.text)
    return frame("roll_call", title, scene, parts, of_special=False, is_filtered=False, data={"call": call.key})


def _head(call: RollCall, scene: Scene) -> Component:
    made, words = call.made, scene.words
    called = words(
        "roll_call.called", time=date_and_time(made.called_at, scene.zone), who=_who(made.called_by, scene),
        area=made.area.name,
    )  # fmt: skip
    runs = call.stopped_at is None and scene.known is None
    running = {"data-call-clock": made.called_at.isoformat()} if runs else {}
    clock = html.Span(running_clock(call.elapsed.total_seconds()), className="call-clock", role="timer", **running)
    said: list[Component] = [html.Span(called, className="quiet")]
    if not call.is_open:
        over = words("roll_call.ended", who=_who(made.ended_by, scene)) if made.ended_by else words("roll_call.over")
        said.append(html.Span(over, className="quiet"))
    elif scene.known is None:
        about = {"data-end-call": call.key, "data-sure": words("roll_call.end_sure"), "data-needs": "act"}
        said.append(html.Button(words("roll_call.end"), type="button", **about))
    return html.Div([clock, *said], className="call-head")


def _who(who: str, scene: Scene) -> str:
    return scene.words.sentences.get(f"saved.by.{who}", who)


def _level(one: LevelReached, names: dict[str, str], scene: Scene) -> Component:
    words = scene.words
    figure = html.Span(
        [html.Span(str(one.answered), className="call-answered"), html.Span(f" / {one.called}", className="quiet")]
    )
    within = [
        html.Li(
            words("roll_call.within", minutes=minutes, n=n, called=one.called),
            className="own" if minutes == one.level.minutes else "quiet",
        )
        for minutes, n in one.within.items()
    ]
    if one.p50_s is None or one.p95_s is None:
        spread = words("roll_call.no_spread")
    else:
        spread = words("roll_call.spread", p50=running_clock(one.p50_s), p95=running_clock(one.p95_s), n=one.answered)
    parts = [
        html.Span(names[one.level.key], className="call-level-name"),
        figure,
        html.Ul(within),
        html.Span(spread, className="quiet"),
    ]
    return html.Li(parts, **{"data-level": one.level.key})


def _missing(call: RollCall, shown: CallShown, scene: Scene) -> Component:
    words = scene.words
    if not call.missing:
        return html.P(words("roll_call.nobody_missing"), className="quiet")
    groups: list[Component] = []
    for (level, parent), members in groupby(call.missing, key=lambda one: (one.level.key, one.area.parent_id)):
        found = list(members)
        name = " · ".join(filter(None, (shown.names[level], shown.above.get(parent, ""))))
        chips = html.Ul([_chip(call, one, shown.duty, scene) for one in found], className="call-chips")
        said = html.Span(words("roll_call.missing_in", name=name, n=len(found)), className="quiet")
        groups.append(html.Li([said, chips]))
    title = words("roll_call.missing", n=len(call.missing))
    return html.Div([html.H3(title), html.Ul(groups, className="call-missing")])


def _chip(call: RollCall, one: CentreCalled, duty: DutyRoster, scene: Scene) -> Component:
    """A centre that has not answered, with who is on duty there; pressing it chooses it for the form."""
    turns = duty.of_centre(one.area)
    manned = [" ".join(filter(None, (turn.name, turn.telephone))) for turn in turns[:MOST_ON_A_CHIP]]
    name = " · ".join([one.area.name, *manned])
    kind = "late" if call.elapsed > one.level.limit else ""
    if not call.is_open or scene.known is not None:
        return html.Li(html.Span(name, className=kind))
    about = {"data-centre": one.area.code, "data-of-call": call.key}
    return html.Li(html.Button(name, type="button", className=kind, **about))


def _answers(call: RollCall, scene: Scene) -> Component:
    """The newest answers: which centre, after how long, by whom."""
    told = [(one, one.answer) for one in call.centres if one.answer is not None]
    told.sort(key=lambda pair: pair[1].at, reverse=True)
    return html.Ul([_answer(one, answer, scene) for one, answer in told[:MOST_ANSWERS]], className="call-answers")


def _answer(one: CentreCalled, answer: CentreAnswer, scene: Scene) -> Component:
    how = scene.words(f"roll_call.how.{answer.how}", who=_who(answer.who, scene))
    after = span_text(one.after, scene.words) if one.after is not None else ""
    text = " · ".join(filter(None, (one.area.name, after, how, answer.text)))
    return html.Li(text, className="" if one.is_in_time else "late")


def ask_form(city: City, scene: Scene) -> Sequence[tuple[LevelCalled, str]]:
    """The levels that can be called, with their names."""
    return [(one, level_name(city, one, scene.words)) for one in city.roll_calls.reach.levels]


def render_form(levels: Sequence[tuple[LevelCalled, str]], scene: Scene) -> Component:
    """The place of the forms, which the browser builds. It says nothing of the moment: what is being written stays."""
    words = scene.words
    settings: RollCallForm = {
        "area": scene.area.code,
        "levels": [
            {"key": one.key, "name": words("roll_call.level", name=name, minutes=one.minutes)} for one, name in levels
        ],
        "longest": longest("text"),
        "words": cast(RollCallWords, {word: words(f"roll_call.form.{word}", n="{n}") for word in WORDS}),
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    place = html.Div(className="call-forms", **{"data-roll-call-form": written, "data-needs": "act"})
    label = words("roll_call.form.call_in", area=scene.area.name)
    return frame("roll_call_form", label, scene, [place], of_special=False, is_filtered=False)


PANEL = Panel("roll_call", ask, render)
FORM = Panel("roll_call_form", ask_form, render_form)
