"""The areas below one as SVG: outlines as vectors, in the colours of their classes, with their names where they fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import cos, radians

from dashboard.briefings.drawing.letters import FAMILY, text_width
from dashboard.briefings.drawing.paper_colours import paper_colours
from geodata.areas.area_tree import Area, AreaTree
from geodata.areas.outlines import outlines

WIDTH = 1000.0
HATCH, FINEST = 9.0, 0.7
NAME_SIZE, MOST_NAMES = 29.5, 60
HIGH = 640.0
"""A map higher than this is made smaller on its page, and so would its names be."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def map_drawing(tree: AreaTree, area: Area, shades: Mapping[str, int]) -> str:
    """An SVG, WIDTH units wide. shades: of the ramp, by code of the area; others are hatched. Equidistant about the
    middle parallel: right in shape for a city."""
    features = json.loads(outlines(tree, area))["features"]
    rings = [(feature["properties"], list(_rings(feature["geometry"]))) for feature in features]
    points = [point for _, polygons in rings for ring in polygons for point in ring]
    if not points:
        return ""
    place, height = _projection(points)
    colours = paper_colours()
    drawn = [_outline(about["code"], polygons, shades, place) for about, polygons in rings]
    size = NAME_SIZE * max(1.0, height / HIGH)
    names = _names(tree, [about["code"] for about, _ in rings], shades, (place, size))
    pattern = (
        f'<pattern id="none" width="{HATCH:g}" height="{HATCH:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{HATCH:g}" height="{HATCH:g}" fill="{colours["land"]}"/>'
        f'<line x1="0" y1="0" x2="0" y2="{HATCH:g}" stroke="{colours["line"]}" stroke-width="2"/></pattern>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" width="{WIDTH:g}" '
        f'height="{height:.0f}"><defs>{pattern}</defs><g stroke="{colours["quiet"]}" stroke-width="1.4" '
        f'stroke-linejoin="round" fill-rule="evenodd">{"".join(drawn)}</g>{"".join(names)}</svg>'
    )


def _rings(geometry: Mapping[str, object]) -> Iterable[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    assert isinstance(polygons, list)  # noqa: S101  # GeoJSON
    for polygon in polygons:
        for ring in polygon:
            yield [(float(lon), float(lat)) for lon, lat in ring]


class _Projection:
    def __init__(self, west: float, north: float, scale_x: float, scale_y: float) -> None:
        self._west, self._north, self._scale_x, self._scale_y = west, north, scale_x, scale_y

    def __call__(self, point: Point) -> Point:
        return (point[0] - self._west) * self._scale_x, (self._north - point[1]) * self._scale_y


def _projection(points: Sequence[Point]) -> tuple[_Projection, float]:
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    scale = WIDTH / max(1e-9, east - west)
    of_latitude = scale / cos(radians((south + north) / 2))
    return _Projection(west, north, scale, of_latitude), max(1.0, (north - south) * of_latitude)


def _outline(code: str, polygons: Iterable[list[Point]], shades: Mapping[str, int], place: _Projection) -> str:
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned(list(map(place, ring)))) + "Z" for ring in polygons
    )
    fill = paper_colours()[f"shade-{shades[code]}"] if code in shades else "url(#none)"
    return f'<path d="{path}" fill="{fill}"/>'


def _thinned(points: Sequence[Point]) -> Iterable[Point]:
    """A ring without the points nearer than FINEST to the one before: on paper nobody sees them."""
    last = points[0]
    yield last
    for point in points[1:-1]:
        if abs(point[0] - last[0]) + abs(point[1] - last[1]) >= FINEST:
            yield (last := point)
    yield points[-1]


def _names(
    tree: AreaTree, codes: Sequence[str], shades: Mapping[str, int], drawn: tuple[_Projection, float]
) -> list[str]:
    """Names at the middle of their areas, the largest areas first; one that would lie over another is left out. drawn:
    where points lie, and the size of type."""
    place, size = drawn
    areas = sorted(map(tree.area, codes), key=lambda one: -_extent(one))
    taken: list[Box] = []
    written = []
    for one in areas[:MOST_NAMES]:
        x, y = place((one.lon, one.lat))
        half = text_width(one.name, size) / 2
        box = (x - half, y - size, x + half, y + size / 2)
        if box[0] < 0 or box[2] > WIDTH or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        written.append(_name(one.name, (x, y), size, is_dark=shades.get(one.code, 0) > 2))
    return written


def _name(name: str, at: Point, size: float, *, is_dark: bool) -> str:
    """Over dark shades in white; with an edge in the other colour, so that borders do not cross the letters."""
    fill, edge = ("#ffffff", "#173d6b") if is_dark else (paper_colours()["text"], "#ffffff")
    about = f'x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="middle" font-size="{size:.1f}" font-family="{FAMILY}"'
    text = escape("".join(letter for letter in name if letter.isprintable()))
    return (
        f'<text {about} fill="none" stroke="{edge}" stroke-width="4" stroke-linejoin="round">{text}</text>'
        f'<text {about} fill="{fill}">{text}</text>'
    )


def _extent(area: Area) -> float:
    west, south, east, north = area.bbox
    return (east - west) * (north - south)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
