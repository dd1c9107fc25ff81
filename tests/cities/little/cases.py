"""The 400 cases of its last two days: some known to a micro-grid, some to an upper level only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

NOON = datetime(2026, 11, 20, 4, 0, 0, tzinfo=UTC)  # 12:00 in the city, a Friday
NASTY = "<script>document.title='owned'</script><img src=x onerror=alert(1)> =1+1"
CASES = 400
PLACES_WITHOUT_POINT = ("4101", "410101", "41010101", "4101010101")


def case_table() -> pa.Table:
    """H0 was reported a minute before noon, each further one four minutes earlier.

    Half of the points fall into the one branch that goes down to micro-grids; every tenth case has no point.
    """
    rng = np.random.default_rng(7)
    number = np.arange(CASES)
    deep = number % 2 == 0
    lon = np.where(deep, rng.uniform(113.40, 113.44, CASES), rng.uniform(113.4, 113.9, CASES))
    lat = np.where(deep, rng.uniform(34.60, 34.63, CASES), rng.uniform(34.6, 34.9, CASES))
    bare = number % 10 == 3
    codes = [PLACES_WITHOUT_POINT[n // 20 % 4] if bare[n] and n % 20 == 3 else None for n in number]
    reported = [_utc(NOON - timedelta(minutes=int(4 * n + 1))) for n in number]
    return pa.table(
        {
            "source_id": [f"H{n}" for n in number],
            "title": [NASTY if n == 0 else f"第{n}件" for n in number],
            "channel": ["app" if n % 3 else "hotline_12345" for n in number],
            "category1": ["市容环境" if n % 4 else "噪声扰民" for n in number],
            "lon": pa.array([None if gone else value for gone, value in zip(bare, lon, strict=True)], pa.float64()),
            "lat": pa.array([None if gone else value for gone, value in zip(bare, lat, strict=True)], pa.float64()),
            "area_code": pa.array(codes, pa.string()),
            "reported_at": pa.array(reported, pa.timestamp("us")),
            "accepted_at": pa.array(reported, pa.timestamp("us")),
            "filed_at": pa.array(reported, pa.timestamp("us")),
        }
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
