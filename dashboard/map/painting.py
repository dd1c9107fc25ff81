"""What the browser paints: outlines with their words, the cells under them and where the classes of a level are.

Outlines and tiles never change within a grid version; values come apart from them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any
from urllib.parse import quote

import numpy as np
from cachetools import LRUCache, cached

from dashboard.display.classes import NO_CASES
from dashboard.display.number_link import number_of
from dashboard.display.wording import cases
from dashboard.map.base_map import NO_EXTENT, cells_version
from dashboard.map.cell_values import Shown, as_json, of_whole_city, reference_moment, shown
from dashboard.map.layer import MapLayer
from dashboard.map.layer_buttons import available_layers, layer_buttons
from dashboard.map.notes import note_marks
from dashboard.map.payloads import CellSettings, MapPanel
from dashboard.map.tools import tool_words
from dashboard.saved.scene_notes import PinnedNote, notes_in
from dashboard.view.scene import Scene
from dashboard.view.view_state import DEVIATION
from geodata.areas.area_tree import Area, AreaTree
from geodata.tiles.cell_tiles import HIGHEST_ZOOM, LOWEST_ZOOM
from queries.city import City
from queries.values import NOT_PLACED, PLACES, Answer, AnswerRow, Question

WITHOUT_CASES = -1
PLACE = "__CODE__"
MOST_SENT_ALONG = 25_000
"""Areas of a level whose shades come with the panel: 33 kB before compression."""


@dataclass(frozen=True)
class MapAnswers:
    """`parts`: the answer by children (or of the area alone when it has none); `painted`: the level of the children
    (of the area itself) in classes; `level`: the level asked for in the address, None to follow the zoom; `version`: of
    the cells; `layers`: those that can be shown; `not_outlined`: the areas of those drawn that have no outline;
    `drawn`: how many those are; `notes`: those in the area and of the period.
    """

    parts: Answer
    painted: Shown
    has_children: bool
    derived: bool
    tree: AreaTree
    level: int | None
    version: str
    layers: tuple[MapLayer, ...] = ()
    not_outlined: tuple[Area, ...] = ()
    drawn: int = 0
    notes: tuple[PinnedNote, ...] = ()


def questions(city: City, scene: Scene) -> list[Question]:
    """What is drawn by level and by area, and what pins its classes; leaves are drawn alone."""
    by = None if scene.area.is_leaf else "area"
    reference = None if scene.view.colours == DEVIATION else reference_moment(scene)
    moments = [at for at in (scene.now, reference) if at]
    levels = [replace(of_whole_city(city, scene, at), by=PLACES) for at in moments]
    return [scene.question(scene.metric.key, by=by), *levels]


def ask(city: City, scene: Scene) -> MapAnswers:
    """The chosen KPI of what is drawn. Leaves are drawn alone."""
    has_children = not scene.area.is_leaf
    by = "area" if has_children else None
    children = city.tree.children(scene.area) if has_children else (scene.area,)
    return MapAnswers(
        parts=city.kpis.ask(scene.question(scene.metric.key, by=by)),
        painted=shown(city, scene, child_level(scene)),
        has_children=has_children,
        derived=any(child.basis == "derived" for child in children),
        tree=city.tree,
        level=_level(city, scene),
        version=cells_version(city.tree, city.profile),
        layers=available_layers(city, scene),
        not_outlined=tuple(child for child in children if not child.has_outline),
        drawn=len(children),
        notes=notes_in(city, scene),
    )


def _level(city: City, scene: Scene) -> int | None:
    """The level asked for; where the map shows what is not normal, that of the outlines, below which too few cases are
    known."""
    if scene.view.level:
        return city.profile.level_index(scene.view.level)
    return child_level(scene) if scene.view.colours == DEVIATION else None


def child_level(scene: Scene) -> int:
    """The level whose areas are outlined: the children's, of an area without any its own."""
    return scene.area.level + (not scene.area.is_leaf)


def rows_of(answers: MapAnswers) -> list[AnswerRow]:
    """The rows that have an outline."""
    if answers.has_children:
        return [row for row in answers.parts.rows if row.code != NOT_PLACED]
    whole = answers.parts
    return [AnswerRow(whole.area, "", whole.value, whole.n, whole.numerator, whole.denominator)]


@dataclass(frozen=True)
class Totals:
    """Numbers of cases: on the map, inside the area but in no child of it, and the sum of both."""

    placed: int
    not_placed: int

    @property
    def total(self) -> int:
        """What the KPI counts."""
        return self.placed + self.not_placed


def totals(answers: MapAnswers) -> Totals:
    """The reconciliation line: map + not placed = KPI."""
    not_placed = sum(row.n for row in answers.parts.rows if row.code == NOT_PLACED)
    return Totals(sum(row.n for row in rows_of(answers)), not_placed)


def paint(answers: MapAnswers, scene: Scene) -> str:
    """The JSON that the map reads from the `data-map` attribute."""
    shade_of = _shades(answers.painted)
    values: dict[str, tuple[int, str]] = {}
    for row in rows_of(answers):
        number = answers.tree.number_of_code[row.code]
        values[row.code] = (shade_of(number), _words(answers, row, number, scene))
    parent = scene.ancestors[-1] if scene.ancestors else None

    def outlines_of(code: str) -> str:
        return f"/outlines/{quote(answers.tree.grid_version)}/{quote(code, safe='')}.geojson"

    panel: MapPanel = {
        "area": scene.area.code,
        "outlines": outlines_of(scene.area.code),
        "outlines_of": outlines_of(PLACE),
        "values": values,
        "up": scene.area_link(parent) if parent else None,
        "down": scene.link(area=PLACE) if answers.has_children and scene.screen.is_interactive else None,
        "place": PLACE,
        "zoom": (scene.words("map.zoom_in"), scene.words("map.zoom_out")),
        "search": scene.search,
        "number": number_of(scene, area=PLACE),
        "cells": _cells(answers, scene),
        "layers": layer_buttons(answers.layers, scene),
        "layers_name": scene.words("layer.label"),
        "land": outlines_of(answers.tree.root.code),
        "words": tool_words(scene),
        "notes": note_marks(answers.notes, scene),
    }
    return json.dumps(panel, ensure_ascii=False, separators=(",", ":"))


def _words(answers: MapAnswers, row: AnswerRow, number: int, scene: Scene) -> str:
    """Value and n of an area, and where it is held against what is normal its band."""
    unit, found = answers.parts.unit, answers.painted.deviations
    words = cases(row, unit, scene) if row.n else scene.words("no_cases")
    if found is None:
        return words
    sign, band = found.words(number, unit, scene)
    return " · ".join(filter(None, (f"{sign} {words}".strip(), band)))


def _shades(painted: Shown) -> Any:
    """Shade of an area by its number, WITHOUT_CASES of one without."""

    def shade_of(number: int) -> int:
        row = int(np.searchsorted(painted.answer.area_id, number))
        shade = int(painted.shades[row])
        return WITHOUT_CASES if shade == NO_CASES else shade

    return shade_of


def _cells(answers: MapAnswers, scene: Scene) -> CellSettings:
    """What the cell layer needs: where its tiles and values are, which levels there are and which it shows."""
    tree, area = answers.tree, scene.area
    west, south, east, north = tree.root.bbox if tree.root.has_outline else NO_EXTENT
    return {
        "version": quote(answers.version),
        "bounds": ((south, west), (north, east)),
        "zooms": (LOWEST_ZOOM, HIGHEST_ZOOM),
        "metres": _typical_metres(tree),
        "child": child_level(scene),
        "level": answers.level,
        "chosen": (area.area_id, area.last_id),
        "values": f"/api/v1/map?{scene.request_query()}",
        "spot": f"/api/v1/map/spot?{scene.request_query()}",
        "painted": as_json(answers.painted, scene) if _is_sent_along(answers, scene) else None,
    }


def _is_sent_along(answers: MapAnswers, scene: Scene) -> bool:
    """Whether the values of the outlined level are those usually shown, and few."""
    return answers.level in (None, child_level(scene)) and len(answers.painted.shades) <= MOST_SENT_ALONG


@cached(LRUCache(8), condition=Condition())
def _typical_metres(tree: AreaTree) -> list[int]:
    """Side of a square as large as the median area, by level."""
    outlined = [tree.area_km2[(tree.level == level) & tree.outlined] for level in range(tree.depth + 1)]
    return [round(1000 * float(np.sqrt(np.median(areas)))) if len(areas) else 0 for areas in outlined]
