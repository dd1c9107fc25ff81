"""The duty roster of the simulated city: two turns a day at every centre that roll-calls reach, with made-up people."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from geodata.areas.area_tree import AreaTree
from queries.values import DUTY_FILE

HEADER = ("area", "from", "until", "role", "name", "telephone")
CENTRES, DAYS_BEFORE, DAYS_AFTER = (0, 1, 2), 2, 30
_PEOPLE_OF_A_CENTRE = 6
_PURPOSE = 0x64757479
"""Makes its random numbers independent of all others of the seed."""


def write_duty(folder: Path, tree: AreaTree, day: date, seed: int) -> None:
    """Write the roster around a day into the folder of a city, unless it has one. The same for one seed."""
    if (folder / DUTY_FILE).exists():
        return
    with (folder / DUTY_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(tree, day, seed))


@cache
def declaration() -> Mapping[str, Any]:
    """What duty.toml says."""
    return tomllib.loads((files("dashboard.simulator.habits") / "duty.toml").read_text(encoding="utf-8"))


def _rows(tree: AreaTree, day: date, seed: int) -> Iterator[tuple[str, ...]]:
    said = declaration()
    days = [day + timedelta(days=offset) for offset in range(-DAYS_BEFORE, DAYS_AFTER)]
    for level in CENTRES:
        for number in tree.at_level(level).tolist():
            rng = np.random.default_rng([seed, _PURPOSE, number])
            surnames = rng.choice(said["surnames"], size=_PEOPLE_OF_A_CENTRE).tolist()
            people = cycle(said["person"].format(surname=one) for one in surnames)
            telephone = said["telephone"].format(number=number)
            for on in days:
                for turn in said["turns"]:
                    ends = on + timedelta(days=turn["ends_after_days"])
                    times = (f"{on} {turn['from']}", f"{ends} {turn['until']}")
                    yield str(tree.code[number - 1]), *times, turn["role"], next(people), telephone
