"""One spot of the map: which area of a level contains a point, exactly, and what is shown of an area."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.display.wording import reason
from dashboard.map.payloads import Spot
from dashboard.view import parsers
from dashboard.view.scene import Scene
from dashboard.words.numbers import figure, whole
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import LevelAnswer


def exact_spot(city: City, level: int, given: Mapping[str, str]) -> Area | None:
    """The area of `level` at lon, lat (degrees WGS-84), or around area number `area`; where only an area above the
    level is known, that one; None outside the city. Raises BadParameter."""
    number = _number(city, given)
    if not 0 < number <= len(city.tree):
        return None
    return city.tree.by_id(int(city.tree.ancestor_at([number], level)[0]) or number)


def _number(city: City, given: Mapping[str, str]) -> int:
    if "area" in given:
        return parsers.whole_number("area", given["area"], 0, parsers.HIGHEST_NUMBER)
    lon = parsers.decimal("lon", given.get("lon", ""), -180, 540)
    lat = parsers.decimal("lat", given.get("lat", ""), -90, 90)
    return int(city.ground.placer.place(lon, lat))


def spot_words(city: City, scene: Scene, area: Area, answer: LevelAnswer) -> Spot:
    """Code, name, the areas above it, value and n of an area, as words."""
    row = int(np.searchsorted(answer.area_id, area.area_id))
    is_known = row < len(answer.area_id) and int(answer.area_id[row]) == area.area_id
    n = int(answer.n[row]) if is_known else 0
    value = float(answer.value[row]) if is_known else float("nan")
    unit = answer.whole.unit
    none = reason(answer.whole, scene) if answer.whole.status == "no_data" else scene.words("no_cases")
    text = str(figure(int(value) if value.is_integer() else value, unit, scene.words)) if n else none
    return {
        "code": area.code,
        "name": area.name,
        "path": [above.name for above in city.tree.ancestors(area)[1:]],
        "value": text,
        "n": scene.words("n", n=whole(n)) if unit != "case" and n else "",
        "leaf": area.is_leaf,
    }
