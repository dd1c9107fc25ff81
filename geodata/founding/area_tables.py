"""Tables of areas (code, name, parent) without outlines, or with well-known text for them: of one level or several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.coordinates.antimeridian import unbroken
from geodata.errors import BoundariesRefused
from geodata.founding.boundary_columns import BoundaryColumns, level_column, recognised_columns, words_of
from geodata.founding.boundary_files import Boundaries, in_degrees, repaired_surfaces
from geodata.founding.boundary_formats import ReadingOptions
from geodata.founding.table_files import SHEETS, TEXTS, read_table

Words = list[str | None]
_WKT = ("POLYGON", "MULTIPOLYGON")


def is_table(file: Path) -> bool:
    """Whether a file of areas is a table by its name."""
    return file.suffix.lower() in (*TEXTS, *SHEETS)


def read_area_tables(
    file: Path, system: str, options: ReadingOptions, named: Sequence[str]
) -> list[tuple[str | None, Boundaries]]:
    """The levels of a table, the largest areas first: (what the level is called, its areas). None: as the file is.

    Rows whose parents are rows of the same table make several levels; they are called by a column of levels, else by
    `named`. Raises BoundariesRefused.
    """
    frame, notes = read_table(file, options)
    columns = recognised_columns(frame, options.columns)
    if columns.code is None and columns.name is None:
        there = ", ".join(map(str, frame.columns))
        raise BoundariesRefused(
            f"{file.name}: no column looks like the names or codes of areas; give --name-column or --code-column with "
            f"one of its columns: {there}."
        )
    words = {str(column): words_of(frame[column]) for column in frame.columns}
    outlines, repaired = _outlines(frame, words, system)
    code, name = (words.get(column or "") for column in (columns.code, columns.name))
    labels = [next((of[row] for of in (name, code) if of and of[row]), None) for row in range(len(frame))]
    depth = _depths(file, words, columns)
    levels: list[tuple[str | None, Boundaries]] = []
    for called, rows in _levels(file, frame, words, depth, named):
        kept = [row for row in rows if labels[row]]
        if not kept:
            continue
        levels.append((called, Boundaries(
            file=file,
            outline=outlines[kept],
            label=tuple(str(labels[row]) for row in kept),
            code=[str(code[row] or labels[row]) for row in kept] if code else None,
            name=[name[row] for row in kept] if name else None,
            parent=[words[columns.parent][row] for row in kept] if columns.parent else None,
            columns=columns,
            repaired=tuple(f"{labels[row]}: {reason}" for row, reason in repaired.items() if row in kept),
            dropped=tuple(f"row {row + 1}: neither name nor code" for row in rows if not labels[row]),
            notes=notes if not levels else (),
            words={column: [values[row] for row in kept] for column, values in words.items()},
        )))  # fmt: skip
    return levels


def _outlines(frame: pd.DataFrame, words: dict[str, Words], system: str) -> tuple[NDArray[np.object_], dict[int, str]]:
    """Outlines in degrees WGS-84 from the column that holds well-known text, None where there is none."""
    texts = next(
        (of for of in words.values() if any(text and text.lstrip().upper().startswith(_WKT) for text in of)), None
    )
    if texts is None:
        return np.full(len(frame), None, dtype=object), {}
    shapes = np.asarray(shapely.force_2d(shapely.from_wkt(texts, on_invalid="ignore")), dtype=object)
    degrees, _ = in_degrees(shapes, system)
    return repaired_surfaces(unbroken(degrees))


def _depths(file: Path, words: dict[str, Words], columns: BoundaryColumns) -> list[int]:
    """How many rows of the table stand above each row. Raises BoundariesRefused for a circle."""
    own = words[columns.code or columns.name or ""]
    above = words[columns.parent] if columns.parent else [None] * len(own)
    row_of = {word: row for row, word in enumerate(own) if word}
    up = [row_of.get(word or "", -1) for word in above]
    depth = []
    for row in range(len(own)):
        steps, at = 0, row
        while up[at] >= 0 and up[at] != at:
            steps, at = steps + 1, up[at]
            if steps > len(own):
                raise BoundariesRefused(f"{file.name}: {own[row]} is its own ancestor: the parents run in a circle.")
        depth.append(steps)
    return depth


def _levels(
    file: Path, frame: pd.DataFrame, words: dict[str, Words], depth: list[int], named: Sequence[str]
) -> list[tuple[str | None, list[int]]]:
    """What each level is called, and its rows, from the top down."""
    column = level_column(frame)
    said = words[column] if column else [None] * len(depth)
    if column and len(named) < 2 and all(said) and not any(str(word).isdecimal() for word in said):
        order = sorted(
            dict.fromkeys(said), key=lambda word: min(depth[row] for row, of in enumerate(said) if of == word)
        )
        called = named if len(order) == len(named) else [str(word) for word in order]
        return [
            (name, [row for row, of in enumerate(said) if of == word]) for name, word in zip(called, order, strict=True)
        ]
    count = max(depth) + 1
    if len(named) > 1 and len(named) != count:
        raise BoundariesRefused(
            f"{file.name} holds {count} levels by its parents, and {len(named)} are named; name as many."
        )
    if count > 1 and len(named) != count:
        raise BoundariesRefused(
            f"{file.name} holds {count} levels, one below the other; name them from the top down, such as "
            f"--areas {','.join(('district', 'street', 'community', 'grid', 'micro_grid')[:count])}=FILE."
        )
    names: Sequence[str | None] = named or [None]
    return [(name, [row for row, of in enumerate(depth) if of == level]) for level, name in enumerate(names)]
