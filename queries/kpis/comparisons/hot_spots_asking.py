"""Hot spots of a question: at which level, against which earlier periods, and where they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from geodata.areas.area_tree import Area, AreaTree, Numbers
from queries.kpis import note
from queries.kpis.answering import Answering
from queries.kpis.by_level import LevelAnswer, inside
from queries.kpis.comparisons.chance import Values
from queries.kpis.comparisons.hot_spots import LEAST_EARLIER, hot_spots, neighbourhoods
from queries.kpis.comparisons.part_days import is_number
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.normal.normal_asking import breaks_before, comparable_periods
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.scope import Scope

LEAST_AREAS, MOST_AREAS = 10, 25_000
CASES_AN_AREA = 0.5
"""The finest level is taken at which an area has so many cases on average."""
METRES_A_DEGREE = 111_320.0
ByLevel = Callable[[Question, int], LevelAnswer]
HotSpotStatus = Literal["ok", "no_data", "not_a_number", "no_periods", "no_places"]


@dataclass(frozen=True)
class UnusualSpot:
    """place: the smallest area that holds it; areas: codes of those that it consists of; lon, lat: the middle of its
    cases by their areas, degrees WGS-84. now, earlier, expected, q: as in `Spot`, the latest period first."""

    place: str
    name: str
    areas: tuple[str, ...]
    lon: float
    lat: float
    now: int
    earlier: tuple[int, ...]
    expected: float
    q: float


@dataclass(frozen=True)
class UnusualSpots:
    """status: why there are none to be had: not_a_number (rates, means and reports are not asked), no_periods (nothing
    comparable before, or too long a period), no_places (too few areas with a place below). level: of the areas; least:
    of how many cases a spot must be; notes: on breaks, behind which nothing is compared."""

    status: HotSpotStatus
    level: int | None = None
    periods: tuple[EarlierPeriod, ...] = ()
    spots: tuple[UnusualSpot, ...] = ()
    areas: int = 0
    least: int = 1
    notes: tuple[Note, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One JSON object, days in ISO form."""
        spots = [{**vars(one), "areas": list(one.areas), "earlier": list(one.earlier)} for one in self.spots]
        periods = [{"from": one.start.isoformat(), "to": one.end.isoformat()} for one in self.periods]
        about = {"status": self.status, "areas": self.areas, "least": self.least, "notes": list(self.notes)}
        return {**about, "periods": periods, "spots": spots}


def found_hot_spots(answers: Answering, question: Question, by_level: ByLevel) -> UnusualSpots:
    """The hot spots of a question with its moment. by_level: asks a KPI of a level. Raises as `answer`."""
    asked = answers.resolve(replace(question, by=None))
    if asked.metric.table != "events" or not is_number(asked.metric):
        return UnusualSpots("not_a_number")
    if asked.reasons:
        return UnusualSpots("no_data")
    periods = () if asked.only_now else comparable_periods(answers, asked, below=True)
    notes = tuple(map(note.series_break, breaks_before(answers, asked, below=True)))
    if len(periods) < LEAST_EARLIER:
        return UnusualSpots("no_periods", notes=notes)
    level = _level(answers.tree, asked.area, question.scope, lambda level: by_level(question, level).n.sum())
    if level is None:
        return UnusualSpots("no_places")
    now = by_level(question, level)
    kept = answers.tree.outlined[now.area_id - 1]
    numbers = now.area_id[kept]
    before = [
        by_level(replace(question, start=one.start, end=one.end, as_of=one.as_of), level).n[kept] for one in periods
    ]
    x, y = _metres(answers.tree, numbers)
    least, counts = answers.profile.minimum_cases, now.n[kept]
    found = hot_spots(counts.astype(float), np.array(before, dtype=float), neighbourhoods(x, y), least)
    spots = tuple(
        _spot(
            answers.tree, numbers[list(one.rows)], counts[list(one.rows)], (one.now, one.earlier, one.expected, one.q)
        )
        for one in found
    )
    return UnusualSpots("ok", level, periods, spots, len(numbers), least, notes)


def _level(tree: AreaTree, area: Area, scope: Scope, cases: Callable[[int], float]) -> int | None:
    """The finest level below the area that has enough cases in its areas, else the finest that has areas enough."""
    sizes = {
        level: int(tree.outlined[inside(tree, area, level, scope) - 1].sum())
        for level in range(area.level + 1, tree.depth + 1)
    }
    usable = [level for level, size in sizes.items() if LEAST_AREAS <= size <= MOST_AREAS]
    if not usable:
        return None
    total = cases(usable[0])
    fitting = [level for level in usable if total >= CASES_AN_AREA * sizes[level]]
    return fitting[-1] if fitting else usable[0]


def _metres(tree: AreaTree, numbers: Numbers) -> tuple[Values, Values]:
    """The middles of areas in metres east and north, on a plane that touches the city; across 180° as one."""
    lon, lat = tree.lon[numbers - 1], tree.lat[numbers - 1]
    middle = float(np.median(lat))
    east = (lon - lon[0] + 180.0) % 360.0 - 180.0
    return east * METRES_A_DEGREE * np.cos(np.radians(middle)), lat * METRES_A_DEGREE


def _spot(
    tree: AreaTree, numbers: Numbers, counts: Any, found: tuple[int, tuple[int, ...], float, float]
) -> UnusualSpot:
    first, last = int(numbers.min()), int(numbers.max())
    place = tree.by_id(first)
    while not place.holds(last):
        place = tree.by_id(place.parent_id)
    codes = tuple(str(tree.code[number - 1]) for number in numbers.tolist())
    weight = counts / counts.sum()
    lon, lat = (float((column[numbers - 1] * weight).sum()) for column in (tree.lon, tree.lat))
    return UnusualSpot(place.code, place.name, codes, lon, lat, *found)
