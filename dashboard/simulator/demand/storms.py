"""Storm days: hours of rain over many districts, reported by hundreds."""

from __future__ import annotations

from datetime import date

import numpy as np

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.chronicle import chronicle
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import DAY, HOUR, day_start
from dashboard.simulator.streams import Stream, stream

_WAYS_IN = 4  # hotline, app, patrol, digital city management
_FULL_DAY = 12_000.0  # cases a day of the city whose storms bring the numbers of chronicle.toml


def storm_of(day: date, places: Places, seed: int, cases_a_day: float) -> Cases | None:
    """What a storm of this day brings in; None on a day without one."""
    storm = chronicle().storm
    rng = stream(seed, Stream.STORM, day.toordinal())
    if rng.random() >= storm.chance[day.month - 1]:
        return None
    n = max(1, int(rng.integers(storm.reports[0], storm.reports[1] + 1) * cases_a_day / _FULL_DAY))
    begins = day_start(day) + int(rng.uniform(5.0, 16.0) * HOUR)
    after = (rng.gamma(2.0, storm.hours / 6, n) * HOUR).astype(np.int64)
    districts = np.unique(places.level(places.leaf, 1))
    struck = rng.permutation(districts)[: int(rng.integers(storm.districts[0], storm.districts[1] + 1))]
    leaf = places.draw(rng, 6 * n)
    leaf = np.concatenate([leaf[np.isin(places.level(leaf, 1), struck)], leaf])[:n]
    chances = np.array(storm.weights) / sum(storm.weights)
    number = np.array([kinds().number(name) for name in storm.kinds], dtype=np.int16)
    return Cases(
        {
            "reported_at": np.minimum(np.sort(begins + after), day_start(day) + DAY - 1),
            "channel": rng.integers(0, _WAYS_IN, n).astype(np.int8),
            "kind": rng.choice(number, n, p=chances),
            "leaf": leaf,
            "matter": np.zeros(n, dtype=np.int64),
            "linked_at": np.full(n, NEVER),
            "repeat": np.zeros(n, dtype=np.bool_),
        }
    )
