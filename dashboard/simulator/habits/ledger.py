"""The ledger that the simulated city declares of its systems: simulated names, and as many systems, tables and records
as the city has published (ledger.toml)."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.simulator.sources import EVENTS
from queries.values import LEDGER_FILE

HEADER = (
    "system", "owner", "table", "records", "fields", "filled", "refused", "updated", "cadence_days", "counted_on",
    "source",
)  # fmt: skip
_CADENCES = (1, 7, 30)


def write_ledger(folder: Path, seed: int) -> None:
    """Write the ledger into the folder of a city, unless it has one. The same for one seed."""
    if (folder / LEDGER_FILE).exists():
        return
    with (folder / LEDGER_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(seed))


@cache
def declaration() -> Mapping[str, Any]:
    """What ledger.toml says."""
    return tomllib.loads((files("dashboard.simulator.habits") / "ledger.toml").read_text(encoding="utf-8"))


def _systems() -> Iterator[tuple[str, str, str]]:
    """owner, subject and name of every system, every owner in turn."""
    said = declaration()
    subjects = [(owner, subject) for owner, of_owner in said["owners"].items() for subject in of_owner]
    named = ((owner, subject, f"{subject}{kind}") for kind in said["names"]["systems"] for owner, subject in subjects)
    return islice(named, said["published"]["systems"])


def _rows(seed: int) -> Iterator[tuple[object, ...]]:
    said, chance = declaration(), np.random.default_rng([seed, 14])
    published, counted = said["published"], said["published"]["counted_on"]
    systems = [*_systems()]
    tables = [(system, kind) for system, kinds in zip(systems, _kinds(len(systems)), strict=True) for kind in kinds]
    records = _shares(chance.lognormal(0.0, 2.0, len(tables)), published["records"])
    for ((owner, subject, system), kind), count in zip(tables, records, strict=True):
        cadence = _CADENCES[int(chance.integers(len(_CADENCES)))]
        behind = chance.random() * (2.0 if chance.random() < 0.95 else 4.0)
        updated: date = counted - timedelta(days=int(cadence * behind))
        refused = int(count * chance.random() * 0.002)
        feeds = subject in said["feeds_cases"]["subjects"] and kind == said["feeds_cases"]["table"]
        source = EVENTS if feeds else ""
        fields = "; ".join((*said["fields"]["usual"], *said["fields"][kind]))
        filled = round(1 - chance.random() * 0.2, 3)
        yield system, owner, f"{subject}{kind}", count, fields, filled, refused, updated, cadence, counted, source


def _kinds(systems: int) -> list[list[str]]:
    """Which tables each system has: as evenly as their number allows."""
    said = declaration()
    each, more = divmod(said["published"]["tables"], systems)
    kinds = cycle(said["names"]["tables"])
    return [[*islice(kinds, each + (place < more))] for place in range(systems)]


def _shares(weights: np.ndarray[Any, np.dtype[np.float64]], total: int) -> list[int]:
    """Whole numbers in the proportion of weights, with exactly this sum: the largest takes what rounding leaves."""
    found = [int(total * weight / weights.sum()) for weight in weights]
    found[int(weights.argmax())] += total - sum(found)
    return found
