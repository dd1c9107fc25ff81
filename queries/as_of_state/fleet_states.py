"""The vocabulary of the states of devices and units (fleet_states.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FleetKind = Literal["device", "unit"]


@dataclass(frozen=True)
class FleetState:
    """One state. zh, en: its names; sign: the mark on the map, empty without one; reported: other writings of the
    status that a source may report, None of a state that is derived only."""

    code: str
    zh: str
    en: str
    sign: str
    reported: tuple[str, ...] | None


@cache
def fleet_states(of: FleetKind) -> Mapping[str, FleetState]:
    """The states of devices or units by code, in the order of lists and legends."""
    read = tomllib.loads(Path(__file__).with_name("fleet_states.toml").read_text(encoding="utf-8"))
    return {code: _state(code, read[of][code]) for code in read["order"][of]}


@cache
def reported_statuses(of: FleetKind) -> Mapping[str, tuple[str, ...]]:
    """The statuses that a source may report, each with its other writings, in the order of the file."""
    read = tomllib.loads(Path(__file__).with_name("fleet_states.toml").read_text(encoding="utf-8"))
    return {code: tuple(table["reported"]) for code, table in read[of].items() if "reported" in table}


def _state(code: str, table: Mapping[str, object]) -> FleetState:
    words = table.get("reported")
    reported = tuple(str(word) for word in words) if isinstance(words, list) else None
    return FleetState(code, str(table["zh"]), str(table["en"]), str(table["sign"]), reported)
