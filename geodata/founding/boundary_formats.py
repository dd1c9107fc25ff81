"""Formats of boundary files: what is read how, which layer of a file, which file of a zip."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers.expat import ExpatError

import geopandas
import numpy as np
import pyogrio
import shapely

from geodata.errors import BoundariesRefused
from geodata.founding.attribute_encoding import Encoding, encoding_named, encoding_of_shapefile
from geodata.founding.boundary_columns import BoundaryColumns
from geodata.founding.kml_file import read_kml

SURFACES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_PARQUET = (".parquet", ".geoparquet")
_KML = ".kml"
_BY_DRIVER = (".geojson", ".json", ".topojson", ".gpkg", ".fgb", _KML)
_ZIPPED = (".zip", ".kmz")  # a KMZ is a zip of a KML; GDAL's own reader writes to a folder in /tmp
_SHAPEFILE = ".shp"
_NOTHING_GIVEN = BoundaryColumns(None, None, None)
_UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    zipfile.BadZipFile,
    ExpatError,
    UnicodeError,
    ValueError,
    OSError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What is said of a file beside its path: columns, the layer of several, the encoding of its words, and the zone of
    the city, by which an encoding that nothing states is judged."""

    columns: BoundaryColumns = _NOTHING_GIVEN
    layer: str | None = None
    encoding: str | None = None
    zone: str | None = None


def read_frame(file: Path, options: ReadingOptions) -> tuple[Any, tuple[str, ...]]:
    """Rows of a file as a GeoDataFrame in the file's own system, and what was guessed. Raises BoundariesRefused."""
    if not file.is_file():
        raise BoundariesRefused(f"There is no file {file}; look for its folder and its name.")
    kind = file.suffix.lower()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind in _PARQUET:
                return geopandas.read_parquet(file), ()
            if kind == _KML:
                return read_kml(file, None, file.name, options.layer), ()
            if kind in _BY_DRIVER:
                return _by_driver(file.name, str(file), options), ()
            if kind == _SHAPEFILE:
                return _shapefile(file, None, options)
            if kind in _ZIPPED:
                return _zipped(file, options)
    except _UNREADABLE as error:
        raise BoundariesRefused(
            f"{file.name} cannot be read as boundaries; is it whole? Export it again, or as GeoJSON."
        ) from error
    raise BoundariesRefused(
        f"{file.name}: give boundaries as GeoJSON, TopoJSON, GeoPackage (.gpkg), Shapefile (.shp, or all its files in "
        "a .zip), KML or KMZ, FlatGeobuf (.fgb) or GeoParquet, or areas without outlines as a table (.csv, .xlsx)."
    )


def _by_driver(name: str, path: str, options: ReadingOptions) -> Any:
    """The layer asked for, else the only one that holds surfaces."""
    layers = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
    if options.layer is not None:
        if options.layer not in layers:
            raise BoundariesRefused(
                f"{name} has no layer {options.layer!r}; name one of its layers with --layer: "
                f"{', '.join(layers) or 'it has none'}."
            )
        return pyogrio.read_dataframe(path, layer=options.layer)
    if len(layers) < 2:
        return pyogrio.read_dataframe(path)
    read = {layer: pyogrio.read_dataframe(path, layer=layer) for layer in layers}
    with_surfaces = [layer for layer, frame in read.items() if _holds_surfaces(frame)] or layers[:1]
    if len(with_surfaces) > 1:
        raise BoundariesRefused(
            f"{name} holds areas in several layers ({', '.join(with_surfaces)}); say which with --layer, and give the "
            "file once for each level."
        )
    return read[with_surfaces[0]]


def _holds_surfaces(frame: Any) -> bool:
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object) if hasattr(frame, "geometry") else np.array([])
    return bool(np.isin(shapely.get_type_id(shapely.get_parts(shapes)), SURFACES).any())


def _shapefile(file: Path, member: str | None, options: ReadingOptions) -> tuple[Any, tuple[str, ...]]:
    """`member`: which .shp of a zip."""
    stated = Encoding(encoding_named(options.encoding)) if options.encoding else None
    encoding = stated or encoding_of_shapefile(file, member, options.zone)
    frame = pyogrio.read_dataframe(_inside(file, member) if member else file, encoding=encoding.name)
    return frame, (encoding.guess,) if encoding.guess else ()


def _inside(file: Path, member: str) -> str:
    return f"/vsizip/{{{file.absolute()}}}/{member}"


def _zipped(file: Path, options: ReadingOptions) -> tuple[Any, tuple[str, ...]]:
    """The only boundary file of a zip, or the one that `layer` names; readmes and the like beside it do not matter."""
    with zipfile.ZipFile(file) as archive:
        members = [name for name in archive.namelist() if not name.startswith("__MACOSX/") and not name.endswith("/")]
    kinds: Sequence[Sequence[str]] = ((_SHAPEFILE,), _BY_DRIVER)
    found = next(
        (some for kind in kinds if (some := [one for one in members if one.lower().endswith(tuple(kind))])), []
    )
    if not found:
        raise BoundariesRefused(
            f"{file.name} holds no boundary file, only {', '.join(members[:5]) or 'nothing'}; give all files of a "
            "Shapefile in one .zip, or another boundary file."
        )
    stems = {PurePosixPath(one).stem: one for one in found}
    chosen = stems.get(options.layer) if options.layer is not None else None
    if chosen is None and len(found) > 1:
        raise BoundariesRefused(
            f"{file.name} holds several boundary files ({', '.join(stems)}); say which with --layer."
        )
    member = chosen or found[0]
    if member.lower().endswith(_SHAPEFILE):
        return _shapefile(file, member, options)
    inner = options if chosen is None else replace(options, layer=None)
    if member.lower().endswith(_KML):
        return read_kml(file, member, f"{file.name}/{member}", inner.layer), ()
    return _by_driver(f"{file.name}/{member}", _inside(file, member), inner), ()
