"""How fast and how well: districts, streets and departments differ, and stay different."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle
from dashboard.simulator.places import Places


@dataclass(frozen=True, eq=False)
class Pace:
    """How areas (by number, row 0: nowhere) and departments differ.

    Factors of handling time, 1 over all demand; `content`, 0 over all demand, is added to the log-odds of a good score.
    `solves_inside`: areas that solve nearly everything themselves.
    """

    of_area: NDArray[np.float64]
    of_department: NDArray[np.float64]
    content: NDArray[np.float64]
    solves_inside: NDArray[np.bool_]

    @classmethod
    def of(cls, places: Places, rng: np.random.Generator) -> Pace:
        """Drawn once for a city: a leaf has the factor of its district times that of its street."""
        n = len(places.tree) + 1
        district_factor, street_factor = rng.normal(0.0, 0.14, n), rng.normal(0.0, 0.10, n)
        liked = rng.normal(0.0, 0.22, n)
        numbers = np.arange(n).clip(1)
        district, street = places.tree.ancestor_at(numbers, 1), places.tree.ancestor_at(numbers, 2)
        factor = np.exp(district_factor[district] + street_factor[street])
        departments = np.exp(rng.normal(0.0, 0.12, len(kinds().departments)))
        mean = np.average(departments[kinds().department], weights=_mix() * kinds().limit_days)
        return cls(
            of_area=factor / places.mean(factor),
            of_department=departments / mean,
            content=liked[district] - places.mean(liked[district]),
            solves_inside=_quarter(places),
        )


def _mix() -> NDArray[np.float64]:
    """Share of each kind in all cases: what the channels report, slower ones with more weight."""
    mix = np.zeros(len(kinds()))
    for channel in habits().channel:
        mix += channel.share * channel.slower * kinds().shares(channel.code, channel.everything, channel.second)
    return np.asarray(mix / mix.sum(), dtype=np.float64)


def _quarter(places: Places) -> NDArray[np.bool_]:
    """By area number, row 0 being nowhere: the leaves of the shopping quarter."""
    about, tree = chronicle().quarter, places.tree
    east = (tree.lon[places.leaf - 1] - about.lon) * np.cos(np.radians(about.lat))
    away = np.hypot(east, tree.lat[places.leaf - 1] - about.lat)
    inside = np.zeros(len(tree) + 1, dtype=np.bool_)
    inside[places.leaf[np.argsort(away, kind="stable")[: about.micro_grids]]] = True
    return inside
