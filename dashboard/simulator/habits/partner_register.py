"""The register of partners of the simulated city: when each joined and whom to call, all made up."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashboard.simulator.fleet.partners import Partners
from queries.values import PARTNERS_FILE

HEADER = ("partner", "kind", "name", "contact", "telephone", "joined", "left", "note")


def write_partners(folder: Path, partners: Partners) -> None:
    """Write the register into the folder of a city, unless it has one."""
    if (folder / PARTNERS_FILE).exists():
        return
    with (folder / PARTNERS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(partners))


@cache
def declaration() -> Mapping[str, Any]:
    """What partner_register.toml says."""
    return tomllib.loads((files("dashboard.simulator.habits") / "partner_register.toml").read_text(encoding="utf-8"))


def _rows(partners: Partners) -> Iterator[tuple[str, ...]]:
    said = declaration()
    for number, (code, kind, name) in enumerate(zip(partners.partner, partners.kind, partners.name, strict=True)):
        in_turn = said["first"] + timedelta(days=number * said["every_days"])
        joined = said["joined"].get(code, in_turn)
        telephone = said["telephone"].format(number=number + 1)
        yield code, kind, name, said["contact"][kind], telephone, joined.isoformat(), "", ""
