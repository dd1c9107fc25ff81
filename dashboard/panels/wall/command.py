"""Command on a wall: the newest roll-call with its clock and levels, who is missing in it, and who is on duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.command.duty import DutyShown
from dashboard.panels.command.duty import ask as ask_duty
from dashboard.roll_calls.call_answers import level_name
from dashboard.view.scene import Scene
from dashboard.words.durations import running_clock
from dashboard.words.moments import date_and_minute
from queries.city import City
from queries.values import CentreCalled, LevelReached, RollCall

MOST_MISSING = 6
"""Named; of the others how many there are."""


@dataclass(frozen=True)
class NewestCall:
    """names: of its levels by key; above: of the areas in which those lie that are named as missing, by number."""

    call: RollCall
    names: dict[str, str]
    above: dict[int, str]


def ask(city: City, scene: Scene) -> NewestCall | None:
    """The newest call that reached the area; None where there is none."""
    call = next(iter(city.roll_calls.listed(scene.area, 1, scene.known, scope=scene.scope)), None)
    if call is None:
        return None
    names = {one.key: level_name(city, one, scene.words) for one in call.made.levels}
    parents = {one.area.parent_id for one in call.missing[:MOST_MISSING]}
    return NewestCall(call, names, {number: city.tree.by_id(number).name for number in parents if number})


def render(shown: NewestCall | None, scene: Scene) -> Component:
    """Clock and levels."""
    words = scene.words
    if shown is None:
        title, parts = words("roll_call.title"), [empty(words("roll_call.none"))]
    else:
        title = words("roll_call.title_of", text=shown.call.made.text)
        levels = [_level(one, shown.names, scene) for one in shown.call.reached if one.called]
        parts = [_head(shown.call, scene), html.Ul(levels, className="wall-levels")]
    return frame("wall_call", title, scene, parts, of_special=False, is_filtered=False)


def _head(call: RollCall, scene: Scene) -> Component:
    """The clock, which the browser goes on with while the call runs, and since when."""
    words, made = scene.words, call.made
    runs = call.stopped_at is None and scene.known is None
    running = {"data-call-clock": made.called_at.isoformat()} if runs else {}
    clock = html.Span(running_clock(call.elapsed.total_seconds()), className="wall-call-clock", role="timer", **running)
    state = "runs" if call.is_open else "is_over"
    said = words(f"roll_call.{state}", time=date_and_minute(made.called_at, scene.zone), area=made.area.name)
    return html.Div([clock, html.Span(said, className="quiet")], className="wall-call-head")


def _level(one: LevelReached, names: dict[str, str], scene: Scene) -> Component:
    words = scene.words
    figure = [html.Span(str(one.answered), className="wall-answered"), html.Span(f"/ {one.called}", className="quiet")]
    in_time = words("roll_call.in_limit", minutes=one.level.minutes, n=one.in_time)
    spread = words("roll_call.no_spread")
    if one.p50_s is not None and one.p95_s is not None:
        spread = f"P50 {running_clock(one.p50_s)} · P95 {running_clock(one.p95_s)}"
    parts = [
        html.Span(names[one.level.key], className="wall-level-name"),
        html.Div(figure, className="wall-level-figure"),
        html.Span(in_time),
        html.Span(spread, className="quiet"),
    ]
    return html.Li(parts, **{"data-level": one.level.key})


def render_missing(shown: NewestCall | None, scene: Scene) -> Component:
    """The first of those that have not answered, and how many more."""
    words = scene.words
    missing = shown.call.missing if shown else ()
    title = words("roll_call.missing", n=len(missing)) if shown else words("roll_call.missing_title")
    if shown is None or not missing:
        said = words("roll_call.nobody_missing" if shown else "roll_call.none")
        return frame("wall_missing", title, scene, [empty(said)], of_special=False, is_filtered=False)
    rows = [_missing(one, shown, scene) for one in missing[:MOST_MISSING]]
    parts: list[Component] = [html.Div(rows_list(rows, "rows wall-missing", scene), className="scroll")]
    if more := len(missing) - len(rows):
        parts.append(html.P(words("roll_call.more", n=more), className="quiet wall-more"))
    return frame("wall_missing", title, scene, parts, of_special=False, is_filtered=False)


def _missing(one: CentreCalled, shown: NewestCall, scene: Scene) -> Row:
    """With where its centre lies; with its level right below the area of the wall."""
    is_below = one.area.parent_id in (0, scene.area.area_id)
    place = shown.names[one.level.key] if is_below else shown.above[one.area.parent_id]
    is_late = shown.call.elapsed > one.level.limit
    kind, said = ("row late", scene.words("roll_call.late_sign")) if is_late else ("row", "")
    return Row(kind, (("sign", said), ("row-name", one.area.name), ("quiet", place)))


def render_duty(shown: DutyShown, scene: Scene) -> Component:
    """Who is on duty at the centre of the area, then at those right below it; no telephones, which a wall shows to
    everybody."""
    words, title = scene.words, scene.words("duty.title", area=scene.area.name)
    rows = list(_turns(shown, scene))
    if not rows:
        said = words("duty.nobody" if shown.roster.is_kept else "duty.none")
        return frame("wall_duty", title, scene, [empty(said)], of_special=False, is_filtered=False)
    parts: list[Component] = [html.Div(rows_list(rows, "rows wall-duty", scene), className="scroll")]
    if shown.without:
        parts.append(html.P(words("duty.without_n", n=len(shown.without)), className="wall-more late"))
    return frame("wall_duty", title, scene, parts, of_special=False, is_filtered=False)


def _turns(shown: DutyShown, scene: Scene) -> Sequence[Row]:
    return [
        Row("row", (("row-name", shown.names[one.area_id]), ("row-value", one.name), ("quiet", one.role)))
        for one in shown.roster.turns
        if one.area_id in shown.names
    ]


PANEL = Panel("wall_call", ask, render)
MISSING = Panel("wall_missing", ask, render_missing)
DUTY = Panel("wall_duty", ask_duty, render_duty)
