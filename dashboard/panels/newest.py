"""The newest events of the area, newest first. Their texts come from outside and are shown as text only.

The panel says what there is; the browser (panels/newest.js) writes the lines, from this drawing and from the news
alike, so that an event looks the same whichever way it came.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.payloads import NewestEvent
from dashboard.panels.payloads import NewestSettings
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Newest, NewEvent

COUNT = 12
CHANNEL = "channel."
CASE = "__CASE__"


def ask(city: City, scene: Scene) -> Sequence[NewEvent]:
    """The last events reported in the area up to the screen's moment."""
    recorded = scene.view.recorded_as_of
    return city.cases.newest(Newest(scene.area, scene.now.as_of, COUNT, recorded, scene.where, scope=scene.scope))


def render(events: Sequence[NewEvent], scene: Scene) -> Component:
    """One line an event: when, by which channel, what, where (below the areas `known`) and to whom."""
    words = scene.words
    sentences = words.sentences.items()
    settings: NewestSettings = {
        "as_of": scene.now.as_of.isoformat(),
        "zone": str(scene.zone),
        "count": COUNT,
        "known": [area.name for area in (*scene.ancestors, scene.area)],
        "channels": {key.removeprefix(CHANNEL): word for key, word in sentences if key.startswith(CHANNEL)},
        "unknown": words("unknown"),
        "untitled": words("newest.untitled"),
        "automatic": words("newest.automatic"),
        "case_link": scene.link(case=CASE) if scene.screen.is_interactive else None,
        "case": CASE,
        "with_news": not scene.where,  # the news are of an area, whatever lies in it
        "events": [as_json(event) for event in events],
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    lines = html.Ol(className="events", **{"data-events": written})
    return frame("newest", words("newest.title"), scene, [lines, empty(words("newest.none"))], data={"feeds": "events"})


def as_json(event: NewEvent) -> NewestEvent:
    """An event as /api/v1/live gives it too: instants in ISO form, degrees WGS-84."""
    return cast(NewestEvent, {**event.__dict__, "reported_at": event.reported_at.isoformat()})


PANEL = Panel("newest", ask, render)
