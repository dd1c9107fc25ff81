"""The mode of operation of the area: what it is and why, the form that switches it, and the emergencies before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.operation.mode_said import end_said, mode_name, role_name
from dashboard.panels.command.payloads import ModeForm, ModeWords
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import short_decimal
from queries.city import City
from queries.values import EMERGENCY, NORMAL, Emergency, Mode, ModeHere, longest

MOST = 20
COLUMNS = ("area", "since", "by", "why", "lasted", "ended")
OWN_WORDS = ("why", "until", "change", "saved", "failed", "no_reason")


@dataclass(frozen=True)
class ModeShown:
    """The mode of the area, what emergency operation is called and changes, and the emergencies that touched it."""

    here: ModeHere
    emergency: Mode
    normal: Mode
    listed: tuple[Emergency, ...]


def ask(city: City, scene: Scene) -> ModeShown:
    """As it was known at the moment of the screen."""
    operation, modes = city.operation, city.operation.modes
    listed = operation.emergencies(scene.area, MOST, scene.known, scope=scene.scope)
    here = operation.here(scene.area, scene.known, scope=scene.scope)
    return ModeShown(here, modes[EMERGENCY], modes[NORMAL], listed)


def render(shown: ModeShown, scene: Scene) -> Component:
    """What holds now, what emergency operation changes, the list."""
    words, here = scene.words, shown.here
    said: list[Component] = [html.P(words("mode.in_force", name=mode_name(here.mode, words)))]
    if here.emergency and here.emergency.area.code != scene.area.code:
        around = words("mode.around", area=here.emergency.area.name, name=mode_name(here.mode, words))
        said.append(html.P(around, className="quiet"))
    said.append(html.P(_changes(shown.emergency, scene), className="quiet"))
    title = words("mode.title", area=scene.area.name)
    return frame("mode", title, scene, [*said, *_before(shown, scene)], of_special=False, is_filtered=False)


def _changes(mode: Mode, scene: Scene) -> str:
    return scene.words(
        "mode.changes",
        name=mode_name(mode, scene.words),
        scenes=len(mode.wall.get("scenes", ())),
        thresholds=short_decimal(mode.alarms.thresholds, 2),
        holds=short_decimal(mode.alarms.holds, 2),
        rules=len(mode.alarms.rules),
    )


def render_form(shown: ModeShown, scene: Scene) -> Component:
    """The place of the form, which the browser builds. It says nothing of the moment: what is being written stays."""
    words, area = scene.words, scene.area
    label = words("mode.title", area=area.name)
    if scene.known is not None:
        return frame("mode_form", "", scene, [], label=label, of_special=False)
    own = any(one.area.code == area.code and one.until is None for one in shown.listed)
    to_emergency = words("mode.form.to_emergency", name=mode_name(shown.emergency, words))
    settings: ModeForm = {
        "area": area.code,
        "is_emergency": own,
        "longest": longest("text"),
        "words": cast(
            ModeWords,
            {word: words(f"mode.form.{word}") for word in OWN_WORDS}
            | {
                "to_emergency": to_emergency,
                "to_normal": words("mode.form.to_normal", name=mode_name(shown.normal, words)),
                "sure": words("mode.form.sure", area=area.name, do="{do}"),
            },
        ),
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    place = html.Div(className="call-forms", **{"data-mode-form": written, "data-needs": "switch_mode"})
    return frame("mode_form", "", scene, [place], label=label, of_special=False)


def _before(shown: ModeShown, scene: Scene) -> Sequence[Component]:
    words = scene.words
    title = words("mode.before", name=mode_name(shown.emergency, words))
    if not shown.listed:
        return [html.H3(title), empty(words("mode.none"))]
    head = html.Tr([html.Th(words(f"mode.column.{column}"), scope="col") for column in COLUMNS])
    rows = [_row(one, shown, scene) for one in shown.listed]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="definitions calls-table")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title})
    return [html.H3(title), scroll]


def _row(one: Emergency, shown: ModeShown, scene: Scene) -> Component:
    cells = (
        one.area.name,
        date_and_minute(one.since, scene.zone),
        _by(one.by, one.role, scene),
        one.text,
        span_text(one.lasted(shown.here.seen_at), scene.words),
        _ended(one, shown, scene),
    )
    drawn = [
        html.Td(cell, **{"data-column": scene.words(f"mode.column.{column}")})
        for column, cell in zip(COLUMNS, cells, strict=True)
    ]
    return html.Tr(drawn, **{"data-emergency": one.area.code})


def _by(who: str, role: str, scene: Scene) -> str:
    """Role and name; of whoever has none, by what they came in."""
    name = scene.words.sentences.get(f"saved.by.{who}", who)
    said = role_name(role, scene.words)
    return name if name == said else scene.words("mode.by", role=said, who=name)


def _ended(one: Emergency, shown: ModeShown, scene: Scene) -> str:
    words = scene.words
    if one.until is None:
        return end_said(one, shown.here.seen_at, words, scene.zone) or words("mode.goes_on")
    who = _by(one.ended_by, one.ended_role, scene)
    return words(f"mode.ended_{one.ended}", time=date_and_minute(one.until, scene.zone), who=who, text=one.end_text)


PANEL = Panel("mode", ask, render)
FORM = Panel("mode_form", ask, render_form)
