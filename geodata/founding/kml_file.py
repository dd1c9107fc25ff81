"""Areas of a KML file (OGC 12-007r2): names, extended data and surfaces of its placemarks, folder by folder.

GDAL has two readers of KML, of which a build may hold either: one knows the names alone, the other makes columns of
identifiers and styles as well. The same file must give the same areas everywhere.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

import geopandas
import numpy as np
import shapely

from geodata.errors import BoundariesRefused

_FOLDERS = ("Folder", "Document")
_BLANKS_AROUND_COMMAS = re.compile(r"\s*,\s*")
_FEWEST_CORNERS = 4


@dataclass
class _Placemark:
    folder: str
    words: dict[str, str] = field(default_factory=dict)
    surfaces: list[shapely.Polygon] = field(default_factory=list)


@dataclass
class _Reader:
    """Follows the elements of the file. Names of namespaces are left out, as files leave them out or err in them."""

    placemarks: list[_Placemark] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _folders: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _key: str = ""
    _rings: list[Any] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(":")[2]
        self._path.append(name)
        self._text.clear()
        if name in _FOLDERS:
            self._folders.append("")
        elif name == "Placemark":
            self.placemarks.append(_Placemark(self._folders[-1] if self._folders else ""))
        elif name in ("Data", "SimpleData"):
            self._key = attributes.get("name", "")
        elif name == "Polygon":
            self._rings = []

    def text(self, text: str) -> None:
        """Text within an element."""
        self._text.append(text)

    def end(self, _tag: str) -> None:
        """An element ends."""
        name, text = self._path.pop(), "".join(self._text).strip()
        self._text.clear()
        within = self._path[-1] if self._path else ""
        if name in _FOLDERS:
            self._folders.pop()
        elif name == "name" and within in _FOLDERS:
            self._folders[-1] = text
        elif "Placemark" in self._path:
            self._end_within(name, within, text)

    def _end_within(self, name: str, within: str, text: str) -> None:
        words = self.placemarks[-1].words
        if name == "name" and within == "Placemark":
            words["Name"] = text
        elif name == "description" and within == "Placemark":
            words["description"] = text
        elif (name == "value" and within == "Data") or name == "SimpleData":
            words.setdefault(self._key, text)
        elif name == "coordinates" and within == "LinearRing":
            self._rings.append(_corners(text))
        elif name == "Polygon":
            first, *holes = [ring for ring in self._rings if len(ring) >= _FEWEST_CORNERS] or [None]
            if first is not None:
                self.placemarks[-1].surfaces.append(shapely.Polygon(first, holes))


def read_kml(file: Path, member: str | None, name: str, layer: str | None) -> geopandas.GeoDataFrame:
    """The areas of a KML file, or of this member of a zip, in degrees WGS-84: of the folder called `layer`, else of the
    only one that holds surfaces. Raises BoundariesRefused, ExpatError for what is no XML."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, _refuse_entities
    with _opened(file, member) as content:
        parser.ParseFile(content)
    folders = list(dict.fromkeys(one.folder for one in reader.placemarks))
    chosen = [_chosen(name, layer, folders, reader.placemarks)] if layer is not None or len(folders) > 1 else folders
    marks = [one for one in reader.placemarks if one.folder in chosen]
    columns = dict.fromkeys(key for one in marks for key in one.words if key)
    shapes = np.full(len(marks), None, dtype=object)
    for row, one in enumerate(marks):
        if one.surfaces:
            shapes[row] = one.surfaces[0] if len(one.surfaces) == 1 else shapely.MultiPolygon(one.surfaces)
    words = {key: [one.words.get(key) for one in marks] for key in columns}
    return geopandas.GeoDataFrame(words, geometry=shapes, crs=4326)


def _chosen(name: str, layer: str | None, folders: list[str], marks: list[_Placemark]) -> str:
    if layer is not None:
        if layer not in folders:
            raise BoundariesRefused(
                f"{name} has no layer {layer!r}; name one of its layers with --layer: "
                f"{', '.join(filter(None, folders)) or 'it has none'}."
            )
        return layer
    with_surfaces = list(dict.fromkeys(one.folder for one in marks if one.surfaces)) or folders[:1]
    if len(with_surfaces) > 1:
        raise BoundariesRefused(
            f"{name} holds areas in several layers ({', '.join(with_surfaces)}); say which with --layer, and give the "
            "file once for each level."
        )
    return with_surfaces[0]


def _corners(text: str) -> Any:
    """The corners of a ring, shape (n, 2); heights are left out."""
    tuples = _BLANKS_AROUND_COMMAS.sub(",", text).split()
    return np.array([[float(number) for number in one.split(",")[:2]] for one in tuples], dtype=np.float64)


def _refuse_entities(*_about: object) -> None:
    raise BoundariesRefused("The KML declares entities of its own, which are not read; export it again, or as GeoJSON.")


@contextmanager
def _opened(file: Path, member: str | None) -> Iterator[IO[bytes]]:
    if member is None:
        with file.open("rb") as content:
            yield content
        return
    with zipfile.ZipFile(file) as archive, archive.open(member) as content:
        yield content
