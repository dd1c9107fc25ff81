"""The report of a founding: areas read, outlines repaired, rows left out, and doubts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from geodata.founding.boundary_columns import BoundaryColumns


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
    overlaps: tuple[str, ...]
    without_parent: tuple[str, ...] = ()
    unknown_parents: tuple[str, ...] = ()


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
            data += [f"{level.key}: repaired {row}." for row in level.repaired]
            data += [f"{level.key}: left out {row}." for row in level.dropped]
            data += [f"{level.key}: {pair}." for pair in level.overlaps]
            data += [
                f"{level.key}: no area above is called {word!r} (parent of {areas:,} of them); "
                "found by containment instead."
                for word, areas in Counter(level.unknown_parents).items()
            ]
            data += [
                f"{level.key}: {row} lies in no area of the level above; put higher." for row in level.without_parent
            ]
        return tuple(data)


def _sentence(level: LevelReport) -> str:
    code = f"code from {level.columns.code!r}" if level.columns.code else "code made from the name"
    name = f"name from {level.columns.name!r}" if level.columns.name else "no name column"
    return f"{level.key}: {level.areas:,} areas of {level.file.name}, {code}, {name}, parents by {level.parents_by}."
