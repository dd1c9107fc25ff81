"""What the layer of special grids draws and compares, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.display.kpi_choice import ANALYST
from dashboard.display.kpi_choice import chosen as able
from dashboard.display.map_layers import special_link
from dashboard.display.wording import metric_name, reason, sample, value_figure
from dashboard.errors import BadParameter
from dashboard.view.address import MOST_SPECIAL
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.areas.special_shapes import CLOSE, MOST_SHOWN, shapes_of
from queries.city import City
from queries.kpis.conditions import SPECIAL_GRID

PLACE = "__CODE__"
COMPARED = 6


def sides_of(given: Mapping[str, str]) -> tuple[tuple[float, float, float, float], float]:
    """West, south, east, north (degrees) of `bbox`, and `zoom`. Raises BadParameter."""
    try:
        west, south, east, north = (float(side) for side in given["bbox"].split(","))
        zoom = float(given["zoom"])
    except (KeyError, ValueError):
        raise BadParameter("bbox", "give zoom, and bbox=west,south,east,north in degrees") from None
    if not (-360 <= west < east <= 360 and -90 <= south < north <= 90 and 0 <= zoom <= 30):
        raise BadParameter("bbox", "is no part of the map")
    return (west, south, east, north), zoom


def layer_json(
    city: City, scene: Scene, sides: tuple[float, float, float, float], zoom: float, *, outlines: bool = True
) -> str:
    """The JSON of GET /api/v1/map/special: outlines in view (at most MOST_SHOWN, chosen ones always), words, links,
    and the comparison of those chosen. outlines: False leaves `grids` empty, for a browser that has them."""
    shapes = shapes_of(city.store.special_grids)
    codes = [code for code, _ in scene.specials]
    found = shapes.in_view(sides, zoom).tolist() if len(shapes.grids) else []
    picked = [shapes.place_of(code) for code in codes]
    shown = [*picked, *(place for place in found if place not in picked)][: MOST_SHOWN + len(picked)]
    told = {
        "total": len(shapes.grids),
        "seen": len(found),
        "shown": len(shown),
        "chosen": codes,
        "bounds": list(shapes.grids.outline[picked[0]].bounds) if picked else None,
        "choose": special_link(scene, PLACE),
        "add": special_link(scene, *codes, PLACE) if 0 < len(codes) < MOST_SPECIAL else None,
        "without": {code: special_link(scene, *(one for one in codes if one != code)) for code in codes},
        "place": PLACE,
        "legend": _legend(scene, len(shapes.grids), len(found), len(shown), zoom),
        "compare": compared(city, scene) if codes else None,
    }
    features = ",".join(_feature(city, scene, place) for place in (shown if outlines else ()))
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "grids": [{features}]}}\n'


def _feature(city: City, scene: Scene, place: int) -> str:
    grids = city.store.special_grids
    told = {
        "code": str(grids.code[place]),
        "name": str(grids.name[place]),
        "kind": scene.words.term("special_kind", str(grids.kind[place])),
        "key": bool(grids.key[place]),
    }
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "outline": {shapes_of(grids).geojson[place]}}}'


def _legend(scene: Scene, total: int, seen: int, shown: int, zoom: float) -> list[str]:
    words = scene.words
    if not total:
        return [words("special.nothing")]
    parts = [words("special.legend", total=whole(total))]
    if zoom < CLOSE:
        parts.append(words("special.far"))
    elif seen > shown:
        parts.append(words("special.some", shown=whole(shown), seen=whole(seen)))
    parts.append(words("special.overlap"))
    if scene.view.screen != "wall":
        parts.append(words("special.hint"))
    return parts


def compared(city: City, scene: Scene) -> dict[str, Any]:
    """Six KPIs of the special grids chosen, side by side, inside the area shown; the columns never add up."""
    keys = able(city, ANALYST.of(scene), COMPARED)
    rows = []
    for key in keys:
        cells = []
        for code, _ in scene.specials:
            answer = city.ask(replace(scene.question(key), where=((SPECIAL_GRID, code),)))
            known = answer.value is not None
            shown = str(value_figure(answer.value, answer.unit, scene)) if known else reason(answer, scene)
            size = sample(answer.n, scene) if known and answer.kind != "count" else ""
            cells.append([shown, size])
        rows.append([metric_name(city.dictionary[key], scene), cells])
    names = [name for _, name in scene.specials]
    words = {name: scene.words(f"special.{name}") for name in ("compare", "remove", "close")}
    return {"names": names, "rows": rows, "words": words, "close": scene.link(special=())}
