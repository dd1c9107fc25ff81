"""What the browser paints: for each outline a class, its words and its n; apart from the outlines, which never
change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from dashboard.catalogue import Catalogue
from dashboard.map.classes import class_breaks, class_of, spread_classes, told_apart
from dashboard.number_format import figure, spoken_unit
from dashboard.panels.ranking import NOT_PLACED
from dashboard.panels.wording import cases
from dashboard.periods import Moment, end_of_day
from dashboard.scene import Scene
from queries.answer import Answer, AnswerRow
from queries.city import City

WITHOUT_CASES = -1
PLACE = "__CODE__"


@dataclass(frozen=True)
class MapAnswers:
    """`parts`: the answer by children (or of the area alone when it has none); `reference`: what pins the class
    breaks.
    """

    parts: Answer
    reference: Answer | None
    has_children: bool
    derived: bool
    grid_version: str


def ask(city: City, scene: Scene) -> MapAnswers:
    """The chosen KPI of what is drawn. Leaves are drawn alone."""
    has_children = not scene.area.is_leaf
    by = "area" if has_children else None
    reference = reference_moment(scene)
    children = city.tree.children(scene.area) if has_children else (scene.area,)
    return MapAnswers(
        parts=city.ask(scene.question(scene.metric.key, by=by)),
        reference=city.ask(scene.question(scene.metric.key, by=by, at=reference))
        if reference and has_children
        else None,
        has_children=has_children,
        derived=any(child.basis == "derived" for child in children),
        grid_version=city.tree.grid_version,
    )


def reference_moment(scene: Scene) -> Moment | None:
    """The moment whose values pin the class breaks: the earlier period as it stood in the middle of this hour.

    So the colours stand still while numbers refresh, are the same in every browser, and move at most once an hour; of a
    replay never.
    """
    if scene.pinned:
        return scene.pinned
    if scene.earlier is None or scene.earlier.period.end is None:
        return None
    if not scene.runs:
        return scene.earlier
    hour = scene.earlier.as_of.replace(minute=30, second=0, microsecond=0)
    return replace(scene.earlier, as_of=min(hour, end_of_day(scene.earlier.period.end, scene.zone)))


def rows_of(answers: MapAnswers) -> list[AnswerRow]:
    """The rows that have an outline."""
    if answers.has_children:
        return [row for row in answers.parts.rows if row.code != NOT_PLACED]
    whole = answers.parts
    return [AnswerRow(whole.area, "", whole.value, whole.n, whole.numerator, whole.denominator)]


def breaks_of(answers: MapAnswers, words: Catalogue) -> tuple[float | int, ...]:
    """Class breaks from the reference period, from the shown one where that had too little; round in the unit that
    they are written in, and different as written.
    """
    unit = answers.parts.unit
    for source in (answers.reference, answers.parts):
        values = (
            [row.value for row in source.rows if row.code != NOT_PLACED and row.n and row.value is not None]
            if source
            else []
        )
        if len(set(values)) > 1:
            _, times = spoken_unit(max(values), unit)
            breaks = (
                class_breaks(values)
                if times == 1
                else [cut / times for cut in class_breaks([value * times for value in values])]
            )
            return told_apart(breaks, min(values), lambda cut: str(figure(cut, unit, words)))
    return ()


@dataclass(frozen=True)
class Totals:
    """Cases on the map, inside the area but known to no child, and together."""

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


def paint(answers: MapAnswers, breaks: Sequence[float | int], scene: Scene) -> str:
    """The JSON that map.js reads from the `data-map` attribute."""
    steps = spread_classes(len(breaks) + 1)
    values = {}
    for row in rows_of(answers):
        shade = WITHOUT_CASES if row.value is None or row.n == 0 else steps[class_of(row.value, breaks)]
        words = cases(row, answers.parts.unit, scene) if row.n else scene.words("no_cases")
        values[row.code] = [shade, words]
    parent = scene.ancestors[-1] if scene.ancestors else None
    return json.dumps(
        {
            "area": scene.area.code,
            "outlines": f"/outlines/{quote(answers.grid_version)}/{quote(scene.area.code, safe='')}.geojson",
            "values": values,
            "up": scene.area_link(parent) if parent else None,
            "down": scene.link(area=PLACE) if answers.has_children and scene.view.screen != "wall" else None,
            "place": PLACE,
            "zoom": [scene.words("map.zoom_in"), scene.words("map.zoom_out")],
            "search": scene.search,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
