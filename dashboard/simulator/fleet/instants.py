"""Moments as columns of reports."""

from __future__ import annotations

import pyarrow as pa

from dashboard.simulator.simulated_time import Instants


def instants(times: Instants) -> pa.Array:
    """int64 microseconds since 1970 UTC as timestamp[us, UTC]."""
    return pa.array(times, pa.int64()).cast(pa.timestamp("us", tz="UTC"))
