"""Where units were last seen: all of them as columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from queries.as_of_state.fleet_states import fleet_states
from queries.as_of_state.silence import silent_after_s
from queries.as_of_state.state_tables import state_tables
from queries.device_reports.kinds import report_tables
from queries.privacy.text_columns import masked_table
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

UNKNOWN = -1
_SQL = read_statements(Path(__file__).with_name("fleet.sql"))
Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UnitPositions:
    """All units, one row each, in the order of their names. kind: index into unit_kinds(); on_duty: the population of
    the KPI `staffed`; status_state: index into unit_states(), the state but for silence; lon, lat: degrees WGS-84, NaN
    where no position was ever reported; heading: degrees clockwise from north, NaN where it stands; seen: the last
    time, silent_from: when the unit becomes silent by what has been delivered, both seconds since 1970 UTC or NaN;
    area_id: what it counts for; home_area: number of its area, UNKNOWN where it has none.
    """

    unit: NDArray[np.object_]
    kind: Codes
    on_duty: NDArray[np.bool_]
    status_state: Codes
    lon: Numbers
    lat: Numbers
    heading: Numbers
    seen: Numbers
    silent_from: Numbers
    area_id: Codes
    home_area: Codes

    def silent(self, at: float) -> NDArray[np.bool_]:
        """On duty and silent at a moment (seconds since 1970 UTC), as the column `silent` of state.toml."""
        return self.on_duty & (at > self.silent_from)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """Those whose last position is known, whenever that was."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)


def unit_positions(runner: StatementRunner) -> UnitPositions:
    """What the newest reports say. Raises TooSlow."""
    table = runner.table(_statement(), {"kinds": unit_kinds(), "states": unit_states()})

    def codes(name: str) -> Codes:
        return np.asarray(table.column(name).fill_null(UNKNOWN).to_numpy(), dtype=np.int64)

    def numbers(name: str) -> Numbers:
        return np.asarray(table.column(name).to_numpy(), dtype=np.float64)

    moving = numbers("speed")
    return UnitPositions(
        unit=masked_table(table).column("unit").to_numpy(),
        kind=codes("kind"),
        on_duty=np.asarray(table.column("on_duty").to_numpy(), dtype=np.bool_),
        status_state=codes("status_state"),
        lon=numbers("lon"),
        lat=numbers("lat"),
        heading=np.where(moving == 0, np.nan, numbers("heading")),
        seen=numbers("seen"),
        silent_from=numbers("silent_from"),
        area_id=codes("area_id"),
        home_area=codes("home_area"),
    )


def unit_kinds() -> tuple[str, ...]:
    """The kinds of units in the order of reports.toml."""
    return report_tables()["units"].columns["kind"].codes


def unit_states() -> tuple[str, ...]:
    """The states of units in the order of fleet_states.toml."""
    return tuple(fleet_states("unit"))


def silence_limits() -> tuple[float, ...]:
    """Seconds without a position after which a unit is silent, in the order of unit_kinds(); infinite for what does not
    move."""
    return tuple(silent_after_s("units", kind) for kind in unit_kinds())


@cache
def _statement() -> str:
    units = state_tables()["units"]
    columns = {column: units.columns[column] for column in ("status_state", "silent_from")}
    return _SQL.filled("units", table=units.table, **columns)
