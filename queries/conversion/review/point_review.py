"""Points of a file that is looked at before it is loaded: in degrees, and what must be said of their system."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.coordinates.epsg import degrees_in_either_order
from geodata.coordinates.systems import is_declared
from geodata.errors import CoordinatesRefused
from geodata.placing.axis_order import are_no_degrees
from geodata.sentence import Sentence
from queries.conversion.column_names import Mapping
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.naming.known_names import projected_columns


@dataclass(frozen=True)
class ReviewedPoints:
    """`degrees`: lon and lat in degrees WGS-84 where they stand in a published system, else nothing; `notes`."""

    degrees: Table[str, pa.Array] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()


def reviewed_points(cases: ConvertedCases, mapping: Mapping) -> ReviewedPoints:
    """The points of the rows looked at, as the system that the mapping names says, and sentences where it cannot be
    right or another one is missing."""
    if not {"lon", "lat"} <= cases.columns.keys():
        unused = projected_columns(mapping.unrecognised)
        named = tuple(repr(names[0]) for names in unused.values())
        text = f'{" and ".join(named)} look like coordinates; they are used when crs = "EPSG:…" names their system.'
        note = Sentence("projected_unused", text, columns=named)
        return ReviewedPoints(notes=(note,) if unused else ())
    x, y = (pc.fill_null(cases.columns[name], np.nan).to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
    there = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
    if mapping.crs is None or is_declared(mapping.crs):
        far = are_no_degrees(x[there], y[there])
        text = 'lon and lat are no degrees but look like projected coordinates: write crs = "EPSG:…", their system.'
        note = Sentence("projected_points", text)
        return ReviewedPoints(notes=(note,) if far.sum() * 2 > len(far) else ())
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    try:
        lon[there], lat[there] = degrees_in_either_order(x[there], y[there], mapping.crs)
    except CoordinatesRefused as refusal:
        return ReviewedPoints(notes=(refusal.sentence,))
    return ReviewedPoints({"lon": pa.array(lon, from_pandas=True), "lat": pa.array(lat, from_pandas=True)})
