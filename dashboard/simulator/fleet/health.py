"""Health of devices: heartbeats every ten minutes, faults, silence and repair, computed without state.

A device's time is cut into cycles of 20 days. In some of them it fails once: it falls silent or reports a fault for a
while, is then serviced for hours, and works again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.simulated_time import DAY, HOUR, MINUTE, Instants
from queries.values import reported_statuses

STATUS = tuple(reported_statuses("device"))
_ONLINE, _OFFLINE, _FAULT, _MAINTENANCE = map(STATUS.index, ("online", "offline", "fault", "maintenance"))
BEAT = 10 * MINUTE

_CYCLE = 20 * DAY
_FAILS = 0.26
_FALLS_SILENT = 0.78
_LASTS_DAYS, _LASTS_AT_MOST = 1.9, 7 * DAY
_NEVER_REPORTED = 0.003

Devices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Beats:
    """Newest report of some devices: `status` indexes STATUS, `heartbeat` is the last one; `reported`: known since."""

    device: Devices
    status: NDArray[np.int8]
    heartbeat: Instants
    reported: Instants


class Health:
    """The health of `n` devices. Every moment is int64 microseconds since 1970 UTC."""

    def __init__(self, n: int, seed: int) -> None:
        self.n = n
        self.seed = seed

    @cached_property
    def never_reported(self) -> NDArray[np.bool_]:
        """Devices of the inventory that never sent a heartbeat."""
        return np.asarray(chances(self.seed, FleetPurpose.NEVER_REPORTED, np.arange(self.n)) < _NEVER_REPORTED)

    @cached_property
    def _in_order_of_beats(self) -> Devices:
        return np.argsort(chances(self.seed, FleetPurpose.HEARTBEAT, np.arange(self.n)), kind="stable")

    @cached_property
    def _beat(self) -> Instants:
        """When in every ten minutes a device beats: evenly spread over them."""
        beat = np.empty(self.n, dtype=np.int64)
        beat[self._in_order_of_beats] = np.arange(self.n) * BEAT // self.n
        return beat

    def reports(self, since: int, now: int) -> Beats:
        """The newest report of every device that reports in (since, now]: a heartbeat, or the first one missed."""
        device = self._beating(since, now)
        device = device[~self.never_reported[device]]
        beat = now - (now - self._beat[device]) % BEAT
        status, failed = self.state(device, beat)
        silent = status == _OFFLINE
        last = failed - 1 - (failed - 1 - self._beat[device]) % BEAT
        heartbeat = np.where(silent, last, beat)
        reported = np.where(silent, last + BEAT, beat)
        news = reported > since
        return Beats(device[news], status[news], heartbeat[news], reported[news])

    def state(self, device: Devices, at: Instants) -> tuple[NDArray[np.int8], Instants]:
        """Status of devices at a moment of each, and when that cycle's failure begins (even if there is none)."""
        shift = (chances(self.seed, FleetPurpose.CYCLE, device) * _CYCLE).astype(np.int64)
        cycle, within = np.divmod(at + shift, _CYCLE)
        fails = chances(self.seed, FleetPurpose.FAILS, device, cycle) < _FAILS
        begins = (chances(self.seed, FleetPurpose.FAILS_WHEN, device, cycle) * 0.6 * _CYCLE).astype(np.int64)
        drawn = -np.log1p(-chances(self.seed, FleetPurpose.LASTS, device, cycle)) * _LASTS_DAYS * DAY
        lasts = np.clip(drawn, 20 * MINUTE, _LASTS_AT_MOST).astype(np.int64)
        service = HOUR + (chances(self.seed, FleetPurpose.SERVICED, device, cycle) * 4 * HOUR).astype(np.int64)
        how = np.where(chances(self.seed, FleetPurpose.FAILS_HOW, device, cycle) < _FALLS_SILENT, _OFFLINE, _FAULT)
        since = within - begins
        failing = [fails & (since >= 0) & (since < lasts), fails & (since >= lasts) & (since < lasts + service)]
        status = np.select(failing, [how, np.full(len(device), _MAINTENANCE)], _ONLINE)
        return status.astype(np.int8), at - since

    def _beating(self, since: int, now: int) -> Devices:
        if now - since >= BEAT:
            return np.arange(self.n)
        order = self._in_order_of_beats
        low, high = np.searchsorted(self._beat[order], [since % BEAT, now % BEAT], side="right")
        if since % BEAT <= now % BEAT:
            return order[low:high]
        return np.concatenate([order[low:], order[:high]])
