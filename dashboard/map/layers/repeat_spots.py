"""The spots of the area shown where the same comes back, the longest first, by the whole history."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import timedelta

from dashboard.display.wording import reason
from dashboard.governance.spot_answers import ON_A_SCREEN, path_of, spot_figures, spot_rule_text
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.layers.payloads import RepeatSpotDrawn, RepeatSpotsDrawn
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import SPOT_METRIC, RepeatSpot, SpotAnswer

PAGE = "/spots"
MOST_DRAWN, MOST_ON_A_WALL = 60, 20
LASTING = tuple(timedelta(days=days) for days in (30, 91, 365))
"""From which lengths on a spot has one more quarter of its disc filled."""


def data(city: City) -> Answer:
    """Answers with places, words and links, whatever the days of the screen. Raises as `city.governance.spots`."""

    def answer(scene: Scene, _given: Given) -> RepeatSpotsDrawn:
        question = replace(scene.question(SPOT_METRIC), start=None, end=None)
        found = city.governance.hourly_spots(question, ON_A_SCREEN)
        drawn = found.spots[: MOST_DRAWN if scene.screen.is_interactive else MOST_ON_A_WALL]
        return {
            "total": found.all_spots,
            "spots": [_drawn(spot, city, scene) for spot in drawn],
            "lasting": [scene.words(f"repeat_spots.lasting_{quarters}") for quarters in range(1, len(LASTING) + 2)],
            "legend": _legend(found, len(drawn), scene),
            "notes": _notes(found, scene),
        }

    return answer


def _drawn(spot: RepeatSpot, city: City, scene: Scene) -> RepeatSpotDrawn:
    words, name = scene.words, f"{spot.source}/{spot.source_id}"
    first, last = (date_and_minute(moment, scene.zone)[:10] for moment in (spot.first_at, spot.last_at))
    lasted = f"{words('spots.span', time=span_text(spot.span, words))} ({words('spots.dates', first=first, last=last)})"
    counted = words("spots.counts", n=whole(spot.n), again=whole(spot.again))
    return {
        "name": name,
        "lat": round(spot.point[1], 6),
        "lon": round(spot.point[0], 6),
        "n": spot.n,
        "open": spot.open,
        "quarters": 1 + bisect_right(LASTING, spot.span),
        "said": [
            " · ".join(filter(None, (spot.category, path_of(spot, city)))),
            lasted,
            " · ".join(filter(None, (counted, words("spots.open", n=whole(spot.open)) if spot.open else ""))),
        ],
        "href": scene.screen_link(scene.registry.screen_at(PAGE), spot=name, period=None),
    }


def _legend(found: SpotAnswer, drawn: int, scene: Scene) -> list[str]:
    """What is drawn; on a wall, whose list tells the figures, in few words."""
    words = scene.words
    if found.whole.status == "no_data":
        return []
    parts = [words("layer.repeat_spots")]
    if scene.screen.is_interactive:
        time = date_and_minute(found.whole.as_of, scene.zone)
        parts = [f"{words('repeat_spots.of', area=scene.area.name, time=time)} {spot_figures(found, words)}"]
    if others := found.all_spots - drawn:
        parts.append(words("repeat_spots.some_drawn", drawn=whole(drawn), others=whole(others)))
    if drawn:
        parts.append(words("repeat_spots.signs"))
    if drawn and scene.screen.is_interactive:
        parts.append(words("repeat_spots.hint"))
    return parts


def _notes(found: SpotAnswer, scene: Scene) -> list[str]:
    if found.whole.status == "no_data":
        return [f"{scene.words('layer.repeat_spots')}: {reason(found.whole, scene)}"]
    return [spot_rule_text(found, scene.words), *([] if found.spots else [scene.words("spots.none")])]


LAYER = MapLayer("repeat_spots", order=95, data=data)
