"""The places where clearly more cases lie than usual, as outlines: those of the panel of hot spots."""

from __future__ import annotations

import json
from dataclasses import replace

from dashboard.display.number_link import number_of
from dashboard.findings.hot_spots import sentences, spot_sentence
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.map.layers.payloads import HotSpotDrawn, HotSpotsDrawn
from dashboard.view.number_shown import NumberShown
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.areas.area_tree import Area
from geodata.areas.outlines import outline_together
from queries.city import City
from queries.values import UnusualSpot, UnusualSpots

MOST_DRAWN = 60


def data(city: City) -> Answer:
    """Answers with outlines, sentences and links. Raises as `city.kpis.hot_spots`."""

    def answer(scene: Scene, _given: Given) -> HotSpotsDrawn:
        area, found = _found(city, scene)
        drawn = found.spots[:MOST_DRAWN]
        return {
            "total": len(found.spots),
            "spots": [_spot(one, found, city, scene) for one in drawn],
            "legend": _legend(area, found, scene),
            "notes": sentences(found, city, scene.words),
        }

    return answer


def _found(city: City, scene: Scene) -> tuple[Area, UnusualSpots]:
    """The hot spots of the area shown; where it has too few areas for any, of the nearest above it that has enough."""
    question = scene.question(scene.metric.key)
    area, found = scene.area, city.kpis.hot_spots(question)
    while found.status == "no_places" and area.parent_id:
        area = city.tree.by_id(area.parent_id)
        found = city.kpis.hot_spots(replace(question, area=area.code))
    return area, found


def _spot(spot: UnusualSpot, found: UnusualSpots, city: City, scene: Scene) -> HotSpotDrawn:
    numbers = [city.tree.area(code).area_id for code in spot.areas]
    return {
        "code": spot.place,
        "said": spot_sentence(spot, found, city, scene.words),
        "href": _link(spot.place, scene),
        "number": number_of(scene, area=spot.place),
        "outline": json.loads(outline_together(city.tree, numbers)),
    }


def _link(code: str, scene: Scene) -> str:
    """To the area that holds a spot; where that is shown already, to the card of its figure."""
    return scene.link(number=NumberShown(area=code)) if code == scene.area.code else scene.link(area=code)


def _legend(area: Area, found: UnusualSpots, scene: Scene) -> list[str]:
    if found.status != "ok":
        return []
    words, drawn = scene.words, min(len(found.spots), MOST_DRAWN)
    parts = [words("hot_spots.drawn", area=area.name, count=whole(len(found.spots)))]
    if len(found.spots) > drawn:
        parts.append(words("hot_spots.some_drawn", count=whole(drawn)))
    if drawn and scene.screen.is_interactive:
        parts.append(words("hot_spots.hint"))
    return parts


LAYER = MapLayer("hot_spots", order=90, data=data)
