"""Points written into one column: (48.75, 9.05), POINT (9.05 48.75), GeoJSON, objects of Socrata, WKB of PostGIS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Extent = tuple[float, float, float, float]
"""West, south, east, north, in the units of the points."""

_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_COMMA_NUMBER = r"[+-]?\d+,\d+"
_WKT = rf"(?i)^\s*(?:SRID=\d+;)?\s*(?:MULTI)?POINT\s*(?:ZM?|M)?\s*\(+\s*(?P<x>{_NUMBER})\s+(?P<y>{_NUMBER})"
_GEOJSON = rf'"coordinates"\s*:\s*\[\s*"?(?P<x>{_NUMBER})"?\s*,\s*"?(?P<y>{_NUMBER})'
_LAT_LON_OBJECT = (
    rf'(?i)["\'](?:latitude|lat|y)["\']\s*:\s*["\']?(?P<y>{_NUMBER}).*'
    rf'["\'](?:longitude|lng|long|lon|x)["\']\s*:\s*["\']?(?P<x>{_NUMBER})'
)
_LON_LAT_OBJECT = (
    rf'(?i)["\'](?:longitude|lng|long|lon|x)["\']\s*:\s*["\']?(?P<x>{_NUMBER}).*'
    rf'["\'](?:latitude|lat|y)["\']\s*:\s*["\']?(?P<y>{_NUMBER})'
)
_PAIR = rf"^[(\[]?\s*(?P<y>{_NUMBER})\s*(?:[,;/|]|\s)\s*(?P<x>{_NUMBER})\s*[)\]]?$"
_COMMA_PAIR = rf"^[(\[]?\s*(?P<y>{_COMMA_NUMBER})\s*(?:[;/|]|,\s|\s)\s*(?P<x>{_COMMA_NUMBER})\s*[)\]]?$"
_PAIR_AT_THE_END = rf"(?s)\(\s*(?P<y>{_NUMBER})\s*,\s*(?P<x>{_NUMBER})\s*\)\s*$"
_SHAPES = (_WKT, _GEOJSON, _LAT_LON_OBJECT, _LON_LAT_OBJECT, _PAIR, _COMMA_PAIR, _PAIR_AT_THE_END)
_PAIRS = frozenset({_PAIR, _COMMA_PAIR, _PAIR_AT_THE_END})
_MAY_STATE = r"(?i)^\s*SRID=|EPSG:"
_STATED = r"(?i)(?:^\s*SRID=|EPSG:[\d.]*:?)(?P<code>\d{4,6})"
_WKB = r"^(?i:00|01)[0-9A-Fa-f]{40,}$"
_WITHIN_A_TEXT = rf"(?s)\s*(?:\(\s*{_NUMBER}\s*,\s*{_NUMBER}\s*\)|^\s*POINT\s*\([^()]*\)|^\s*\{{.*\}})\s*$"
_AS_A_POINT = r"[)}]\s*$|^[-+\d.,;\s]+$"
_MARGIN = 0.2
"""Of the extent's size, by which points may lie beside it."""


@dataclass
class CombinedPoints:
    """Coordinates x (east) and y (north), NaN where none was read; is_pair: true where two bare numbers were, whose
    order is a convention (latitude first); code: of the system that a text states (SRID=25832;…), 0 without."""

    x: Degrees
    y: Degrees
    is_pair: NDArray[np.bool_]
    code: NDArray[np.int64]

    @property
    def read(self) -> NDArray[np.bool_]:
        """True where a point was read."""
        return np.isfinite(self.x) & np.isfinite(self.y)

    def exchange(self, rows: NDArray[np.bool_]) -> None:
        """Take the first coordinate of these rows for the second."""
        self.x[rows], self.y[rows] = self.y[rows], self.x[rows].copy()

    def only_exchanged_inside(self, extent: Extent) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """True where a point lies in the extent only as it stands; true where only exchanged."""
        stands, exchanged = _inside(self.x, self.y, extent), _inside(self.y, self.x, extent)
        return stands & ~exchanged, exchanged & ~stands


def read_points(texts: pa.Array) -> CombinedPoints:
    """The points of a column of texts."""
    rows = len(texts)
    found = CombinedPoints(
        np.full(rows, np.nan), np.full(rows, np.nan), np.zeros(rows, dtype=bool), _stated_codes(texts)
    )
    left = (
        texts.is_valid().to_numpy(zero_copy_only=False) if isinstance(texts, pa.Array) else texts.is_valid().to_numpy()
    )
    for shape in _SHAPES:
        if not left.any():
            break
        fields = pc.extract_regex(texts.filter(pa.array(left)), shape)
        fields = fields.combine_chunks() if isinstance(fields, pa.ChunkedArray) else fields
        fits = fields.is_valid().to_numpy(zero_copy_only=False)
        if fits.any():
            chosen = np.flatnonzero(left)[fits]
            for name, numbers in (("x", found.x), ("y", found.y)):
                parts = pc.struct_field(fields, name).filter(pa.array(fits))
                parsed = pc.replace_substring(parts, ",", ".").cast(pa.float64())
                numbers[chosen] = parsed.to_numpy(zero_copy_only=False)
            found.is_pair[chosen] = shape in _PAIRS
            left[chosen] = False
    _read_wkb(texts, left, found)
    return found


def _stated_codes(texts: pa.Array) -> NDArray[np.int64]:
    codes = np.zeros(len(texts), dtype=np.int64)
    if pc.any(pc.match_substring_regex(texts, _MAY_STATE)).as_py():
        fields = pc.extract_regex(texts, _STATED)
        fields = fields.combine_chunks() if isinstance(fields, pa.ChunkedArray) else fields
        found = pc.struct_field(fields, "code")
        codes = pc.fill_null(found, "0").cast(pa.int64()).to_numpy(zero_copy_only=False).copy()
    return codes


def may_hold_points(texts: pa.Array) -> bool:
    """Whether one of these texts, such as addresses, ends as a point does or holds nothing but numbers."""
    return bool(pc.any(pc.match_substring_regex(texts, _AS_A_POINT)).as_py())


def without_points(texts: pa.Array) -> pa.Array:
    """Texts such as addresses without the point at their end; null where nothing else is there."""
    rest = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _WITHIN_A_TEXT, ""))
    return pc.if_else(pc.equal(rest, ""), pa.scalar(None, pa.string()), rest)


def _read_wkb(texts: pa.Array, left: NDArray[np.bool_], found: CombinedPoints) -> None:
    is_wkb = (
        pc.fill_null(pc.match_substring_regex(texts, _WKB), False).to_numpy(zero_copy_only=False)
        if left.any()
        else left
    )
    chosen = np.flatnonzero(left & is_wkb)
    if len(chosen):
        geometries = shapely.from_wkb(
            np.array(texts.take(pa.array(chosen)).to_pylist(), dtype=object), on_invalid="ignore"
        )
        is_point = shapely.get_type_id(geometries) == 0
        found.code[chosen[is_point]] = np.maximum(shapely.get_srid(geometries[is_point]), 0)
        found.x[chosen[is_point]] = shapely.get_x(geometries[is_point])
        found.y[chosen[is_point]] = shapely.get_y(geometries[is_point])


def _inside(x: Degrees, y: Degrees, extent: Extent) -> NDArray[np.bool_]:
    west, south, east, north = extent
    wide, high = _MARGIN * (east - west), _MARGIN * (north - south)
    inside: NDArray[np.bool_] = (x >= west - wide) & (x <= east + wide) & (y >= south - high) & (y <= north + high)
    return inside
