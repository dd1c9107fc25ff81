"""The call centre hour by hour: every case of the hotline began with an answered call; most calls make no case."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dashboard.simulator.cases import Cases
from dashboard.simulator.chance import generator
from dashboard.simulator.fleet.instants import instants
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.simulated_time import CITY_OFFSET, DAY, HOUR, Instants

_CALLS_PER_CASE = 2.4
_QUIET_HOUR = 4.0
_BY_DAY, _BY_NIGHT = (0.992, 0.972), (0.975, 0.930)  # answered of all, within 15 s of the answered
_NIGHT_ENDS, _NIGHT_BEGINS = 7, 22


def calls_of(hours: Sequence[int], cases: Cases, seed: int) -> pa.Table:
    """One row for each hour (its start, microseconds UTC) with the calls that fit the hotline's cases of that hour.

    `cases` must hold all cases reported in these hours, as Simulation.day gives them.
    """
    hotline = [channel.code for channel in habits().channel].index("hotline_12345")
    reported = np.sort(cases["reported_at"][cases["channel"] == hotline])
    rows = [_of_hour(hour, _within(reported, hour), seed) for hour in hours]
    counts = np.array(rows, dtype=np.int64).reshape(-1, 3)
    starts = np.array(hours, dtype=np.int64)
    columns = {name: pa.array(counts[:, at]) for at, name in enumerate(("calls", "answered", "answered_15s"))}
    return pa.table({"hour": instants(starts), **columns, "reported_at": instants(starts + HOUR)})


def _within(reported: Instants, hour: int) -> int:
    first, last = np.searchsorted(reported, [hour, hour + HOUR])
    return int(last - first)


def _of_hour(hour: int, cases: int, seed: int) -> tuple[int, int, int]:
    rng = generator(seed, FleetPurpose.CALLS, hour // HOUR)
    calls = cases + int(rng.poisson(cases * (_CALLS_PER_CASE - 1) + _QUIET_HOUR))
    of_day = (hour + CITY_OFFSET) % DAY // HOUR
    answered, soon = _BY_DAY if _NIGHT_ENDS <= of_day < _NIGHT_BEGINS else _BY_NIGHT
    taken = max(cases, int(rng.binomial(calls, answered)))
    return calls, taken, int(rng.binomial(taken, soon))
