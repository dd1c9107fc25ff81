"""POST /screen: one question for a whole screen, one answer with all its panels at one stamp."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Annotated

from dash.development.base_component import Component
from flask import Flask, Response, request
from pydantic import BaseModel, Field, ValidationError

from dashboard.errors import wrong_parameter
from dashboard.screens.scenes import language_of, scene_at
from dashboard.screens.screen_registry import REGISTRY
from dashboard.screens.whole_screen import (
    PATIENCE_S,
    UNFINISHED_PATIENCE_S,
    PanelChange,
    PanelPlace,
    ScreenAsked,
    WholeScreens,
)
from dashboard.walls.places import places_of
from dashboard.words.catalogue import catalogue
from queries.city import City

ADDRESS = "/screen"
MOST_PLACES = 100
Text = Annotated[str, Field(max_length=10_000)]


class PlaceShown(BaseModel):
    """A place for a panel in a browser: `digest` of what is drawn there, the sign `stale` where it bears one."""

    panel: Text
    digest: Text = ""
    stale: Text = ""


class ScreenQuestion(BaseModel):
    """path, search: of the address shown; stamp: empty for the present one; places: None for all of the screen, empty;
    unfinished: whether to wait for panels that were still being computed, in whole or part, at the first answer."""

    path: Text = "/"
    search: Text = ""
    stamp: Text = ""
    places: Annotated[list[PlaceShown], Field(max_length=MOST_PLACES)] | None = None
    unfinished: bool = False


def register(flask: Flask, city: City, whole_screens: WholeScreens) -> None:
    """Adds the route."""

    def screen() -> Response:
        began = perf_counter()
        asked = _question()
        words = catalogue(language_of(asked.search, city))
        shown = ScreenAsked(asked.path, asked.search, asked.stamp or str(city.sources.stamp()), words)
        patience_s = UNFINISHED_PATIENCE_S if asked.unfinished else PATIENCE_S
        changes = whole_screens.changes(shown, _places(asked, city), patience_s=patience_s, finished=asked.unfinished)
        answer = Response(_written(shown.stamp, changes), mimetype="application/json")
        answer.headers["Server-Timing"] = f"screen;dur={round(1000 * (perf_counter() - began), 1)}"
        return answer

    flask.add_url_rule(ADDRESS, "screen", screen, methods=["POST"])


def _question() -> ScreenQuestion:
    """What this request asks for. Raises BadParameter."""
    try:
        return ScreenQuestion.model_validate_json(request.get_data())
    except ValidationError as error:
        raise wrong_parameter("body", "screen_object") from error


def _places(asked: ScreenQuestion, city: City) -> list[PanelPlace]:
    if asked.places is not None:
        return [PanelPlace(place.panel, place.digest, place.stale) for place in asked.places]
    screen = REGISTRY.screen_at(asked.path)
    layout = screen.layout(screen, city.profile, city.tree.root.bbox, catalogue(city.profile.language))
    wall = scene_at(city, asked.path, asked.search, asked.stamp).wall
    keys = slots_in(layout)
    return [PanelPlace(key) for key in keys if wall is None or key in places_of(wall)]


def slots_in(part: object) -> list[str]:
    """The keys of the panels for which a layout has places that the first screen shows."""
    if isinstance(part, list | tuple):
        return [key for one in part for key in slots_in(one)]
    if not isinstance(part, Component):
        return []
    key = getattr(part, "data-slot", None)
    if getattr(part, "data-below", None):
        return []
    return [str(key)] if key else slots_in(getattr(part, "children", None))


def _written(stamp: str, changes: list[PanelChange]) -> str:
    """{stamp, panels}; drawings are JSON already, shared by all browsers, and are put in as they are."""
    panels = []
    for change in changes:
        signs = {
            "panel": change.key,
            "stale": change.stale,
            "computing": change.computing,
            "unfinished": change.unfinished,
        }
        if change.content is None:
            panels.append(json.dumps(signs, ensure_ascii=False))
            continue
        head = json.dumps({**signs, "digest": change.digest}, ensure_ascii=False)
        panels.append(f'{head[:-1]},"content":{change.content}}}')
    return f'{{"stamp":{json.dumps(stamp)},"panels":[{",".join(panels)}]}}'
