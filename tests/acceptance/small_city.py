"""A small city of the shape of Boston's 311 file: the same columns and the same oddities, drawn from a seed.

Four square neighbourhoods in a row, one without a name in the cases, a default point shared by many, cases without a
target, still open ones, and times around both clock changes of 2011 in New York.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

ZONE = "America/New_York"
WEST, SOUTH, SIDE = -71.10, 42.30, 0.02
NAMES = ("Roslindale", "Jamaica Plain", "Mission Hill", "Longwood")
DEFAULT_POINT = (42.3194, -71.0587)
ROWS = 600


def write_boundaries(path: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"neighborhood_id": str(10 + i), "name": name},
            "geometry": _square(WEST + i * SIDE),
        }
        for i, name in enumerate(NAMES)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _square(west: float) -> dict[str, object]:
    east, north = west + SIDE, SOUTH + 2 * SIDE
    ring = [[west, SOUTH], [east, SOUTH], [east, north], [west, north], [west, SOUTH]]
    return {"type": "Polygon", "coordinates": [ring]}


def cases(seed: int = 2011) -> pd.DataFrame:
    """600 rows of text columns, as a city would publish them; times are local and carry no zone."""
    random = np.random.default_rng(seed)
    opened = _local_times(random)
    hours = random.lognormal(3.2, 1.6, ROWS)
    closed = opened + pd.to_timedelta(hours.round(3), unit="h").floor("s")
    still_open = (random.random(ROWS) < 0.08) | (closed >= pd.Timestamp("2012-06-30"))
    target = opened + pd.to_timedelta(random.choice([24, 72, 240, 720], ROWS), unit="h")
    latitude = (SOUTH + random.random(ROWS) * 2 * SIDE).round(4)
    longitude = (WEST + 0.0002 + random.random(ROWS) * (4 * SIDE - 0.0004)).round(4)
    shared = random.random(ROWS) < 0.09
    return pd.DataFrame(
        {
            "case_enquiry_id": [f"1010{n:08d}" for n in random.permutation(ROWS)],
            "open_dt": _text(opened),
            "target_dt": _text(target).where(random.random(ROWS) > 0.18, ""),
            "closed_dt": _text(closed).where(~still_open, ""),
            "case_status": np.where(still_open, "Open", "Closed"),
            "case_title": "Pothole, <b>deep</b>",
            "subject": "Public Works Department",
            "reason": random.choice(["Street Lights", "Sanitation", "Highway Maintenance"], ROWS),
            "type": random.choice(["Street Light Outages", "Pothole Repair (Internal)"], ROWS),
            "department": random.choice(["PWDx", "ISD", "PARK"], ROWS),
            "neighborhood": np.where(shared, " ", random.choice(["Roslindale", "Greater Mattapan", "Longwood"], ROWS)),
            "latitude": np.where(shared, DEFAULT_POINT[0], latitude).astype(str),
            "longitude": np.where(shared, DEFAULT_POINT[1], longitude).astype(str),
            "source": random.choice(["Constituent Call", "Self Service", "Employee Generated"], ROWS),
        }
    )


def _local_times(random: np.random.Generator) -> pd.Series:
    """Half over the half year, half near the clock changes, never inside the hour that occurs twice or not at all."""
    spread = pd.Timestamp("2011-07-01") + pd.to_timedelta(random.integers(0, 183 * 86400, ROWS // 2), unit="s")
    near_change = pd.Timestamp("2011-11-05 12:00") + pd.to_timedelta(random.integers(0, 2 * 86400, ROWS // 2), unit="s")
    times = pd.Series(spread.append(near_change))
    twice = (times >= pd.Timestamp("2011-11-06 01:00")) & (times < pd.Timestamp("2011-11-06 02:00"))
    return times.where(~twice, times + pd.Timedelta(hours=3))


def _text(times: pd.Series | pd.DatetimeIndex) -> pd.Series:
    text: pd.Series = pd.Series(times).dt.strftime("%Y-%m-%d %H:%M:%S")
    return text


def instants(column: pd.Series) -> pd.Series:
    """Local text to instants, by pandas alone: the yardstick of the tests, independent of yiping's own conversion."""
    local: pd.Series = pd.to_datetime(column.replace("", None))
    zoned: pd.Series = local.dt.tz_localize(ZONE, ambiguous=True, nonexistent="shift_forward").dt.tz_convert("UTC")
    return zoned
