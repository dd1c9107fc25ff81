"""What the layer of special grids draws and compares, in words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from dashboard.display.kpi_choice import ANALYST
from dashboard.display.kpi_choice import chosen as able
from dashboard.display.wording import metric_name, reason, sample, value_figure
from dashboard.fleet.reading_answers import age_text, quantity_name, value_text
from dashboard.map.layer import Answer, Given, MapLayer
from dashboard.view import parsers
from dashboard.view.parsers import Box
from dashboard.view.readings import MOST_SPECIAL
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.areas.special_shapes import CLOSE, MOST_SHOWN, shapes_of
from queries.city import City
from queries.values import quantities

PLACE = "__CODE__"
COMPARED = 6
DASH = "—"


def data(city: City) -> Answer:
    """Answers with outlines inside `bbox` at `zoom` (`outlines=none`: without them), words and links."""

    def answer(scene: Scene, given: Given) -> str:
        box = parsers.box("bbox", given.get("bbox", ""))
        zoom = parsers.zoom("zoom", given.get("zoom", ""))
        return layer_json(city, scene, (box, zoom), outlines=given.get("outlines") != "none")

    return answer


def layer_json(city: City, scene: Scene, sight: tuple[Box, float], *, outlines: bool = True) -> str:
    """The JSON of GET /api/v1/map/special: outlines in view (at most MOST_SHOWN, chosen ones always), words, links,
    and the comparison of those chosen. sight: what is in view, and the zoom; outlines: False leaves `grids` empty, for
    a browser that has them."""
    box, zoom = sight
    sides = (box.west, box.south, box.east, box.north)
    shapes = shapes_of(city.ground.special_grids)
    codes = [code for code, _ in scene.specials]
    found = shapes.in_view(sides, zoom).tolist() if len(shapes.grids) else []
    picked = [shapes.place_of(code) for code in codes]
    shown = [*picked, *(place for place in found if place not in picked)][: MOST_SHOWN + len(picked)]
    body = {
        "total": len(shapes.grids),
        "seen": len(found),
        "shown": len(shown),
        "chosen": codes,
        "bounds": list(shapes.grids.outline[picked[0]].bounds) if picked else None,
        "choose": scene.special_link(PLACE),
        "add": scene.special_link(*codes, PLACE) if 0 < len(codes) < MOST_SPECIAL else None,
        "without": {code: scene.special_link(*(one for one in codes if one != code)) for code in codes},
        "place": PLACE,
        "legend": _legend(scene, len(shapes.grids), len(found), len(shown), zoom),
        "compare": compared(city, scene) if codes else None,
    }
    features = ",".join(_feature(city, scene, place) for place in (shown if outlines else ()))
    return f'{json.dumps(body, ensure_ascii=False)[:-1]}, "grids": [{features}]}}\n'


def _feature(city: City, scene: Scene, place: int) -> str:
    grids = city.ground.special_grids
    body = {
        "code": str(grids.code[place]),
        "name": str(grids.name[place]),
        "kind": scene.words.term("special_kind", str(grids.kind[place])),
        "key": bool(grids.key[place]),
    }
    return f'{json.dumps(body, ensure_ascii=False)[:-1]}, "outline": {shapes_of(grids).geojson[place]}}}'


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
    if scene.screen.is_interactive:
        parts.append(words("special.hint"))
    return parts


def compared(city: City, scene: Scene) -> dict[str, Any]:
    """Six KPIs of the special grids chosen, side by side, inside the area shown, and what sensors measure there; the
    columns never add up."""
    keys = able(city, scene.scope, ANALYST.of(scene), COMPARED)
    rows = []
    for key in keys:
        cells = []
        for code, _ in scene.specials:
            answer = city.kpis.ask(replace(scene.question(key), where=scene.where_in(code)))
            known = answer.value is not None
            shown = str(value_figure(answer.value, answer.unit, scene)) if known else reason(answer, scene)
            size = sample(answer.n, scene) if known and answer.kind != "count" else ""
            cells.append([shown, size])
        rows.append([metric_name(city.kpis.dictionary[key], scene), cells])
    rows += _measured(city, scene)
    names = [name for _, name in scene.specials]
    words = {name: scene.words(f"special.{name}") for name in ("compare", "remove", "close")}
    return {"names": names, "rows": rows, "words": words, "close": scene.link(special=())}


def _measured(city: City, scene: Scene) -> list[list[Any]]:
    """What sensors measure there, with its age, as far as the asker may see it; nothing in a city without a source of
    readings."""
    if not any(source.kind == "readings" for source in city.profile.sources.values()):
        return []
    codes = tuple(code for code, _ in scene.specials)
    found, words = city.fleet.special_readings(scene.question(scene.metric.key), codes), scene.words
    by_code = {grid.code: grid.readings for grid in found.grids}
    rows = []
    for place, quantity in enumerate(quantities().values()):
        seen = [by_code[code][place] if code in by_code else None for code in codes]
        cells = [[value_text(one, words), age_text(one, found.as_of, words)] if one else [DASH, ""] for one in seen]
        rows.append([quantity_name(quantity, words), cells])
    return rows


LAYER = MapLayer("special", order=60, data=data, parameters=("zoom", "bbox", "outlines"))
