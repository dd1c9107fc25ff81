"""The road programme that caused traffic-light faults, and the faults elsewhere in the same months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import Cases
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import HOUR, day_start
from dashboard.simulator.streams import Stream, stream

_BY = ("grid_patrol", "digital_cm", "hotline_12345", "app")
_BY_SHARE = (0.4, 0.3, 0.2, 0.1)


@dataclass(frozen=True, eq=False)
class RoadProgramme:
    """Drawn once for a city: the crossings (leaves along one road), and reports by day, here and elsewhere."""

    crossings: NDArray[np.int32]
    here: dict[date, int]
    elsewhere: dict[date, int]

    @classmethod
    def of(cls, places: Places, seed: int) -> RoadProgramme:
        """The published number of reports, spread over the days at random."""
        about, rng = chronicle().programme, stream(seed, Stream.PROGRAMME, 0)
        return cls(
            crossings=_crossings(places, rng, about.crossings),
            here=_spread(about.reports, about.first, about.last, rng),
            elsewhere=_spread(about.others, about.others_first, about.others_last, rng),
        )

    def of_day(self, day: date, rng: np.random.Generator) -> Cases | None:
        """The faults of the programme reported on a day: one matter; None on the other days."""
        n = self.here.get(day, 0)
        if not n:
            return None
        about = chronicle().programme
        reported = day_start(day) + (rng.normal(13.0, 3.5, n).clip(5.0, 21.0) * HOUR).astype(np.int64)
        codes = [channel.code for channel in habits().channel]
        ways_in = np.array([codes.index(code) for code in _BY])
        return Cases(
            {
                "reported_at": reported,
                "channel": rng.choice(ways_in, n, p=_BY_SHARE).astype(np.int8),
                "kind": np.full(n, kinds().number(about.kind), dtype=np.int16),
                "leaf": rng.choice(self.crossings, n),
                "matter": np.full(n, about.matter, dtype=np.int64),
                "linked_at": reported,
                "repeat": rng.random(n) < 0.3,
            }
        )

    def settle_others(self, cases: Cases, day: date, rng: np.random.Generator) -> None:
        """As many faults elsewhere as were counted: what chance drew is another kind, and some cases become one."""
        about = chronicle().programme
        if not about.others_first <= day <= about.others_last:
            return
        fault, kind = kinds().number(about.kind), cases["kind"]
        kind[(kind == fault) & (cases["matter"] != about.matter)] = kinds().number(about.otherwise)
        able = np.flatnonzero(kinds().outdoors[kind] & (cases["matter"] == 0))
        wanted = min(self.elsewhere.get(day, 0), len(able))
        kind[rng.choice(able, wanted, replace=False)] = fault


def _crossings(places: Places, rng: np.random.Generator, number: int) -> NDArray[np.int32]:
    """Evenly along one street, from west to east."""
    street = int(places.level(places.draw(rng, 1), 2)[0])
    inside = places.leaf[(places.leaf >= street) & (places.leaf <= places.tree.last_id[street - 1])]
    along = inside[np.argsort(places.tree.lon[inside - 1], kind="stable")]
    return np.asarray(along[np.linspace(0, len(along) - 1, number).astype(int)], dtype=np.int32)


def _spread(number: int, first: date, last: date, rng: np.random.Generator) -> dict[date, int]:
    days = (last - first).days + 1
    drawn = np.bincount(rng.integers(0, days, number), minlength=days)
    return {first + timedelta(days=row): int(drawn[row]) for row in range(days)}
