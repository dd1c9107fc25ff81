"""Random small cities: cases with life cycles of every kind, possible and impossible, and their truth in pandas."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import local

START = local("1 0:00")
DAYS = 12
STEPS = {  # step: chance, hours after the step before it (low, high)
    "accepted": (0.95, 0, 1),
    "filed": (0.9, 0, 2),
    "dispatched": (0.9, 0, 2),
    "received": (0.9, 0, 12),
    "verified": (0.8, 0, 48),
}


@dataclass(frozen=True)
class RandomCity:
    """table: what is loaded; truth: the same cases in pandas, instants in UTC, `area` where each was placed."""

    table: pa.Table
    truth: pd.DataFrame


def random_city(seed: int, count: int = 120) -> RandomCity:
    random = np.random.default_rng(seed)
    rows = [_case(random, number) for number in range(count)]
    truth = pd.DataFrame(rows)
    table = pa.table(
        {name: pa.array([row[name] for row in rows], _type(name)) for name in rows[0] if name not in ("area", "point")}
        | {
            "lon": pa.array([row["point"] and row["point"][0] for row in rows], pa.float64()),
            "lat": pa.array([row["point"] and row["point"][1] for row in rows], pa.float64()),
        }
    )
    for name in truth:
        if str(name).endswith("_at"):
            truth[name] = pd.to_datetime(truth[name]).dt.tz_localize("UTC")
    return RandomCity(table, truth)


def _case(random: np.random.Generator, number: int) -> dict[str, Any]:
    moment = _naive(START) + timedelta(minutes=int(random.integers(0, DAYS * 24 * 60)))
    row: dict[str, Any] = {"source_id": f"{number}", "reported_at": moment}
    for step, (chance, low, high) in STEPS.items():
        known = random.random() < chance
        moment += timedelta(minutes=int(random.integers(low * 60, high * 60 + 1)))
        row[f"{step}_at"] = moment if known else None
    row |= dict.fromkeys(("first_closed_at", "reworked_at", "closed_at", "voided_at", "due_at", "first_returned_at"))
    _end(random, row, moment)
    if random.random() < 0.8:
        row["due_at"] = row["reported_at"] + timedelta(hours=int(random.integers(1, 120)))
    if random.random() < 0.1:
        row["first_returned_at"] = moment + timedelta(hours=1)
    place = ["E1", "E2", "W1", "W2", "W", "C"][random.integers(0, 6)]
    lon, lat = POINTS.get(place, (0.0, 0.0))
    point = (lon + number * 1e-5, lat) if place in POINTS else None  # one point of many cases would not be trusted
    row |= {"area": place, "point": point, "area_code": place if place == "W" else None}
    row["channel"] = [None, "app", "iot", "hotline_12345"][random.integers(0, 4)]
    row["is_minor"] = bool(random.random() < 0.1)
    return row


def _end(random: np.random.Generator, row: dict[str, Any], moment: datetime) -> None:
    """Void, closed, closed before it was reported, reopened, closed again, or still open."""
    fate = random.random()
    closed = moment + timedelta(minutes=int(random.integers(0, 5 * 24 * 60)))
    if fate < 0.08:
        row["voided_at"] = moment
    elif fate < 0.12:
        row["closed_at"] = row["first_closed_at"] = row["reported_at"] - timedelta(minutes=30)
    elif fate < 0.6:
        row["closed_at"] = row["first_closed_at"] = closed
    elif fate < 0.8:
        row["first_closed_at"] = closed
        row["reworked_at"] = closed + timedelta(hours=int(random.integers(1, 48)))
        if fate < 0.7:
            row["closed_at"] = row["reworked_at"] + timedelta(hours=int(random.integers(1, 48)))


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(tz=None).astimezone(moment.tzinfo).replace(tzinfo=None) - (
        moment.utcoffset() or timedelta()
    )


def _type(name: str) -> pa.DataType:
    if name.endswith("_at"):
        return pa.timestamp("us")
    return pa.bool_() if name.startswith("is_") else pa.string()


def as_of(truth: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The cases reported by then, with `closed` (the closing in force), `is_closed`, `is_void` and `is_open`.

    Written case by case, as one would tell it, and not as the statements do it.
    """
    seen = truth[truth.reported_at <= moment].copy()
    seen["closed"] = [_closing(case, moment) for case in seen.itertuples()]
    seen["closed"] = pd.to_datetime(seen.closed, utc=True)
    seen["is_void"] = seen.voided_at <= moment
    seen["is_closed"] = seen.closed.notna() & ~seen.is_void
    seen["is_open"] = (seen.filed_at <= moment) & ~seen.is_closed & ~seen.is_void
    return seen


def _closing(case: Any, moment: datetime) -> Any:
    closings = [time for time in {case.first_closed_at, case.closed_at} if not pd.isna(time) and time <= moment]
    if not closings:
        return None
    last = max(closings)
    reopened = not pd.isna(case.reworked_at) and last <= case.reworked_at <= moment
    return None if reopened else last
