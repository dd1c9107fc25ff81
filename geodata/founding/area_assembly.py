"""The areas of a new city, assembled level by level: each is given its parent and its code."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.areas.numbering import NO_PARENT, UnnumberedAreas
from geodata.city.profile import Level
from geodata.errors import BoundariesRefused
from geodata.founding.area_codes import codes_of
from geodata.founding.boundary_checks import suspect_boundaries
from geodata.founding.boundary_files import Boundaries
from geodata.founding.level_names import CITY
from geodata.founding.parents import parents_by_overlap, parents_by_word
from geodata.founding.report import LevelReport
from geodata.founding.shared_surface import shared_surface


@dataclass
class AssembledAreas:
    """Areas as they are assembled, level by level, root first."""

    root_code: str
    root_name: str
    zone: str
    given_root: int = 0
    levels: list[Level] = field(default_factory=list)
    reports: list[LevelReport] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    outline: list[shapely.Geometry | None] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)

    def add_root(self, level: Level, first: Boundaries, *, alone: bool) -> None:
        """The root: the only area of the first file when more files follow, else the union of the first file."""
        given = len(first) == 1 and (not alone or level.key == CITY.key)
        self.given_root = int(given)
        self.levels.append(level if given else CITY)
        self.level.append(0)
        self.parent.append(NO_PARENT)
        self.code.append(self.root_code)
        self.name.append(first.label[0] if given and first.name else self.root_name)
        whole = shapely.union_all(first.outline)
        self.outline.append(None if whole.is_empty else whole)
        self.basis.append("none" if whole.is_empty else "given" if given else "union")
        if given:
            self._refuse_suspect(first, None)
            self.reports.append(_report(level, first, "none: the whole city", ()))

    def add(self, level: Level, boundaries: Boundaries) -> None:
        """Add a level below the levels that are there. Raises BoundariesRefused."""
        if level.key == CITY.key and len(self.levels) == 1:
            raise BoundariesRefused(
                f"{boundaries.file.name}: the level 'city' is the whole city, one area, and this file holds "
                f"{len(boundaries):,}; say what they are, such as --areas district=FILE."
            )
        if level.key in {known.key for known in self.levels}:
            raise BoundariesRefused(f"Two files hold the level {level.key!r}; name them apart with LEVEL=FILE.")
        self._refuse_suspect(boundaries, self.outline[0] if len(self.levels) > 1 or self.given_root else None)
        rows, parents_by, unknown = self._parents(boundaries)
        rows = np.maximum(rows, 0)
        self._refuse_larger(level, boundaries, rows)
        higher = np.flatnonzero(np.array(self.level)[rows] < len(self.levels) - 1)
        astray = tuple(boundaries.label[row] for row in higher)
        self.parent += rows.tolist()
        self.level += [len(self.levels)] * len(boundaries)
        self.code += codes_of(boundaries, level.key, set(self.code))
        self.name += list(boundaries.label)
        self.outline += list(boundaries.outline)
        self.basis += ["none" if outline is None else "given" for outline in boundaries.outline]
        self.levels.append(level)
        self.reports.append(_report(level, boundaries, parents_by, astray, unknown))

    def unnumbered(self) -> UnnumberedAreas:
        """All assembled areas, ready to be numbered."""
        self._join_children()
        return UnnumberedAreas(
            level=np.array(self.level, dtype=np.int8),
            parent=np.array(self.parent, dtype=np.int64),
            code=np.array(self.code, dtype=object),
            name=np.array(self.name, dtype=object),
            outline=np.array(self.outline, dtype=object),
            basis=np.array(self.basis, dtype=object),
        )

    def _parents(self, boundaries: Boundaries) -> tuple[NDArray[np.int64], str, tuple[str, ...]]:
        """Rows of the parents (-1 where only the whole city holds one), how they were found, and words not known."""
        found = np.full(len(boundaries), -1, dtype=np.int64)
        if len(self.levels) == 1:
            return found, "the whole city", ()
        parents_by = "containment"
        unknown: tuple[str, ...] = ()
        if boundaries.parent is not None:
            above = self._rows_of(len(self.levels) - 1)
            codes, names = [self.code[row] for row in above], [self.name[row] for row in above]
            rows = parents_by_word(boundaries.parent, codes, names)
            found = np.where(rows >= 0, above[rows], -1)
            unknown = tuple(word for word, row in zip(boundaries.parent, rows, strict=True) if word and row < 0)
            parents_by = f"column {boundaries.columns.parent!r}"
        elif column := self._column_of_parents(boundaries):
            words = boundaries.words[column]
            above = self._rows_of(len(self.levels) - 1)
            rows = parents_by_word(words, [self.code[row] for row in above], [self.name[row] for row in above])
            found = np.where(rows >= 0, above[rows], -1)
            unknown = tuple(word for word, row in zip(words, rows, strict=True) if word and row < 0)
            parents_by = f"column {column!r}, whose words are areas of the level above"
        for level in range(len(self.levels) - 1, 0, -1):
            left, above = np.flatnonzero(found < 0), self._rows_of(level)
            rows = parents_by_overlap(boundaries.outline[left], np.array(self.outline, dtype=object)[above])
            found[left] = np.where(rows >= 0, above[rows], -1)
        return found, parents_by, unknown

    def _column_of_parents(self, boundaries: Boundaries) -> str | None:
        """The column of a table that most often says an area of the level above, where it does for half of the rows."""
        above = self._rows_of(len(self.levels) - 1)
        codes, names = [self.code[row] for row in above], [self.name[row] for row in above]
        own = (boundaries.columns.code, boundaries.columns.name)
        known = {
            column: int((parents_by_word(words, codes, names) >= 0).sum())
            for column, words in boundaries.words.items()
            if column not in own
        }
        best = max(known, key=lambda column: known[column], default=None)
        return best if best is not None and known[best] >= max(0.5 * len(boundaries), 1) else None

    def _join_children(self) -> None:
        """An area without an outline of its own, all of whose children have one, is their union."""
        for level in range(len(self.levels) - 1, -1, -1):
            for row in self._rows_of(level):
                if self.outline[row] is not None:
                    continue
                below = [self.outline[child] for child in np.flatnonzero(np.array(self.parent) == row)]
                if below and all(outline is not None for outline in below):
                    self.outline[row], self.basis[row] = shapely.union_all(below), "union"

    def _rows_of(self, level: int) -> NDArray[np.int64]:
        return np.flatnonzero(np.array(self.level) == level)

    def _refuse_larger(self, level: Level, boundaries: Boundaries, parents: NDArray[np.int64]) -> None:
        """Raise BoundariesRefused for levels in the wrong order: most areas are larger than their parents."""
        above = np.array(self.outline, dtype=object)[parents]
        larger = (parents > 0) & (shapely.area(boundaries.outline) > 1.01 * shapely.area(above))
        if 2 * larger.sum() > len(boundaries):
            raise BoundariesRefused(
                f"{boundaries.file.name}: most {level.key} areas are larger than the {self.levels[-1].key} areas above "
                "them; give the levels with the largest first."
            )

    def _refuse_suspect(self, boundaries: Boundaries, within: shapely.Geometry | None) -> None:
        sentence = suspect_boundaries(boundaries.outline, self.zone, within)
        if sentence:
            raise BoundariesRefused(f"{boundaries.file.name}: {sentence}")


def _without_outline(boundaries: Boundaries) -> tuple[str, ...]:
    without = int(shapely.is_missing(boundaries.outline).sum())
    if not without:
        return ()
    return (
        f"{without:,} of {len(boundaries):,} areas have no outline: cases are counted there by the area's code or "
        "name, in rankings and lists, and the map says what it cannot draw",
    )


def _report(
    level: Level, boundaries: Boundaries, parents_by: str, astray: tuple[str, ...], unknown: tuple[str, ...] = ()
) -> LevelReport:
    return LevelReport(
        key=level.key,
        file=boundaries.file,
        areas=len(boundaries),
        columns=boundaries.columns,
        parents_by=parents_by,
        repaired=boundaries.repaired,
        dropped=boundaries.dropped,
        shared=shared_surface(boundaries.outline, boundaries.label),
        without_parent=astray,
        unknown_parents=unknown,
        notes=(*boundaries.notes, *_without_outline(boundaries)),
    )
