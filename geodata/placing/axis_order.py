"""Which of two coordinates in a published system is the easting, judged by where the city lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.areas.area_tree import NOWHERE
from geodata.coordinates.chinese_offsets import Degrees
from geodata.coordinates.conversion_accuracy import name_of
from geodata.coordinates.epsg import axes_exchanged, degrees_of
from geodata.coordinates.likely_systems import likely_systems
from geodata.errors import CoordinatesRefused
from geodata.placing.placer import Placer
from geodata.sentence import Sentence

_SAMPLE = 5_000
FEWEST_POINTS = 3
"""Of which something is concluded; fewer may all be mistakes."""
_NEAR = 0.05
"""Share of places that must lie in or near the city."""
_MOST_NAMED = 4
_MOST_DEGREES = 360.0


def northing_first(x: ArrayLike, y: ArrayLike, system: str, placer: Placer) -> bool:
    """Whether these coordinates (finite, some) lie in the city only if the first is taken for the northing.

    At most 5,000, evenly spread, are looked at. Raises CoordinatesRefused when hardly one lies in or near the city, in
    either order, with the systems in which they would.
    """
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    chosen = np.linspace(0, len(across) - 1, min(_SAMPLE, len(across))).astype(np.int64)
    across, up = across[chosen], up[chosen]
    if not placer.tree.outlined.any():
        return axes_exchanged(across, up, system)
    given, exchanged = degrees_of(across, up, system), degrees_of(up, across, system)
    stands, turned = (float(np.mean(placer.place(*degrees) != NOWHERE)) for degrees in (given, exchanged))
    if turned > stands and turned >= 0.5:
        return True
    near = max(_share_near(*degrees, placer) for degrees in (given, exchanged))
    if near < _NEAR and len(across) >= FEWEST_POINTS:
        shown, advice = _shown(across, up, given), _advice(across, up, placer)
        text = (
            f"the coordinates are not in {system} ({name_of(system)}): read so, hardly one lies in or near the city, "
            f"in either order of the axes, for example {shown}. {advice}"
        )
        raise CoordinatesRefused(
            Sentence("points_far", text, system=system, name=name_of(system), example=shown, advice=advice)
        )
    return False


def in_degrees_row_by_row(x: Degrees, y: Degrees, system: str, placer: Placer) -> tuple[Degrees, Degrees]:
    """Degrees WGS-84 of coordinates of which each is judged by itself: the northing stands first where a place lies in
    the city only so. NaN where the system has no such place."""
    lon, lat = degrees_of(x, y, system)
    if not placer.tree.outlined.any():
        return lon, lat
    other_lon, other_lat = degrees_of(y, x, system)
    turned = (placer.place(other_lon, other_lat) != NOWHERE) & (placer.place(lon, lat) == NOWHERE)
    return np.where(turned, other_lon, lon), np.where(turned, other_lat, lat)


def are_no_degrees(x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
    """True for coordinates that are too large to be degrees in either order."""
    far: NDArray[np.bool_] = np.maximum(np.abs(x), np.abs(y)) > _MOST_DEGREES
    return far


def suspect_projected(x: ArrayLike, y: ArrayLike, placer: Placer) -> Sentence | None:
    """A sentence when most coordinates (finite, declared as degrees) are none, with the systems in which they would
    lie in the city; else None."""
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    far = are_no_degrees(across, up)
    if len(far) < FEWEST_POINTS or far.mean() < 0.5:
        return None
    across, up = across[far], up[far]
    advice = _systems_that_fit(across, up, placer)
    text = (
        f"{far.mean():.0%} of the points are no degrees but look like projected coordinates, for example "
        f"{across[0]:.10g}, {up[0]:.10g}. {advice} To load without points, write "
        'lon = "" and lat = "" into a mapping file.'
    )
    example = f"{across[0]:.10g}, {up[0]:.10g}"
    return Sentence("points_projected", text, share=float(far.mean()), example=example, advice=advice)


def _advice(x: Degrees, y: Degrees, placer: Placer) -> Sentence:
    if np.median(are_no_degrees(x, y)) == 0:
        text = (
            "They look like degrees: give --crs WGS-84, or name the columns of the eastings and northings in a mapping."
        )
        return Sentence("systems_degrees", text)
    return _systems_that_fit(x, y, placer)


def _share_near(lon: Degrees, lat: Degrees, placer: Placer) -> float:
    """The share of places in the city's box, widened by its own size on every side."""
    west, south, east, north = placer.tree.root.bbox
    wide, high = east - west, north - south
    across = placer.tree.continued(lon)
    near = (across >= west - wide) & (across <= east + wide) & (lat >= south - high) & (lat <= north + high)
    return float(np.mean(near))


def _shown(x: Degrees, y: Degrees, degrees: tuple[Degrees, Degrees]) -> Sentence:
    point, (lon, lat) = f"{x[0]:.10g}, {y[0]:.10g}", (float(one[0]) for one in degrees)
    return Sentence("point_at", f"{point} at {lat:.4f}° N, {lon:.4f}° E", point=point, lat=lat, lon=lon)


def _systems_that_fit(x: Degrees, y: Degrees, placer: Placer) -> Sentence:
    found = likely_systems(x, y, placer.tree.root.bbox) if placer.tree.outlined.any() else []
    if not found:
        text = (
            "No published system of this city was found in which they lie in it; ask who published the file for its "
            "coordinate system, and name it with --crs (or crs of the source in city.toml), such as --crs EPSG:25832."
        )
        return Sentence("systems_none", text)
    named = [f"{one.code} ({one.name})" for one in found[:_MOST_NAMED]]
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    if len(found) == 1:
        text = (
            f"They would lie in the city as {named[0]}: if that is right, give --crs {found[0].code} (or crs of the "
            "source in city.toml)."
        )
        return Sentence("systems_one", text, system=named[0])
    listed = ", ".join(named)
    text = (
        f"They would lie in the city as {listed}{more}, which differ by some hundred metres at most: ask who "
        "published the file, and name the right one with --crs (or crs of the source in city.toml)."
    )
    return Sentence("systems_some", text, systems=listed, count=len(found))
