"""What is said of the files of a city's levels beside their paths: by options such as district=NAME, else by the
profile of a city that is founded anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geodata.city.profile import Level
from geodata.coordinates.epsg import system_named
from geodata.coordinates.systems import CoordinateSystem
from geodata.founding.boundary_columns import BoundaryColumns
from geodata.founding.boundary_formats import ReadingOptions
from geodata.founding.level_names import level_named


@dataclass(frozen=True, slots=True)
class LevelOptions:
    """Texts `VALUE` (of every level) or `LEVEL=VALUE`. crs: a system declared for degrees, or a published one."""

    name_column: tuple[str, ...] = ()
    code_column: tuple[str, ...] = ()
    parent_column: tuple[str, ...] = ()
    layer: tuple[str, ...] = ()
    encoding: tuple[str, ...] = ()
    crs: tuple[str, ...] = ()

    def columns_of(self, key: str, levels: Collection[str], profile: Mapping[str, Level]) -> BoundaryColumns:
        """The columns given for the level called `key` of all `levels`."""
        known = profile.get(key)
        code, name, parent = (
            _said(texts, key, levels) or (getattr(known, about) if known else None)
            for about, texts in (
                ("code_column", self.code_column),
                ("name_column", self.name_column),
                ("parent_column", self.parent_column),
            )
        )
        return BoundaryColumns(code, name, parent)

    def reading_of(self, key: str, levels: Collection[str], profile: Mapping[str, Level], zone: str) -> ReadingOptions:
        """All that is said of how the file of a level is read."""
        return ReadingOptions(
            self.columns_of(key, levels, profile),
            _said(self.layer, key, levels),
            _said(self.encoding, key, levels),
            zone,
        )

    def system_of(self, key: str, levels: Collection[str]) -> str:
        """The coordinate system given for a level; WGS-84 without. Raises CoordinatesRefused."""
        said = _said(self.crs, key, levels)
        return system_named(said) if said else CoordinateSystem.WGS_84


def _said(texts: tuple[str, ...], key: str, levels: Collection[str]) -> str | None:
    """The last text for this level, else the last for all; a word before = that is no level belongs to the value."""
    of_all = None
    of_this = None
    for text in texts:
        word, mark, value = text.partition("=")
        level = level_named(word).key if mark and word.strip() else None
        if level == key:
            of_this = value
        elif level not in levels:
            of_all = text
    return of_this or of_all
