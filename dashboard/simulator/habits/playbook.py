"""The playbook that the simulated city declares of its kinds: of all but what playbook.toml says."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashboard.simulator.habits.categories import kinds
from queries.values import PLAYBOOK_FILE

HEADER = ("category", "department", "level", "limit_days", "valid_from", "valid_until")
_BEGAN = date(2024, 1, 1)


def write_playbook(folder: Path, day: date) -> None:
    """Write the playbook into the folder of a city, unless it has one. day: up to which it is built."""
    if (folder / PLAYBOOK_FILE).exists():
        return
    with (folder / PLAYBOOK_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(day))


@cache
def declaration() -> Mapping[str, Any]:
    """What playbook.toml says."""
    return tomllib.loads((files("dashboard.simulator.habits") / "playbook.toml").read_text(encoding="utf-8"))


def _rows(day: date) -> Iterator[tuple[object, ...]]:
    said, known = declaration(), kinds()
    moved = {one["category"]: one for one in said["moved"]}
    ended = {one["category"]: one for one in said["ended"]}
    for number, (_, _, category) in enumerate(known.names):
        department, limit = known.departments[known.department[number]], int(known.limit_days[number])
        if category in said["without"]:
            continue
        if category in moved:
            change = day - timedelta(days=moved[category]["days_ago"])
            yield category, department, "city", limit, _BEGAN, change - timedelta(days=1)
            yield category, moved[category]["department"], "city", limit, change, ""
            continue
        until = day - timedelta(days=ended[category]["days_ago"]) if category in ended else ""
        yield category, department, "city", limit, _BEGAN, until
    for one in said["idle"]:
        yield one["category"], one["department"], "city", one["limit_days"], _BEGAN, ""
    for one in said["coming"]:
        begins = day + timedelta(days=one["days_ahead"])
        yield one["category"], one["department"], "city", one["limit_days"], begins, ""
