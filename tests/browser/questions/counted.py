"""The answers counted from the cases themselves with pandas and pyproj: nothing of the program takes part."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyproj

from tests.cities.little.cases import NOON
from tests.cities.little.planted import planted

ZONE = "Asia/Shanghai"
NOW = pd.Timestamp(NOON).tz_convert("UTC").tz_localize(None)
TODAY = pd.Timestamp(NOON).tz_convert(ZONE).date()


def local(times: pd.Series) -> pd.Series:
    """Naive UTC as the clock of the city."""
    clock: pd.Series = times.dt.tz_localize("UTC").dt.tz_convert(ZONE).dt.tz_localize(None)
    return clock


def known() -> pd.DataFrame:
    """The cases that have been reported, with whether each has happened by now."""
    cases = planted()
    cases = cases[cases.reported_at <= NOW].copy()
    cases["voided"] = cases.voided_at <= NOW
    cases["closed"] = (cases.closed_at <= NOW) & ~cases.voided
    cases["open"] = (cases.filed_at <= NOW) & ~(cases.closed_at <= NOW) & ~cases.voided
    return cases


def on_days(times: pd.Series, first: date, last: date) -> pd.Series:
    """Whether city days of times lie between two days, both of them in."""
    days = local(times).dt.date
    found: pd.Series = (days >= first) & (days <= last) & times.notna()
    return found


def metres(lon: float, lat: float, lons: pd.Series, lats: pd.Series) -> pd.Series:
    """On the ellipsoid."""
    there = pyproj.Geod(ellps="WGS84").inv([lon] * len(lons), [lat] * len(lats), lons.to_list(), lats.to_list())
    return pd.Series(there[2], index=lons.index)
