"""Where reports belong: areas by code or name, points in WGS-84 and the number of the area that holds them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.areas.tree_file import NOWHERE, ROOT
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.systems import is_declared
from geodata.placing.axis_order import in_degrees_row_by_row
from geodata.placing.placer import Placer
from queries.conversion.case_places import AreaNames

Numbers = NDArray[np.int32]


def located(table: pa.Table, areas: AreaNames, placer: Placer, crs: str) -> pa.Table:
    """The table with its points in WGS-84, `area_id` where it has an area or a point, and `home_area` as a number.

    A unit counts where it belongs, and only without a home where it is; a device where it stands, and only without a
    point in the city where its area is; what has neither counts for the whole city (the root's number).
    """
    names = table.column_names
    home = _named(table, "home_area", areas)
    here = _named(table, "area", areas)
    if "lon" in names:
        table, point = _on_the_map(table, placer, crs)
        here = np.where(point != NOWHERE, point, here).astype(np.int32)
    if "home_area" in names:
        known = pa.array(home, mask=home == NOWHERE)
        table = table.set_column(names.index("home_area"), "home_area", known)
    if {"home_area", "area", "lon"} & set(names):
        number = np.where(home != NOWHERE, home, here)
        table = table.append_column("area_id", pa.array(np.where(number != NOWHERE, number, ROOT).astype(np.int32)))
    if "area" in names:
        table = table.append_column("area_code", table.column("area").fill_null("")).drop_columns(["area"])
    return table


def _named(table: pa.Table, name: str, areas: AreaNames) -> Numbers:
    if name not in table.column_names or not table.num_rows:
        return np.full(table.num_rows, NOWHERE, dtype=np.int32)
    texts = table.column(name).combine_chunks()
    found = areas.named(texts, None)
    others = np.flatnonzero((found == NOWHERE) & texts.is_valid().to_numpy(zero_copy_only=False))
    if len(others):  # names of areas cost more to look up than their codes
        found = found.copy()
        found[others] = areas.named(None, texts.take(pa.array(others)))
    return found


def _on_the_map(table: pa.Table, placer: Placer, crs: str) -> tuple[pa.Table, Numbers]:
    lon, lat = (table.column(name).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    lon, lat = to_wgs84(lon, lat, crs) if is_declared(crs) else in_degrees_row_by_row(lon, lat, crs, placer)
    lon = placer.tree.continued(lon)
    for name, degrees in (("lon", lon), ("lat", lat)):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(degrees, from_pandas=True))
    return table, placer.place(lon, lat)
