"""The replay control: the days it runs over and its words; assets/modules/analyst/replay.js builds it and plays."""

from __future__ import annotations

import json
from datetime import datetime
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.panels.payloads import ReplaySettings, ReplayWords
from dashboard.view.periods import ScreenPeriod
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import end_of_day, start_of

SPEEDS = (1, 10, 60, 600)
WORDS = ("label", "play", "pause", "speed", "moment", "known", "known_title", "back", "close", "now", "keys")


def ask(city: City, scene: Scene) -> ScreenPeriod | None:
    """The days that the address wants to see again."""
    return scene.replay


def render(days: ScreenPeriod | None, scene: Scene) -> Component:
    """The control, or nothing where the address has none. It says nothing of the moment shown, so that it stays while
    that moves.
    """
    if days is None or days.start is None or days.end is None:
        return frame("replay", "", scene, [], label=scene.words("replay.label"))
    settings: ReplaySettings = {
        "start": _milliseconds(start_of(days.start, scene.zone)),
        "end": _milliseconds(end_of_day(days.end, scene.zone)),
        "days": f"{days.start.isoformat()}..{days.end.isoformat()}",
        "zone": str(scene.zone),
        "speeds": SPEEDS,
        "words": cast(ReplayWords, {word: scene.words(f"replay.{word}") for word in WORDS}),
    }
    control = html.Div(
        className="replay",
        role="group",
        **{"data-replay": json.dumps(settings, ensure_ascii=False, separators=(",", ":"))},
    )
    return frame("replay", "", scene, [control], label=scene.words("replay.label"))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


PANEL = Panel("replay", ask, render)
