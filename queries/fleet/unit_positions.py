"""Where units were last seen: all of them as columns, and how long a position of each kind is good for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from queries.device_reports.kinds import report_tables
from queries.store.statement_runner import StatementRunner

DUTIES = ("on", "off", "leave")
UNKNOWN = -1
UNITS = """
SELECT unit, list_position($kinds, kind) - 1 AS kind, list_position($duties, duty) - 1 AS duty,
  list_position($statuses, status) - 1 AS status, lon, lat, heading, speed,
  epoch(seen_at) AS seen, area_id, home_area
FROM city.units ORDER BY source, unit
"""
Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UnitPositions:
    """All units, one row each, in the order of their names. kind, duty, status: index into unit_kinds(), DUTIES and
    unit_statuses(), UNKNOWN where not told; lon, lat: degrees WGS-84, NaN where no position was ever told; heading:
    degrees clockwise from north, NaN where it stands; seen: seconds since 1970 UTC, NaN where never; area_id: what it
    counts for; home_area: number of its area, UNKNOWN where it has none.
    """

    unit: NDArray[np.object_]
    kind: Codes
    duty: Codes
    status: Codes
    lon: Numbers
    lat: Numbers
    heading: Numbers
    seen: Numbers
    area_id: Codes
    home_area: Codes

    def silent(self, at: float) -> NDArray[np.bool_]:
        """On duty, but not seen within the time that a position of the kind is good for before `at` (seconds since
        1970 UTC)."""
        limit = np.array([*times_to_live(), np.inf])[self.kind]
        return self.on_duty & ~(at - np.nan_to_num(self.seen, nan=-np.inf) <= limit)

    @property
    def on_duty(self) -> NDArray[np.bool_]:
        """The population of the KPI `staffed`."""
        return np.asarray(self.duty == DUTIES.index("on"), dtype=np.bool_)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Those whose last position is known, whenever that was."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)


def unit_positions(runner: StatementRunner) -> UnitPositions:
    """What the newest reports say. Raises TooSlow."""
    bound = {"kinds": unit_kinds(), "duties": DUTIES, "statuses": unit_statuses()}
    table = runner.table(UNITS, bound)

    def codes(name: str) -> Codes:
        return np.asarray(table.column(name).fill_null(UNKNOWN).to_numpy(), dtype=np.int64)

    def numbers(name: str) -> Numbers:
        return np.asarray(table.column(name).to_numpy(), dtype=np.float64)

    moving = numbers("speed")
    return UnitPositions(
        unit=table.column("unit").to_numpy(),
        kind=codes("kind"),
        duty=codes("duty"),
        status=codes("status"),
        lon=numbers("lon"),
        lat=numbers("lat"),
        heading=np.where(moving == 0, np.nan, numbers("heading")),
        seen=numbers("seen"),
        area_id=codes("area_id"),
        home_area=codes("home_area"),
    )


def unit_kinds() -> tuple[str, ...]:
    """The kinds of units in the order of reports.toml."""
    return report_tables()["units"].columns["kind"].codes


def unit_statuses() -> tuple[str, ...]:
    """The statuses of units in the order of reports.toml."""
    return report_tables()["units"].columns["status"].codes


def times_to_live() -> tuple[float, ...]:
    """Seconds that a position is good for, in the order of unit_kinds(); infinite for what does not move."""
    minutes = _minutes()
    return tuple(60.0 * minutes[kind] or np.inf for kind in unit_kinds())


@cache
def _minutes() -> Mapping[str, int]:
    return tomllib.loads(Path(__file__).with_name("time_to_live.toml").read_text(encoding="utf-8"))
