"""Contradictions within a report: half a point, more calls answered than received, a time in the future, a
reading beyond the limits of its quantity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.coordinates.epsg import degrees_of
from geodata.coordinates.systems import is_declared
from queries.calendar.zones import HOUR, zone_named
from queries.device_reports.quantities import quantities

FUTURE = timedelta(minutes=10)
PAIRS = (("answered", "calls"), ("answered_15s", "answered"))
GREATEST_LATITUDE, GREATEST_LONGITUDE = 90, 180


def contradictions(columns: Mapping[str, pa.Array], zone: str, now: datetime | None, crs: str) -> list[tuple[int, str]]:
    """(row, reason) of typed columns of reports.toml; now: aware, times more than ten minutes after it are refused;
    crs: the coordinate system of points."""
    found = []
    if "lon" in columns:
        lon, lat = columns["lon"], columns["lat"]
        found += [
            (row, "lon without lat, or lat without lon") for row in rows_where(pc.xor(lon.is_null(), lat.is_null()))
        ]
        found += _impossible_places(lon, lat, crs)
    for part, whole in PAIRS:
        if part in columns:
            more = rows_where(pc.greater(columns[part], columns[whole]))
            found += [(row, f"{part} is more than {whole}") for row in more]
    if "hour" in columns:
        instants = columns["hour"].cast(pa.int64()).fill_null(0).to_numpy()
        not_whole = np.flatnonzero(zone_named(zone).to_local(instants) % HOUR)
        found += [(row, "hour is not the beginning of an hour") for row in not_whole.tolist()]
    if "quantity" in columns:
        found += _impossible_readings(columns)
    if now is not None:
        latest = pa.scalar((now.astimezone(UTC) + FUTURE).replace(tzinfo=None), pa.timestamp("us"))
        for name, column in columns.items():
            if pa.types.is_timestamp(column.type):
                found += [(row, f"{name} lies in the future") for row in rows_where(pc.greater(column, latest))]
    return found


def _impossible_readings(columns: Mapping[str, pa.Array]) -> list[tuple[int, str]]:
    """Readings of nothing or of two things, in another unit than that of their quantity, or beyond its limits."""
    device, grid = columns["device"].is_valid(), columns["special_grid"].is_valid()
    found = [(row, "no device and no special_grid") for row in rows_where(pc.invert(pc.or_(device, grid)))]
    found += [(row, "a device and a special_grid; a reading is of one") for row in rows_where(pc.and_(device, grid))]
    for one in quantities().values():
        mine, value = pc.equal(columns["quantity"], one.code), columns["value"]
        other_unit = pc.and_(mine, pc.not_equal(columns["unit"], one.unit))
        found += [(row, f"unit: {one.code} is measured in {one.unit}") for row in rows_where(other_unit)]
        beyond = pc.and_(mine, pc.or_(pc.less(value, one.least), pc.greater(value, one.greatest)))
        said = f"value: {one.code} lies between {one.least:g} and {one.greatest:,g}"
        found += [(row, said) for row in rows_where(beyond)]
    return found


def _impossible_places(lon: pa.Array, lat: pa.Array, crs: str) -> list[tuple[int, str]]:
    if is_declared(crs):
        far = pc.or_(pc.greater(pc.abs(lon), GREATEST_LONGITUDE), pc.greater(pc.abs(lat), GREATEST_LATITUDE))
        return [(row, "lon and lat are no degrees") for row in rows_where(far)]
    x, y = (axis.fill_null(np.nan).to_numpy(zero_copy_only=False) for axis in (lon, lat))
    known = np.isfinite(x) & np.isfinite(y)
    beyond = known & ~np.isfinite(degrees_of(x, y, crs)[0]) & ~np.isfinite(degrees_of(y, x, crs)[0])
    return [(row, f"lon and lat are no place in {crs}") for row in np.flatnonzero(beyond).tolist()]


def rows_where(mask: pa.Array) -> list[int]:
    """The rows at which a mask is true."""
    return np.flatnonzero(mask.fill_null(False).to_numpy(zero_copy_only=False)).tolist()
