"""The report of a founding: areas read, outlines repaired, rows left out, and doubts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from geodata.founding.area_tables import is_table
from geodata.founding.boundary_columns import BoundaryColumns

_LISTED = 10
_NAMELESS = (
    "no column gives names, so areas are called by their codes; --name-column names one, and a file of cases is for "
    "`yiping load`, not for --areas"
)


@dataclass(frozen=True, slots=True)
class LevelReport:
    """One level as it came from its file."""

    key: str
    file: Path
    areas: int
    columns: BoundaryColumns
    parents_by: str
    repaired: tuple[str, ...]
    dropped: tuple[str, ...]
    shared: str | None
    without_parent: tuple[str, ...] = ()
    unknown_parents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundingReport:
    """A city that now exists in `folder`."""

    folder: Path
    areas: int
    levels: tuple[LevelReport, ...] = field(default=())

    def sentences(self) -> tuple[str, ...]:
        """The report in plain English, one thing a sentence."""
        data = [f"{self.folder.name}: {self.areas:,} areas in {self.folder}."]
        for level in self.levels:
            data.append(_sentence(level))
            data += [f"{level.key}: {_NAMELESS}."] if level.columns.name is None and is_table(level.file) else []
            data += [f"{level.key}: {note}." for note in level.notes]
            data += _listed(f"{level.key}: repaired", level.repaired)
            data += _listed(f"{level.key}: left out", level.dropped)
            data += [f"{level.key}: {level.shared}."] if level.shared else []
            data += [
                f"{level.key}: no area above is called {word!r} (parent of {areas:,} of them); "
                "found by containment instead."
                for word, areas in Counter(level.unknown_parents).items()
            ]
            data += [
                f"{level.key}: {row} lies in no area of the level above; put higher."
                for row in level.without_parent[:_LISTED]
            ]
            if len(level.without_parent) > _LISTED:
                more = len(level.without_parent) - _LISTED
                data.append(f"{level.key}: {more:,} more lie in no area of the level above; put higher.")
        return tuple(data)


def _listed(what: str, rows: tuple[str, ...]) -> list[str]:
    more = [f"{what} {len(rows) - _LISTED:,} more."] if len(rows) > _LISTED else []
    return [*(f"{what} {row}." for row in rows[:_LISTED]), *more]


def _sentence(level: LevelReport) -> str:
    code = f"code from {level.columns.code!r}" if level.columns.code else "code made from the name"
    name = f"name from {level.columns.name!r}" if level.columns.name else "no name column"
    return f"{level.key}: {level.areas:,} areas of {level.file.name}, {code}, {name}, parents by {level.parents_by}."
