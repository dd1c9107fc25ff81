"""The spots of the area where the same comes back as a wall tells them: how many, and the longest in a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason
from dashboard.governance.spot_answers import ON_A_SCREEN, path_of, spot_figures
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import SPOT_METRIC, RepeatSpot, SpotAnswer

KEY = "repeat_spots"
MOST = 40
PLACES = 2  # of the areas around a spot, from the largest down


@dataclass(frozen=True)
class SpotsTold:
    """The answer, and its first spots with the names of the largest areas below the city that they lie in."""

    answer: SpotAnswer
    spots: tuple[tuple[RepeatSpot, str], ...]


def ask(city: City, scene: Scene) -> SpotsTold:
    """Those of the whole history as of the last full hour, whatever the days of the scene."""
    question = replace(scene.question(SPOT_METRIC), start=None, end=None)
    answer = city.governance.hourly_spots(question, ON_A_SCREEN)
    places = ((spot, path_of(spot, city).split(" › ")) for spot in answer.spots[:MOST])
    return SpotsTold(answer, tuple((spot, " ".join(path[:PLACES])) for spot, path in places))


def render(told: SpotsTold, scene: Scene) -> Component:
    """The figures of all spots, and a list that turns its pages."""
    answer, words = told.answer, scene.words
    title = words("repeat_spots.title")
    data = {"feeds": "events"}
    if answer.whole.status == "no_data":
        return frame(KEY, title, scene, [empty(reason(answer.whole, scene))], data=data)
    time = date_and_minute(answer.whole.as_of, scene.zone)
    said = f"{words('repeat_spots.at', time=time)} {spot_figures(answer, words)}"
    body: list[Component] = [html.P(said, className="failures-count")]
    rows = [_row(spot, place, scene) for spot, place in told.spots]
    listed = html.Div(rows_list(rows, "rows repeat-spots", scene), className="scroll")
    return frame(KEY, title, scene, [*body, listed] if rows else [empty(words("spots.none"))], data=data)


def _row(spot: RepeatSpot, place: str, scene: Scene) -> Row:
    words = scene.words
    lasted = span_text(timedelta(days=spot.span.days) or spot.span, words)
    name = spot.category or words("loops.untitled")
    counted = words("repeat_spots.row", n=whole(spot.n), open=whole(spot.open))
    cells = (("row-name", name), ("quiet", place), ("quiet", counted), ("row-value", lasted))
    return Row("row", cells, title=f"{name} · {place} · {counted} · {lasted}")


PANEL = Panel(KEY, ask, render)
