"""What people report in the simulated city: the kinds of case of categories.toml as columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Kinds:
    """Third-level categories, one row each.

    `category` indexes `category_names`, `department` indexes `departments`; `limit_days` working days from dispatch;
    `reach[category]` is the factor by which a channel reports it more often than usual (channel code → factor).
    """

    names: tuple[tuple[str, str, str], ...]
    phrases: tuple[str, ...]
    weight: NDArray[np.float64]
    category: NDArray[np.int16]
    department: NDArray[np.int16]
    limit_days: NDArray[np.int64]
    outdoors: NDArray[np.bool_]
    in_villages: NDArray[np.bool_]
    departments: tuple[str, ...]
    reach: tuple[dict[str, float], ...]

    def __len__(self) -> int:
        return len(self.phrases)

    def number(self, third: str) -> int:
        """Row of the kind with this third-level name. Raises ValueError when there is none."""
        return [name[2] for name in self.names].index(third)

    def shares(self, channel: str, everything: float, second: Mapping[str, float]) -> NDArray[np.float64]:
        """Probability of each kind for a channel (sums to 1).

        `everything`: its factor where a category names none; `second`: further factors by second-level category.
        """
        factor = np.array([reach.get(channel, everything) for reach in self.reach])
        weight = self.weight * factor[self.category] * [second.get(name[1], 1.0) for name in self.names]
        return np.asarray(weight / weight.sum(), dtype=np.float64)


@cache
def kinds() -> Kinds:
    """The committed kinds."""
    text = (files("dashboard.simulator.habits") / "categories.toml").read_text(encoding="utf-8")
    return _from_categories(tomllib.loads(text)["category"])


def _from_categories(categories: list[dict[str, Any]]) -> Kinds:
    departments = tuple(dict.fromkeys(str(one["department"]) for one in categories))
    rows = [(number, one, kind) for number, one in enumerate(categories) for kind in one["kinds"]]
    return Kinds(
        names=tuple((str(one["name"]), str(kind[0]), str(kind[1])) for _, one, kind in rows),
        phrases=tuple(str(kind[2]) for _, _, kind in rows),
        weight=np.array([kind[3] for _, _, kind in rows], dtype=np.float64),
        category=np.array([number for number, _, _ in rows], dtype=np.int16),
        department=np.array([departments.index(one["department"]) for _, one, _ in rows], dtype=np.int16),
        limit_days=np.array([one["limit_days"] for _, one, _ in rows], dtype=np.int64),
        outdoors=np.array([one["outdoors"] for _, one, _ in rows], dtype=np.bool_),
        in_villages=np.array([one.get("in_villages", False) for _, one, _ in rows], dtype=np.bool_),
        departments=departments,
        reach=tuple(dict(one["channels"]) for one in categories),
    )
