"""The history of the little city with something in it for each question of an analyst: the cases as a frame, whose
answers a test counts by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from tests.cities.little.areas import area_tree
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

NOISE, HEAT, ROAD = "噪声扰民", "供暖供水", "路面破损"
NOISY_STREET, SPOILT_STREET = "410104", "410103"
DECLINING = "市水务局"
LATE_CHANNEL = "heating"
OVERDUE_DISTRICT = "4102"
HOLDERS = ("市城管局", "市交警支队", "市水务局")
NIGHT = (22, 23, 0, 1, 2, 3, 4, 5)
NIGHTS_OF_LAST_WEEK = [datetime(2026, 11, day, 15, 30, tzinfo=UTC) for day in range(9, 15)]  # 23:30 in the city
MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)
SOURCE = "hand"


@cache
def planted() -> pd.DataFrame:
    """All cases; times are naive UTC, NaT where a step has not happened."""
    plain = history().to_pandas()
    random = np.random.default_rng(23)
    more = [*_noise_at_night(), *_heat_this_week(), *_busy_today(), *_same_spot(), *_overdue(), *_crossing()]
    added = pd.DataFrame(more)
    added["source_id"] = [f"P{number}" for number in range(len(added))]
    added["title"] = [f"加{number}" for number in range(len(added))]
    cases = pd.concat([plain, added], ignore_index=True)
    declines = (cases.department == DECLINING) & cases.dispatched_at.notna() & (random.random(len(cases)) < 0.25)
    declines &= cases.first_declined_at.isna()
    cases.loc[declines, "first_declined_at"] = cases.dispatched_at + pd.Timedelta(minutes=1)
    cases.loc[declines, "declined_count"] = 1
    late = (cases.channel == LATE_CHANNEL) & cases.due_at.notna()
    cases.loc[late, "due_at"] = cases.filed_at + pd.Timedelta(hours=12)
    times = {name: cases[name].astype("datetime64[us]") for name in cases.columns if name.endswith("_at")}
    found: pd.DataFrame = cases.assign(**times)
    return found


def planted_table() -> pa.Table:
    """The same, to be loaded."""
    cases = planted()
    whole = {name: cases[name].astype("Int64") for name in ("returned_count", "declined_count")}
    scores = {name: cases[name].astype("UInt8") for name in ("satisfaction", "service_satisfaction")}
    return pa.Table.from_pandas(cases.assign(**whole, **scores), preserve_index=False)


def street_of(lon: float, lat: float) -> str:
    """The street of the first district in which a point lies; empty for none."""
    for code, (west, south, east, north) in _streets().items():
        if west <= lon < east and south <= lat < north:
            return code
    return ""


@cache
def _streets() -> dict[str, tuple[float, float, float, float]]:
    tree = area_tree()
    return {area.code: tree.bbox[area.area_id - 1] for area in tree.children(tree.area("4101"))}


def _at(street: str, count: int, seed: int) -> NDArray[np.float64]:
    """Points in a street, some way from its edges."""
    tree = area_tree()
    west, south, east, north = tree.bbox[tree.area(street).area_id - 1]
    random = np.random.default_rng(seed)
    inner = random.uniform(0.2, 0.8, (count, 2))
    return np.column_stack((west + inner[:, 0] * (east - west), south + inner[:, 1] * (north - south)))


def _noise_at_night() -> list[dict[str, object]]:
    """Sixty more in one street in the nights of last week."""
    points = _at(NOISY_STREET, 60, seed=1)
    return [_open(NIGHTS_OF_LAST_WEEK[n % 6] + timedelta(minutes=n), NOISE, points[n]) for n in range(60)]


def _heat_this_week() -> list[dict[str, object]]:
    """Two hundred more on the first days of this week."""
    points = _at("410102", 200, seed=2)
    return [
        _open(MONDAY + timedelta(hours=24 * (n % 3), minutes=n), HEAT, points[n], category3="暖气不热")
        for n in range(200)
    ]


def _busy_today() -> list[dict[str, object]]:
    """A hundred and fifty more this morning."""
    points = _at("410105", 150, seed=3)
    return [_open(NOON - timedelta(hours=3, minutes=-n), "其他", points[n]) for n in range(150)]


def _same_spot() -> list[dict[str, object]]:
    """One hole in the road, told from up to twenty metres away twice a day and closed each time."""
    [point] = _at(SPOILT_STREET, 1, seed=4)
    aside = np.random.default_rng(5).uniform(-0.0002, 0.0002, (118, 2))
    begin = NOON - timedelta(days=60)
    return [_closed(begin + timedelta(hours=12 * n), point + aside[n]) for n in range(118)]


def _overdue() -> list[dict[str, object]]:
    """A dozen in one district, held by three departments."""
    points = _at(OVERDUE_DISTRICT, 12, seed=6)
    return [
        _open(NOON - timedelta(days=30, hours=n), "园林绿化", points[n]) | {"department": HOLDERS[n % 3]}
        for n in range(12)
    ]


def _crossing() -> list[dict[str, object]]:
    """Ten that cross boundaries of several kinds."""
    points = _at("4107", 10, seed=7)
    return [
        _open(NOON - timedelta(days=n, hours=2), "施工管理", points[n])
        | {"cross_at": _utc(NOON - timedelta(hours=1, days=n)), "cross_region": n % 2 == 0}
        | {"cross_level": n % 3 == 0, "cross_department": n % 3 > 0, "department": HOLDERS[n % 3]}
        for n in range(10)
    ]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _open(reported: datetime, category: str, point: NDArray[np.float64], category3: str = "其他") -> dict[str, object]:
    at = _utc(reported)
    return {
        "channel": "app", "category1": category, "category3": category3, "department": "市城管局",
        "reported_at": at, "accepted_at": at, "filed_at": at, "due_at": at + timedelta(days=20),
        "lon": float(point[0]), "lat": float(point[1]), "declined_count": 0, "returned_count": 0,
    }  # fmt: skip


def _closed(reported: datetime, point: NDArray[np.float64]) -> dict[str, object]:
    at = _utc(reported) + timedelta(hours=5)
    return _open(reported, "道路交通", point, ROAD) | {"first_closed_at": at, "closed_at": at}
