"""What the cell layer paints: for every area of a level the class of the chosen KPI, and the legend's words.

The whole city is classed, whatever area is looked at: drilling then changes what is dimmed and nothing else, and a
colour means the same everywhere.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.display.classes import NO_CASES, class_breaks, class_words, distinct_breaks, spread_classes
from dashboard.display.sample_size import least_sample
from dashboard.display.wording import reason
from dashboard.map.deviation import Deviations, deviations, legend_of, shades_of
from dashboard.map.payloads import CellValues
from dashboard.view.periods import PeriodAt
from dashboard.view.scene import Scene
from dashboard.view.view_state import DEVIATION
from dashboard.words.numbers import figure, unit_name
from queries.city import City
from queries.values import LevelAnswer, Question, end_of_day

Breaks = tuple[float | int, ...]


@dataclass(frozen=True, eq=False)
class Shown:
    """A level as it is shown: the answer, its class breaks, one shade (uint8) for each of its areas, whether any of
    these has an outline, of how many cases an area must be to be painted, and how they differ from normal where the map
    shows that instead of classes: where of no area anything can be said, it shows classes all the same."""

    answer: LevelAnswer
    breaks: Breaks
    shades: NDArray[np.uint8]
    is_outlined: bool
    least: int = 1
    deviations: Deviations | None = None


def shown(city: City, scene: Scene, level: int) -> Shown:
    """The chosen KPI of all areas of a level (root is 0) of the city. Raises as `city.kpis.ask`."""
    answer = of_level(city, scene, level, scene.now)
    is_outlined = bool(city.tree.outlined[answer.area_id - 1].any())
    if scene.view.colours == DEVIATION:
        found = deviations(city, of_whole_city(city, scene, scene.now), answer)
        if found.is_judged:
            return Shown(answer, (), shades_of(answer, found, scene.metric), is_outlined, deviations=found)
    reference = reference_moment(scene)
    least = least_sample(answer.whole, city.profile.minimum_cases)
    breaks = breaks_of(of_level(city, scene, level, reference), scene, least) if reference else ()
    breaks = breaks or breaks_of(answer, scene, least)
    steps = np.array(spread_classes(len(breaks) + 1), dtype=np.uint8)
    known = (answer.n >= least) & np.isfinite(answer.value) & (not answer.whole.is_unripe)
    classes = np.searchsorted(np.array(breaks, dtype=np.float64), np.where(known, answer.value, 0.0), side="right")
    return Shown(answer, breaks, np.where(known, steps[classes], NO_CASES).astype(np.uint8), is_outlined, least)


def of_level(city: City, scene: Scene, level: int, at: PeriodAt) -> LevelAnswer:
    """The chosen KPI of the whole city at a moment, by the areas of a level."""
    return city.kpis.by_level(of_whole_city(city, scene, at), level)


def of_whole_city(city: City, scene: Scene, at: PeriodAt) -> Question:
    """What the map asks by level."""
    return replace(scene.question(scene.metric.key, at=at), area=city.tree.root.code)


def reference_moment(scene: Scene) -> PeriodAt | None:
    """What pins the class breaks: the earlier period, of a running one as it stood in the middle of this hour.

    So a colour stands still while numbers refresh, is the same in every browser and moves at most once an hour; of a
    replay never. None without an earlier period.
    """
    if scene.pinned:
        return scene.pinned
    if scene.earlier is None or scene.earlier.period.end is None:
        return None
    end = end_of_day(scene.earlier.period.end, scene.zone)
    if not scene.runs:
        return PeriodAt(scene.earlier.period, end)
    hour = scene.earlier.as_of.replace(minute=30, second=0, microsecond=0)
    return PeriodAt(scene.earlier.period, min(hour, end))


def breaks_of(answer: LevelAnswer, scene: Scene, least: int) -> Breaks:
    """Class breaks of what has `least` cases; round in the unit that they are written in, and different as written."""
    unit = answer.whole.unit
    values = answer.value[(answer.n >= least) & np.isfinite(answer.value)]
    if not len(values) or values.min() == values.max():
        return ()
    _, times = unit_name(float(values.max()), unit)
    cuts = class_breaks(values if times == 1 else values * times)
    return distinct_breaks(
        [cut if times == 1 else cut / times for cut in cuts],
        float(values.min()),
        lambda cut: str(figure(cut, unit, scene.words)),
    )


def as_json(painted: Shown, scene: Scene) -> CellValues:
    """What /api/v1/map answers: shades of the level's areas in the order of their numbers (base64 of uint8), legend,
    and the cases inside the screen's area that are on the map and not."""
    answer = painted.answer
    placed, not_placed = reconciled(answer, scene)
    return {
        "level": answer.level,
        "status": answer.whole.status,
        "shades": base64.b64encode(painted.shades.tobytes()).decode(),
        "legend": legend(painted, scene),
        "breaks": list(painted.breaks),
        "placed": placed,
        "not_placed": not_placed,
        "total": placed + not_placed,
    }


def legend(painted: Shown, scene: Scene) -> list[tuple[int, str]]:
    """Shade and words of each class, ending with what has no cases; of a level without outlines, that it has none."""
    if not painted.is_outlined:
        return [(NO_CASES, scene.words("map.no_outlines"))]
    if painted.deviations:
        return legend_of(scene.metric, scene)
    if painted.answer.whole.is_unripe:
        return [(NO_CASES, scene.words("unripe.map"))]
    steps = spread_classes(len(painted.breaks) + 1)
    unit = painted.answer.whole.unit
    classes = [(step, class_words(index, painted.breaks, unit, scene)) for index, step in enumerate(steps)]
    whole = painted.answer.whole
    few = scene.words("map.too_few", least=painted.least) if painted.least > 1 else scene.words("no_cases")
    none = reason(whole, scene) if whole.status == "no_data" else few
    return [*(classes if int(painted.answer.n.sum()) else []), (NO_CASES, none)]


def reconciled(answer: LevelAnswer, scene: Scene) -> tuple[int, int]:
    """Cases inside the screen's area that are on the map, and that are known only above the level."""
    area = scene.area
    low, high = np.searchsorted(answer.area_id, [area.area_id, area.last_id + 1])
    above = (answer.above_id >= area.area_id) & (answer.above_id <= area.last_id)
    return int(answer.n[low:high].sum()), int(answer.above_n[above].sum())
