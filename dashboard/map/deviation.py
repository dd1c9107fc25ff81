"""The map of what is not normal: every area of a level against the band of the same weekdays and time of day before.

Only what lies outside of its band has a colour. An area of few cases is not judged, whatever its value, and a level of
too many areas is not either: their cases are too few to tell. Where nothing at all can be judged the map shows values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from dashboard.display.classes import NO_CASES
from dashboard.display.wording import ARROWS
from dashboard.view.scene import Scene
from dashboard.words.numbers import between
from queries.city import City
from queries.values import LevelAnswer, Metric, Normal, Place, Question, amount_of

NORMAL, WORSE, BETTER = NO_CASES + 1, NO_CASES + 2, NO_CASES + 3
"""Shades after that of what has no value."""
MOST_JUDGED = 500
"""Areas of a level: a city has some dozen districts and some hundred streets."""


@dataclass(frozen=True)
class Deviations:
    """What is normal in the areas of a level by their numbers, and where each lies; None of one that is not judged.
    is_judged: whether any is."""

    normal: Mapping[int, Normal]
    places: Mapping[int, Place | None]
    is_judged: bool

    def words(self, number: int, unit: str, scene: Scene) -> tuple[str, str]:
        """A sign of an area outside of its band, and the band; empty where there is none."""
        place, normal = self.places.get(number), self.normal.get(number)
        sign = {"above": ARROWS["up"], "below": ARROWS["down"]}.get(place or "", "")
        band = normal.band if normal and place else None
        said = scene.words("map.band", band=between(band.low, band.high, unit, scene.words)) if band else ""
        return sign, said


def deviations(city: City, question: Question, answer: LevelAnswer) -> Deviations:
    """The areas of an answer by level to `question`. Raises as `city.kpis.ask`."""
    whole = answer.whole
    is_known = whole.status == "ok" and not whole.is_unripe and not whole.is_cut_short
    can_be = len(answer.area_id) <= MOST_JUDGED and is_known
    normal = city.kpis.normal_areas(question, answer.level) if can_be else {}
    places = places_of(answer, normal)
    return Deviations(normal, places, any(places.values()))


def places_of(answer: LevelAnswer, normal: Mapping[int, Normal]) -> dict[int, Place | None]:
    """Where the value of each area lies."""
    is_amount, found = amount_of(answer.whole), dict[int, Place | None]()
    for number, value, n in zip(answer.area_id.tolist(), answer.value.tolist(), answer.n.tolist(), strict=True):
        known, band = None if isnan(value) else value, normal.get(number)
        found[number] = band.place_at(known, n, is_amount=is_amount) if band else None
    return found


def shades_of(answer: LevelAnswer, found: Deviations, metric: Metric) -> NDArray[np.uint8]:
    """The shade of each area: of a KPI without a better side what is above normal looks as what is worse."""
    better = {"up": "above", "down": "below"}.get(metric.good, "below")

    def shade(place: Place | None) -> int:
        if place is None:
            return NO_CASES
        return NORMAL if place == "inside" else BETTER if place == better else WORSE

    return np.array([shade(found.places.get(number)) for number in answer.area_id.tolist()], dtype=np.uint8)


def legend_of(metric: Metric, scene: Scene) -> list[tuple[int, str]]:
    """Shade and words of what is above and below normal, of what is normal, and why others are not judged."""
    above, below = (BETTER, WORSE) if metric.good == "up" else (WORSE, BETTER)
    return [
        (above, scene.words("map.above_normal", sign=ARROWS["up"])),
        (below, scene.words("map.below_normal", sign=ARROWS["down"])),
        (NORMAL, scene.words("map.normal")),
        (NO_CASES, scene.words("map.not_judged")),
    ]
